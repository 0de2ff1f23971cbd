/* What of a plan is left to do: what is neither done nor kept, and what that starts from. */
#include "support/plans.h"

#include "run/folder.h"
#include "run/left.h"
#include "run/provenance.h"
#include "support/results.h"

/* "110 / 10": the marks of runs and first phases, in the plan's order. */
static void expect_left(const struct left *l, const struct plan *p, const char *expected)
{
    struct text t = TEXT_INIT;
    size_t n_runs = 0, n_phase1 = 0;
    for (size_t i = 0; i < p->n; i++) {
        text_append(&t, l->runs[i] ? "1" : "0");
        n_runs += l->runs[i];
    }
    text_append(&t, " / ");
    for (size_t i = 0; i < p->n_phase1; i++) {
        text_append(&t, l->phase1[i] ? "1" : "0");
        n_phase1 += l->phase1[i];
    }
    assert_string_equal(text_of(&t), expected);
    assert_int_equal(l->n_runs, n_runs);
    assert_int_equal(l->n_phase1, n_phase1);
    text_release(&t);
}

static void find(struct left *l, const struct plan *p, const char *kept_folder)
{
    struct error e;
    const char *const folders[] = { kept_folder, NULL };
    if (left_find(l, p, "results", folders, &e))
        fail_msg("%s", e.text);
}

static void expect_found(const struct plan *p, const char *kept_folder, const char *expected)
{
    struct left l;
    find(&l, p, kept_folder);
    expect_left(&l, p, expected);
    left_release(&l);
}

/* Tables that say of one run that it was done, and of another that it failed. */
static void keep(const struct run *done, const struct run *failed)
{
    struct text t = TEXT_INIT;
    text_format(&t, "t,tiny,v1,kde,0,,all,1,,,,,,0.5,0.4,0.6,4,4,ok,,%s\n", done->id);
    text_format(&t, "t,tiny,v1,kde,1,,all,1,,,,,,,,,,,failed,why,%s\n", failed->id);
    put_kept(text_of(&t));
    text_release(&t);
}

/* The plan's runs: kde on 0 and 1, ae on 0 and 1; each ae starts from a first phase. */
static void what_is_not_done(void **state)
{
    (void)state;
    struct plan p;
    struct error e;
    struct left l;
    outcomes_plan(&p, "kde, ae");
    expect_found(&p, NULL, "1111 / 11");
    put_outcome(&p, &p.runs[0], "ok", NULL);
    put_outcome(&p, &p.runs[1], "failed", "why"); /* is tried anew */
    expect_found(&p, NULL, "0111 / 11");
    put_outcome(&p, &p.runs[2], "ok", NULL); /* whose first phase is not missed */
    const struct run *other = plan_first(&p, &p.runs[3]);
    expect_found(&p, NULL, other == &p.phase1[0] ? "0101 / 10" : "0101 / 01");
    put_outcome(&p, other, "ok", NULL);
    expect_found(&p, NULL, "0101 / 00");

    keep(&p.runs[3], &p.runs[1]);
    expect_found(&p, "kept", "0100 / 00");
    assert_int_equal(left_find(&l, &p, "results", (const char *const[]) { "nowhere", NULL }, &e), -1);
    left_release(&l);
    plan_release(&p);
}

/* A detector on codes starts from an encoder, which starts from an autoencoder's first phase. */
static void through_another(void **state)
{
    (void)state;
    struct plan p;
    outcomes_plan(&p, "latent-knn\n[latent]\nencoder = lis-ae");
    assert_int_equal(p.n_phase1, 4);
    expect_found(&p, NULL, "11 / 1111");
    put_outcome(&p, plan_first(&p, &p.runs[0]), "ok", NULL);
    put_outcome(&p, plan_first(&p, &p.runs[1]), "ok", NULL);
    expect_found(&p, NULL, "11 / 0000");
    plan_release(&p);
}

static void without_what_failed(void **state)
{
    (void)state;
    struct plan p;
    struct left l;
    outcomes_plan(&p, "kde, ae");
    put_outcome(&p, &p.runs[0], "failed", "why");
    const struct run *first = plan_first(&p, &p.runs[2]);
    put_outcome(&p, first, "failed", "why");
    find(&l, &p, NULL);
    expect_left(&l, &p, "1111 / 11");
    left_drop_failed(&l, &p, "results");
    expect_left(&l, &p, first == &p.phase1[0] ? "0101 / 01" : "0101 / 10");
    left_release(&l);
    plan_release(&p);
}

static void what_others_are_at(void **state)
{
    (void)state;
    struct plan p;
    struct left l;
    struct run_folder f;
    struct error e;
    outcomes_plan(&p, "kde, ae");
    put_outcome(&p, &p.runs[0], "ok", NULL);
    find(&l, &p, NULL);
    assert_false(left_busy(&l, &p, "results"));
    const struct run *const units[] = { &p.runs[1], &p.phase1[1], &p.runs[0] };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        char *base = outcome_folder(units[i], "results");
        assert_int_equal(run_folder_begin(&f, base, units[i]->id, 0, &e), 0);
        assert_int_equal(left_busy(&l, &p, "results"), units[i] != &p.runs[0]); /* which is not left */
        run_folder_abandon(&f);
        free(base);
    }
    left_release(&l);
    plan_release(&p);
}

/* kde on 0 and both first phases are of another revision; kept tables have one run each time. */
static void what_is_done_anew(void **state)
{
    (void)state;
    static const char another[] = "[program]\nrevision = another\n";
    struct plan p;
    struct revisions r;
    struct left l;
    struct error e;
    struct text own = TEXT_INIT;
    outcomes_plan(&p, "kde, ae");
    text_format(&own, "[program]\nrevision = %s\n", provenance_revision());
    put_sealed(&p, &p.runs[0], another);
    for (size_t i = 1; i < p.n; i++)
        put_sealed(&p, &p.runs[i], text_of(&own));
    for (size_t i = 0; i < p.n_phase1; i++)
        put_sealed(&p, &p.phase1[i], another);
    revisions_find(&r, &p, "results");
    expect_found(&p, NULL, "0000 / 00");
    assert_int_equal(left_find_anew(&l, &p, "results", NULL, &r, &e), 0);
    expect_left(&l, &p, "1011 / 11"); /* an ae starts from a phase that goes */
    left_release(&l);

    keep(&p.runs[0], &p.runs[1]);
    assert_int_equal(left_find_anew(&l, &p, "results", (const char *const[]) { "kept", NULL }, &r, &e), 0);
    expect_left(&l, &p, "0011 / 11");
    left_release(&l);
    keep(&p.runs[3], &p.runs[1]);
    const int first = plan_first(&p, &p.runs[2]) == &p.phase1[0];
    assert_int_equal(left_find_anew(&l, &p, "results", (const char *const[]) { "kept", NULL }, &r, &e), 0);
    expect_left(&l, &p, first ? "1010 / 10" : "1010 / 01");
    assert_int_equal(left_discard(&l, &p, "results", &e), 0);
    left_release(&l);
    expect_found(&p, NULL, first ? "1010 / 10" : "1010 / 01");
    revisions_release(&r);
    text_release(&own);
    plan_release(&p);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(what_is_not_done, enter, leave),
    cmocka_unit_test_setup_teardown(through_another, enter, leave),
    cmocka_unit_test_setup_teardown(what_is_done_anew, enter, leave),
    cmocka_unit_test_setup_teardown(without_what_failed, enter, leave),
    cmocka_unit_test_setup_teardown(what_others_are_at, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
