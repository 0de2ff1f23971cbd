/* Tables where they belong, elsewhere, and what they say of what is missing or would be lost. */
#include "support/plans.h"

#include "cmd/experiment/gather.h"
#include "run/job.h"
#include "support/results.h"
#include "support/said.h"

#define ARGUMENTS(...) \
    (const char *const[]) \
    { \
        __VA_ARGS__, NULL \
    }

/* Two runs, in t.ini and small.ini. */
static void plan_of_small(struct plan *p)
{
    static const char *const spec = "[data]\ndataset = tiny\npositive = 0, 1\n[detectors]\nrun = raw-l2\n";
    expect_plan(p, spec);
    put_file(".", "small.ini", spec);
}

static void do_run(const struct run *r)
{
    struct error e;
    const struct job j = { .run = r, .results = "results", .data = "data" };
    if (job_do(&j, &e))
        fail_msg("%s", e.text);
}

/* One of two runs, then with one that failed, then both. */
static void results_are_collected(void **state)
{
    (void)state;
    struct plan p;
    plan_of_small(&p);
    const char *const *arguments = ARGUMENTS("--data", "data", "small.ini");
    const struct {
        int code;
        const char *err, *count;
    } steps[] = {
        { EXIT_RUN, "lisae: 1 of 2 runs are not done: `lisae run` does them\n", "1/2" },
        { EXIT_RUN, "lisae: 1 of 2 runs are not done, 1 failed: 'results/small/auc.csv' has the reasons\n", "1/2" },
        { EXIT_OK, "", "2/2" },
    };
    for (size_t i = 0; i < 3; i++) {
        if (i == 1)
            put_outcome(&(struct plan) { .experiment = (char *)"small" }, &p.runs[1], "failed", "no luck");
        else
            do_run(&p.runs[i / 2]);
        struct said s = said_by(&command_collect, arguments);
        assert_string_equal(s.err, steps[i].err);
        assert_int_equal(s.code, steps[i].code);
        assert_non_null(strstr(s.out, steps[i].count));
        said_release(&s);
    }
    static const char *const files[] = { "auc", "times", "roc", "tradeoff", "loss", "summary", "compare" };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct text name = TEXT_INIT;
        text_format(&name, "results/small/%s.csv", files[i]);
        assert_true(path_exists(text_of(&name)));
        text_release(&name);
    }
    plan_release(&p);
}

/* Runs that are deleted have their numbers in the tables alone. */
static void numbers_are_not_lost(void **state)
{
    (void)state;
    struct plan p;
    plan_of_small(&p);
    do_run(&p.runs[0]);
    do_run(&p.runs[1]);
    struct said s = said_by(&command_collect, ARGUMENTS("--data", "data", "small.ini"));
    assert_int_equal(s.code, EXIT_OK);
    said_release(&s);
    char *before = file_read("results/small/auc.csv", NULL, NULL);
    assert_int_equal(folder_remove("results/runs", NULL), 0);
    s = said_by(&command_collect, ARGUMENTS("--data", "data", "small.ini"));
    assert_int_equal(s.code, EXIT_RUN);
    assert_string_equal(s.err,
                        "2 runs that had numbers in 'results/small/auc.csv' are not there any more: the rows are in "
                        "'results/small/lost' now, and --with results/small/lost takes them back\n"
                        "lisae: 2 of 2 runs are not done: `lisae run` does them\n");
    assert_int_equal(rows_done("results/small/auc.csv"), 0);
    said_release(&s);
    s = said_by(&command_collect, ARGUMENTS("--data", "data", "--with", "results/small/lost", "small.ini"));
    assert_int_equal(s.code, EXIT_OK);
    assert_string_equal(s.err, "");
    assert_file_is("results/small/auc.csv", before);
    said_release(&s);
    free(before);
    plan_release(&p);
}

static void into_another_folder(void **state)
{
    (void)state;
    struct plan p;
    plan_of_small(&p);
    do_run(&p.runs[0]);
    struct said s = said_by(&command_collect, ARGUMENTS("--data", "data", "-o", "there/deep", "small.ini"));
    assert_int_equal(s.code, EXIT_RUN);
    assert_string_equal(s.err, "lisae: 1 of 2 runs are not done: `lisae run` does them\n");
    assert_int_equal(rows_done("there/deep/auc.csv"), 1);
    assert_true(path_exists("there/deep/summary.csv") && path_exists("there/deep/compare.csv"));
    assert_false(path_exists("results/small/auc.csv") || path_exists("results/small/.lock"));
    said_release(&s);
    plan_release(&p);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(results_are_collected, enter, leave),
    cmocka_unit_test_setup_teardown(numbers_are_not_lost, enter, leave),
    cmocka_unit_test_setup_teardown(into_another_folder, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
