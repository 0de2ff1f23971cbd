/* mean-ranks.csv: who is ranked with whom, and who is left out. */
#include "support/plans.h"

#include "report/pairs/mean_ranks.h"
#include "support/report.h"

#define HEADER \
    "experiment,dataset,task,method,negative,latent,gamma,beta,variant,n_tasks,n_ranked,mean_rank,rank_difference," \
    "friedman,friedman_p,anomalies\n"

static void expect_ranks(const struct plan *p, const double *auc, const char *expected)
{
    struct groups g;
    struct error e;
    put_auc(p, auc, "");
    read_groups(&g, p);
    assert_int_equal(mean_ranks_write(&g, "results/t", &e), 0);
    assert_file_is("results/t/mean-ranks.csv", expected);
    groups_release(&g);
}

/* Ranks of kde 1 1 2 3 3 3, of ae 3 2 1 2 2 1.5, of oe-bce 2 3 3 1 1 1.5; sums 13, 11.5, 11.5, of 12 each; the one tie
 * takes 6 / 2 off 6 x 3 x 4: 12 x 1.5 / 69. By exp(-x / 2). */
static void all_of_a_column(void **state)
{
    (void)state;
    struct plan p;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = each\nnegative = dataset:marks\n[model]\nlatent = 3\n"
                    "[detectors]\nrun = kde, ae, oe-bce\n");
    expect_ranks(&p,
                 (const double[]) { 0.9, 0.9, 0.8, 0.1, 0.1, 0.1, 0.5, 0.8, 0.9, 0.5, 0.5, 0.5, 0.6, 0.6, 0.6, 0.6, 0.6,
                                    0.5 },
                 HEADER "t,tiny,one-class,kde,dataset:marks,,,,,6,3,2.166667,1.353136,0.260870,0.877714,rest\n"
                        "t,tiny,one-class,ae,dataset:marks,3,,,,6,3,1.916667,1.353136,0.260870,0.877714,rest\n"
                        "t,tiny,one-class,oe-bce,dataset:marks,3,,,,6,3,1.916667,1.353136,0.260870,0.877714,rest\n");
    plan_release(&p);
}

/* The sixth task is nobody's, so it does not count; the fifth lacks oe-bce, which is not ranked. */
static void not_on_every_task(void **state)
{
    (void)state;
    struct plan p;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = each\nnegative = dataset:marks\n[model]\nlatent = 3\n"
                    "[detectors]\nrun = kde, ae, oe-bce\n");
    expect_ranks(&p,
                 (const double[]) { 0.9, 0.9, 0.9, 0.9, 0.9, -1, 0.5, 0.5, 0.5, 0.5, 0.5, -1, 0.6, 0.6, 0.6, 0.6, -1,
                                    -1 },
                 HEADER "t,tiny,one-class,kde,dataset:marks,,,,,5,2,1.000000,0.876523,5.000000,0.0253473,rest\n"
                        "t,tiny,one-class,ae,dataset:marks,3,,,,5,2,2.000000,0.876523,5.000000,0.0253473,rest\n"
                        "t,tiny,one-class,oe-bce,dataset:marks,3,,,,5,2,,0.876523,5.000000,0.0253473,rest\n");
    plan_release(&p);
}

/* Two sets of negatives are two columns, and kde, which learns from none, stands in both; where nobody learns from
 * negatives there is one column, which has none. */
static void columns(void **state)
{
    (void)state;
    struct plan p;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0, 1\nnegative = class:4, class:5\nanomaly = common\n[model]\n"
                    "latent = 3\n[detectors]\nrun = kde, oe-bce\n");
    expect_ranks(&p, (const double[]) { 0.5, 0.5, 0.6, 0.4, 0.6, 0.4 },
                 HEADER "t,tiny,one-class,kde,class:4,,,,,2,2,2.000000,1.385904,,,common\n"
                        "t,tiny,one-class,oe-bce,class:4,3,,,,2,2,1.000000,1.385904,,,common\n"
                        "t,tiny,one-class,kde,class:5,,,,,2,2,1.000000,1.385904,,,common\n"
                        "t,tiny,one-class,oe-bce,class:5,3,,,,2,2,2.000000,1.385904,,,common\n");
    plan_release(&p);
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0\nnegative = none\n[model]\nlatent = 3\n[detectors]\n"
                    "run = kde, pca\n");
    expect_ranks(&p, (const double[]) { 0.5, 0.5 },
                 HEADER "t,tiny,one-class,kde,,,,,,1,2,1.500000,1.959964,,,rest\n"
                        "t,tiny,one-class,pca,,3,,,,1,2,1.500000,1.959964,,,rest\n");
    expect_ranks(&p, (const double[]) { -1, -1 },
                 HEADER "t,tiny,one-class,kde,,,,,,0,0,,,,,rest\n"
                        "t,tiny,one-class,pca,,3,,,,0,0,,,,,rest\n");
    plan_release(&p);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(all_of_a_column, enter, leave),
    cmocka_unit_test_setup_teardown(not_on_every_task, enter, leave),
    cmocka_unit_test_setup_teardown(columns, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
