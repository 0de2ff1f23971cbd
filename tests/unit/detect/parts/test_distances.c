/* Squared distances by products against sums of squared differences in double precision. */
#include "support/fitting.h"

#include "detect/parts/distances.h"

enum { N = 37, ROWS = 19, D = 21 };

static double naive(const float *x, const float *y)
{
    double sum = 0;
    for (size_t k = 0; k < D; k++)
        sum += pow((double)x[k] - (double)y[k], 2);
    return sum;
}

static void rows_are_centred(void **state)
{
    (void)state;
    float *x = drawn_normals(ROWS * D, 3, 1, 1), *before = drawn_normals(ROWS * D, 3, 1, 1);
    float *mean = drawn_normals(D, 3, 1, 2), norms[ROWS];
    centre_rows(mean, ROWS, D, x, norms);
    for (size_t i = 0; i < ROWS; i++) {
        assert_near((double)norms[i], naive(before + i * D, mean), 1e-5 * D);
        for (size_t k = 0; k < D; k++)
            assert_true(x[i * D + k] == before[i * D + k] - mean[k]);
    }
    free(x);
    free(before);
    free(mean);
}

/* Far from the origin: what is taken off first keeps the digits. */
static void distances_of_centred_rows(void **state)
{
    (void)state;
    float *x = drawn_normals(ROWS * D, 100, 1, 1), *y = drawn_normals(N * D, 100, 1, 2);
    float mean[D], x_norms[ROWS], y_norms[N], out[ROWS * N];
    double expected[ROWS * N];
    memcpy(x, y + 5 * D, D * sizeof *x); /* one that is there */
    for (size_t i = 0; i < ROWS; i++)
        for (size_t j = 0; j < N; j++)
            expected[i * N + j] = naive(x + i * D, y + j * D);
    for (size_t k = 0; k < D; k++)
        mean[k] = 100;
    centre_rows(mean, ROWS, D, x, x_norms);
    centre_rows(mean, N, D, y, y_norms);
    squared_distances(x, x_norms, ROWS, y, y_norms, N, D, out);
    for (size_t i = 0; i < ROWS * N; i++) {
        assert_near((double)out[i], expected[i], 2e-5 * (1 + expected[i]));
        assert_true(out[i] >= 0);
    }
    assert_near((double)out[5], 0, 1e-4);
    free(x);
    free(y);
}

/* Copies with one number changed, by steps down to a grey level and less: products alone would be wrong by a grey
 * level's square. More rows than a chunk of the inner loop. */
static void near_rows_keep_their_digits(void **state)
{
    enum { PIXELS = 784, COPIES = 600 };
    (void)state;
    float *x = drawn_normals(PIXELS, 0, 0.3, 1), *y = mem_alloc(COPIES * PIXELS, sizeof *y), norm;
    float *norms = mem_alloc(COPIES, sizeof *norms), *out = mem_alloc(COPIES, sizeof *out);
    float *mean = mem_zero(PIXELS, sizeof *mean);
    for (size_t i = 0; i < COPIES; i++) {
        memcpy(y + i * PIXELS, x, PIXELS * sizeof *x);
        y[i * PIXELS + i] += i % 2 ? ldexpf(1, -(int)(i % 12)) : 0.0f;
    }
    centre_rows(mean, 1, PIXELS, x, &norm);
    centre_rows(mean, COPIES, PIXELS, y, norms);
    squared_distances(x, &norm, 1, y, norms, COPIES, PIXELS, out);
    for (size_t i = 0; i < COPIES; i++) {
        double moved = (double)y[i * PIXELS + i] - (double)x[i]; /* with y's rounding */
        assert_near((double)out[i], moved * moved, 1e-5 * moved * moved);
    }
    free(x);
    free(y);
    free(norms);
    free(out);
    free(mean);
}

static void what_is_no_number_stays(void **state)
{
    (void)state;
    float x[2 * D] = { 0 }, norms[2], mean[D] = { 0 }, out[4];
    x[3] = NAN;
    centre_rows(mean, 2, D, x, norms);
    squared_distances(x, norms, 2, x, norms, 2, D, out);
    assert_true(isnan(out[0]) && isnan(out[1]) && isnan(out[2]));
    assert_true(out[3] == 0);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(rows_are_centred),
    cmocka_unit_test(distances_of_centred_rows),
    cmocka_unit_test(near_rows_keep_their_digits),
    cmocka_unit_test(what_is_no_number_stays),
};

TEST_MAIN(tests, NULL, NULL)
