/* Autoencoders: the networks' shapes and starts, and models that are not right. */
#include "support/fitting.h"

#include "detect/autoencoder/autoencoder.h"
#include "support/naive_network.h"
#include "support/suite.h"

static const char *const small = SMALL_AUTOENCODER "shape.learning_rate=0.01";

/* Before training: zeros in front of the output leave its bias, the mean of each channel
 * (conv) or pixel (mlp, linear); a linear code is centred, so that the mean image is itself. */
static void starts_at_the_mean_image(void **state)
{
    (void)state;
    static const struct {
        const char *settings;
        size_t biases;
    } table[] = {
        { "model.kind=conv model.encoder=2 model.decoder=2", 3 },
        { "model.kind=mlp model.encoder=4 model.decoder=4", 48 },
        { "model.kind=mlp model.encoder=4 model.decoder=4 model.output=identity", 48 },
        { "model.kind=linear", 48 },
    };
    enum { N = 9, D = 48 };
    struct images im;
    struct rng r;
    rng_seed(&r, 1);
    images_new(&im, N, 4, 4, 3);
    for (size_t i = 0; i < N * D; i++)
        im.pixels[i] = (uint8_t)(40 * (i % 3) + rng_below(&r, 100));
    for (size_t c = 0; c < sizeof table / sizeof *table; c++) {
        struct settings s;
        struct autoencoder ae;
        configure(&s, table[c].settings);
        assert_int_equal(autoencoder_init(&ae, &s, (struct shape) { 4, 4, 3 }, NULL), 0);
        autoencoder_initialise(&ae, &im, 5);
        const struct layer *last = &ae.decoder.layer[ae.decoder.n - 1];
        assert_int_equal(last->n_bias, table[c].biases);
        double pixel[D] = { 0 };
        for (size_t k = 0; k < last->n_bias; k++) {
            double sum = 0, count = 0;
            for (size_t i = k; i < N * D; i += last->n_bias, count++)
                sum += im.pixels[i] / 255.0;
            double bias = (double)ae.decoder.params[last->bias + k];
            assert_near(naive_activation(last->activation, 0, bias), sum / count, 1e-6);
        }
        if (choice_is(model_of(&s)->kind, "linear")) {
            double *latent = doubles(ae.latent.params, ae.latent.n_params);
            for (size_t i = 0; i < N * D; i++)
                pixel[i % D] += im.pixels[i] / (255.0 * N);
            double *code = naive_forward(&ae.latent, latent, pixel, 1);
            for (int k = 0; k < model_of(&s)->latent; k++)
                assert_near(code[k], 0, 1e-5);
            free(code);
            free(latent);
        }
        autoencoder_release(&ae);
        settings_set(&s, setting_named("model", "output_bias"), "zero", NULL);
        assert_int_equal(autoencoder_init(&ae, &s, (struct shape) { 4, 4, 3 }, NULL), 0);
        autoencoder_initialise(&ae, &im, 5);
        for (size_t k = 0; k < last->n_bias; k++)
            assert_true(ae.decoder.params[last->bias + k] == 0);
        settings_set(&ae.settings, setting_named("model", "init"), "uniform", NULL); /* which draws all biases */
        autoencoder_initialise(&ae, &im, 5);
        for (size_t k = 0; k < last->n_bias; k++)
            assert_true(ae.decoder.params[last->bias + k] == 0);
        autoencoder_release(&ae);
    }
    images_release(&im);
}

