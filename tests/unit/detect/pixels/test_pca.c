/* pca against planes at right angles and against Jacobi's rotations in double precision; its rank. */
#include "support/fitting.h"
#include "support/suite.h"

static void *fit_pca(const struct images *im, int rank)
{
    struct settings s;
    struct fit_report report;
    settings_start(&s);
    set_number(&s, "pca", "components", rank);
    void *model = fit_with("pca", &(struct fit_input) { .settings = &s, .positive = im }, &report);
    fit_report_release(&report);
    return model;
}

static double pca_score(void *model, const int *pixels, int d)
{
    struct images one;
    images_new(&one, 1, 2, 2, 1);
    for (int k = 0; k < d; k++)
        one.pixels[k] = (uint8_t)pixels[k];
    double *scores = scores_of("pca", model, &one), score = *scores;
    free(scores);
    images_release(&one);
    return score;
}

/* Images 100 + a u, or 100 + a u + b v: what an image has at right angles is its score. */
static void pca_of_a_line_and_of_a_plane(void **state)
{
    (void)state;
    enum { SIDE = 11, D = 4 };
    static const int u[D] = { 3, 1, -2, 1 }, v[D] = { 1, -1, 1, 0 };
    static const int beside[D] = { 1, 3, 2, -2 }; /* at right angles to both */
    struct images im;
    images_new(&im, SIDE * SIDE, 2, 2, 1);
    for (int plane = 0; plane < 2; plane++) {
        for (int i = 0; i < SIDE * SIDE; i++)
            for (int k = 0; k < D; k++)
                im.pixels[i * D + k] = (uint8_t)(100 + (i % SIDE - SIDE / 2) * u[k] +
                                                 plane * (i / SIDE - SIDE / 2) * v[k]);
        void *model = fit_pca(&im, 1 + plane);
        int off[D], along[D];
        for (int k = 0; k < D; k++) {
            off[k] = 100 + 7 * u[k] + 3 * beside[k];
            along[k] = 100 - 2 * u[k] + 4 * v[k];
        }
        double *scores = scores_of("pca", model, &im);
        for (int i = 0; i < SIDE * SIDE; i++)
            assert_near(scores[i], 0, 1e-6);
        assert_near(pca_score(model, off, D), 3 * sqrt(18) / 255, 1e-6);
        assert_near(pca_score(model, along, D), plane ? 0 : 4 * sqrt(3) / 255, 1e-6);
        free(scores);
        detector_named("pca")->free(model);
    }
    images_release(&im);
}

/* Jacobi's rotations: the eigenvectors of a symmetric matrix (d, d) as columns of v, by
 * falling eigenvalue. */
static void jacobi(double *a, double *v, size_t d)
{
    for (size_t i = 0; i < d * d; i++)
        v[i] = i % (d + 1) == 0;
    for (int sweep = 0; sweep < 60; sweep++)
        for (size_t p = 0; p < d; p++)
            for (size_t q = p + 1; q < d; q++) {
                double angle = 0.5 * atan2(2 * a[p * d + q], a[q * d + q] - a[p * d + p]), c = cos(angle),
                       s = sin(angle);
                for (size_t k = 0; k < d; k++) {
                    double x = a[k * d + p], y = a[k * d + q];
                    a[k * d + p] = c * x - s * y;
                    a[k * d + q] = s * x + c * y;
                    x = v[k * d + p];
                    y = v[k * d + q];
                    v[k * d + p] = c * x - s * y;
                    v[k * d + q] = s * x + c * y;
                }
                for (size_t k = 0; k < d; k++) {
                    double x = a[p * d + k], y = a[q * d + k];
                    a[p * d + k] = c * x - s * y;
                    a[q * d + k] = s * x + c * y;
                }
            }
    for (size_t i = 0; i < d; i++)
        for (size_t j = i + 1; j < d; j++)
            if (a[j * d + j] > a[i * d + i]) {
                double t = a[i * d + i];
                a[i * d + i] = a[j * d + j];
                a[j * d + j] = t;
                for (size_t k = 0; k < d; k++) {
                    t = v[k * d + i];
                    v[k * d + i] = v[k * d + j];
                    v[k * d + j] = t;
                }
            }
}

