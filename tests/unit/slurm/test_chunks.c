#include "support/main.h"

#include "slurm/chunks.h"

static void expect(const struct chunk_unit *units, size_t n, int groups, double target, const size_t *task,
                   const size_t *first)
{
    struct chunks c;
    chunks_make(&c, units, n, groups, target);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(c.task[i], task[i]);
    for (int g = 0; g <= groups; g++)
        assert_int_equal(c.first[g], first[g]);
    chunks_release(&c);
}

static void equal_runs_in_equal_chunks(void **state)
{
    const struct chunk_unit u[] = { { 0, 10 }, { 0, 10 }, { 0, 10 }, { 0, 10 }, { 0, 10 }, { 0, 10 } };
    expect(u, 6, 1, 20, (const size_t[]) { 0, 0, 1, 1, 2, 2 }, (const size_t[]) { 0, 3 });
    expect(u, 6, 1, 25, (const size_t[]) { 0, 0, 1, 1, 2, 2 }, (const size_t[]) { 0, 3 });
    expect(u, 6, 1, 1000, (const size_t[]) { 0, 0, 0, 0, 0, 0 }, (const size_t[]) { 0, 1 });
}

static void a_long_run_has_its_own(void **state)
{
    const struct chunk_unit u[] = { { 0, 1 }, { 0, 1 }, { 0, 100 }, { 0, 1 }, { 0, 1 } };
    expect(u, 5, 1, 20, (const size_t[]) { 0, 0, 1, 2, 2 }, (const size_t[]) { 0, 3 });
}

static void groups_share_no_chunk(void **state)
{
    const struct chunk_unit u[] = { { 0, 1 }, { 0, 1 }, { 2, 1 }, { 2, 1 } };
    expect(u, 4, 3, 20, (const size_t[]) { 0, 0, 1, 1 }, (const size_t[]) { 0, 1, 1, 2 });
}

static void nothing_makes_none(void **state)
{
    expect(NULL, 0, 2, 20, NULL, (const size_t[]) { 0, 0, 0 });
}

/* No number is left out, none is longer than the target by more than a run. */
static void many(void **state)
{
    enum { N = 10000 };
    static struct chunk_unit u[N];
    struct chunks c;
    double length = 0;
    for (int i = 0; i < N; i++)
        u[i] = (struct chunk_unit) { 0, 0.1 + i % 7 };
    chunks_make(&c, u, N, 1, 60);
    for (size_t i = 1; i < N; i++) {
        assert_true(c.task[i] == c.task[i - 1] || c.task[i] == c.task[i - 1] + 1);
        length = c.task[i] == c.task[i - 1] ? length + u[i].seconds : u[i].seconds;
        assert_true(length < 60 + 7);
    }
    assert_int_equal(c.first[1], c.task[N - 1] + 1);
    chunks_release(&c);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(equal_runs_in_equal_chunks),
    cmocka_unit_test(a_long_run_has_its_own),
    cmocka_unit_test(groups_share_no_chunk),
    cmocka_unit_test(nothing_makes_none),
    cmocka_unit_test(many),
};

TEST_MAIN(tests, NULL, NULL)
