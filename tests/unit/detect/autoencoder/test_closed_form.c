/* The linear autoencoder in closed form, and what phase 2 may change of it. */
#include "detect/autoencoder/closed_form.h"
#include "support/fitting.h"

#define LINEAR "model.kind=linear model.init=svd model.latent=4 train.loss=mse train.batch=32 "

enum { SIDE = 6, D = SIDE * SIDE, R = 4, N = 200 };

static struct autoencoder *fit_linear(const char *more, const struct images *positive, const struct images *negative,
                                      const char *folder, struct autoencoder **first)
{
    struct settings s;
    struct text keys = TEXT_INIT;
    struct fit_report report;
    struct archive a;
    text_format(&keys, LINEAR "%s", more);
    configure(&s, text_of(&keys));
    struct fit_input in = { .settings = &s, .positive = positive, .negative = negative, .seed = 1 };
    char *path = path_join(folder, "first.lisae", NULL);
    *first = fit_with("phase1", &in, &report);
    assert_int_equal(report.n_losses, 2); /* of the mean image, and of the solution */
    fit_report_release(&report);
    save_model("phase1", *first, path, &a);
    in.first = &a;
    struct autoencoder *ae = fit_with("lis-ae", &in, &report);
    fit_report_release(&report);
    archive_release(&a);
    free(path);
    text_release(&keys);
    return ae;
}

/* E (D, R), and U_r (D, R) made orthonormal in double precision, by Gram and Schmidt. */
struct linear {
    double e[D][R], u[D][R];
};

static void linear_of(const struct autoencoder *ae, struct linear *l)
{
    const float *decoder = ae->decoder.params + ae->decoder.layer[0].weights;
    const float *encoder = ae->latent.params + ae->latent.layer[0].weights;
    for (int j = 0; j < R; j++) {
        double norm = 0;
        for (int k = 0; k < D; k++) {
            l->u[k][j] = (double)decoder[j * D + k];
            l->e[k][j] = (double)encoder[k * R + j];
        }
        for (int i = 0; i < j; i++) {
            double dot = 0;
            for (int k = 0; k < D; k++)
                dot += l->u[k][i] * l->u[k][j];
            for (int k = 0; k < D; k++)
                l->u[k][j] -= dot * l->u[k][i];
        }
        for (int k = 0; k < D; k++)
            norm += l->u[k][j] * l->u[k][j];
        assert_near(norm, 1, 1e-5); /* float rounded it, no more */
        for (int k = 0; k < D; k++)
            l->u[k][j] /= sqrt(norm);
    }
}

/* E = U_r + U_c B, with the part of the trained E that is orthogonal to U_r as U_c B. */
static void tilt_exactly(struct linear *l)
{
    for (int pass = 0; pass < 2; pass++) /* the second takes out what rounding left */
        for (int j = 0; j < R; j++) {
            double dot[R] = { 0 };
            for (int i = 0; i < R; i++)
                for (int k = 0; k < D; k++)
                    dot[i] += l->u[k][i] * l->e[k][j];
            for (int i = 0; i < R; i++)
                for (int k = 0; k < D; k++)
                    l->e[k][j] -= (dot[i] - (i == j)) * l->u[k][i];
        }
}

/* y = U_r E' x */
static void apply(const struct linear *l, const double *x, double *y)
{
    memset(y, 0, D * sizeof *y);
    for (int j = 0; j < R; j++) {
        double code = 0;
        for (int k = 0; k < D; k++)
            code += l->e[k][j] * x[k];
        for (int k = 0; k < D; k++)
            y[k] += code * l->u[k][j];
    }
}

static double length(const double *x)
{
    double sum = 0;
    for (int k = 0; k < D; k++)
        sum += x[k] * x[k];
    return sqrt(sum);
}

/* W = U_r E' is an oblique projector on the space of U_r: W W = W, and W u = u there, however far. */
static void expect_projector(const struct linear *l, double tolerance, double relative)
{
    double w[D], ww[D], u[D];
    for (int k = 0; k < D; k++) {
        double unit[D] = { 0 };
        unit[k] = 1;
        apply(l, unit, w);
        apply(l, w, ww);
        for (int i = 0; i < D; i++)
            assert_near(ww[i], w[i], tolerance);
    }
    for (int k = 0; k < D; k++)
        u[k] = 1e6 * (l->u[k][0] - 2 * l->u[k][R - 1]);
    apply(l, u, w);
    for (int k = 0; k < D; k++)
        w[k] -= u[k];
    assert_true(length(w) < relative * length(u));
}

/* The squared error is ||c||^2 + ||B' c||^2, c being what of x is orthogonal to U_r. */
static double error_by_parts(const struct linear *l, const double *x)
{
    double c[D], y[D];
    memcpy(c, x, sizeof c);
    for (int j = 0; j < R; j++) {
        double dot = 0;
        for (int k = 0; k < D; k++)
            dot += l->u[k][j] * x[k];
        for (int k = 0; k < D; k++)
            c[k] -= dot * l->u[k][j];
    }
    apply(l, c, y); /* U_r B' c */
    return length(c) * length(c) + length(y) * length(y);
}

