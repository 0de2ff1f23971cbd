/* Gaussian codes: the divergence in closed form, draws, variances at their ends. */
#include "support/main.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "detect/autoencoder/code.h"
#include "support/naive_code.h"

/* 1/2 (mu^2 + s^2 - 1 - log s^2), summed. */
static void divergence_in_closed_form(void **state)
{
    (void)state;
    static const struct {
        float mu[2], log_variance[2];
        double expected;
    } table[] = {
        { { 0, 0 }, { 0, 0 }, 0 },
        { { 1, 2 }, { 0, 0 }, 2.5 },
        { { 0, 0 }, { 1.3862943611f, 0 }, 0.8068528194 },  /* (4 - 1 - log 4) / 2 */
        { { 0, 0 }, { 0, -1.3862943611f }, 0.3181471806 }, /* (1/4 - 1 + log 4) / 2 */
        { { 3, 0 }, { -1.3862943611f, 0 }, 4.8181471806 },
    };
    enum { CASES = sizeof table / sizeof *table };
    float a[CASES][4];
    for (int i = 0; i < CASES; i++)
        memcpy(a[i], table[i].mu, sizeof table[i].mu),
            memcpy(a[i] + 2, table[i].log_variance, sizeof table[i].log_variance);
    struct code c = code_with(&code_gaussian, "model.latent=2 vae.loss=train vae.kl_weight=0.25", 50);
    struct code_pass pass;
    code_pass_init(&pass, &c, CASES);
    float *z = code_pass_forward(&pass, a[0], NULL);
    for (int i = 0; i < CASES; i++) {
        assert_near(pass.term[i], table[i].expected, 1e-6);
        assert_memory_equal(z + 2 * i, table[i].mu, sizeof table[i].mu);
    }
    assert_near(c.weight, 0.25, 0);
    code_pass_release(&pass);
    code_release(&c);
    /* ||y - x||^2 / (2 sigma^2) is 50 / (2 .04) mean squared errors */
    c = code_with(&code_gaussian, "model.latent=2 vae.loss=gaussian vae.sigma=0.2 vae.kl_weight=0.5 train.loss=mse",
                  50);
    assert_near(c.weight, 0.5 * 0.08 / 50, 1e-15);
    code_release(&c);
}

static void draws_have_mean_and_deviation(void **state)
{
    (void)state;
    enum { N = 20000 };
    const double mu[2] = { 1.5, -2 }, s[2] = { 0.5, 3 };
    struct code c = code_with(&code_gaussian, "model.latent=2 vae.loss=train", 50);
    float *a = mem_alloc(4 * N, sizeof *a);
    struct code_pass pass;
    struct rng noise;
    double sum[2] = { 0 }, square[2] = { 0 }, both = 0;
    for (size_t i = 0; i < 4 * N; i++)
        a[i] = (float)(i % 4 < 2 ? mu[i % 4] : 2 * log(s[i % 4 - 2]));
    rng_seed(&noise, 5);
    code_pass_init(&pass, &c, N);
    const float *z = code_pass_forward(&pass, a, &noise);
    for (size_t i = 0; i < N; i++) {
        double x[2];
        for (int j = 0; j < 2; j++) {
            x[j] = ((double)z[2 * i + (size_t)j] - mu[j]) / s[j];
            sum[j] += x[j] / N;
            square[j] += x[j] * x[j] / N;
        }
        both += x[0] * x[1] / N;
    }
    for (int j = 0; j < 2; j++) { /* four standard errors */
        assert_near(sum[j], 0, 4 / sqrt(N));
        assert_near(square[j], 1, 4 * sqrt(2.0 / N));
    }
    assert_near(both, 0, 4 / sqrt(N));
    code_pass_release(&pass);
    code_release(&c);
    free(a);
}

/* No weight on the divergence and no variance: the code is the identity of an ordinary autoencoder. */
static void without_variance_it_is_the_identity(void **state)
{
    (void)state;
    enum { N = 7, WIDTH = 4 };
    struct code c = code_with(&code_gaussian, "model.latent=4 vae.loss=train vae.kl_weight=0", 50);
    float *a = drawn_normals(N * 2 * WIDTH, 0, 1, 1), *dz = drawn_normals(N * WIDTH, 0, 1, 2), da[N * 2 * WIDTH];
    struct code_pass pass;
    struct rng noise;
    rng_seed(&noise, 3);
    for (size_t i = 0; i < N * 2 * WIDTH; i++)
        a[i] = i % (2 * WIDTH) < WIDTH ? a[i] : -200;
    code_pass_init(&pass, &c, N);
    const float *z = code_pass_forward(&pass, a, &noise);
    code_pass_backward(&pass, a, dz, da, NULL);
    for (size_t i = 0; i < N; i++)
        for (size_t j = 0; j < WIDTH; j++) {
            assert_near((double)z[i * WIDTH + j], (double)a[i * 2 * WIDTH + j], 1e-7);
            assert_true(da[i * 2 * WIDTH + j] == dz[i * WIDTH + j]);
            assert_near((double)da[i * 2 * WIDTH + WIDTH + j], 0, 1e-7);
        }
    code_pass_release(&pass);
    code_release(&c);
    free(a);
    free(dz);
}

/* The logarithm of a variance that ran away stays finite, and its gradient leads back. */
static void variances_have_limits(void **state)
{
    (void)state;
    const float a[4] = { 0.5f, 0.5f, 1000, -1000 }, dz[2] = { 0, 0 };
    float da[4];
    struct code c = code_with(&code_gaussian, "model.latent=2 vae.loss=train", 50);
    struct code_pass pass;
    struct rng noise;
    rng_seed(&noise, 3);
    code_pass_init(&pass, &c, 1);
    const float *z = code_pass_forward(&pass, a, &noise);
    code_pass_backward(&pass, a, dz, da, NULL);
    assert_true(isfinite(z[0]) && isfinite(z[1]) && isfinite(pass.term[0]));
    assert_near(pass.term[0] / ((exp(40) + 0.5 - 2) / 2), 1, 1e-6);
    assert_true(isfinite(da[2]) && da[2] > 0 && da[3] < 0);
    code_pass_release(&pass);
    code_release(&c);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(divergence_in_closed_form),
    cmocka_unit_test(draws_have_mean_and_deviation),
    cmocka_unit_test(without_variance_it_is_the_identity),
    cmocka_unit_test(variances_have_limits),
};

TEST_MAIN(tests, NULL, NULL)
