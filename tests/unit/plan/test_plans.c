/* Several plans as one. */
#include "support/plans.h"

#include "base/memory.h"
#include "plan/plans.h"

enum { MOST = 5 };
static const char *const names[MOST] = { "a", "b", "c", "d", "e" };

/* The plans of these texts, up to NULL. */
static void join(struct plans *p, const char *const *texts)
{
    struct plan *of = mem_alloc(MOST, sizeof *of);
    size_t n = 0;
    for (; texts[n]; n++) {
        expect_plan(&of[n], texts[n]);
        *of[n].experiment = *names[n];
    }
    plans_join(p, of, n);
}

#define JOIN(p, ...) join(p, (const char *const[]) { __VA_ARGS__, NULL })
#define DATA "[data]\ndataset = tiny\npositive = 0\nnegative = next-class\n"

static void of_one_spec(void **state)
{
    (void)state;
    struct plans p;
    JOIN(&p, DATA "[detectors]\nrun = kde, ae\n");
    assert_true(p.all == &p.of[0]);
    assert_true(p.run_of[0] == p.all && p.run_of[1] == p.all && p.phase1_of[0] == p.all);
    assert_int_equal(p.keep_model[0], 1);
    plans_release(&p);
}

static void each_run_once(void **state)
{
    (void)state;
    struct plans p;
    JOIN(&p, DATA "[experiment]\nkeep_models = off\n[shape]\ngamma = 3\n[detectors]\nrun = kde, lis-ae\n",
         DATA "[shape]\ngamma = 3, 5\n[detectors]\nrun = ae, lis-ae\n");
    const struct plan *a = &p.of[0], *b = &p.of[1];
    assert_int_equal(a->n + b->n, 5);
    assert_int_equal(p.all->n, 4);
    assert_int_equal(p.all->n_phase1, 1);
    assert_string_equal(p.all->experiment, "a + b");
    static const char *const expected[] = { "kde", "ae", "lis-ae", "lis-ae" };
    const struct plan *const owners[] = { a, b, a, b };
    static const unsigned char keep[] = { 0, 1, 1, 1 }; /* one that both have is kept for the second */
    for (size_t i = 0; i < 4; i++) {
        const struct run *r = &p.all->runs[i];
        char hex[SHA256_HEX];
        assert_string_equal(r->detector->name, expected[i]);
        assert_true(p.run_of[i] == owners[i]);
        assert_int_equal(p.keep_model[i], keep[i]);
        hash_text(r->canonical, hex);
        assert_memory_equal(hex, r->id, RUN_ID - 1);
    }
    assert_true(p.phase1_of[0] == a);
    assert_true(plan_first(p.all, &p.all->runs[3]) == &p.all->phase1[0]);
    assert_null(plan_first(p.all, &p.all->runs[0]));
    plans_release(&p);
}

static void named_after_all(void **state)
{
    (void)state;
    static const char *const one = DATA "[detectors]\nrun = kde\n";
    struct plans p;
    JOIN(&p, one, one, one, one);
    assert_string_equal(p.all->experiment, "a + b + c + d");
    assert_int_equal(p.all->n, 1);
    plans_release(&p);
    JOIN(&p, one, one, one, one, one);
    assert_string_equal(p.all->experiment, "a + b + c + 2 more");
    plans_release(&p);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(of_one_spec, enter, leave),
    cmocka_unit_test_setup_teardown(each_run_once, enter, leave),
    cmocka_unit_test_setup_teardown(named_after_all, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
