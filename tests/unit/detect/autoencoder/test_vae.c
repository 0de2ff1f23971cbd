/* vae: its code, with the divergence in closed form, draws, variances at their ends; its scores, the negative ELBO and
 * the error of the means, by their definitions. */
#include "support/fitting.h"

#include "detect/autoencoder/autoencoder.h"
#include "support/naive_code.h"
#include "support/naive_network.h"
#include "support/suite.h"

static const char *const small = SMALL_AUTOENCODER "train.epochs=2 mem-ae.memory=5";

enum { ENCODER, LATENT, DECODER, CODE, PARTS };

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

/* The negative ELBO at z = mu from the networks in double precision: with the weight 1 and
 * loss = gaussian -log N(x; y, sigma^2) + KL. */
static const struct elbo {
    const char *settings;
    double kl_weight;
    int gaussian;
} elbos[] = {
    { "vae.sigma=0.3", 1, 1 },
    { "vae.sigma=0.1 vae.kl_weight=4", 4, 1 },
    { "vae.loss=train vae.kl_weight=0.2", 0.2, 0 },
    { "vae.loss=train train.loss=mse vae.kl_weight=0.01", 0.01, 0 },
};

enum { N = 20, D = 64, WIDTH = 3 };

/* a (N, 2 WIDTH) and y (N, D) of images x (N, D). */
static void run_networks(const struct autoencoder *ae, const double *x, double **a, double **y)
{
    const struct network *const nets[CODE] = { &ae->encoder, &ae->latent, &ae->decoder };
    double *p[CODE], z[N * WIDTH];
    for (int k = 0; k < CODE; k++)
        p[k] = doubles(nets[k]->params, nets[k]->n_params);
    double *features = naive_forward(nets[ENCODER], p[ENCODER], x, N);
    *a = naive_forward(nets[LATENT], p[LATENT], features, N);
    for (size_t i = 0; i < N * WIDTH; i++)
        z[i] = (*a)[i / WIDTH * 2 * WIDTH + i % WIDTH];
    *y = naive_forward(nets[DECODER], p[DECODER], z, N);
    free(features);
    for (int k = 0; k < CODE; k++)
        free(p[k]);
}

/* Of one image, whose error is `error`. */
static double naive_elbo(const struct elbo *c, double sigma, const double *x, const double *y, const double *a,
                         double error)
{
    double divergence = 0, density = 0, variance = sigma * sigma;
    for (size_t j = 0; j < WIDTH; j++)
        divergence += 0.5 * (a[j] * a[j] + exp(a[WIDTH + j]) - 1 - a[WIDTH + j]);
    for (size_t k = 0; k < D; k++)
        density += -0.5 * log(2 * acos(-1) * variance) - pow(x[k] - y[k], 2) / (2 * variance);
    return (c->gaussian ? -density : error) + c->kl_weight * divergence;
}

static void elbo_by_its_definition(void **state)
{
    (void)state;
    struct images positive, unseen;
    double *x = mem_alloc(N * D, sizeof *x);
    draw_images(&positive, 30, 8, 0, 1);
    draw_images(&unseen, N, 8, 1, 2);
    for (size_t k = 0; k < N * D; k++)
        x[k] = unseen.pixels[k] / 255.0;
    for (size_t c = 0; c < sizeof elbos / sizeof *elbos; c++) {
        struct settings s;
        struct fit_report report;
        struct text keys = TEXT_INIT;
        double *a, *y;
        text_format(&keys, "%s vae.score=elbo %s", small, elbos[c].settings);
        configure(&s, text_of(&keys));
        struct fit_input in = { .settings = &s, .positive = &positive, .seed = 1 };
        struct autoencoder *ae = fit_with("vae", &in, &report);
        double *elbo = scores_of("vae", ae, &unseen);
        settings_set(&ae->settings, setting_named("vae", "score"), "error", NULL);
        double *errors = scores_of("vae", ae, &unseen);
        run_networks(ae, x, &a, &y);
        for (size_t i = 0; i < N; i++) {
            double error = naive_error(ae->loss, y + i * D, x + i * D, D);
            double expected = naive_elbo(&elbos[c], get_number(&s, "vae", "sigma"), x + i * D, y + i * D,
                                         a + i * 2 * WIDTH, error);
            assert_near(elbo[i], expected, 1e-4 * (1 + fabs(expected)));
            assert_near(errors[i], error, 1e-5);
        }
        assert_int_equal(ae->loss, c == 2 ? LOSS_L2 : LOSS_MSE);
        free(elbo);
        free(errors);
        free(a);
        free(y);
        text_release(&keys);
        fit_report_release(&report);
        autoencoder_free(ae);
    }
    free(x);
    images_release(&positive);
    images_release(&unseen);
}

/* A VAE whose half for the means is an ordinary autoencoder's latent layer scores as that does
 * with the identity for its code, whatever the variances are. */
static void the_means_score_as_an_autoencoder(void **state)
{
    (void)state;
    struct images positive, unseen;
    struct settings s;
    struct fit_report report;
    draw_images(&positive, 40, 8, 0, 1);
    draw_images(&unseen, 300, 8, 1, 2);
    configure(&s, small);
    settings_set(&s, setting_named("model", "code"), "identity", NULL);
    settings_set(&s, setting_named("vae", "loss"), "train", NULL);
    struct fit_input in = { .settings = &s, .positive = &positive, .seed = 1 };
    struct autoencoder *ae = fit_with("phase1", &in, &report);
    fit_report_release(&report);
    struct autoencoder *vae = fit_with("vae", &in, &report);
    fit_report_release(&report);
    memcpy(vae->encoder.params, ae->encoder.params, ae->encoder.n_params * sizeof(float));
    memcpy(vae->decoder.params, ae->decoder.params, ae->decoder.n_params * sizeof(float));
    size_t width = 3, rows = autoencoder_features(ae) + 1; /* weights, then biases: (features + 1, numbers of a) */
    for (size_t i = 0; i < rows; i++)
        memcpy(vae->latent.params + 2 * width * i, ae->latent.params + width * i, width * sizeof(float));
    double *found = scores_of("vae", vae, &unseen), *expected = scores_of("phase1", ae, &unseen);
    for (size_t i = 0; i < unseen.n; i++)
        assert_near(found[i], expected[i], 1e-5);
    free(found);
    free(expected);
    autoencoder_free(ae);
    autoencoder_free(vae);
    images_release(&positive);
    images_release(&unseen);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(divergence_in_closed_form),
    cmocka_unit_test(draws_have_mean_and_deviation),
    cmocka_unit_test(without_variance_it_is_the_identity),
    cmocka_unit_test(variances_have_limits),
    cmocka_unit_test(elbo_by_its_definition),
    cmocka_unit_test(the_means_score_as_an_autoencoder),
};

TEST_MAIN(tests, NULL, NULL)
