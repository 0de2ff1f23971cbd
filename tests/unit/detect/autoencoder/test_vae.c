/* vae: its scores, the negative ELBO and the error of the means, by their definitions. */
#include "support/fitting.h"

#include "detect/autoencoder/autoencoder.h"
#include "support/naive_network.h"
#include "support/suite.h"

static const char *const small = SMALL_AUTOENCODER "train.epochs=2 mem-ae.memory=5";

enum { ENCODER, LATENT, DECODER, CODE, PARTS };

/* The negative ELBO at z = mu from the networks in double precision: with the weight 1 and
 * loss = gaussian -log N(x; y, sigma^2) + KL. */
static void elbo_by_its_definition(void **state)
{
    (void)state;
    static const struct {
        const char *settings;
        double kl_weight;
    } table[] = {
        { "vae.sigma=0.3", 1 },
        { "vae.sigma=0.1 vae.kl_weight=4", 4 },
        { "vae.loss=train vae.kl_weight=0.2", 0.2 },
        { "vae.loss=train train.loss=mse vae.kl_weight=0.01", 0.01 },
    };
    enum { N = 20, D = 64, WIDTH = 3 };
    struct images positive, unseen;
    draw_images(&positive, 30, 8, 0, 1);
    draw_images(&unseen, N, 8, 1, 2);
    for (size_t c = 0; c < sizeof table / sizeof *table; c++) {
        struct settings s;
        struct fit_report report;
        struct text keys = TEXT_INIT;
        text_format(&keys, "%s vae.score=elbo %s", small, table[c].settings);
        configure(&s, text_of(&keys));
        struct fit_input in = { .settings = &s, .positive = &positive, .seed = 1 };
        struct autoencoder *ae = fit_with("vae", &in, &report);
        double *elbo = scores_of("vae", ae, &unseen), *x = mem_alloc(N * D, sizeof *x),
               *error = mem_alloc(N, sizeof *error);
        double *p[CODE] = { doubles(ae->encoder.params, ae->encoder.n_params),
                            doubles(ae->latent.params, ae->latent.n_params),
                            doubles(ae->decoder.params, ae->decoder.n_params) };
        for (size_t k = 0; k < N * D; k++)
            x[k] = unseen.pixels[k] / 255.0;
        double *features = naive_forward(&ae->encoder, p[ENCODER], x, N),
               *a = naive_forward(&ae->latent, p[LATENT], features, N);
        double z[N * WIDTH], sigma = get_number(&s, "vae", "sigma"), variance = sigma * sigma;
        for (size_t i = 0; i < N * WIDTH; i++)
            z[i] = a[i / WIDTH * 2 * WIDTH + i % WIDTH];
        double *y = naive_forward(&ae->decoder, p[DECODER], z, N);
        settings_set(&ae->settings, setting_named("vae", "score"), "error", NULL);
        double *errors = scores_of("vae", ae, &unseen);
        for (size_t i = 0; i < N; i++) {
            double divergence = 0, density = 0;
            for (size_t j = 0; j < WIDTH; j++) {
                double mu = a[i * 2 * WIDTH + j], log_variance = a[i * 2 * WIDTH + WIDTH + j];
                divergence += 0.5 * (mu * mu + exp(log_variance) - 1 - log_variance);
            }
            for (size_t k = i * D; k < (i + 1) * D; k++)
                density += -0.5 * log(2 * acos(-1) * variance) - pow(x[k] - y[k], 2) / (2 * variance);
            error[i] = naive_error(ae->loss, y + i * D, x + i * D, D);
            double expected = (strstr(table[c].settings, "vae.loss=train") ? error[i] : -density) +
                              table[c].kl_weight * divergence;
            assert_near(elbo[i], expected, 1e-4 * (1 + fabs(expected)));
            assert_near(errors[i], error[i], 1e-5);
        }
        assert_int_equal(ae->loss, c == 2 ? LOSS_L2 : LOSS_MSE);
        free(elbo);
        free(errors);
        free(error);
        free(x);
        free(features);
        free(a);
        free(y);
        for (int k = 0; k < CODE; k++)
            free(p[k]);
        text_release(&keys);
        fit_report_release(&report);
        autoencoder_free(ae);
    }
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
    cmocka_unit_test(elbo_by_its_definition),
    cmocka_unit_test(the_means_score_as_an_autoencoder),
};

TEST_MAIN(tests, NULL, NULL)
