/* Wilcoxon's test and Holm's adjustment against examples of R's and SciPy's documentation, and by counting signs. */
#include "eval/paired.h"

#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "support/main.h"

/* The example of scipy.stats.wilcoxon: heights of plants, Darwin's. */
static void darwins_plants(void **state)
{
    (void)state;
    static const double d[] = { 6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75 };
    struct wilcoxon w;
    wilcoxon_compute(&w, d, 15);
    assert_int_equal(w.n, 15);
    assert_near(w.positive, 96, 0); /* of 120: SciPy prints the smaller sum, 24 */
    assert_near(w.p, 0.041259765625, 1e-15);
    assert_near(w.least, ldexp(1, -14), 0);
}

/* The example of R's wilcox.test: depression scales; V = 40 and, one-sided, p = 0.01953. */
static void hamilton_depression_scale(void **state)
{
    (void)state;
    static const double x[] = { 1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30 },
                        y[] = { 0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29 };
    double d[9];
    struct wilcoxon w;
    for (int i = 0; i < 9; i++)
        d[i] = x[i] - y[i];
    wilcoxon_compute(&w, d, 9);
    assert_near(w.positive, 40, 0);
    assert_near(w.p, 2 * 0.01953125, 1e-15);
}

/* Ranks of sizes that are equal, and zeros, against all signs one by one. */
static void ties_by_counting(void **state)
{
    (void)state;
    struct rng r;
    rng_seed(&r, 5);
    for (int trial = 0; trial < 200; trial++) {
        double d[9], rank[9], observed = 0;
        size_t n = 1 + rng_below(&r, 9), kept = 0, low = 0, high = 0;
        for (size_t i = 0; i < n; i++)
            d[i] = (double)rng_below(&r, 7) - 3;
        struct wilcoxon w;
        wilcoxon_compute(&w, d, n);
        for (size_t i = 0; i < n; i++)
            if (d[i] != 0)
                d[kept++] = d[i];
        for (size_t i = 0; i < kept; i++) {
            double below = 0, equal = 0;
            for (size_t j = 0; j < kept; j++) {
                below += fabs(d[j]) < fabs(d[i]);
                equal += fabs(d[j]) == fabs(d[i]);
            }
            rank[i] = below + (equal + 1) / 2;
            observed += d[i] > 0 ? rank[i] : 0;
        }
        for (size_t signs = 0; signs < (size_t)1 << kept; signs++) {
            double sum = 0;
            for (size_t i = 0; i < kept; i++)
                sum += signs >> i & 1 ? rank[i] : 0;
            low += sum <= observed;
            high += sum >= observed;
        }
        const size_t tail = low < high ? low : high;
        assert_int_equal(w.n, kept);
        assert_near(w.positive, observed, 0);
        assert_near(w.p, fmin(1, 2 * (double)tail / (double)((size_t)1 << kept)), 1e-15);
    }
}

static void nothing_differs(void **state)
{
    (void)state;
    static const double zeros[4] = { 0 };
    struct wilcoxon w;
    wilcoxon_compute(&w, zeros, 4);
    assert_int_equal(w.n, 0);
    assert_near(w.p, 1, 0);
    assert_near(w.least, 1, 0);
}

/* As R's p.adjust(c(0.01, 0.04, 0.03, 0.02), "holm"), and a p that the one before holds up. */
static void holm(void **state)
{
    (void)state;
    double p[] = { 0.01, 0.04, 0.03, 0.02 }, q[] = { 0.5, 0.001, 0.04, 0.9, 0.02 };
    static const double adjusted[] = { 0.04, 0.06, 0.06, 0.06 }, others[] = { 1, 0.005, 0.12, 1, 0.08 };
    holm_adjust(p, 4);
    holm_adjust(q, 5);
    for (int i = 0; i < 4; i++)
        assert_near(p[i], adjusted[i], 1e-15);
    for (int i = 0; i < 5; i++)
        assert_near(q[i], others[i], 1e-15);
    holm_adjust(NULL, 0);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(darwins_plants),
    cmocka_unit_test(hamilton_depression_scale),
    cmocka_unit_test(ties_by_counting),
    cmocka_unit_test(nothing_differs),
    cmocka_unit_test(holm),
};

TEST_MAIN(tests, NULL, NULL)
