/* latent-gmm on codes that are the pixels: one component is a Gaussian, and damaged files are refused. The mixture
 * itself: test_mixture.c. */
#include "support/fitting.h"

#include "support/archives.h"
#include "support/own_codes.h"

/* With variances alone the density is a product. */
static void one_component_is_a_gaussian(void **state)
{
    enum { M = 300, D = 5 };
    struct images train, test;
    struct trial t;
    double mean[D] = { 0 }, variance[D] = { 0 }, ridge = 0;
    random_rows(&train, M, D, 120, 1);
    random_rows(&test, 140, D, 150, 2);
    trial_begin(&t, state, "latent-gmm",
                "latent-gmm.components=1 latent-gmm.covariance=diagonal latent-gmm.regularisation=0.05", &train, NULL);
    assert_int_equal(strncmp(t.report.note, "1 components, mean log-likelihood ", 34), 0);
    for (size_t k = 0; k < D; k++) {
        for (size_t i = 0; i < M; i++)
            mean[k] += pixel(&train, i, k) / M;
        for (size_t i = 0; i < M; i++)
            variance[k] += pow(pixel(&train, i, k) - mean[k], 2) / M;
        ridge += 0.05 * variance[k] / D;
    }
    double *scores = scores_of(t.name, t.model, &test);
    for (size_t i = 0; i < test.n; i++) {
        double expected = 0;
        for (size_t k = 0; k < D; k++)
            expected += pow(pixel(&test, i, k) - mean[k], 2) / (variance[k] + ridge) / 2 +
                        log(2 * acos(-1) * (variance[k] + ridge)) / 2;
        assert_near(scores[i], expected, 1e-4 * (1 + fabs(expected)));
    }
    free(scores);
    trial_end(&t);
    images_release(&train);
    images_release(&test);
}

static void damaged_files_are_refused(void **state)
{
    struct images train;
    struct trial t;
    struct archive good;
    random_rows(&train, 50, 3, 120, 1);
    trial_begin(&t, state, "latent-gmm", "latent-gmm.components=2", &train, NULL);
    char *path = path_join(*state, "gmm.lisae", NULL), *bad = path_join(*state, "bad.lisae", NULL);
    save_model(t.name, t.model, path, &good);
    const double weights[3] = { 1, 0, -1 };
    put_changed(&good, bad, "mixture_weights", ARCHIVE_F64, 2, weights);
    assert_refused(t.name, bad, "expected positive numbers in 'mixture_weights', found 0");
    put_changed(&good, bad, "mixture_weights", ARCHIVE_F64, 3, weights);
    assert_refused(t.name, bad, "3 numbers in 'mixture_means' and 9 in 'mixture_factors' for each, found 3, 6 and 18");
    put_changed(&good, bad, "mixture_factors", ARCHIVE_F64, 18, (double[18]) { 1 });
    assert_refused(t.name, bad, "expected positive diagonals in 'mixture_factors', found 0");
    archive_release(&good);
    trial_end(&t);
    images_release(&train);
    free(path);
    free(bad);
}

static void too_few_positives(void **state)
{
    (void)state;
    struct settings s;
    struct error e;
    configure(&s, "latent-gmm.components=20");
    const struct detector *d = detector_named("latent-gmm");
    const struct sizes size = { .height = 28, .width = 28, .channels = 1, .n_positive = 19 };
    assert_int_equal(d->check(d, &s, &size, &e), -1);
    assert_string_equal(e.text, "'components' in [latent-gmm]: expected at most the 19 positives, found 20");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(one_component_is_a_gaussian),
    cmocka_unit_test(damaged_files_are_refused),
    cmocka_unit_test(too_few_positives),
};

TEST_MAIN(tests, make_folder, remove_folder)
