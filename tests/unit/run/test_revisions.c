/* Results of another revision of the program: which these are, and that they make way for new ones. */
#include "support/results.h"

#include "run/left.h"
#include "run/provenance.h"
#include "run/revisions.h"

static void found_and_removed(void **state)
{
    (void)state;
    struct plan p;
    struct revisions r;
    struct error e;
    struct text own = TEXT_INIT;
    outcomes_plan(&p, "kde, raw-l2, ae");
    text_format(&own, "[program]\nrevision = %s\n", provenance_revision());
    put_sealed(&p, run_of(&p, "kde", 0), text_of(&own));
    put_sealed(&p, run_of(&p, "kde", 1), "[program]\nrevision = another\n");
    put_sealed(&p, run_of(&p, "raw-l2", 0), "");
    put_outcome(&p, run_of(&p, "raw-l2", 1), "failed", "why");
    put_sealed(&p, &p.phase1[0], "[program]\nrevision = another\n");
    revisions_find(&r, &p, "results");
    assert_int_equal(r.n_runs, 2);
    assert_int_equal(r.n_phase1, 1);
    assert_true(r.runs[run_of(&p, "kde", 1) - p.runs] && r.runs[run_of(&p, "raw-l2", 0) - p.runs] && r.phase1[0]);
    assert_string_equal(text_of(&r.names), "unknown, another");

    struct left left;
    assert_int_equal(left_find_anew(&left, &p, "results", NULL, &r, &e), 0);
    assert_int_equal(left_discard(&left, &p, "results", &e), 0);
    left_release(&left);
    revisions_release(&r);
    assert_true(outcome_done(&p, run_of(&p, "kde", 0), "results"));
    assert_false(outcome_done(&p, run_of(&p, "kde", 1), "results"));
    assert_false(outcome_done(&p, run_of(&p, "raw-l2", 0), "results"));
    assert_int_equal(outcome_status(&p, run_of(&p, "raw-l2", 1), "results", NULL, 0), RUN_FAILED);
    revisions_find(&r, &p, "results");
    assert_int_equal(r.n_runs + r.n_phase1, 0);
    revisions_release(&r);
    text_release(&own);
    plan_release(&p);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(found_and_removed, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
