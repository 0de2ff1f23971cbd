/* Where runs are put, and where they are found. */
#include "support/plans.h"

#include "run/places.h"
#include "support/results.h"

static void expect_path(char *found, const char *expected)
{
    assert_string_equal(found, expected);
    free(found);
}

static void where_they_are_put(void **state)
{
    (void)state;
    expect_path(runs_folder("out"), "out/runs");
    expect_path(phase1_folder("out"), "out/phase1");
}

static void expect_before(const char *experiment, const char *expected)
{
    char **found = places_of_before("results", experiment);
    struct text all = TEXT_INIT;
    for (size_t i = 0; found[i]; i++)
        text_format(&all, "%s%s", i ? " " : "", found[i]);
    assert_string_equal(text_of(&all), expected);
    text_release(&all);
    split_free(found);
}

static void folders_of_before(void **state)
{
    (void)state;
    expect_before("b", "");
    put_file("results/runs/123456789012", "meta.ini", "");
    put_file("results/phase1/123456789012", "meta.ini", "");
    put_file("results/tables-only", "auc.csv", "");
    expect_before("b", "");
    put_file("results/c/runs/123456789012", "meta.ini", "");
    put_file("results/b/runs/123456789012", "meta.ini", "");
    put_file("results/a/runs/123456789012", "meta.ini", "");
    expect_before(NULL, "results/a/runs results/b/runs results/c/runs");
    expect_before("c", "results/c/runs results/a/runs results/b/runs");
    expect_before("d", "results/a/runs results/b/runs results/c/runs");
}

/* A run's folder in this place: "ok" or "failed". */
static void put(const struct run *r, const char *place, const char *status)
{
    struct text meta = TEXT_INIT;
    char *folder = path_join(place, r->id, NULL);
    text_format(&meta, "[run]\nstatus = %s\n", status);
    put_file(folder, "meta.ini", text_of(&meta));
    put_file(folder, "spec.ini", r->canonical);
    text_release(&meta);
    free(folder);
}

static void the_one_that_is_whole(void **state)
{
    (void)state;
    struct plan p;
    outcomes_plan(&p, "kde");
    const struct run *r = &p.runs[0];
#define EXPECT_PLACE(experiment, expected) expect_path(place_of_run("results", experiment, r->id), expected)
    EXPECT_PLACE("b", "results/runs");
    put(r, "results/a/runs", "failed");
    EXPECT_PLACE("b", "results/a/runs");
    put(r, "results/c/runs", "ok");
    EXPECT_PLACE("b", "results/c/runs");
    put(r, "results/runs", "failed"); /* done anew, without luck */
    EXPECT_PLACE("b", "results/c/runs");
    put(r, "results/b/runs", "ok");
    EXPECT_PLACE("b", "results/b/runs");
    EXPECT_PLACE("c", "results/c/runs");
    EXPECT_PLACE(NULL, "results/b/runs");
    put(r, "results/runs", "ok");
    EXPECT_PLACE("c", "results/runs");
    put(r, "results/runs", "failed");
    put(r, "results/b/runs", "failed");
    put(r, "results/c/runs", "failed");
    EXPECT_PLACE("c", "results/runs");
#undef EXPECT_PLACE
    plan_release(&p);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(where_they_are_put, enter, leave),
    cmocka_unit_test_setup_teardown(folders_of_before, enter, leave),
    cmocka_unit_test_setup_teardown(the_one_that_is_whole, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
