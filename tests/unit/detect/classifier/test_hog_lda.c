/* hog-lda against its formula: means and covariances in two passes, the system by elimination. */
#include "support/fitting.h"

#include "detect/parts/hog.h"
#include "support/suite.h"

enum { SIDE = 8, CELL = 2, D = 3 * 3 * 4 * HOG_BINS };

static void features_of(const struct images *im, double *out)
{
    struct hog h;
    struct error e;
    float x[SIDE * SIDE], f[D];
    assert_int_equal(hog_init(&h, (struct shape) { SIDE, SIDE, 1 }, CELL, &e), 0);
    assert_int_equal(h.n, D);
    for (size_t i = 0; i < im->n; i++) {
        batch_floats(im, NULL, i, 1, x);
        hog_features(&h, x, f);
        for (size_t k = 0; k < D; k++)
            out[i * D + k] = (double)f[k];
    }
    hog_release(&h);
}

static void add_moments(const double *x, size_t n, double mean[D], double s[D][D])
{
    memset(mean, 0, D * sizeof *mean);
    for (size_t i = 0; i < n * D; i++)
        mean[i % D] += x[i] / (double)n;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < D; k++)
            for (size_t l = 0; l < D; l++)
                s[k][l] += 0.5 * (x[i * D + k] - mean[k]) * (x[i * D + l] - mean[l]) / (double)n;
}

/* Gauss, for a positive definite matrix. */
static void eliminate(double s[D][D], double b[D])
{
    for (size_t p = 0; p < D; p++)
        for (size_t i = p + 1; i < D; i++) {
            const double f = s[i][p] / s[p][p];
            for (size_t k = p; k < D; k++)
                s[i][k] -= f * s[p][k];
            b[i] -= f * b[p];
        }
    for (size_t i = D; i-- > 0;) {
        for (size_t k = i + 1; k < D; k++)
            b[i] -= s[i][k] * b[k];
        b[i] /= s[i][i];
    }
}

static void the_formula(void **state)
{
    (void)state;
    enum { POSITIVES = 300, NEGATIVES = 90, TESTS = 270 };
    static double s[D][D];
    struct images positive, negative, test;
    struct settings settings;
    struct fit_report report;
    double mean[2][D], w[D], trace = 0;
    draw_images(&positive, POSITIVES, SIDE, 0, 1);
    draw_images(&negative, NEGATIVES, SIDE, 1, 2);
    draw_images(&test, TESTS, SIDE, 1, 3);
    double *x = mem_alloc(POSITIVES * D, sizeof *x);
    features_of(&positive, x);
    add_moments(x, POSITIVES, mean[0], s);
    features_of(&negative, x);
    add_moments(x, NEGATIVES, mean[1], s);
    for (size_t i = 0; i < D; i++)
        trace += s[i][i];
    for (size_t i = 0; i < D; i++) {
        s[i][i] += 0.5 * trace / D;
        w[i] = mean[1][i] - mean[0][i];
    }
    eliminate(s, w);
    configure(&settings, "hog-lda.cell=2 hog-lda.ridge=0.5");
    void *model = fit_with("hog-lda",
                           &(struct fit_input) {
                               .settings = &settings, .positive = &positive, .negative = &negative, .seed = 1 },
                           &report);
    double *scores = scores_of("hog-lda", model, &test);
    features_of(&test, x);
    for (size_t i = 0; i < TESTS; i++) {
        double expected = 0;
        for (size_t k = 0; k < D; k++)
            expected += w[k] * (x[i * D + k] - (mean[0][k] + mean[1][k]) / 2);
        assert_near(scores[i], expected, 1e-5 * (1 + fabs(expected)));
    }
    free(scores);
    free(x);
    detector_named("hog-lda")->free(model);
    fit_report_release(&report);
    images_release(&positive);
    images_release(&negative);
    images_release(&test);
}

/* Blank images give no covariance at all; negatives that are not there are asked for. */
static void what_cannot_be_learnt_is_refused(void **state)
{
    (void)state;
    const struct detector *d = detector_named("hog-lda");
    struct images blank;
    struct settings s;
    struct fit_report report = { 0 };
    struct error e = { .text = "" };
    images_new(&blank, 5, 8, 8, 1);
    memset(blank.pixels, 7, 5 * 64);
    configure(&s, "");
    struct fit_input in = { .settings = &s, .positive = &blank, .negative = &blank };
    assert_null(d->fit(d, &in, &report, &e));
    assert_string_equal(e.text, "hog-lda: expected images with gradients that differ, found all alike");
    in.negative = NULL;
    assert_null(d->fit(d, &in, &report, &e));
    assert_string_equal(e.text, "hog-lda needs negative images: set 'negative' in [data]");
    const struct sizes narrow = { .height = 20, .width = 7, .channels = 1 };
    assert_int_equal(d->check(d, &s, &narrow, &e), -1);
    assert_string_equal(e.text, "'cell': expected at most the 7 pixels of an image's shorter side, found 8");
    images_release(&blank);
}

static void damaged_files_are_refused(void **state)
{
    static const double halves = 8.5, wide = 64, none = NAN;
    static const float numbers[3] = { 0 };
    struct images positive, negative;
    struct settings s;
    struct fit_report report;
    struct archive a;
    char *path = path_join(*state, "good.lisae", NULL), *bad = path_join(*state, "bad.lisae", NULL);
    draw_images(&positive, 30, SIDE, 0, 1);
    draw_images(&negative, 30, SIDE, 1, 2);
    configure(&s, "hog-lda.cell=4");
    void *model = fit_with("hog-lda",
                           &(struct fit_input) { .settings = &s, .positive = &positive, .negative = &negative },
                           &report);
    save_model("hog-lda", model, path, &a);
    put_changed(&a, bad, "weights", ARCHIVE_F32, 3, numbers);
    assert_refused("hog-lda", bad, "expected 36 numbers in 'weights', found 3");
    put_changed(&a, bad, "cell", ARCHIVE_F64, 1, &halves);
    assert_refused("hog-lda", bad, "'cell'");
    put_changed(&a, bad, "cell", ARCHIVE_F64, 1, &wide);
    assert_refused("hog-lda", bad, "'cell'");
    put_changed(&a, bad, "offset", ARCHIVE_F64, 1, &none);
    assert_refused("hog-lda", bad, "'offset'");
    put_changed(&a, bad, "image", 0, 0, NULL);
    assert_refused("hog-lda", bad, "'image'");
    detector_named("hog-lda")->free(model);
    archive_release(&a);
    fit_report_release(&report);
    images_release(&positive);
    images_release(&negative);
    free(path);
    free(bad);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_formula),
    cmocka_unit_test(what_cannot_be_learnt_is_refused),
    cmocka_unit_test(damaged_files_are_refused),
};

TEST_MAIN(tests, make_folder, remove_folder)
