/* Batch normalisation: hand-made cases, running statistics, many rows. */
#include "support/main.h"

#include <math.h>
#include <stdlib.h>

#include "nn/norm.h"
#include "support/network_check.h"

/* Two channels: 1 3 2 and 10 10 40. Means 2 and 20; variances 2/3 and 200, unbiased 1 and 300. */
static void normalisation_by_hand(void **state)
{
    (void)state;
    static const float x[6] = { 1, 10, 3, 10, 2, 40 };
    float y[6], running[4] = { 0, 0, 1, 1 };
    struct norm *m = norm_create(2);
    norm_take_batch(m, x, 3);
    norm_forward(m, ACTIVATION_IDENTITY, 0, x, y, 3);
    const double one = 1 / sqrt(2.0 / 3 + 1e-4), two = 10 / sqrt(200 + 1e-4);
    const double expected[6] = { -one, -two, one, -two, 0, 2 * two };
    for (int i = 0; i < 6; i++)
        assert_near((double)y[i], expected[i], 1e-6);
    norm_forward(m, ACTIVATION_LEAKY_RELU, 0.25f, x, y, 3);
    for (int i = 0; i < 6; i++)
        assert_near((double)y[i], expected[i] * (expected[i] < 0 ? 0.25 : 1), 1e-6);
    /* a tenth of the way from 0 and 1 to 2 and 1, 20 and 300; and again */
    norm_update_running(m, running);
    static const double first[4] = { 0.2, 2, 1, 30.9 }, second[4] = { 0.38, 3.8, 1, 57.81 };
    for (int i = 0; i < 4; i++)
        assert_near((double)running[i], first[i], 1e-5);
    norm_update_running(m, running);
    for (int i = 0; i < 4; i++)
        assert_near((double)running[i], second[i], 1e-5);
    norm_take_running(m, running);
    norm_forward(m, ACTIVATION_IDENTITY, 0, x, y, 3);
    assert_near((double)y[0], (1 - 0.38) / sqrt(1 + 1e-4), 1e-6);
    assert_near((double)y[5], (40 - 3.8) / sqrt(57.81 + 1e-4), 1e-6);
    norm_free(m);
    norm_free(NULL);
}

/* Channels whose mean is far from zero, over many blocks; and a single row. */
static void statistics_of_many_rows(void **state)
{
    (void)state;
    enum { ROWS = 50021, C = 3 };
    static const double offset[C] = { 0, 1000, -30 }, scale[C] = { 5, 0.1, 1e-3 };
    struct rng r;
    double mean[C] = { 0 }, variance[C] = { 0 };
    float *x = mem_alloc(ROWS * C, sizeof *x), *y = mem_alloc(ROWS * C, sizeof *y), running[2 * C] = { 0 };
    rng_seed(&r, 5);
    for (size_t i = 0; i < ROWS * C; i++) {
        x[i] = (float)(offset[i % C] + scale[i % C] * rng_normal(&r));
        mean[i % C] += (double)x[i] / ROWS;
    }
    for (size_t i = 0; i < ROWS * C; i++)
        variance[i % C] += pow((double)x[i] - mean[i % C], 2) / ROWS;
    struct norm *m = norm_create(C);
    norm_take_batch(m, x, ROWS);
    norm_update_running(m, running);
    for (int k = 0; k < C; k++) {
        assert_near((double)running[k], 0.1 * mean[k], 1e-6 * fabs(mean[k]) + 1e-6);
        assert_near((double)running[C + k], 0.1 * variance[k] * ROWS / (ROWS - 1), 2e-5 * variance[k]);
    }
    norm_take_batch(m, x, 1);
    norm_forward(m, ACTIVATION_IDENTITY, 0, x, y, 1);
    for (int k = 0; k < C; k++) {
        running[C + k] = 1;
        assert_true(y[k] == 0);
    }
    norm_update_running(m, running); /* one row has no variance */
    for (int k = 0; k < C; k++)
        assert_near((double)running[C + k], 0.9, 1e-6);
    norm_free(m);
    free(x);
    free(y);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(normalisation_by_hand),
    cmocka_unit_test(statistics_of_many_rows),
};

TEST_MAIN(tests, NULL, NULL)
