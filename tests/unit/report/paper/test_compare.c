/* compare.csv: printed cells beside the groups that could have made them. */
#include "support/plans.h"

#include "report/paper/compare.h"
#include "support/report.h"

#define HEADER \
    "table,dataset,task,method,positive,negative,outlier,outlier_classes,auc,note,run_negative,latent,gamma,beta," \
    "variant,reproduced,lo,hi,n_ok,n_planned,difference,verdict,interval,images_lo,images_hi,seeds_lo,seeds_hi," \
    "tasks_lo,tasks_hi,both_lo,both_hi,tolerance,inside,below_random\n"

/* Two gammas of all six tasks, each of one seed: both could have made a printed cell. */
static void cells_and_means(void **state)
{
    (void)state;
    struct plan p;
    struct groups g;
    struct published printed;
    struct error e;
    struct text more = TEXT_INIT;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = each\nnegative = dataset:marks\n[model]\nlatent = 3\n[shape]\n"
                    "gamma = 0.5, 1\nbeta = 2\n[detectors]\nrun = lis-ae\n");
    assert_int_equal(p.n, 12);
    /* by tasks, then gammas */
    text_format(&more, "%s,1,0.25,0.125,0.375,ok\n", p.runs[6].id);
    put_auc(&p, (const double[]) { 0.5, -1, 0.5, -1, 0.5, -1, 0.75, 0.875, 0.5, -1, 0.25, -1 }, text_of(&more));
    read_groups(&g, &p);
    read_published(&printed, "1,tiny,one-class,lis-ae,ankle boot,marks,mean,5,0.7500,as printed\n"
                             "2,tiny,one-class,lis-ae,3,marks,car,5,0.3,\n"
                             "1,tiny,one-class,lis-ae,mean,marks,mean,5,0.9,\n"
                             "1,tiny,one-class,lis-ae,ship,marks,mean,5,0.9,\n"
                             "1,tiny,one-class,kde,3,,mean,5,0.9,\n");
    assert_int_equal(compare_write(&g, "results/t", &printed, &e), 0);
    assert_file_is("results/t/compare.csv",
                   HEADER "1,tiny,one-class,lis-ae,ankle boot,marks,mean,5,0.7500,as printed,"
                          "dataset:marks,3,0.5,2,,0.750000,0.625000,0.812500,1,1,0.000000,match,images,"
                          "0.625000,0.875000,,,,,,,0.125050,yes,\n"
                          "1,tiny,one-class,lis-ae,ankle boot,marks,mean,5,0.7500,as printed,"
                          "dataset:marks,3,1,2,,0.875000,0.750000,0.937500,1,1,0.125000,match,images,"
                          "0.750000,1.000000,,,,,,,0.125050,yes,\n"
                          "2,tiny,one-class,lis-ae,3,marks,car,5,0.3,,"
                          "dataset:marks,3,0.5,2,,0.250000,0.125000,0.375000,1,1,-0.050000,match,images,"
                          "0.125000,0.375000,,,,,,,0.130000,yes,\n"
                          "2,tiny,one-class,lis-ae,3,marks,car,5,0.3,,"
                          "dataset:marks,3,1,2,,,,,0,1,,missing,,,,,,,,,,,,\n"
                          "1,tiny,one-class,lis-ae,mean,marks,mean,5,0.9,,"
                          "dataset:marks,3,0.5,2,,0.500000,,,6,6,-0.400000,lower,,"
                          "0.448969,0.551031,,,0.334070,0.665930,,,0.056031,no,\n"
                          "1,tiny,one-class,lis-ae,mean,marks,mean,5,0.9,,"
                          "dataset:marks,3,1,2,,0.875000,,,1,6,-0.025000,match,,"
                          "0.750000,1.000000,,,,,,,0.130000,yes,\n");
    published_release(&printed);
    groups_release(&g);
    text_release(&more);
    plan_release(&p);
}

static void what_the_plan_does_not_have(void **state)
{
    (void)state;
    struct plan p;
    struct groups g;
    struct published printed;
    struct error e;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0, 1\n[detectors]\nrun = kde\n");
    put_auc(&p, (const double[]) { 0.5, 0.5 }, "");
    read_groups(&g, &p);
    /* a task that is not planned; a mean over more tasks than are */
    read_published(&printed, "1,tiny,one-class,kde,3,,mean,5,0.9,\n1,tiny,one-class,kde,mean,,mean,5,0.9,\n");
    assert_int_equal(compare_write(&g, "results/t", &printed, &e), 0);
    assert_file_is("results/t/compare.csv", HEADER);
    published_release(&printed);
    assert_int_equal(published_read(&printed, NULL, NULL, &e), 0);
    assert_int_equal(compare_write(&g, "results/t", &printed, &e), 0);
    assert_file_is("results/t/compare.csv", HEADER);
    groups_release(&g);
    plan_release(&p);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(cells_and_means, enter, leave),
    cmocka_unit_test_setup_teardown(what_the_plan_does_not_have, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
