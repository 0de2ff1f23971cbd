/* What became of a plan's runs, and what of them is left to do. */
#include "support/results.h"

#include "run/kept.h"

/* Two positives, three runs of each: kde, ae and lis-ae, these two from one first phase. */
static const char *const spec = "[data]\ndataset = tiny\npositive = 0, 1\nnegative = next-class\n"
                                "[detectors]\nrun = kde, ae, lis-ae\n";

static int in_clean_folder(void **state)
{
    (void)state;
    return folder_remove("results", NULL);
}

static void assert_left(const struct plan *p, const char *kept, size_t runs, size_t phase1)
{
    struct left l;
    struct error e;
    size_t n_runs = 0, n_phase1 = 0;
    assert_int_equal(left_find(&l, p, "results", kept, &e), 0);
    for (size_t i = 0; i < p->n; i++)
        n_runs += l.runs[i];
    for (size_t i = 0; i < p->n_phase1; i++)
        n_phase1 += l.phase1[i];
    assert_int_equal(l.n_runs, runs);
    assert_int_equal(l.n_phase1, phase1);
    assert_int_equal(n_runs, runs);
    assert_int_equal(n_phase1, phase1);
    left_release(&l);
}

static void folders(void **state)
{
    (void)state;
    struct plan p;
    expect_plan(&p, spec);
    char *runs = runs_folder("results", "t"), *phase1 = phase1_folder("results");
    char *run = outcome_folder("t", &p.runs[0], "results"), *first = outcome_folder("t", &p.phase1[0], "results");
    assert_string_equal(runs, "results/t/runs");
    assert_string_equal(phase1, "results/phase1");
    assert_string_equal(run, runs);
    assert_string_equal(first, phase1);
    free(runs);
    free(phase1);
    free(run);
    free(first);
    plan_release(&p);
}

static void outcomes_and_their_reasons(void **state)
{
    (void)state;
    struct plan p;
    char reason[512] = "", expected[512];
    expect_plan(&p, spec);
    const struct run *lis_ae = run_of(&p, "lis-ae", 0), *first = plan_first(&p, lis_ae);
    assert_int_equal(run_outcome(&p, lis_ae, "results", reason, sizeof reason), RUN_MISSING);
    assert_false(outcome_done(&p, lis_ae, "results"));
    put_status(&p, first, "failed");
    put_file(&p, first, "reason.txt", "no room\n");
    snprintf(expected, sizeof expected, "first phase %s: no room", first->id);
    assert_int_equal(run_outcome(&p, lis_ae, "results", reason, sizeof reason), RUN_FAILED);
    assert_string_equal(reason, expected);
    assert_false(outcome_done(&p, first, "results"));
    assert_int_equal(run_outcome(&p, first, "results", reason, sizeof reason), RUN_FAILED);
    assert_string_equal(reason, "no room");
    /* a run that is done does not ask for its first phase */
    put_status(&p, lis_ae, "ok");
    assert_int_equal(run_outcome(&p, lis_ae, "results", reason, sizeof reason), RUN_OK);
    assert_true(outcome_done(&p, lis_ae, "results"));
    /* its own reason, where the first phase is not to blame */
    put_status(&p, first, "ok");
    put_status(&p, lis_ae, "failed");
    put_file(&p, lis_ae, "reason.txt", "diverged\n");
    assert_int_equal(run_outcome(&p, lis_ae, "results", reason, sizeof reason), RUN_FAILED);
    assert_string_equal(reason, "diverged");
    plan_release(&p);
}

static void what_is_left(void **state)
{
    (void)state;
    struct plan p;
    expect_plan(&p, spec);
    const struct run *kde = run_of(&p, "kde", 0), *ae = run_of(&p, "ae", 0), *lis_ae = run_of(&p, "lis-ae", 0);
    assert_int_equal(p.n, 6);
    assert_int_equal(p.n_phase1, 2);
    assert_string_equal(ae->phase1, lis_ae->phase1);
    assert_left(&p, NULL, 6, 2);
    put_status(&p, kde, "ok");
    assert_left(&p, NULL, 5, 2);
    put_status(&p, plan_first(&p, ae), "ok");
    assert_left(&p, NULL, 5, 1);
    put_status(&p, ae, "failed");
    assert_left(&p, NULL, 5, 1);
    put_status(&p, ae, "ok");
    put_status(&p, lis_ae, "ok");
    assert_left(&p, NULL, 3, 1);
    /* runs that are done do not want their first phase back */
    assert_int_equal(folder_remove("results/phase1", NULL), 0);
    assert_left(&p, NULL, 3, 1);
    plan_release(&p);
}

