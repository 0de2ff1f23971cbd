/* What run folders there are, and who needs them. */
#include "support/plans.h"

#include "run/folder.h"
#include "run/stock.h"
#include "support/results.h"

static void read_stock(struct stock *s)
{
    struct error e;
    if (stock_read(s, "results", &e))
        fail_msg("%s", e.text);
}

static const struct stored *stored(const struct stock *s, const char *id)
{
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->of[i].id, id) == 0)
            return &s->of[i];
    fail_msg("no run %s", id);
    return NULL;
}

/* A run that is done and names what it started from. */
static void put_done(const struct plan *p, const struct run *r)
{
    struct text meta = TEXT_INIT;
    put_run_file(p, r, "spec.ini", r->canonical);
    text_format(&meta, "[run]\nstatus = ok\n");
    if (r->phase1[0])
        text_format(&meta, "first_phase = %s\n", r->phase1);
    put_run_file(p, r, "meta.ini", text_of(&meta));
    text_release(&meta);
}

static void what_is_there(void **state)
{
    (void)state;
    struct plan p;
    struct stock s;
    read_stock(&s); /* no results */
    assert_int_equal(s.n + s.strangers + s.n_living, 0);
    stock_release(&s);
    outcomes_plan(&p, "kde, ae");
    put_done(&p, &p.runs[0]);
    assert_int_equal(folder_make("results/before", NULL), 0);
    assert_int_equal(rename("results/runs", "results/before/runs"), 0);
    put_done(&p, &p.runs[0]);
    put_done(&p, &p.runs[2]);
    put_done(&p, plan_first(&p, &p.runs[2]));
    put_file("results/runs/notes", "meta.ini", "");
    put_file("results/runs/0123456789ab", "scores.txt", "");
    put_run_file(&p, &p.runs[3], "meta.ini", "what?");
    assert_int_equal(symlink("../before", "results/runs/0123456789ac"), 0);
    read_stock(&s);
    assert_int_equal(s.n, 5);
    assert_int_equal(s.strangers, 3);
    const struct stored *kde = stored(&s, p.runs[0].id), *ae = stored(&s, p.runs[2].id);
    assert_string_equal(kde->place, "results/before/runs");
    assert_string_equal(kde[1].place, "results/runs");
    assert_string_equal(kde->detector, "kde");
    assert_string_equal(kde->dataset, "tiny");
    assert_string_equal(kde->first, "");
    assert_true(kde->bytes == (double)(strlen("[run]\nstatus = ok\n") + strlen(p.runs[0].canonical)));
    assert_true(kde->newest > 0 && !kde->is_phase1);
    assert_string_equal(ae->first, p.runs[2].phase1);
    assert_true(stored(&s, ae->first)->is_phase1);
    assert_string_equal(stored(&s, p.runs[3].id)->detector, "?");
    stock_release(&s);
    plan_release(&p);
}

/* What a run started from is not to be thought needless because it could not be looked up. */
static void what_cannot_be_read(void **state)
{
    (void)state;
    struct plan p;
    struct stock s;
    struct error e;
    outcomes_plan(&p, "ae");
    put_done(&p, &p.runs[0]);
    char *meta = path_join("results/runs", p.runs[0].id, "meta.ini", NULL);
    assert_int_equal(unlink(meta), 0);
    assert_int_equal(symlink("meta.ini", meta), 0); /* round and round */
    assert_int_equal(stock_read(&s, "results", &e), -1);
    assert_says(e.text, "/meta.ini': Too many levels of symbolic links");
    stock_release(&s);
    free(meta);
    plan_release(&p);
}

static void who_needs_what(void **state)
{
    (void)state;
    struct plan p;
    struct stock s;
    outcomes_plan(&p, "latent-knn\n[latent]\nencoder = lis-ae");
    const struct run *r = &p.runs[0], *encoder = plan_first(&p, r), *first = plan_first(&p, encoder);
    put_done(&p, r);
    put_done(&p, encoder);
    put_done(&p, first);
    put_done(&p, &p.runs[1]);
    read_stock(&s);
    assert_int_equal(stock_need(&s, "0123456789ab"), 0);
    assert_int_equal(stock_need(&s, r->id), 3);
    assert_int_equal(stock_need(&s, r->id), 0);
    assert_true(stored(&s, encoder->id)->needed && stored(&s, first->id)->needed);
    assert_false(stored(&s, p.runs[1].id)->needed);
    stock_release(&s);
    plan_release(&p);
}

static void who_is_at_it(void **state)
{
    (void)state;
    struct plan p;
    struct stock s;
    struct run_folder f;
    struct error e;
    outcomes_plan(&p, "kde");
    put_done(&p, &p.runs[0]);
    assert_int_equal(run_folder_begin(&f, "results/runs", p.runs[1].id, 0, &e), 0);
    read_stock(&s);
    assert_int_equal(s.n, 1);
    assert_true(s.n_living >= 1); /* by its lock, where there are locks, and by its folder */
    for (size_t i = 0; i < s.n_living; i++)
        assert_string_equal(s.living[i], p.runs[1].id);
    stock_release(&s);
    run_folder_abandon(&f);
    read_stock(&s);
    assert_int_equal(s.n_living, 0);
    stock_release(&s);
    plan_release(&p);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(what_is_there, enter, leave),
    cmocka_unit_test_setup_teardown(what_cannot_be_read, enter, leave),
    cmocka_unit_test_setup_teardown(who_needs_what, enter, leave),
    cmocka_unit_test_setup_teardown(who_is_at_it, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
