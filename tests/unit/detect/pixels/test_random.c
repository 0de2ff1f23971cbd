/* random: its scores are uniform and the seed's, each image's its own. */
#include "support/fitting.h"

#include "eval/auc.h"
#include "support/suite.h"

enum { N = 2000 };

static double *drawn(uint64_t seed, const struct images *im)
{
    struct settings s;
    struct fit_report report;
    settings_start(&s);
    void *model = fit_with("random", &(struct fit_input) { .settings = &s, .positive = im, .seed = seed }, &report);
    double *scores = scores_of("random", model, im);
    fit_report_release(&report);
    detector_named("random")->free(model);
    return scores;
}

/* Mean 1/2 and variance 1/12, each within five of its standard errors. */
static void uniform_scores_of_the_seed(void **state)
{
    (void)state;
    struct images im;
    struct images first;
    images_new(&im, N, 1, 2, 1);
    for (int i = 0; i < N; i++) {
        im.pixels[2 * i] = (uint8_t)(i % 256);
        im.pixels[2 * i + 1] = (uint8_t)(i / 256);
    }
    first = im;
    first.n = 1;
    double *a = drawn(1, &im), *again = drawn(1, &im), *other = drawn(2, &im), mean = 0, square = 0;
    double *alone = drawn(1, &first);
    assert_memory_equal(a, again, N * sizeof *a);
    assert_true(*alone == *a);
    assert_memory_not_equal(a, other, N * sizeof *a);
    for (int i = 0; i < N; i++) {
        mean += a[i] / N;
        square += (a[i] - 0.5) * (a[i] - 0.5) / N;
    }
    assert_near(mean, 0.5, 5 * sqrt(1 / 12.0 / N));
    assert_near(square, 1 / 12.0, 5 * sqrt((1 / 80.0 - 1 / 144.0) / N));
    free(a);
    free(again);
    free(other);
    free(alone);
    images_release(&im);
}

/* The AUC of forty seeds against that of scores that say nothing: in 34 of them at least within its exact 95 %, in all
 * within four standard errors. */
static void an_auc_within_its_interval(void **state)
{
    (void)state;
    enum { SEEDS = 40, NORMAL = 500 };
    struct images im;
    uint8_t label[N];
    int inside = 0;
    images_new(&im, N, 1, 2, 1);
    for (int i = 0; i < N; i++) {
        im.pixels[2 * i] = (uint8_t)(i % 256);
        im.pixels[2 * i + 1] = (uint8_t)(i / 256);
        label[i] = i >= NORMAL;
    }
    const double error = sqrt(auc_random_variance(NORMAL, N - NORMAL));
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        double *scores = drawn(seed, &im);
        struct auc a;
        assert_int_equal(auc_compute(&a, scores, label, N, NULL), 0);
        inside += fabs(a.auc - 0.5) <= Z_95 * error;
        assert_near(a.auc, 0.5, 4 * error);
        free(scores);
    }
    assert_in_range(inside, 34, SEEDS);
    images_release(&im);
}

static void damaged_files_are_refused(void **state)
{
    static const int32_t three[3] = { 1, 2, 3 };
    struct images im;
    struct settings s;
    struct fit_report report;
    struct archive a;
    char *path = path_join(*state, "good.lisae", NULL), *bad = path_join(*state, "bad.lisae", NULL);
    images_new(&im, 2, 3, 2, 1);
    memset(im.pixels, 0, 12);
    settings_start(&s);
    void *model = fit_with("random", &(struct fit_input) { .settings = &s, .positive = &im }, &report);
    save_model("random", model, path, &a);
    put_changed(&a, bad, "seed", ARCHIVE_I32, 3, three);
    assert_refused("random", bad, "expected 2 numbers in 'seed', found 3");
    put_changed(&a, bad, "image", 0, 0, NULL);
    assert_refused("random", bad, "'image'");
    detector_named("random")->free(model);
    archive_release(&a);
    fit_report_release(&report);
    images_release(&im);
    free(path);
    free(bad);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(an_auc_within_its_interval),
    cmocka_unit_test(uniform_scores_of_the_seed),
    cmocka_unit_test(damaged_files_are_refused),
};

TEST_MAIN(tests, make_folder, remove_folder)
