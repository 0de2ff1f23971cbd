/* Numbers by size: the order is that of a naive one, quantiles are numpy's. */
#include "base/order.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/rng.h"
#include "support/main.h"

/* How many values come before the i-th: lower ones, and equal ones with a lower index. */
static size_t place_of(const double *values, size_t n, size_t i)
{
    size_t before = 0;
    for (size_t k = 0; k < n; k++)
        before += values[k] < values[i] || (values[k] == values[i] && k < i);
    return before;
}

static void assert_order(const double *values, size_t n)
{
    size_t *order = order_rising(values, n);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(order[place_of(values, n, i)], i);
    free(order);
}

static void numbers_of_all_kinds(void **state)
{
    (void)state;
    static const double values[] = { 0,       -0.0,     1,       -1,       INFINITY,     -INFINITY,
                                     DBL_MAX, -DBL_MAX, DBL_MIN, -DBL_MIN, DBL_TRUE_MIN, -DBL_TRUE_MIN,
                                     1,       -0.0,     0,       0.1,      -0.1,         1 + DBL_EPSILON };
    assert_order(values, sizeof values / sizeof *values);
}

static void none_and_one(void **state)
{
    (void)state;
    static const double one[] = { -3 };
    assert_order(one, 0);
    assert_order(one, 1);
}

/* Whole numbers as ranks are, with ties and without; and numbers that differ in all of their bytes. */
static void many_numbers(void **state)
{
    (void)state;
    enum { MANY = 1500 };
    double whole[MANY], tied[MANY], wide[MANY];
    struct rng r;
    rng_seed(&r, 3);
    for (size_t i = 0; i < MANY; i++) {
        whole[i] = (double)(i * 7 % MANY);
        tied[i] = (double)(rng_next(&r) % 20) / 2;
        wide[i] = ldexp((double)(int64_t)rng_next(&r), (int)(rng_next(&r) % 200) - 150);
    }
    assert_order(whole, MANY);
    assert_order(tied, MANY);
    assert_order(wide, MANY);
}

static void sorted_values(void **state)
{
    (void)state;
    double values[] = { 4, -1, 3, 3 };
    static const double rising[] = { -1, 3, 3, 4 };
    sort_rising(values, 4);
    for (size_t i = 0; i < 4; i++)
        assert_near(values[i], rising[i], 0);
}

static void quantiles_by_hand(void **state)
{
    (void)state;
    double values[] = { 4, 1, 3, 2 }, one[] = { 7 };
    assert_near(quantile(values, 4, 0.5), 2.5, 1e-12);
    assert_near(quantile(values, 4, 0.95), 3.85, 1e-12);
    assert_near(quantile(values, 4, 0), 1, 0);
    assert_near(quantile(values, 4, 1), 4, 0);
    assert_near(quantile(one, 1, 0.95), 7, 0);
    assert_true(isnan(quantile(one, 0, 0.5)));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(numbers_of_all_kinds), cmocka_unit_test(none_and_one),      cmocka_unit_test(many_numbers),
    cmocka_unit_test(sorted_values),        cmocka_unit_test(quantiles_by_hand),
};

TEST_MAIN(tests, NULL, NULL)
