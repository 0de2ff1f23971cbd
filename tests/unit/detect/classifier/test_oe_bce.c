/* oe-bce: a linear head on the code, whose logit is the score. */
#include "support/fitting.h"

#include "detect/autoencoder/autoencoder.h"
#include "detect/classifier/classifier.h"
#include "support/naive_network.h"
#include "support/suite.h"

static void it_ends_in_a_head_on_the_code(void **state)
{
    (void)state;
    static const struct {
        const char *settings;
        enum activation activation;
        float slope;
    } table[] = {
        { "model.code=tanh", ACTIVATION_TANH, 0 },
        { "model.code=sigmoid", ACTIVATION_SIGMOID, 0 },
        { "model.code=relu", ACTIVATION_LEAKY_RELU, 0 },
        { "model.code=leaky-relu model.slope=0.5", ACTIVATION_LEAKY_RELU, 0.5f },
        { "model.code=identity", ACTIVATION_IDENTITY, 0 },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct text keys = TEXT_INIT;
        struct settings s;
        struct error e = { .text = "" };
        text_format(&keys, "model.kind=mlp model.encoder=5 model.latent=3 %s", table[i].settings);
        configure(&s, text_of(&keys));
        struct classifier *c = classifier_create(detector_named("oe-bce")->kind, &s, (struct shape) { 4, 4, 1 }, &e);
        assert_non_null(c);
        assert_int_equal(c->net.n, 3);
        const struct layer *code = &c->net.layer[1], *head = &c->net.layer[2];
        assert_int_equal(shape_size(code->out), 3);
        assert_int_equal(code->activation, table[i].activation);
        if (table[i].activation == ACTIVATION_LEAKY_RELU)
            assert_true(code->slope == table[i].slope);
        assert_int_equal(shape_size(head->out), 1);
        assert_int_equal(head->activation, ACTIVATION_IDENTITY);
        assert_int_equal(detector_named("oe-bce")->code_size(detector_named("oe-bce"), &s), 3);
        classifier_free(c);
        text_release(&keys);
    }
    assert_true(detector_uses(detector_named("oe-bce"), NULL, setting_named("model", "code")));
}

/* Of more images than are scored at once. Negatives have the label 1: their logits are above 0. */
static void the_score_is_the_logit(void **state)
{
    enum { N = 300, PIXELS = 36 };
    struct images positive, negative, test;
    struct settings s;
    struct fit_report report;
    (void)state;
    draw_images(&positive, 20, 6, 0, 1);
    draw_images(&negative, 20, 6, 1, 2);
    draw_images(&test, N, 6, 1, 3);
    configure(&s, "model.kind=conv model.encoder=3_4 model.latent=3 train.batch=8 oe-bce.epochs=40 "
                  "oe-bce.learning_rate=0.01");
    struct fit_input in = { .settings = &s, .positive = &positive, .negative = &negative, .seed = 2 };
    struct classifier *model = fit_with("oe-bce", &in, &report);
    double *scores = scores_of("oe-bce", model, &test), *params = doubles(model->net.params, model->net.n_params);
    double *low = scores_of("oe-bce", model, &positive), *x = mem_alloc(N * PIXELS, sizeof *x);
    for (size_t i = 0; i < N * PIXELS; i++)
        x[i] = test.pixels[i] / 255.0;
    double *out = naive_forward(&model->net, params, x, N);
    for (size_t i = 0; i < N; i++)
        assert_near(scores[i], out[i], 1e-5 * (1 + fabs(out[i])));
    assert_true(mean_of(scores, N) > 0 && mean_of(low, positive.n) < 0);
    free(out);
    free(x);
    free(params);
    free(scores);
    free(low);
    fit_report_release(&report);
    classifier_free(model);
    images_release(&positive);
    images_release(&negative);
    images_release(&test);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(it_ends_in_a_head_on_the_code),
    cmocka_unit_test(the_score_is_the_logit),
};

TEST_MAIN(tests, NULL, NULL)
