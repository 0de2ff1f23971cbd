/* Thresholds that are carried over. */
#include <math.h>

#include "support/main.h"

#include "base/rng.h"
#include "eval/threshold.h"

/* Normal scores 0, 1, 2 ... 39: the even ones set it, at the 20-th of 20, 38; of the odd ones 39 alone is above. */
static void by_hand(void **state)
{
    (void)state;
    double score[45];
    uint8_t label[45] = { 0 };
    struct carried c;
    struct error e;
    for (int i = 0; i < 40; i++)
        score[i] = i;
    const double anomalies[5] = { 38, 38.5, 37, 100, -3 };
    for (int i = 0; i < 5; i++) {
        score[40 + i] = anomalies[i];
        label[40 + i] = 1;
    }
    assert_int_equal(threshold_carry(&c, score, label, 45, &e), 0);
    assert_true(c.n_set == 20 && c.n_normal == 20 && c.n_anomaly == 5);
    assert_near(c.threshold, 38, 0);
    assert_near(c.false_alarms, 0.05, 1e-12);
    assert_near(c.missed, 3 / 5.0, 1e-12);                          /* one as high as it is let through */
    assert_int_equal(threshold_carry(&c, score, label, 38, &e), 0); /* 19 of them: the largest */
    assert_near(c.threshold, 36, 0);
    assert_true(isnan(c.missed));
    assert_int_equal(threshold_carry(&c, score, label, 36, &e), -1);
    assert_string_equal(e.text, "expected 19 normal samples or more to set a threshold on, found 18");
}

/* Whatever the distribution, at most one in twenty is a false alarm in the mean, and not much fewer. */
static void false_alarms_are_as_promised(void **state)
{
    (void)state;
    enum { N = 200, ROUNDS = 2000 };
    struct rng r;
    rng_seed(&r, 4);
    double mean = 0;
    for (int round = 0; round < ROUNDS; round++) {
        double score[N];
        uint8_t label[N] = { 0 };
        struct carried c;
        for (int i = 0; i < N; i++)
            score[i] = exp(3 * rng_normal(&r));
        assert_int_equal(threshold_carry(&c, score, label, N, NULL), 0);
        mean += c.false_alarms / ROUNDS;
    }
    assert_near(mean, 5 / 101.0, 0.0025); /* k = 96 of 100: 1 - 96 / 101 */
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(by_hand),
    cmocka_unit_test(false_alarms_are_as_promised),
};

TEST_MAIN(tests, NULL, NULL)
