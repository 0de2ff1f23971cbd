/* summary.csv as a table for people. */
#include "support/plans.h"

#include "report/print.h"
#include "support/results.h"

static void expect_print(const struct plan *p, const char *expected)
{
    struct error e;
    FILE *f = fopen("printed.txt", "w");
    assert_non_null(f);
    assert_int_equal(summary_print(f, p, "results/t", &e), 0);
    fclose(f);
    assert_file_is("printed.txt", expected);
}

static void rows_for_people(void **state)
{
    (void)state;
    static char experiment[] = "t", title[] = "A title", empty[] = "";
    struct plan p = { .experiment = experiment, .title = title };
    put_file("results/t", "summary.csv",
             "experiment,dataset,task,method,detector,negative,latent,gamma,beta,linsep,variant,mean,sd,lo,hi,n_tasks,"
             "n_seeds,n_ok,n_planned,published,difference,verdict\n"
             "t,tiny,two-class,kde,kde,,,,,,,0.375000,0.176777,0,1,3,2,6,6,0.372500,0.002500,match\n"
             "t,tiny,two-class,linsep-lis-ae,lis-ae,dataset:marks,3,0.5,2,on,x.y=1,0.75,,0.7,0.8,3,2,5,6,,,\n"
             "t,tiny,two-class,ae,ae,,3,,,off,,,,,,3,2,0,6,0.5,,missing\n");
    expect_print(&p,
                 "\nA title: AUC, mean over tasks (sd over seeds)\n"
                 "data set       task      method                 setting                                           | "
                 "published | reproduced        | difference |   ok/plan | verdict\n"
                 "tiny           two-class kde                                                                      | "
                 "   0.3725 | 0.3750 (0.1768)   |    +0.0025 |       6/6 | match\n"
                 "tiny           two-class linsep-lis-ae          latent 3, gamma 0.5, beta 2, dataset:marks, x.y=1 | "
                 "        - | 0.7500            |          - |       5/6 | \n"
                 "tiny           two-class ae                     latent 3                                          | "
                 "   0.5000 | -                 |          - |       0/6 | missing\n");
    p.title = empty;
    put_file("results/t", "summary.csv", "experiment,dataset\n");
    expect_print(&p,
                 "\nt: AUC, mean over tasks (sd over seeds)\n"
                 "data set       task      method                 setting | reproduced        |   ok/plan | verdict\n");
}

/* Nothing is printed of it, and there is more to say. */
static void an_ablation(void **state)
{
    (void)state;
    static char experiment[] = "t", title[] = "";
    struct plan p = { .experiment = experiment, .title = title };
    put_file("results/t", "summary.csv",
             "dataset,task,method,mean,sd,n_ok,n_planned,published,difference,verdict,anomalies,holdout,train_limit,"
             "test_limit,base,gain,n_stuck,n_constant,n_revisions,n_kernels,n_unknown,below_random\n"
             "tiny,one-class,ae,0.5,0.1,6,6,,,,own-half,10,5,0,,,1,0,1,1,0,yes\n"
             "tiny,one-class,lis-ae,0.75,,5,6,,,,own-half,10,5,0,ae,0.25,0,2,3,2,4,\n"
             "tiny,one-class,kde,0.75,,1,6,,,,own-half,10,5,0,,,0,0,1,1,0,\n");
    expect_print(&p,
                 "\nt: AUC, mean over tasks (sd over seeds)\n"
                 "judged on every 10. training image, held out, not on the test split\n"
                 "at most 5 training images of a class\n"
                 "anomalies: own-half\n"
                 "data set       task      method                 setting | reproduced        | gain         |   "
                 "ok/plan | verdict | notes\n"
                 "tiny           one-class ae                             | 0.5000 (0.1000)   | -            |       "
                 "6/6 |         | 1 stuck at the mean image, below random scores\n"
                 "tiny           one-class lis-ae                         | 0.7500            | +0.2500 (ae) |       "
                 "5/6 |         | 2 with equal scores, 2 kernels, 3 revisions, 4 of unknown kernels\n"
                 "tiny           one-class kde                            | 0.7500            | -            |       "
                 "1/6 |         | \n");
    put_file("results/t", "summary.csv",
             "dataset,mean,anomalies,holdout,train_limit,test_limit\ntiny,0.5,rest,0,0,3\ntiny,0.5,own-half,0,0,3\n");
    expect_print(&p,
                 "\nt: AUC, mean over tasks (sd over seeds)\n"
                 "at most 3 judged images of a class\n"
                 "data set       task      method                 setting | reproduced        |   ok/plan | verdict\n"
                 "tiny                                                    | 0.5000            |         / | \n"
                 "tiny                                                    | 0.5000            |         / | \n");
}

static void without_a_table(void **state)
{
    (void)state;
    static char experiment[] = "none";
    const struct plan p = { .experiment = experiment };
    struct error e;
    assert_int_equal(summary_print(stdout, &p, "results/none", &e), -1);
    assert_non_null(strstr(e.text, "results/none/summary.csv"));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(rows_for_people, enter, leave),
    cmocka_unit_test_setup_teardown(an_ablation, enter, leave),
    cmocka_unit_test_setup_teardown(without_a_table, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
