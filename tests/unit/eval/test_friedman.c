/* Friedman's test and Nemenyi's difference against examples of R's documentation and Demsar's table. */
#include "eval/friedman.h"

#include <math.h>

#include "support/main.h"

/* The example of R's friedman.test (Hollander & Wolfe 1973, p. 140): how long 22 players take to round first base in
 * three ways; Friedman chi-squared = 11.143, df = 2, p-value = 0.003805. Fewer seconds are better. */
static void rounding_times(void **state)
{
    (void)state;
    static const double seconds[22 * 3] = {
        5.40, 5.50, 5.55, 5.85, 5.70, 5.75, 5.20, 5.60, 5.50, 5.55, 5.50, 5.40, 5.90, 5.85, 5.70, 5.45, 5.55,
        5.60, 5.40, 5.40, 5.35, 5.45, 5.50, 5.35, 5.25, 5.15, 5.00, 5.85, 5.80, 5.70, 5.25, 5.20, 5.10, 5.65,
        5.55, 5.45, 5.60, 5.35, 5.45, 5.05, 5.00, 4.95, 5.50, 5.50, 5.40, 5.45, 5.55, 5.50, 5.55, 5.55, 5.35,
        5.45, 5.50, 5.55, 5.50, 5.45, 5.25, 5.65, 5.60, 5.40, 5.70, 5.65, 5.55, 6.30, 6.30, 6.25,
    };
    double values[22 * 3], mean_rank[3];
    struct friedman f;
    for (int i = 0; i < 22 * 3; i++)
        values[i] = -seconds[i];
    friedman_compute(&f, values, 22, 3, mean_rank);
    assert_near(f.statistic, 11.143, 0.0005);
    assert_near(f.p, 0.003805, 0.0000005);
    assert_near(mean_rank[0] + mean_rank[1] + mean_rank[2], 6, 1e-12);
    assert_true(mean_rank[2] < mean_rank[1] && mean_rank[1] < mean_rank[0]);
}

static void known_orders(void **state)
{
    (void)state;
    /* without ties 12 / (n k (k + 1)) sum R^2 - 3 n (k + 1): 2 tasks that agree on 3 methods give 4 */
    static const double agree[] = { 0.9, 0.5, 0.7, 0.8, 0.1, 0.2 };
    double mean_rank[3];
    struct friedman f;
    friedman_compute(&f, agree, 2, 3, mean_rank);
    assert_near(f.statistic, 4, 1e-12);
    assert_near(f.p, exp(-2), 1e-12);
    assert_near(mean_rank[0], 1, 0);
    assert_near(mean_rank[1], 3, 0);
    assert_near(mean_rank[2], 2, 0);

    static const double equal[] = { 0.5, 0.5, 0.5, 0.7, 0.7, 0.7 };
    friedman_compute(&f, equal, 2, 3, mean_rank);
    assert_true(isnan(f.statistic) && isnan(f.p));
    assert_near(mean_rank[1], 2, 0);
    friedman_compute(&f, equal, 6, 1, mean_rank);
    assert_true(isnan(f.statistic));
    friedman_compute(&f, equal, 0, 3, mean_rank);
    assert_true(isnan(f.p) && isnan(mean_rank[0]));
}

/* Table 26.8 of Abramowitz & Stegun: what is exceeded with probability 0.05, and 0.001. */
static void chi_squared(void **state)
{
    (void)state;
    static const struct {
        size_t df;
        double at05, at001;
    } table[] = { { 1, 3.84146, 10.828 }, { 2, 5.99147, 13.816 }, { 3, 7.81473, 16.266 },
                  { 4, 9.48773, 18.467 }, { 9, 16.9190, 27.877 }, { 30, 43.7729, 59.703 } };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        assert_near(chi_squared_above(table[i].at05, table[i].df), 0.05, 1e-6);
        assert_near(chi_squared_above(table[i].at001, table[i].df), 0.001, 1e-6);
        assert_near(chi_squared_above(0, table[i].df), 1, 1e-15);
    }
}

/* Demsar (2006), table 5a: q / sqrt(2) at 0.05 for 2 to 10 methods, some cut after three decimals; his example, 4
 * methods on 14 data sets, has 1.25. */
static void nemenyi(void **state)
{
    (void)state;
    static const double printed[] = { 1.960, 2.343, 2.569, 2.728, 2.850, 2.949, 3.031, 3.102, 3.164 };
    for (size_t k = 2; k <= 10; k++) {
        const double methods = (double)k;
        assert_near(nemenyi_difference(6, k) / sqrt(methods * (methods + 1) / 36), printed[k - 2], 0.001);
    }
    assert_near(nemenyi_difference(14, 4), 1.25, 0.005);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(rounding_times),
    cmocka_unit_test(known_orders),
    cmocka_unit_test(chi_squared),
    cmocka_unit_test(nemenyi),
};

TEST_MAIN(tests, NULL, NULL)
