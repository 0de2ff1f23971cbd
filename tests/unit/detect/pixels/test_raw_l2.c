/* raw-l2 in closed form and against the formula in double precision. */
#include "support/fitting.h"
#include "support/suite.h"

static void *fit_mean(const struct images *im)
{
    struct settings s;
    struct fit_report report;
    settings_start(&s);
    void *model = fit_with("raw-l2", &(struct fit_input) { .settings = &s, .positive = im }, &report);
    assert_string_equal(report.note, "");
    fit_report_release(&report);
    return model;
}

/* The mean of (0, 51) and (102, 51) is (0.2, 0.2). */
static void distance_by_hand(void **state)
{
    (void)state;
    static const uint8_t train[] = { 0, 51, 102, 51 }, test[] = { 51, 51, 255, 51, 0, 51, 204, 255 };
    static const double expected[] = { 0, 0.8, 0.2, 1 }; /* the last: 0.6 and 0.8 */
    struct images im, other;
    images_new(&im, 2, 1, 2, 1);
    images_new(&other, 4, 1, 2, 1);
    memcpy(im.pixels, train, sizeof train);
    memcpy(other.pixels, test, sizeof test);
    void *model = fit_mean(&im);
    double *scores = scores_of("raw-l2", model, &other);
    for (int i = 0; i < 4; i++)
        assert_near(scores[i], expected[i], 1e-7);
    free(scores);
    detector_named("raw-l2")->free(model);
    images_release(&im);
    images_release(&other);
}

/* Numbers of images around the block of 128, colour among them. */
static void distance_against_the_formula(void **state)
{
    (void)state;
    static const size_t sizes[] = { 1, 127, 128, 129, 300 };
    enum { D = 5 * 7 * 3 };
    struct images train, test;
    struct rng r;
    rng_seed(&r, 3);
    for (size_t a = 0; a < sizeof sizes / sizeof *sizes; a++) {
        double mean[D] = { 0 };
        images_new(&train, sizes[a], 5, 7, 3);
        images_new(&test, sizes[a], 5, 7, 3);
        for (size_t i = 0; i < sizes[a] * D; i++) {
            train.pixels[i] = (uint8_t)rng_below(&r, 256);
            test.pixels[i] = (uint8_t)rng_below(&r, 256);
            mean[i % D] += train.pixels[i] / 255.0 / (double)sizes[a];
        }
        void *model = fit_mean(&train);
        double *scores = scores_of("raw-l2", model, &test);
        for (size_t i = 0; i < test.n; i++) {
            double sum = 0;
            for (size_t k = 0; k < D; k++)
                sum += pow(test.pixels[i * D + k] / 255.0 - mean[k], 2);
            assert_near(scores[i], sqrt(sum), 1e-6);
        }
        free(scores);
        detector_named("raw-l2")->free(model);
        images_release(&train);
        images_release(&test);
    }
}

static void damaged_files_are_refused(void **state)
{
    static const int32_t sizes[][3] = { { 3, 2, 3 }, { 0, 6, 1 }, { 3, -2, 1 }, { 3, 2, 2 } };
    static const float numbers[7] = { 0 };
    struct images im;
    struct archive a;
    char *path = path_join(*state, "good.lisae", NULL), *bad = path_join(*state, "bad.lisae", NULL);
    images_new(&im, 4, 3, 2, 1);
    memset(im.pixels, 9, 4 * 6);
    void *model = fit_mean(&im);
    save_model("raw-l2", model, path, &a);
    put_changed(&a, bad, "mean", 0, 0, NULL);
    assert_refused("raw-l2", bad, "'mean'");
    put_changed(&a, bad, "mean", ARCHIVE_F32, 7, numbers);
    assert_refused("raw-l2", bad, "expected 6 numbers in 'mean', found 7");
    put_changed(&a, bad, "image", 0, 0, NULL);
    assert_refused("raw-l2", bad, "'image'");
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        put_changed(&a, bad, "image", ARCHIVE_I32, 3, sizes[i]);
        assert_refused("raw-l2", bad, i == 0 ? "expected 18 numbers in 'mean', found 6" : "in 'image'");
    }
    detector_named("raw-l2")->free(model);
    archive_release(&a);
    images_release(&im);
    free(path);
    free(bad);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(distance_by_hand),
    cmocka_unit_test(distance_against_the_formula),
    cmocka_unit_test(damaged_files_are_refused),
};

TEST_MAIN(tests, make_folder, remove_folder)
