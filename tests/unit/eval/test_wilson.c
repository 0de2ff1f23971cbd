/* Wilson's interval against its equation and numbers that others print. */
#include "eval/wilson.h"

#include "support/main.h"

#include <math.h>

/* Its ends are the shares p0 with (p - p0)^2 = z^2 p0 (1 - p0) / n. */
static void ends_solve_the_equation(void **state)
{
    static const size_t cases[][2] = { { 1, 10 }, { 5, 10 }, { 199, 200 }, { 3, 1000 } };
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        const double n = (double)cases[i][1], p = (double)cases[i][0] / n, z = 1.959963984540054;
        const struct interval found = wilson_interval(cases[i][0], cases[i][1]);
        const double ends[2] = { found.low, found.high };
        for (int k = 0; k < 2; k++)
            assert_true(fabs(pow(p - ends[k], 2) - z * z * ends[k] * (1 - ends[k]) / n) < 1e-12);
        assert_true(found.low < p && p < found.high);
    }
}

static void none_and_all(void **state)
{
    (void)state;
    const struct interval none = wilson_interval(0, 10), all = wilson_interval(10, 10);
    assert_true(none.low == 0 && all.high == 1);
    assert_true(fabs(none.high - 0.2775) < 1e-4); /* Brown, Cai & DasGupta 2001: [0, .2775] */
    assert_true(fabs(all.low - (1 - none.high)) < 1e-12);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(ends_solve_the_equation),
    cmocka_unit_test(none_and_all),
};

TEST_MAIN(tests, NULL, NULL)
