/* tests.csv: which settings meet, in which family, and what is decided. */
#include "support/plans.h"

#include "report/pairs/tests.h"
#include "support/report.h"

#define HEADER \
    "experiment,dataset,task,method,negative,latent,gamma,beta,variant,against,against_setting,n_tasks,wins,ties," \
    "losses,mean_difference,difference_lo,difference_hi,median_difference,signed_rank,p,p_holm,p_least,n_tests," \
    "decision,delong_tasks,delong_higher,delong_lower,anomalies\n"

static void expect_tests(const struct plan *p, const double *auc, const char *expected, const char *remarks)
{
    struct groups g;
    struct error e, unread;
    struct text said = TEXT_INIT;
    put_auc(p, auc, "");
    read_groups(&g, p);
    assert_int_equal(tests_write(&g, "results", "results/t", &said, &unread, &e), 0);
    assert_file_is("results/t/tests.csv", expected);
    assert_string_equal(text_of(&said), remarks);
    text_release(&said);
    groups_release(&g);
}

/* With six tasks no p is below 2 / 64: enough for one test. kde learns from no negatives and stays out. */
static void one_pair(void **state)
{
    (void)state;
    struct plan p;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = each\nnegative = dataset:marks\n[model]\nlatent = 3\n"
                    "[detectors]\nrun = kde, ae, oe-bce\n");
    expect_tests(&p,
                 (const double[]) { 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, /* kde */
                                    0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6 },
                 HEADER "t,tiny,one-class,oe-bce,dataset:marks,3,,,,ae,latent 3,6,6,0,0,0.100000,0.100000,0.100000,"
                        "0.100000,21.0,0.03125,0.03125,0.03125,1,higher,,,,rest\n",
                 "");
    expect_tests(&p,
                 (const double[]) { 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, /* kde */
                                    0.7, 0.7, 0.7, 0.7, 0.7, 0.5, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6 },
                 HEADER "t,tiny,one-class,oe-bce,dataset:marks,3,,,,ae,latent 3,6,1,0,5,-0.066667,-0.152353,0.019019,"
                        "-0.100000,3.5,0.21875,0.21875,0.03125,1,no difference shown,,,,rest\n",
                 "");
    plan_release(&p);
}

/* Three pairs ask for p below 0.0167, which six tasks cannot give. */
static void three_pairs(void **state)
{
    (void)state;
    struct plan p;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = each\nnegative = dataset:marks\n[model]\nlatent = 3\n"
                    "[detectors]\nrun = ae, oe-bce, hsc\n");
    expect_tests(&p,
                 (const double[]) { 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.75, 0.75, 0.75, 0.75, 0.75, 0.75, 0.5, 0.5, 0.5,
                                    0.5, 0.5, -1 },
                 HEADER "t,tiny,one-class,oe-bce,dataset:marks,3,,,,ae,latent 3,6,6,0,0,0.250000,0.250000,0.250000,"
                        "0.250000,21.0,0.03125,0.09375,0.03125,3,cannot be decided,,,,rest\n"
                        "t,tiny,one-class,hsc,dataset:marks,3,,,,ae,latent 3,5,0,5,0,0.000000,0.000000,0.000000,"
                        "0.000000,0.0,1,1,1,3,cannot be decided,,,,rest\n"
                        "t,tiny,one-class,hsc,dataset:marks,3,,,,oe-bce,latent 3,5,0,0,5,-0.250000,-0.250000,-0.250000,"
                        "-0.250000,0.0,0.0625,0.125,0.0625,3,cannot be decided,,,,rest\n",
                 "");
    plan_release(&p);
}

/* Holm's last p is multiplied by less than the first, so a pair that only six of nine tasks tell apart is decided
 * beside two that all nine do. */
static void last_of_three(void **state)
{
    (void)state;
    struct plan p;
    double auc[27];
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0 1, 0 2, 0 3, 0 4, 1 2, 1 3, 1 4, 2 3, 2 4\n"
                    "negative = dataset:marks\n[model]\nlatent = 3\n[detectors]\nrun = ae, oe-bce, hsc\n");
    for (int i = 0; i < 27; i++)
        auc[i] = i < 9 ? 0.5 : i < 21 ? 0.75 : 0.875; /* hsc has as much as oe-bce in the first three */
    expect_tests(&p, auc,
                 HEADER "t,tiny,two-class,oe-bce,dataset:marks,3,,,,ae,latent 3,9,9,0,0,0.250000,0.250000,"
                        "0.250000,0.250000,45.0,0.00390625,0.0117188,0.00390625,3,higher,,,,rest\n"
                        "t,tiny,two-class,hsc,dataset:marks,3,,,,ae,latent 3,9,9,0,0,0.333333,0.285292,0.381375,"
                        "0.375000,45.0,0.00390625,0.0117188,0.00390625,3,higher,,,,rest\n"
                        "t,tiny,two-class,hsc,dataset:marks,3,,,,oe-bce,latent 3,9,6,3,0,0.083333,0.035292,0.131375,"
                        "0.125000,21.0,0.03125,0.03125,0.03125,3,higher,,,,rest\n",
                 "");
    plan_release(&p);
}

