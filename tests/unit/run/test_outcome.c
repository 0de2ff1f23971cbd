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
    expect_folder(runs_folder("out", "few"), "out/few/runs");
    expect_folder(phase1_folder("out"), "out/phase1");
    expect_folder(outcome_folder("few", &p.runs[0], "out"), "out/few/runs");
    expect_folder(outcome_folder("few", &p.phase1[0], "out"), "out/phase1");
    expect_folder(outcome_folder(NULL, &p.phase1[0], "out"), "out/phase1"); /* which belongs to all */
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

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(folders, enter, leave),
    cmocka_unit_test_setup_teardown(of_a_run_and_what_it_starts_from, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
