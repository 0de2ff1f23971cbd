/* Thresholds and decisions, against numbers of R: qt(), pt(). */
#include "report/gate/decide.h"

#include <math.h>

#include "support/main.h"

static const struct noise noise = { .sd = 0.002, .df = 20, .source = "kept", .matters = NAN };

static void thresholds(void **state)
{
    (void)state;
    struct threshold t;
    decide_threshold(&t, &noise, 3, 1, &decide_defaults);
    const double error = 0.002 * sqrt(2. / 3);
    assert_near(t.error, error, 1e-12);
    assert_near(t.half, 2.085963447 * error, 1e-9);
    assert_near(t.limit, 0.005, 0);
    assert_near(t.headroom, 0.005 / error, 1e-9);
    assert_near(t.smallest, 0.005 + 0.859964 * error, 1e-8); /* qt(0.8, 20) */
    decide_threshold(&t, &noise, 3, 50, &decide_defaults);
    assert_near(t.half, 3.849516 * error, 1e-8); /* qt(1 - 0.0005, 20) */
    assert_near(t.limit, t.half, 1e-12);
    assert_near(decide_p(0.004, &noise, 3), 0.02376, 5e-4);
}

/* Whatever the noise, a limit is 2.5 standard errors from nothing, so that chance seldom reaches it. */
static void headroom(void **state)
{
    (void)state;
    for (double sd = 1e-5; sd < 0.1; sd *= 3)
        for (size_t seeds = 1; seeds < 12; seeds++) {
            const struct noise n = { .sd = sd, .df = 30, .source = "kept", .matters = NAN };
            struct threshold t;
            decide_threshold(&t, &n, seeds, 1, &decide_defaults);
            assert_true(t.headroom >= 2.5 - 1e-12);
        }
}

static enum decision decision(double difference, double sd, size_t df, double matters)
{
    const struct noise n = { .sd = sd, .df = df, .source = "", .matters = matters };
    struct threshold t;
    decide_threshold(&t, &n, 3, 1, &decide_defaults);
    return decide(difference, decide_p(difference, &n, 3), &t, &n, &decide_defaults);
}

static void decisions(void **state)
{
    (void)state;
    assert_int_equal(decision(-0.01, 0.002, 20, NAN), DECIDE_LOWER);
    assert_int_equal(decision(0.01, 0.002, 20, NAN), DECIDE_HIGHER);
    assert_int_equal(decision(-0.001, 0.001, 20, NAN), DECIDE_WITHIN);
    assert_int_equal(decision(-0.001, 0.005, 20, NAN), DECIDE_UNDECIDED);
    assert_int_equal(decision(-0.0045, 0.0001, 20, NAN), DECIDE_WITHIN);
    assert_int_equal(decision(-0.0049, 0.0001, 20, 0.002), DECIDE_LOWER); /* a row of its own */
    assert_int_equal(decision(-0.01, 0.0045, 20, NAN), DECIDE_LOWER);
    assert_int_equal(decision(-0.01, 0.0055, 20, NAN), DECIDE_UNDECIDED);
    /* A detector without chance. */
    assert_int_equal(decision(-0.006, 0, SIZE_MAX, NAN), DECIDE_LOWER);
    assert_int_equal(decision(-0.004, 0, SIZE_MAX, NAN), DECIDE_WITHIN);
    assert_int_equal(decision(-0.5, NAN, 0, NAN), DECIDE_UNDECIDED);
}

/* p is that of the family, by Holm: up to the level it decides. */
static void the_level(void **state)
{
    (void)state;
    struct threshold t;
    decide_threshold(&t, &noise, 3, 1, &decide_defaults);
    assert_int_equal(decide(-0.01, 0.05, &t, &noise, &decide_defaults), DECIDE_LOWER);
    assert_int_equal(decide(0.01, 0.05, &t, &noise, &decide_defaults), DECIDE_HIGHER);
    assert_int_equal(decide(-0.01, 0.0501, &t, &noise, &decide_defaults), DECIDE_UNDECIDED);
    assert_int_equal(decide(0.01, 0.0501, &t, &noise, &decide_defaults), DECIDE_UNDECIDED);
}

static void seeds_that_decide(void **state)
{
    (void)state;
    const struct noise wide = { .sd = 0.0073, .df = 20, .source = "", .matters = NAN };
    const size_t n = decide_seeds(-0.004, &wide, 1, &decide_defaults);
    struct threshold t;
    decide_threshold(&t, &wide, n, 1, &decide_defaults);
    assert_true(t.half < 0.001);
    decide_threshold(&t, &wide, n - 1, 1, &decide_defaults);
    assert_true(t.half >= 0.001);
    assert_int_equal(decide_seeds(-0.005, &wide, 1, &decide_defaults), 0); /* on the edge: never */
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(thresholds), cmocka_unit_test(headroom),          cmocka_unit_test(the_level),
    cmocka_unit_test(decisions),  cmocka_unit_test(seeds_that_decide),
};

TEST_MAIN(tests, NULL, NULL)
