/* Which tables a call writes and finds: those of the whole spec, or of a part of it. */
#include "support/plans.h"

#include "cmd/experiment/call_tables.h"
#include "run/job.h"
#include "support/results.h"
#include "support/said.h"

#define ARGUMENTS(...) \
    (const char *const[]) \
    { \
        __VA_ARGS__, NULL \
    }

static void do_all(void)
{
    static const char *const spec = "[data]\ndataset = tiny\npositive = 0, 1\n[detectors]\nrun = raw-l2\n";
    struct plan p;
    struct error e;
    expect_plan(&p, spec);
    put_file(".", "small.ini", spec);
    for (size_t i = 0; i < p.n; i++)
        if (job_do(&(struct job) { .run = &p.runs[i], .results = "results", .data = "data" }, &e))
            fail_msg("%s", e.text);
    plan_release(&p);
}

static void expect_file(const char *path, const char *content)
{
    assert_int_equal(path_exists(path), content != NULL);
    if (content)
        assert_file_is(path, content);
}

/* A call with -D has tables of its own beside those of the whole spec, and takes their place only where there are
 * none. */
static void the_whole_stays(void **state)
{
    (void)state;
    const char *const *whole = ARGUMENTS("--data", "data", "small.ini");
    const char *const *one = ARGUMENTS("--data", "data", "-D", "data.positive=0", "small.ini");
    const char *const *other = ARGUMENTS("--data", "data", "-D", "data.positive=1", "-D", "experiment.title=x y",
                                         "small.ini");
    static const char kept[] = "'results/small/' keeps the tables of the whole spec; those of this call, which has -D, "
                               "are in 'results/small/part/'\n";
    const struct {
        const char *const *arguments;
        const char *err, *overrides, *overrides_of_part;
        size_t rows, rows_of_part;
    } steps[] = {
        { one, "", "data.positive=0\n", NULL, 1, 0 },
        { other, "", "data.positive=1\nexperiment.title=x y\n", NULL, 1, 0 },
        { whole, "", NULL, NULL, 2, 0 },
        { one, kept, NULL, "data.positive=0\n", 2, 1 },
        { whole, "", NULL, "data.positive=0\n", 2, 1 },
        { other, kept, NULL, "data.positive=1\nexperiment.title=x y\n", 2, 1 },
    };
    do_all();
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        struct said s = said_by(&command_collect, steps[i].arguments);
        assert_int_equal(s.code, EXIT_OK);
        assert_string_equal(s.err, steps[i].err);
        said_release(&s);
        expect_file("results/small/overrides.txt", steps[i].overrides);
        expect_file("results/small/part/overrides.txt", steps[i].overrides_of_part);
        assert_int_equal(rows_done("results/small/auc.csv"), steps[i].rows);
        if (steps[i].rows_of_part)
            assert_int_equal(rows_done("results/small/part/auc.csv"), steps[i].rows_of_part);
    }
}

static void expect_found(const struct options *o, const char *expected)
{
    struct error e;
    char *found;
    assert_int_equal(call_tables_find(&found, o, "small", &e), 0);
    assert_string_equal(found, expected);
    free(found);
}

/* Pictures of a call are of its own tables, where they are those of the same call. */
static void what_is_found(void **state)
{
    (void)state;
    const char *overrides[] = { "a.b=1", "c.d=2" };
    struct options o = { .results = "results", .overrides = overrides, .n_overrides = 2 };
    struct error e;
    expect_found(&o, "results/small");
    put_file("results/small", "auc.csv", "");
    char *place = call_tables_place(&o, "small");
    assert_string_equal(place, "results/small/part");
    assert_int_equal(call_tables_begin(&o, place, MAKER_COLLECT, &e), 0);
    assert_int_equal(call_tables_end(&o, place, MAKER_COLLECT, &e), 0);
    free(place);
    assert_file_is("results/small/part/overrides.txt", "a.b=1\nc.d=2\n");
    expect_found(&o, "results/small/part");
    o.n_overrides = 1; /* another call's are not drawn for it */
    assert_int_equal(call_tables_find(&place, &o, "small", &e), -1);
    assert_says(e.text, "'results/small': expected tables of a call with the same -D, found those of another one");
    free(place);
    o.n_overrides = 0;
    expect_found(&o, "results/small");
    /* others are not taken for them where it cannot be read what they are of */
    o.n_overrides = 2;
    assert_int_equal(unlink("results/small/part/overrides.txt"), 0);
    assert_int_equal(symlink("overrides.txt", "results/small/part/overrides.txt"), 0); /* round and round */
    assert_int_equal(call_tables_find(&place, &o, "small", &e), -1);
    assert_says(e.text, "part/overrides.txt': Too many levels of symbolic links");
    free(place);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(the_whole_stays, enter, leave),
    cmocka_unit_test_setup_teardown(what_is_found, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
