/* summary.csv: a row for each group. */
#include "support/plans.h"

#include "report/summary.h"
#include "support/report.h"

static void a_row_for_each_group(void **state)
{
    (void)state;
    struct plan p;
    struct groups g;
    struct published printed;
    struct error e;
    expect_plan(&p, "[experiment]\nseeds = 1..2\n[data]\ndataset = tiny\npositive = pairs\nnegative = dataset:marks\n"
                    "[model]\nlatent = 3\n[shape]\ngamma = 0.5, 1\nbeta = 2\n[detectors]\nrun = kde, lis-ae\n");
    assert_int_equal(p.n, 18);
    /* kde by pairs and seeds; lis-ae by pairs, gammas and seeds: with gamma 1 it failed */
    put_auc(&p,
            (const double[]) { 0.25, 0.5, 0.25, 0.5, 0.25, 0.5, 0.75, 0.75, -1, -1, 0.75, 0.75, -1, -1, 0.75, 0.75, -1,
                               -1 },
            "");
    read_groups(&g, &p);
    assert_int_equal(g.n, 3);
    read_published(&printed,
                   "1,tiny,two-class,kde,mean,,mean,4,0.3725,\n1,tiny,two-class,lis-ae,mean,marks,mean,4,0.5,\n");
    assert_int_equal(summary_write(&g, "results/t", &printed, &e), 0);
    assert_file_is(
        "results/t/summary.csv",
        "experiment,dataset,task,method,detector,negative,latent,gamma,beta,linsep,variant,mean,sd,lo,hi,n_tasks,"
        "n_seeds,n_ok,n_planned,published,difference,verdict,anomalies,holdout,train_limit,test_limit,interval,base,"
        "gain,"
        "n_stuck,n_constant,n_revisions,n_kernels,n_unknown,images_lo,images_hi,seeds_lo,seeds_hi,tasks_lo,tasks_hi,"
        "both_lo,both_hi,tolerance,inside,below_random\n"
        "t,tiny,two-class,kde,kde,,,,,,,0.375000,0.176777,0.000000,1.000000,3,2,6,6,0.372500,0.002500,match,rest,0,0,0,"
        "seeds,,,0,0,0,0,6,0.302831,0.447169,0.000000,1.000000,,,0.000000,1.000000,0.404349,yes,\n"
        "t,tiny,two-class,lis-ae,lis-ae,dataset:marks,3,0.5,2,off,,0.750000,0.000000,,,3,2,6,6,"
        "0.500000,0.250000,higher,rest,0,0,0,,,,0,0,0,0,6,0.677831,0.822169,,,,,0.677831,0.822169,0.077169,no,\n"
        "t,tiny,two-class,lis-ae,lis-ae,dataset:marks,3,1,2,off,,,,,,3,2,0,6,0.500000,,missing,rest,0,0,"
        "0,,,,0,0,0,0,0,,,,,,,,,,,\n");
    published_release(&printed);
    groups_release(&g);
    plan_release(&p);
}

static const struct CMUnitTest tests[] = { cmocka_unit_test_setup_teardown(a_row_for_each_group, enter, leave) };

TEST_MAIN(tests, NULL, NULL)