/* Two sets of negatives are two columns, each with the ae that is judged against its anomalies; settings are told
 * apart. */
static void columns_of_a_table(void **state)
{
    (void)state;
    struct plan p;
    struct groups g;
    struct csv c;
    struct error e, unread;
    struct text said = TEXT_INIT, found = TEXT_INIT;
    static const double half[64] = { 0 };
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0, 1\nnegative = class:4, class:5\n[model]\nlatent = 3\n"
                    "[shape]\ngamma = 1, 2\n[detectors]\nrun = ae, lis-ae\n");
    put_auc(&p, half, "");
    read_groups(&g, &p);
    assert_int_equal(g.n, 2 + 4);
    assert_int_equal(tests_write(&g, "results", "results/t", &said, &unread, &e), 0);
    assert_int_equal(csv_read(&c, "results/t/tests.csv", &e), 0);
    for (size_t i = 0; i < c.n_rows; i++)
        text_format(&found, "%s gamma %s against %s %s\n", csv_cell(&c, i, "negative"), csv_cell(&c, i, "gamma"),
                    csv_cell(&c, i, "against"), csv_cell(&c, i, "against_setting"));
    assert_string_equal(text_of(&found), "class:4 gamma 1 against ae latent 3, data.negative=class:4\n"
                                         "class:4 gamma 2 against ae latent 3, data.negative=class:4\n"
                                         "class:4 gamma 2 against lis-ae latent 3, gamma 1, beta 1\n"
                                         "class:5 gamma 1 against ae latent 3, data.negative=class:5\n"
                                         "class:5 gamma 2 against ae latent 3, data.negative=class:5\n"
                                         "class:5 gamma 2 against lis-ae latent 3, gamma 1, beta 1\n");
    csv_release(&c);
    groups_release(&g);
    plan_release(&p);

    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0\nnegative = class:4\n[model]\nlatent = 3\n"
                    "[shape]\ngamma = 1..25\n[detectors]\nrun = lis-ae\n");
    expect_tests(&p, half, HEADER,
                 "25 settings meet on tiny with the negatives 'class:4': tests.csv has none of columns with more than "
                 "24, as nothing could come of so many tests\n");
    plan_release(&p);
    text_release(&said);
    text_release(&found);
}

/* LIS-AE against what learns from no negatives but its own base, which is in tests.csv: seven tasks, where one test can
 * be decided (2 / 128) and two can. A lower mean rank is lower. */
static void without_negatives(void **state)
{
    (void)state;
    struct plan p;
    double auc[28];
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0 1, 0 2, 0 3, 0 4, 1 2, 1 3, 1 4\nnegative = dataset:marks\n"
                    "[model]\nlatent = 3\n[shape]\ngamma = 1\n[detectors]\nrun = kde, raw-l2, ae, lis-ae\n");
    assert_int_equal(p.n, 28);
    for (int i = 0; i < 28; i++)
        auc[i] = i < 7 ? 0.25 : i < 14 ? 0.875 : i < 21 ? 0.5 : 0.75;
    expect_tests(&p, auc,
                 HEADER "t,tiny,two-class,lis-ae,dataset:marks,3,1,1,,ae,latent 3,7,7,0,0,0.250000,0.250000,0.250000,"
                        "0.250000,28.0,0.015625,0.015625,0.015625,1,higher,,,,rest\n",
                 "");
    assert_file_is("results/t/contrasts.csv",
                   HEADER "t,tiny,two-class,lis-ae,dataset:marks,3,1,1,,raw-l2,,7,7,0,0,0.500000,0.500000,0.500000,"
                          "0.500000,28.0,0.015625,0.03125,0.015625,2,higher,,,,rest\n"
                          "t,tiny,two-class,lis-ae,dataset:marks,3,1,1,,kde,,7,0,0,7,-0.125000,-0.125000,-0.125000,"
                          "-0.125000,0.0,0.015625,0.03125,0.015625,2,lower,,,,rest\n");
    plan_release(&p);
}

/* Student's interval of two tasks is wider than two AUCs can differ. */
static void no_difference_is_above_one(void **state)
{
    (void)state;
    struct plan p;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0, 1\nnegative = dataset:marks\n[model]\nlatent = 3\n"
                    "[detectors]\nrun = ae, oe-bce\n");
    expect_tests(&p, (const double[]) { 0.25, 0.75, 0.75, 0.5 },
                 HEADER "t,tiny,one-class,oe-bce,dataset:marks,3,,,,ae,latent 3,2,1,0,1,0.125000,-1.000000,1.000000,"
                        "0.125000,2.0,1,1,0.5,1,cannot be decided,,,,rest\n",
                 "");
    plan_release(&p);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(one_pair, enter, leave),
    cmocka_unit_test_setup_teardown(three_pairs, enter, leave),
    cmocka_unit_test_setup_teardown(last_of_three, enter, leave),
    cmocka_unit_test_setup_teardown(columns_of_a_table, enter, leave),
    cmocka_unit_test_setup_teardown(without_negatives, enter, leave),
    cmocka_unit_test_setup_teardown(no_difference_is_above_one, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