/* The paper's network on its four sizes, and one whose sides halve unevenly. */
static void networks_have_their_shapes(void **state)
{
    (void)state;
    static const struct {
        int side, channels, half, quarter;
    } table[] = { { 28, 1, 14, 7 }, { 32, 3, 16, 8 }, { 30, 1, 15, 7 }, { 7, 1, 3, 1 } };
    for (size_t c = 0; c < sizeof table / sizeof *table; c++) {
        struct settings s;
        struct autoencoder ae;
        int a = table[c].channels, h = table[c].half, q = table[c].quarter;
        settings_start(&s);
        assert_int_equal(autoencoder_init(&ae, &s, (struct shape) { table[c].side, table[c].side, a }, NULL), 0);
        assert_true(ae.encoder.n == 2 && ae.latent.n == 1 && ae.decoder.n == 4);
        assert_int_equal(ae.encoder.layer[0].out.h, h);
        assert_int_equal(ae.decoder.layer[1].out.w, h);
        assert_int_equal(autoencoder_features(&ae), q * q * 64);
        assert_int_equal(ae.code.width, 64);
        assert_true(ae.decoder.out.h == table[c].side && ae.decoder.out.w == table[c].side && ae.decoder.out.c == a);
        assert_int_equal(ae.code.plain.activation, ACTIVATION_TANH);
        assert_int_equal(ae.decoder.layer[3].activation, ACTIVATION_SIGMOID);
        assert_int_equal(ae.latent.layer[0].activation, ACTIVATION_IDENTITY);
        assert_int_equal(ae.encoder.n_params, 16 * a * 32 + 32 + 16 * 32 * 64 + 64);
        assert_int_equal(ae.latent.n_params, q * q * 64 * 64 + 64);
        assert_int_equal(ae.decoder.n_params, 65 * q * q * 64 + 16 * 64 * 32 + 32 + 16 * 32 * 32 + 32 + 9 * 32 * a + a);
        double side = table[c].side, dense = 2 * q * q * 64.0 * 64;
        double down = h * h * 16.0 * a * 32 + q * q * 16.0 * 32 * 64,
               up = q * q * 16.0 * 64 * 32 + h * h * 16.0 * 32 * 32;
        double work = 2 * (down + dense + up + side * side * 9 * 32 * a);
        assert_near(autoencoder_work(&ae), work, 0);
        autoencoder_release(&ae);
    }
}

static void impossible_networks(void **state)
{
    (void)state;
    static const struct {
        const char *settings;
        int side;
        const char *message;
    } table[] = {
        { "model.encoder=8 model.decoder=8_8", 28,
          "a conv network needs as many entries in 'decoder' of [model] (2) as in 'encoder' (1)" },
        { "model.last_kernel=4", 28, "'last_kernel' in [model]: expected an odd number, found 4" },
        { "model.encoder=8_8_8 model.decoder=8_8_8", 7,
          "layer 3: an input of 1x1x8 is too small for a kernel of 4 with stride 2" },
    };
    for (size_t c = 0; c < sizeof table / sizeof *table; c++) {
        struct settings s;
        struct error e;
        configure(&s, table[c].settings);
        const struct sizes p = { .height = table[c].side, .width = table[c].side, .channels = 1 };
        assert_int_equal(detector_named("ae")->check(detector_named("ae"), &s, &p, &e), -1);
        assert_string_equal(e.text, table[c].message);
        settings_set(&s, setting_named("model", "kind"), "mlp", NULL); /* which has no such limits */
        assert_int_equal(detector_named("ae")->check(detector_named("ae"), &s, &p, &e), 0);
    }
}

