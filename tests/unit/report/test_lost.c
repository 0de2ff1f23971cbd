/* Rows of runs that are nowhere else any more. */
#include "support/plans.h"

#include "report/lost.h"
#include "support/results.h"

static const struct merged_table files[] = { { "auc.csv", IN_AUC }, { "times.csv", IN_TIMES }, { NULL, IN_AUC } };

#define HEADER \
    "experiment,dataset,edition,detector,positive,negative,outlier,seed,latent,gamma,beta,linsep,variant,auc,auc_lo," \
    "auc_hi,n_positive,n_outlier,status,reason,run_id\n" /* of the first version */

static void put_auc(const char *folder, const struct plan *p, const char *const *auc)
{
    struct text t = TEXT_INIT;
    text_append(&t, HEADER);
    for (size_t i = 0; i < p->n; i++)
        if (auc[i])
            text_format(&t, "t,tiny,v1,kde,0,,all,1,,,,,,%s,,,4,4,%s,,%s\n", auc[i], *auc[i] ? "ok" : "missing",
                        p->runs[i].id);
    text_append(&t, "t,tiny,v1,kde,9,,all,1,,,,,,0.9,,,4,4,ok,,0123456789ab\n"); /* which no plan has any more */
    put_file(folder, "auc.csv", text_of(&t));
    text_release(&t);
}

/* "0.1 0.9": the AUCs in kept/auc.csv. */
static void expect_kept(const char *expected)
{
    struct csv c;
    struct error e;
    struct text found = TEXT_INIT;
    if (columns_read(&c, "tables/lost/auc.csv", all_columns, IN_AUC, &e))
        fail_msg("%s", e.text);
    for (size_t i = 0; i < c.n_rows; i++)
        text_format(&found, "%s%s", i ? " " : "", csv_cell(&c, i, "auc"));
    assert_string_equal(text_of(&found), expected);
    text_release(&found);
    csv_release(&c);
}

static size_t keep(const struct plan *p, const unsigned char *ok)
{
    size_t n;
    struct error e;
    if (lost_keep(p, ok, "results", "tables", "tables/lost", files, &n, &e))
        fail_msg("%s", e.text);
    return n;
}

static void what_is_kept(void **state)
{
    (void)state;
    struct plan p;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0..3\n[detectors]\nrun = kde\n");
    static const unsigned char none[4] = { 0 }, all[4] = { 1, 1, 1, 1 }, first[4] = { 1 };
    assert_int_equal(keep(&p, none), 0); /* no table at all */
    assert_false(path_exists("tables/lost"));
    put_auc("tables", &p, (const char *const[]) { "0.1", "0.2", "", NULL });
    assert_int_equal(keep(&p, first), 2); /* the second, and that of no plan */
    expect_kept("0.2 0.9");
    /* later the first is lost, too; the second still is */
    put_auc("tables", &p, (const char *const[]) { "0.1", "", "0.3", NULL });
    assert_int_equal(keep(&p, (const unsigned char[]) { 0, 0, 1, 0 }), 2);
    expect_kept("0.1 0.9 0.2");
    /* what is back is not kept any more when the next one is lost */
    put_auc("tables", &p, (const char *const[]) { "", "", "0.3", NULL });
    assert_int_equal(keep(&p, (const unsigned char[]) { 1, 0, 0, 0 }), 2);
    expect_kept("0.3 0.9 0.2");
    put_auc("tables", &p, (const char *const[]) { "0.1", "0.2", "0.3", "0.4" });
    assert_int_equal(keep(&p, all), 1);
    expect_kept("0.9");
    plan_release(&p);
}

/* A run of another plan that is done in its folder is not lost. */
static void runs_of_other_plans(void **state)
{
    (void)state;
    struct plan p, other;
    static const unsigned char none[1] = { 0 };
    expect_plan(&other, "[data]\ndataset = tiny\npositive = 5\n[detectors]\nrun = kde\n");
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0\n[detectors]\nrun = kde\n");
    struct text t = TEXT_INIT;
    text_format(&t, HEADER "t,tiny,v1,kde,5,,all,1,,,,,,0.5,,,4,4,ok,,%s\n", other.runs[0].id);
    put_file("tables", "auc.csv", text_of(&t));
    put_outcome(&other, &other.runs[0], "ok", NULL);
    assert_int_equal(keep(&p, none), 0);
    assert_int_equal(folder_remove("results", NULL), 0);
    assert_int_equal(keep(&p, none), 1);
    text_release(&t);
    plan_release(&p);
    plan_release(&other);
}

static void a_table_that_cannot_be_read(void **state)
{
    (void)state;
    struct plan p;
    struct error e;
    size_t n;
    static const unsigned char none[1] = { 0 };
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0\n[detectors]\nrun = kde\n");
    put_file("tables", "auc.csv", "a,b\n1,2\n");
    assert_int_equal(lost_keep(&p, none, "results", "tables", "tables/lost", files, &n, &e), -1);
    assert_true(
        starts_with(e.text, "the old table stays, and can be moved away to have a new one: tables/auc.csv:1: "));
    assert_false(path_exists("tables/lost"));
    plan_release(&p);
}

/* A table of many portions, with a cell that goes over lines, and one that is wrong in its last line. */
static void large_tables(void **state)
{
    (void)state;
    enum { RUNS = 9000 };
    struct plan p;
    struct text t = TEXT_INIT, expected = TEXT_INIT;
    size_t n;
    struct error e;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0\n[detectors]\nrun = kde\n");
    text_append(&t, HEADER);
    for (int i = 0; i < RUNS; i++)
        for (int outlier = -1; outlier < 2; outlier++)
            text_format(&t, "t,tiny,v1,kde,9,,%s,1,,,,,,0.%d,,,4,4,%s,\"of\n\"\"%060d\"\"\",%012x\n",
                        outlier < 0 ? "all"
                        : outlier   ? "1"
                                    : "0",
                        10000 + i, i % 3 ? "missing" : "ok", i, i);
    assert_true(t.length > 3u << 20);
    put_file("tables", "auc.csv", text_of(&t));
    assert_int_equal(keep(&p, (const unsigned char[]) { 0 }), RUNS / 3);
    for (int i = 0; i < RUNS; i += 3)
        for (int row = 0; row < 3; row++)
            text_format(&expected, "%s0.%d", expected.length ? " " : "", 10000 + i);
    expect_kept(text_of(&expected));
    text_append(&t, "t,tiny\n");
    put_file("tables", "auc.csv", text_of(&t));
    assert_int_equal(lost_keep(&p, (const unsigned char[]) { 0 }, "results", "tables", "tables/lost", files, &n, &e),
                     -1);
    assert_says(e.text, "tables/auc.csv:54002: ");
    text_release(&expected);
    text_release(&t);
    plan_release(&p);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(what_is_kept, enter, leave),
    cmocka_unit_test_setup_teardown(runs_of_other_plans, enter, leave),
    cmocka_unit_test_setup_teardown(a_table_that_cannot_be_read, enter, leave),
    cmocka_unit_test_setup_teardown(large_tables, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
