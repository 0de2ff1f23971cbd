/* hsc: it ends in the code before its activation, and its score is that point's distance from the origin. */
#include "support/fitting.h"

#include "detect/autoencoder/autoencoder.h"
#include "detect/classifier/classifier.h"
#include "support/naive_network.h"
#include "support/suite.h"

static void it_ends_in_the_linear_code(void **state)
{
    (void)state;
    static const char *const codes[] = { "tanh", "relu", "identity" };
    struct settings s;
    configure(&s, "model.kind=mlp model.encoder=5 model.latent=3");
    for (int i = 0; i < 3; i++) {
        struct error e = { .text = "" };
        assert_int_equal(settings_set(&s, setting_named("model", "code"), codes[i], &e), 0);
        struct classifier *c = classifier_create(detector_named("hsc")->kind, &s, (struct shape) { 4, 4, 1 }, &e);
        assert_non_null(c);
        assert_int_equal(c->net.n, 2);
        assert_int_equal(shape_size(c->net.out), 3);
        assert_int_equal(c->net.layer[1].activation, ACTIVATION_IDENTITY);
        classifier_free(c);
    }
    assert_false(detector_uses(detector_named("hsc"), &s, setting_named("model", "code")));
    assert_int_equal(detector_named("hsc")->code_size(detector_named("hsc"), &s), 3);
}

/* sqrt(||a||^2 + 1) - 1, of more images than are scored at once: 0 at the origin, about ||a|| far from it. */
static void the_score_is_the_distance(void **state)
{
    enum { N = 300, PIXELS = 36 };
    struct images positive, negative, test;
    struct settings s;
    struct fit_report report;
    (void)state;
    draw_images(&positive, 20, 6, 0, 1);
    draw_images(&negative, 20, 6, 1, 2);
    draw_images(&test, N, 6, 1, 3);
    configure(&s, "model.kind=conv model.encoder=3_4 model.latent=3 train.batch=8 hsc.epochs=2");
    struct fit_input in = { .settings = &s, .positive = &positive, .negative = &negative, .seed = 2 };
    struct classifier *model = fit_with("hsc", &in, &report);
    double *scores = scores_of("hsc", model, &test), *params = doubles(model->net.params, model->net.n_params);
    double *x = mem_alloc(N * PIXELS, sizeof *x);
    for (size_t i = 0; i < N * PIXELS; i++)
        x[i] = test.pixels[i] / 255.0;
    double *out = naive_forward(&model->net, params, x, N);
    for (size_t i = 0; i < N; i++) {
        const double *a = out + 3 * i;
        double expected = sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2] + 1) - 1;
        assert_near(scores[i], expected, 1e-5 * (1 + expected));
    }
    free(out);
    free(x);
    free(params);
    free(scores);
    fit_report_release(&report);
    classifier_free(model);
    images_release(&positive);
    images_release(&negative);
    images_release(&test);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(it_ends_in_the_linear_code),
    cmocka_unit_test(the_score_is_the_distance),
};

TEST_MAIN(tests, NULL, NULL)