/* 300 images for the fit and for the scores: more than one block of either. */
static void pca_against_jacobi(void **state)
{
    (void)state;
    enum { N = 300, D = 12 };
    struct images train, test;
    random_images(&train, N, 2, 2, 3, 1);
    random_images(&test, N, 2, 2, 3, 2);
    double mean[D] = { 0 }, covariance[D * D] = { 0 }, v[D * D], before[N];
    for (int i = 0; i < N; i++)
        for (int k = 0; k < D; k++)
            mean[k] += train.pixels[i * D + k] / (255.0 * N);
    for (int i = 0; i < N; i++)
        for (int k = 0; k < D; k++)
            for (int l = 0; l < D; l++)
                covariance[k * D + l] += (train.pixels[i * D + k] / 255.0 - mean[k]) *
                                         (train.pixels[i * D + l] / 255.0 - mean[l]);
    jacobi(covariance, v, D);
    for (int i = 0; i < N; i++)
        before[i] = INFINITY;
    for (int rank = 1; rank <= D; rank++) {
        void *model = fit_pca(&train, rank);
        double *scores = scores_of("pca", model, &test);
        for (int i = 0; i < N; i++) {
            double rest[D], sum = 0;
            for (int k = 0; k < D; k++)
                rest[k] = test.pixels[i * D + k] / 255.0 - mean[k];
            for (int r = 0; r < rank; r++) {
                double along = 0;
                for (int k = 0; k < D; k++)
                    along += v[k * D + r] * (test.pixels[i * D + k] / 255.0 - mean[k]);
                for (int k = 0; k < D; k++)
                    rest[k] -= along * v[k * D + r];
            }
            for (int k = 0; k < D; k++)
                sum += rest[k] * rest[k];
            assert_near(scores[i], sqrt(sum), 1e-5);
            assert_true(scores[i] <= before[i] + 1e-6); /* a higher rank never leaves more over */
            before[i] = scores[i];
        }
        free(scores);
        detector_named("pca")->free(model);
    }
    for (int i = 0; i < N; i++)
        assert_near(before[i], 0, 1e-6); /* full rank leaves nothing */
    images_release(&train);
    images_release(&test);
}

static void rank_of_pca(void **state)
{
    struct settings s;
    struct error e;
    struct archive a;
    struct images im;
    struct fit_report report;
    const struct sizes small = { .height = 3, .width = 2, .channels = 1 };
    char *path = path_join(*state, "rank.lisae", NULL);
    configure(&s, "model.latent=5");
    assert_int_equal(detector_named("pca")->check(detector_named("pca"), &s, &small, &e), 0);
    configure(&s, "model.latent=6");
    assert_int_equal(detector_named("pca")->check(detector_named("pca"), &s, &small, &e), -1);
    assert_string_equal(e.text, "expected a rank below 6 (the number of pixels: of as many components nothing is left "
                                "over), found 6 from 'latent' in [model]; 'components' in [pca] sets another one");
    configure(&s, "model.latent=2 pca.components=7");
    assert_int_equal(detector_named("pca")->check(detector_named("pca"), &s, &small, &e), -1);
    assert_says(e.text, "expected a rank below 6 ");
    assert_says(e.text, ", found 7 from 'components' in [pca]");
    configure(&s, "model.latent=7 pca.components=2");
    assert_int_equal(detector_named("pca")->check(detector_named("pca"), &s, &small, &e), 0);
    /* the code's size is the rank where pca has none of its own */
    random_images(&im, 20, 3, 2, 1, 1);
    for (int own = 0; own < 2; own++) {
        configure(&s, own ? "model.latent=4 pca.components=2" : "model.latent=4");
        void *model = fit_with("pca", &(struct fit_input) { .settings = &s, .positive = &im }, &report);
        save_model("pca", model, path, &a);
        assert_int_equal(archive_get(&a, "components", ARCHIVE_F32, &e)->count, 6 * (own ? 2 : 4));
        archive_release(&a);
        detector_named("pca")->free(model);
    }
    images_release(&im);
    free(path);
}

/* Few images, and images that are constant in some pixels: more components than they vary in are as many as they do,
 * not what the eigenvectors of 0 happen to be. */
static void no_more_components_than_directions(void **state)
{
    enum { N = 8, D = 12 };
    (void)state;
    struct images train, test;
    random_images(&train, N, 2, 2, 3, 1);
    random_images(&test, 40, 2, 2, 3, 2);
    for (int constant = 0; constant < 2; constant++) {
        const int directions = constant ? 4 : N - 1; /* at most; those of 4 pixels, or n - 1 */
        for (int i = 0; i < N && constant; i++)
            for (int k = directions; k < D; k++)
                train.pixels[i * D + k] = (uint8_t)(20 * k);
        void *all = fit_pca(&train, directions);
        double *expected = scores_of("pca", all, &test);
        for (int rank = directions + 1; rank < D; rank++) {
            struct settings s;
            struct fit_report report;
            char note[96];
            settings_start(&s);
            set_number(&s, "pca", "components", rank);
            void *model = fit_with("pca", &(struct fit_input) { .settings = &s, .positive = &train }, &report);
            snprintf(note, sizeof note, "%d components of %d: the images vary in no more directions", directions, rank);
            assert_string_equal(report.note, note);
            double *scores = scores_of("pca", model, &test);
            for (size_t i = 0; i < test.n; i++) {
                assert_true(expected[i] > 0.01);
                assert_near(scores[i], expected[i], 1e-6);
            }
            free(scores);
            fit_report_release(&report);
            detector_named("pca")->free(model);
        }
        free(expected);
        detector_named("pca")->free(all);
    }
    images_release(&train);
    images_release(&test);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(pca_of_a_line_and_of_a_plane),
    cmocka_unit_test(pca_against_jacobi),
    cmocka_unit_test(rank_of_pca),
    cmocka_unit_test(no_more_components_than_directions),
};

TEST_MAIN(tests, make_folder, remove_folder)
