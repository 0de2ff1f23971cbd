/* Means with t intervals: Student's quantiles, known numbers, widths. */
#include "support/main.h"

#include <math.h>

#include "eval/summary.h"

static void test_student_quantiles_are_the_published_ones(void **state)
{
    (void)state;
    static const struct {
        double level;
        size_t df;
        double t;
    } facts[] = {
        { 0.95, 1, 12.706 }, { 0.95, 2, 4.303 },  { 0.95, 3, 3.182 },   { 0.95, 4, 2.776 },
        { 0.95, 9, 2.262 },  { 0.95, 30, 2.042 }, { 0.95, 100, 1.984 }, { 0.99, 1, 63.657 },
        { 0.99, 2, 9.925 },  { 0.99, 10, 3.169 }, { 0.90, 5, 2.015 },   { 0.95, 100000, 1.960 },
    };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        assert_near(student_quantile(facts[i].level, facts[i].df), facts[i].t, 0.0005);
    /* Cauchy: within 1 of 0 with probability one half; df = 2 has a closed form. */
    assert_near(student_within(1, 1), 0.5, 1e-15);
    assert_near(student_within(1, 2), 1 / sqrt(3), 1e-15);
}

static void test_summary_of_known_numbers(void **state)
{
    (void)state;
    struct summary s;
    const double values[] = { 2, 4, 4, 4, 5, 5, 7, 9 };
    summary_compute(&s, values, 8);
    assert_true(s.n == 8 && s.mean == 5);
    assert_near(s.sd, sqrt(32.0 / 7), 1e-15);
    assert_near(s.half, 2.365 * sqrt(32.0 / 7 / 8), 1e-3);
    summary_compute(&s, values, 1);
    assert_true(s.n == 1 && s.mean == 2 && isnan(s.sd) && isnan(s.half));
    summary_compute(&s, values, 0);
    assert_true(s.n == 0 && isnan(s.mean) && isnan(s.sd) && isnan(s.half));
}

/* Half widths in standard deviations: 3 seeds 2.48, 5 seeds 1.24, 10 seeds 0.72. */
static void test_interval_widths(void **state)
{
    (void)state;
    const double values[] = { 1, 3, 2, 5, 4, 8, 6, 7, 10, 9 };
    const struct {
        size_t n;
        double widths;
    } facts[] = { { 3, 2.48 }, { 5, 1.24 }, { 10, 0.72 } };
    for (size_t i = 0; i < 3; i++) {
        struct summary s;
        summary_compute(&s, values, facts[i].n);
        assert_near(s.half / s.sd, facts[i].widths, 0.005);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_student_quantiles_are_the_published_ones),
    cmocka_unit_test(test_summary_of_known_numbers),
    cmocka_unit_test(test_interval_widths),
};

TEST_MAIN(tests, NULL, NULL)
