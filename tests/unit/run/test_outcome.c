/* What became of a plan's runs and first phases, and where they are. */
#include "support/plans.h"

#include "run/outcome.h"
#include "support/results.h"

static void expect_folder(char *found, const char *expected)
{
    assert_string_equal(found, expected);
    free(found);
}

static void folders(void **state)
{
    (void)state;
    struct plan p;
    outcomes_plan(&p, "ae");
    expect_folder(outcome_folder(&p.runs[0], "out"), "out/runs");
    expect_folder(outcome_folder(&p.phase1[0], "out"), "out/phase1");
    expect_folder(outcome_place("few", &p.runs[0], "out"), "out/runs");
    expect_folder(outcome_place("few", &p.phase1[0], "out"), "out/phase1");
    plan_release(&p);
}

static void expect_status(const struct plan *p, const struct run *r, enum run_status expected, const char *reason)
{
    char found[512] = "";
    assert_int_equal(outcome_status(p, r, "results", found, sizeof found), expected);
    assert_string_equal(found, reason);
    assert_int_equal(outcome_done(p, r, "results"), expected == RUN_OK);
}

static void of_a_run_and_what_it_starts_from(void **state)
{
    (void)state;
    struct plan p;
    outcomes_plan(&p, "latent-knn\n[latent]\nencoder = lis-ae");
    const struct run *r = &p.runs[0], *encoder = plan_first(&p, r), *first = plan_first(&p, encoder);
    assert_non_null(first);
    expect_status(&p, r, RUN_MISSING, "");

    /* the reason of what it starts from, directly or through another */
    char reason[512];
    put_outcome(&p, first, "failed", "no image");
    expect_status(&p, first, RUN_FAILED, "no image");
    snprintf(reason, sizeof reason, "first phase %s: first phase %s: no image", encoder->id, first->id);
    expect_status(&p, r, RUN_FAILED, reason);

    /* of two reasons that of the first cause */
    put_outcome(&p, r, "failed", "its own");
    expect_status(&p, r, RUN_FAILED, reason);
    put_outcome(&p, first, "ok", NULL);
    expect_status(&p, r, RUN_FAILED, "its own");

    /* what is done needs nothing any more */
    put_outcome(&p, r, "ok", NULL);
    put_outcome(&p, first, "failed", "no image");
    expect_status(&p, r, RUN_OK, "");
    plan_release(&p);
}

/* Each experiment had a folder of runs of its own. */
static void runs_of_before(void **state)
{
    (void)state;
    struct plan p;
    outcomes_plan(&p, "kde");
    const struct run *r = &p.runs[0];
    put_outcome(&p, r, "failed", "no luck");
    assert_int_equal(folder_make("results/other", NULL), 0);
    assert_int_equal(rename("results/runs", "results/other/runs"), 0);
    expect_status(&p, r, RUN_FAILED, "no luck");
    expect_folder(outcome_place("t", r, "results"), "results/other/runs");
    put_outcome(&p, r, "ok", NULL);
    assert_int_equal(folder_make("results/t", NULL), 0);
    assert_int_equal(rename("results/runs", "results/t/runs"), 0);
    expect_status(&p, r, RUN_OK, "");
    put_outcome(&p, r, "failed", "another time");
    expect_status(&p, r, RUN_OK, "");
    expect_status(&p, &p.runs[1], RUN_MISSING, "");
    plan_release(&p);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(folders, enter, leave),
    cmocka_unit_test_setup_teardown(of_a_run_and_what_it_starts_from, enter, leave),
    cmocka_unit_test_setup_teardown(runs_of_before, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
