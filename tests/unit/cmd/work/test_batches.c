/* What is left, divided into batches: everything once, what others start from before, no more at once than is good. */
#include "support/plans.h"

#include "base/memory.h"
#include "cmd/work/batches.h"

static void one_plan(struct plans *p, const char *text)
{
    struct plan *of = mem_alloc(1, sizeof *of);
    expect_plan(of, text);
    plans_join(p, of, 1);
}

static struct left all_left(const struct plan *p)
{
    struct left left;
    struct error e;
    assert_int_equal(left_find(&left, p, "none", NULL, &e), 0);
    return left;
}

/* A machine of so many operations a second. */
static void divide(struct batches *b, const struct plans *p, const struct left *left, double speed, int jobs)
{
    struct pace pace;
    pace_init(&pace, p->all, "none", 2 * speed);
    batches_init(b, p, left, &pace, jobs);
    pace_release(&pace);
}

/* Which batch the unit is in; each is in one. */
static size_t batch_of(const struct batches *b, const struct run *r)
{
    size_t found = b->n;
    for (size_t i = 0; i < b->n; i++)
        for (size_t k = b->of[i].first; k < b->of[i].first + b->of[i].n; k++)
            if (b->units[k] == r) {
                assert_int_equal(found, b->n);
                found = i;
            }
    assert_true(found < b->n);
    return found;
}

static int waits_for(const struct batch *batch, size_t other)
{
    for (size_t i = 0; i < batch->n_after; i++)
        if (batch->after[i] == other)
            return 1;
    return 0;
}

static void each_once_and_in_order(const struct batches *b, const struct plan *p)
{
    for (size_t i = 0; i < p->n_phase1 + p->n; i++) {
        const struct run *r = i < p->n_phase1 ? &p->phase1[i] : &p->runs[i - p->n_phase1];
        const struct run *first = plan_first(p, r);
        const size_t in = batch_of(b, r);
        if (!first)
            continue;
        assert_true(batch_of(b, first) < in);
        assert_true(waits_for(&b->of[in], batch_of(b, first)));
    }
    size_t at = 0;
    for (size_t i = 0; i < b->n; i++) {
        assert_int_equal(b->of[i].first, at);
        assert_true(b->of[i].n > 0);
        at += b->of[i].n;
        for (size_t k = 0; k < b->of[i].n_after; k++)
            assert_true(b->of[i].after[k] < i && (k == 0 || b->of[i].after[k - 1] < b->of[i].after[k]));
    }
    assert_int_equal(at, p->n + p->n_phase1);
}

static const char many[] = "[experiment]\nseeds = 1..40\n[data]\ndataset = tiny\npositive = each\n"
                           "[detectors]\nrun = constant, ae, latent-kde\n[latent]\nencoder = ae\n";

static void short_ones_together(void **state)
{
    (void)state;
    struct plans p;
    struct batches b;
    one_plan(&p, many);
    struct left left = all_left(p.all);
    divide(&b, &p, &left, 1e15, 2);
    each_once_and_in_order(&b, p.all);
    assert_true(b.n < (p.all->n + p.all->n_phase1) / 4);
    assert_int_equal(b.n_phases, p.all->n_phase1);
    for (size_t i = 0; i < b.n; i++)
        assert_true(b.of[i].n <= 100);
    batches_release(&b);
    left_release(&left);
    plans_release(&p);
}

static void long_ones_alone(void **state)
{
    (void)state;
    struct plans p;
    struct batches b;
    one_plan(&p, "[data]\ndataset = tiny\npositive = each\n[detectors]\nrun = ae\n");
    struct left left = all_left(p.all);
    divide(&b, &p, &left, 1, 2); /* an operation a second */
    each_once_and_in_order(&b, p.all);
    assert_int_equal(b.n, p.all->n + p.all->n_phase1);
    batches_release(&b);
    left_release(&left);
    plans_release(&p);
}

static void as_many_as_jobs(void **state)
{
    (void)state;
    struct plans p;
    struct batches b;
    one_plan(&p, "[experiment]\nseeds = 1..8\n[data]\ndataset = tiny\npositive = 0\n[detectors]\nrun = constant\n");
    struct left left = all_left(p.all);
    divide(&b, &p, &left, 1e15, 4);
    assert_int_equal(b.n, 4);
    batches_release(&b);
    /* what is done is in none */
    memset(left.runs, 0, p.all->n);
    left.runs[5] = 1;
    left.n_runs = 1;
    divide(&b, &p, &left, 1e15, 4);
    assert_int_equal(b.n, 1);
    assert_ptr_equal(b.units[0], &p.all->runs[5]);
    batches_release(&b);
    left_release(&left);
    plans_release(&p);
}

static void one_answer_on_models(void **state)
{
    (void)state;
    struct plans p;
    struct batches b;
    one_plan(&p, "[experiment]\nseeds = 1..8\n[data]\ndataset = tiny\npositive = 0\n[detectors]\nrun = constant\n");
    struct left left = all_left(p.all);
    p.keep_model[3] = !p.keep_model[3];
    divide(&b, &p, &left, 1e15, 1);
    assert_int_equal(b.n, 3);
    assert_int_equal(b.of[1].n, 1);
    batches_release(&b);
    left_release(&left);
    plans_release(&p);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(short_ones_together, enter, leave),
    cmocka_unit_test_setup_teardown(long_ones_alone, enter, leave),
    cmocka_unit_test_setup_teardown(as_many_as_jobs, enter, leave),
    cmocka_unit_test_setup_teardown(one_answer_on_models, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
