/* Activations: against libm, at their ends, their derivatives and inverses. */
#include "support/main.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/rng.h"
#include "nn/activation.h"
#include "support/naive_network.h"

/* Over all floats the relative error of tanh is at most 2.53e-7 (at .3, where the series
 * ends), that of the sigmoid within +-80 at most 1.48e-7; here a sample of them. */
static void tanh_and_sigmoid_against_libm(void **state)
{
    (void)state;
    enum { BLOCK = 4096 };
    float x[BLOCK], t[BLOCK], s[BLOCK];
    uint64_t bits = 0;
    while (bits < UINT64_C(1) << 32) {
        size_t n = 0;
        for (; n < BLOCK && bits < UINT64_C(1) << 32; bits += 1511) {
            uint32_t low = (uint32_t)bits;
            memcpy(&x[n], &low, sizeof low);
            n += fabsf(x[n]) <= 80.0f && fabsf(x[n]) >= 0x1p-126f;
        }
        activation_apply(ACTIVATION_TANH, 0, x, t, n);
        activation_apply(ACTIVATION_SIGMOID, 0, x, s, n);
        for (size_t i = 0; i < n; i++) {
            double sigmoid = 1 / (1 + exp(-(double)x[i])), tangent = tanh((double)x[i]);
            assert_near((double)t[i] / tangent, 1, 2.53e-7);
            assert_near((double)s[i] / sigmoid, 1, 1.48e-7);
            assert_true(fabsf(t[i]) <= 1.0f && s[i] <= 1.0f);
        }
    }
}

static void ends_of_the_activations(void **state)
{
    (void)state;
    const float x[] = { INFINITY, -INFINITY, 1e30f, -1e30f, 0.0f, -0.0f, 100.0f, -100.0f };
    enum { N = sizeof x / sizeof *x };
    float y[N];
    activation_apply(ACTIVATION_TANH, 0, x, y, N);
    const float t[N] = { 1, -1, 1, -1, 0.0f, -0.0f, 1, -1 };
    assert_memory_equal(y, t, sizeof y);
    activation_apply(ACTIVATION_SIGMOID, 0, x, y, N);
    for (int i = 0; i < N; i++)
        assert_near((double)y[i], 1 / (1 + exp(-(double)x[i])), 2e-35);
    activation_apply(ACTIVATION_LEAKY_RELU, 0.25f, x, y, N);
    const float leaky[N] = { INFINITY, -INFINITY, 1e30f, -0.25e30f, 0.0f, -0.0f, 100.0f, -25.0f };
    assert_memory_equal(y, leaky, sizeof y);
    activation_apply(ACTIVATION_LEAKY_RELU, 0, x + 2, y, N - 2);
    assert_true(y[1] == 0 && y[5] == 0 && y[4] == 100.0f);
    activation_apply(ACTIVATION_IDENTITY, 0, x, y, N);
    assert_memory_equal(y, x, sizeof y);
    /* a loss that is not a number must stay visible */
    float none = NAN;
    for (int k = 0; k < ACTIVATIONS; k++) {
        activation_apply(activations[k], 0.2f, &none, y, 1);
        assert_true(isnan(y[0]));
    }
}

static void forward_adds_the_bias(void **state)
{
    (void)state;
    static const int channels[] = { 1, 2, 3, 5, 16, 17, 32, 33, 63, 64, 65, 100 };
    static const size_t rows[] = { 1, 2, 7, 64, 131 };
    struct rng r;
    rng_seed(&r, 1);
    for (int k = 0; k < ACTIVATIONS; k++)
        for (size_t a = 0; a < sizeof channels / sizeof *channels; a++)
            for (size_t b = 0; b < sizeof rows / sizeof *rows; b++) {
                size_t c = (size_t)channels[a], n = rows[b] * c;
                float *y = normals(&r, n), *bias = normals(&r, c);
                double *x = doubles(y, n);
                activation_forward(activations[k], 0.2f, y, bias, rows[b], (int)c);
                for (size_t i = 0; i < n; i++)
                    assert_near((double)y[i], naive_activation(activations[k], 0.2, x[i] + (double)bias[i % c]), 1e-6);
                free(x);
                free(y);
                free(bias);
            }
}