static void damaged_models_are_refused(void **state)
{
    static const char *const entries[] = { "settings", "image", "encoder", "latent", "decoder" };
    static const struct {
        const char *settings, *message;
    } texts[] = {
        { "[model]\nkind = conv\ncolour = red\n", "unknown key 'colour' in [model]" },
        { "[modle]\nkind = conv\n", "unknown key 'kind' in [modle]" },
        { "[model]\nkind = cnov\n", "expected one of conv, mlp, linear, found 'cnov'" },
        { "[model]\nlatent = -3\n", "expected a whole number from 1 to 4096, found '-3'" },
        { "[model\nlatent = 3\n", "" },
        { "[model]\nlatent\n", "" },
        { "[model]\nencoder = 4 6\ndecoder = 6 4\nlatent = 4\n", "parameters in 'latent'" },
    };
    static const int32_t sizes[][3] = {
        { 12, 8, 1 }, { 8, 8, 3 }, { 0, 8, 1 }, { -8, -8, 1 }, { 8, 8, 0 }, { INT32_MAX, 8, 1 }, { 8, 8, INT32_MAX },
    };
    char *path = path_join(*state, "good.lisae", NULL), *bad = path_join(*state, "bad.lisae", NULL);
    struct images positive;
    struct settings s;
    struct fit_report report;
    struct archive a;
    draw_images(&positive, 16, 8, 0, 1);
    configure(&s, small);
    KEYS(&s, train)->epochs = 1;
    struct fit_input in = { .settings = &s, .positive = &positive, .seed = 3 };
    struct autoencoder *model = fit_with("phase1", &in, &report);
    fit_report_release(&report);
    save_model("phase1", model, path, &a);
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        put_changed(&a, bad, entries[i], 0, 0, NULL);
        assert_refused("lis-ae", bad, entries[i]);
    }
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        put_changed(&a, bad, "settings", ARCHIVE_TEXT, 0, texts[i].settings);
        assert_refused("ae", bad, texts[i].message);
    }
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        put_changed(&a, bad, "image", ARCHIVE_I32, 3, sizes[i]);
        assert_refused("ae", bad, "");
    }
    put_changed(&a, bad, "image", ARCHIVE_I32, 2, sizes[0]);
    assert_refused("phase1", bad, "bad.lisae: expected 3 numbers in 'image', found 2");
    put_changed(&a, bad, "decoder", ARCHIVE_F32, model->decoder.n_params - 1, model->decoder.params);
    assert_refused("phase1", bad, "parameters in 'decoder'");
    autoencoder_free(model);
    archive_release(&a);
    images_release(&positive);
    free(path);
    free(bad);
}

/* A first phase that is not finite, and no negatives where they are needed. */
static void fits_that_fail(void **state)
{
    char *path = path_join(*state, "good.lisae", NULL), *bad = path_join(*state, "bad.lisae", NULL);
    struct images positive, negative;
    struct settings s;
    struct fit_report report;
    struct archive a, broken;
    struct error e = { .text = "" };
    draw_images(&positive, 16, 8, 0, 1);
    draw_images(&negative, 16, 8, 1, 1);
    configure(&s, small);
    KEYS(&s, train)->epochs = 1;
    struct fit_input in = { .settings = &s, .positive = &positive, .negative = &negative, .seed = 3 };
    struct autoencoder *model = fit_with("phase1", &in, &report);
    fit_report_release(&report);
    save_model("phase1", model, path, &a);
    model->decoder.params[0] = NAN;
    put_changed(&a, bad, "decoder", ARCHIVE_F32, model->decoder.n_params, model->decoder.params);
    assert_int_equal(archive_open(&broken, bad, &e), 0);
    in.first = &broken;
    report = (struct fit_report) { 0 };
    assert_null(detector_named("lis-ae")->fit(detector_named("lis-ae"), &in, &report, &e));
    assert_string_equal(e.text, "phase 2 diverged: the loss of epoch 1 is not finite");
    fit_report_release(&report);
    archive_release(&broken);
    in.first = &a;
    in.negative = NULL;
    assert_null(detector_named("lis-ae")->fit(detector_named("lis-ae"), &in, &report, &e));
    assert_string_equal(e.text, "lis-ae needs negative images: set 'negative' in [data]");
    configure(&s, "shape.linsep=on");
    in.settings = &s;
    assert_null(detector_named("phase1")->fit(detector_named("phase1"), &in, &report, &e));
    assert_string_equal(e.text, "LinSep needs negative images: set 'negative' in [data]");
    autoencoder_free(model);
    archive_release(&a);
    images_release(&positive);
    images_release(&negative);
    free(path);
    free(bad);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(starts_at_the_mean_image), cmocka_unit_test(networks_have_their_shapes),
    cmocka_unit_test(impossible_networks),      cmocka_unit_test(damaged_models_are_refused),
    cmocka_unit_test(fits_that_fail),
};

TEST_MAIN(tests, make_folder, remove_folder)