/* What is kept of other machines is not done again, nor a first phase that only such runs start from. */
static void what_is_kept_is_not_left(void **state)
{
    (void)state;
    struct plan p;
    struct left l;
    struct error e;
    struct text t = TEXT_INIT;
    expect_plan(&p, spec);
    text_append(&t, AUC_COLUMNS "\n");
    for (int i = 0; i < 2; i++)
        text_format(&t, ",,,,,,,,,,,,,,,,,,%s,,%s\n", "ok", run_of(&p, i ? "ae" : "lis-ae", 0)->id);
    text_format(&t, ",,,,,,,,,,,,,,,,,,%s,,%s\n", "failed", run_of(&p, "kde", 0)->id);
    assert_int_equal(folder_make("kept", &e), 0);
    assert_int_equal(file_write("kept/auc.csv", t.s, t.length, &e), 0);
    assert_int_equal(file_write("kept/times.csv", TIME_COLUMNS "\n", strlen(TIME_COLUMNS "\n"), &e), 0);
    assert_left(&p, "kept", 4, 1);
    text_release(&t);
    assert_int_equal(left_find(&l, &p, "results", "nowhere", &e), -1);
    assert_says(e.text, "'nowhere/auc.csv'");
    left_release(&l);
    plan_release(&p);
}

static void what_failed_is_dropped(void **state)
{
    (void)state;
    struct plan p;
    struct left l;
    struct error e;
    expect_plan(&p, spec);
    put_status(&p, run_of(&p, "kde", 1), "failed");
    put_status(&p, plan_first(&p, run_of(&p, "ae", 0)), "failed");
    put_status(&p, run_of(&p, "ae", 1), "failed");
    assert_int_equal(left_find(&l, &p, "results", NULL, &e), 0);
    assert_int_equal(l.n_runs, 6);
    left_drop_failed(&l, &p, "results");
    assert_int_equal(l.n_runs, 2); /* kde of one positive, lis-ae of the other with its first phase */
    assert_int_equal(l.n_phase1, 1);
    assert_true(l.runs[run_of(&p, "kde", 0) - p.runs]);
    assert_true(l.runs[run_of(&p, "lis-ae", 1) - p.runs]);
    assert_true(l.phase1[plan_first(&p, run_of(&p, "lis-ae", 1)) - p.phase1]);
    left_release(&l);
    plan_release(&p);
}

static void what_another_is_at(void **state)
{
    (void)state;
    struct plan p;
    struct left l;
    struct error e;
    struct run_folder f;
    expect_plan(&p, spec);
    put_status(&p, run_of(&p, "kde", 0), "ok");
    assert_int_equal(left_find(&l, &p, "results", NULL, &e), 0);
    assert_false(left_busy(&l, &p, "results"));
    const struct run *at[] = { run_of(&p, "kde", 0), run_of(&p, "kde", 1), &p.phase1[1] };
    for (int i = 0; i < 3; i++) {
        char *base = outcome_folder("t", at[i], "results");
        assert_int_equal(run_folder_begin(&f, base, at[i]->id, 0, &e), 0);
        assert_int_equal(left_busy(&l, &p, "results"), i > 0); /* the first is done, and so not left */
        run_folder_abandon(&f);
        free(base);
    }
    left_release(&l);
    plan_release(&p);
}

#define CLEAN(test) cmocka_unit_test_setup(test, in_clean_folder)

static const struct CMUnitTest tests[] = {
    CLEAN(folders),
    CLEAN(outcomes_and_their_reasons),
    CLEAN(what_is_left),
    CLEAN(what_is_kept_is_not_left),
    CLEAN(what_failed_is_dropped),
    CLEAN(what_another_is_at),
};

TEST_MAIN(tests, enter, leave)