/* The derivative by differences of the double-precision function, and the columns' sums. */
static void backward_is_the_derivative(void **state)
{
    (void)state;
    static const struct {
        size_t rows;
        int c;
    } sizes[] = { { 1, 1 },    { 7, 3 },    { 131, 17 }, { 3000, 3 }, { 40, 1000 },
                  { 9, 4096 }, { 5, 5000 }, { 2, 9001 }, { 70, 64 } };
    struct rng r;
    rng_seed(&r, 2);
    for (int k = 0; k < ACTIVATIONS; k++)
        for (size_t a = 0; a < sizeof sizes / sizeof *sizes; a++) {
            size_t c = (size_t)sizes[a].c, n = sizes[a].rows * c;
            const double step = 1e-6;
            float *x = normals(&r, n), *y = mem_alloc(n, sizeof *y), *dy = normals(&r, n);
            double *wanted = doubles(dy, n), *columns = mem_alloc(c, sizeof *columns),
                   *sums = mem_alloc(c, sizeof *sums);
            for (size_t i = 0; i < c; i++)
                sums[i] = columns[i] = (double)i; /* sums are added to what is there */
            for (size_t i = 0; i < n; i++)
                x[i] += x[i] > 0 ? 0.01f : -0.01f; /* away from the kink of leaky ReLU */
            for (size_t i = 0; i < n; i++) {
                double above = naive_activation(activations[k], 0.2, (double)x[i] + step);
                double below = naive_activation(activations[k], 0.2, (double)x[i] - step);
                wanted[i] *= (above - below) / (2 * step);
                columns[i % c] += wanted[i];
            }
            activation_apply(activations[k], 0.2f, x, y, n);
            float *again = mem_alloc(n, sizeof *again);
            memcpy(again, dy, n * sizeof *dy);
            activation_backward(activations[k], 0.2f, dy, y, sums, sizes[a].rows, (int)c);
            for (size_t i = 0; i < n; i++)
                assert_near((double)dy[i], wanted[i], 2e-6);
            for (size_t i = 0; i < c; i++)
                assert_near(sums[i], columns[i], 2e-6 * sqrt((double)sizes[a].rows) + 1e-6);
            activation_backward(activations[k], 0.2f, again, y, NULL, sizes[a].rows, (int)c);
            assert_memory_equal(again, dy, n * sizeof *dy);
            free(x);
            free(y);
            free(dy);
            free(wanted);
            free(columns);
            free(sums);
            free(again);
        }
}

static void inverse(void **state)
{
    (void)state;
    for (int k = 0; k < ACTIVATIONS; k++)
        for (float y = 0.005f; y < 0.996f; y += 0.01f)
            assert_near(naive_activation(activations[k], 0.2, (double)activation_inverse(activations[k], y)), (double)y,
                        1e-6);
    for (float y = -0.99f; y < 0; y += 0.01f)
        assert_near(tanh((double)activation_inverse(ACTIVATION_TANH, y)), (double)y, 1e-6);
    /* the ends are pulled in by 1/255 */
    assert_near((double)activation_inverse(ACTIVATION_SIGMOID, 0), log(1.0 / 254), 1e-5);
    assert_near((double)activation_inverse(ACTIVATION_SIGMOID, 1), log(254), 1e-4);
    assert_near((double)activation_inverse(ACTIVATION_TANH, 1), atanh(1 - 1.0 / 255), 1e-4);
    assert_near((double)activation_inverse(ACTIVATION_TANH, -1), -atanh(1 - 1.0 / 255), 1e-4);
    assert_true(activation_inverse(ACTIVATION_IDENTITY, 7.5f) == 7.5f);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(tanh_and_sigmoid_against_libm),
    cmocka_unit_test(ends_of_the_activations),
    cmocka_unit_test(forward_adds_the_bias),
    cmocka_unit_test(backward_is_the_derivative),
    cmocka_unit_test(inverse),
};

TEST_MAIN(tests, NULL, NULL)