static void phase_2_tilts_alone(void **state)
{
    struct images positive, negative;
    struct autoencoder *first;
    struct linear l;
    draw_images(&positive, N, SIDE, 0, 1);
    draw_images(&negative, N, SIDE, 1, 2);
    struct autoencoder *ae =
        fit_linear("model.output_bias=zero shape.epochs=60 shape.gamma=0.5 shape.learning_rate=0.02", &positive,
                   &negative, *state, &first);
    double *before = scores_of("ae", first, &negative), *after = scores_of("lis-ae", ae, &negative);
    linear_of(ae, &l);
    assert_true(mean_of(after, N) > 1.3 * mean_of(before, N)); /* it has learned something */
    expect_projector(&l, 1e-4, 1e-4);                          /* as far as float goes */
    for (size_t i = 0; i < 20; i++) {
        double x[D];
        for (int k = 0; k < D; k++)
            x[k] = negative.pixels[i * D + (size_t)k] / 255.0;
        assert_near(after[i] * D, error_by_parts(&l, x), 1e-4 * error_by_parts(&l, x));
    }
    tilt_exactly(&l);
    expect_projector(&l, 1e-10, 1e-12);
    for (size_t i = 0; i < 20; i++) {
        double x[D], y[D], parts;
        for (int k = 0; k < D; k++)
            x[k] = negative.pixels[i * D + (size_t)k] / 255.0;
        parts = error_by_parts(&l, x);
        apply(&l, x, y);
        for (int k = 0; k < D; k++)
            y[k] -= x[k];
        assert_near(length(y) * length(y), parts, 1e-8 * parts);
    }
    free(before);
    free(after);
    autoencoder_free(ae);
    autoencoder_free(first);
    images_release(&positive);
    images_release(&negative);
}

/* What is orthogonal to the positives' space is nothing to the autoencoder, and something to LIS-AE. */
static void what_is_orthogonal(void **state)
{
    const struct shape size = { SIDE, SIDE, 1 };
    struct images positive, negative;
    struct autoencoder *first;
    struct error e;
    draw_images(&positive, N, SIDE, 0, 1);
    draw_images(&negative, N, SIDE, 1, 2);
    struct autoencoder *ae =
        fit_linear("model.output_bias=zero shape.epochs=60 shape.gamma=0.5 shape.learning_rate=0.02", &positive,
                   &negative, *state, &first);
    float *x = mem_alloc(N * D, sizeof *x), *y = mem_alloc(N * D, sizeof *y);
    batch_floats(&negative, NULL, 0, N, x);
    assert_int_equal(autoencoder_reconstruct(NULL, first, size, x, N, y, &e), 0);
    for (int i = 0; i < N * D; i++)
        x[i] -= y[i];
    assert_int_equal(autoencoder_reconstruct(NULL, first, size, x, N, y, &e), 0);
    double most = 0, tilted = 0;
    for (int i = 0; i < N * D; i++)
        most = fmax(most, fabs((double)y[i]));
    assert_true(most < 1e-5);
    assert_int_equal(autoencoder_reconstruct(NULL, ae, size, x, N, y, &e), 0);
    for (int i = 0; i < N * D; i++)
        tilted = fmax(tilted, fabs((double)y[i]));
    assert_true(tilted > 0.1);
    free(x);
    free(y);
    autoencoder_free(ae);
    autoencoder_free(first);
    images_release(&positive);
    images_release(&negative);
}

/* With the mean taken off it is PCA. */
static void centred_it_is_pca(void **state)
{
    struct images positive, negative;
    struct autoencoder *first;
    struct settings s;
    struct fit_report report;
    draw_images(&positive, N, SIDE, 0, 1);
    draw_images(&negative, N, SIDE, 1, 2);
    struct autoencoder *ae = fit_linear("shape.epochs=1", &positive, &negative, *state, &first);
    configure(&s, "model.latent=4");
    const struct fit_input in = { .settings = &s, .positive = &positive, .seed = 1 };
    void *pca = fit_with("pca", &in, &report);
    double *scores = scores_of("ae", first, &negative), *expected = scores_of("pca", pca, &negative);
    for (int i = 0; i < N; i++)
        assert_near(sqrt(scores[i] * D), expected[i], 1e-5 * expected[i]);
    free(scores);
    free(expected);
    fit_report_release(&report);
    detector_named("pca")->free(pca);
    autoencoder_free(ae);
    autoencoder_free(first);
    images_release(&positive);
    images_release(&negative);
}

static void refused(const char *detector, const char *keys, const char *words)
{
    const struct sizes size = { .height = SIDE, .width = SIDE, .channels = 1, .n_positive = N, .n_negative = N };
    const struct detector *d = detector_named(detector);
    struct settings s;
    struct error e = { .text = "" };
    configure(&s, keys);
    assert_int_equal(d->check(d, &s, &size, &e), -1);
    assert_says(e.text, words);
}

static void where_there_is_none(void **state)
{
    struct images few;
    struct settings s;
    (void)state;
    refused("ae", "model.init=svd", "'init = svd' in [model] is for 'kind = linear'");
    refused("lis-ae", "model.init=svd model.kind=mlp", "'init = svd' in [model] is for 'kind = linear'");
    refused("vae", "model.init=svd model.kind=linear", "detectors with a plain code");
    refused("mem-ae", "model.init=svd model.kind=linear", "detectors with a plain code");
    refused("oe-bce", "model.init=svd model.kind=linear", "detectors with a plain code");
    refused("dsvdd", "model.init=svd model.kind=linear dsvdd.network=suite", "detectors with a plain code");
    refused("lis-ae", LINEAR "shape.linsep=on", "'init = svd' in [model] leaves nothing to train");
    random_images(&few, 3, SIDE, SIDE, 1, 1);
    configure(&s, LINEAR "model.output_bias=zero");
    const struct fit_input in = { .settings = &s, .positive = &few, .seed = 1 };
    assert_no_fit("phase1", &in, "expected positives that vary in 'latent' (4) directions, found 3");
    images_release(&few);
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(phase_2_tilts_alone),
    IN_FOLDER(what_is_orthogonal),
    IN_FOLDER(centred_it_is_pca),
    cmocka_unit_test(where_there_is_none),
};

TEST_MAIN(tests, NULL, NULL)
