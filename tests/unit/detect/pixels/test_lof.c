/* lof against scikit-learn's LocalOutlierFactor and the definition in double precision; what it refuses. */
#include "support/fitting.h"

enum { SIDE = 4, HIGH = 3, D = SIDE * HIGH, TRAIN = 40, TEST = 8 };

static uint32_t state;

static int next_byte(void)
{
    state = state * 1664525u + 1013904223u;
    return (int)(state >> 24);
}

/* Two heaps, each with a dense and a loose half. */
static void heaps(struct images *im, size_t n)
{
    images_new(im, n, HIGH, SIDE, 1);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < D; k++)
            im->pixels[i * D + k] = (uint8_t)((i % 3 ? 40 : 120) + next_byte() / (i % 2 ? 8 : 2));
}

static void *fit_lof(const struct images *im, int neighbours)
{
    struct settings s;
    struct fit_report report;
    settings_start(&s);
    set_number(&s, "lof", "neighbours", neighbours);
    void *model = fit_with("lof", &(struct fit_input) { .settings = &s, .positive = im, .seed = 1 }, &report);
    fit_report_release(&report);
    return model;
}

/* -score_samples() of scikit-learn 1.2.1: LocalOutlierFactor(n_neighbors=k, novelty=True, algorithm='brute').fit(
 * train / 255), of images made as heaps() makes them, the first of which is a training image and the second white. */
static const struct {
    int k;
    double score[TEST];
} expected[] = {
    { 1, { 1, 1.72183226676295, 1, 1.09633473926682, 1.3432993147943, 1.04036632120729, 1.44287331660237, 1 } },
    { 5,
      { 1.00490623782961, 1.52610167329299, 2.38573774690434, 0.98497344169276, 1.52490054505227, 0.975991230496445,
        2.80445086114908, 1.0211772483024 } },
    { 20,
      { 1.00286984301431, 1.8042098939158, 0.964136391178286, 0.999269658399464, 0.967795242543045, 1.00323654421995,
        1.2302821969359, 1.00675241947219 } },
};

static void as_scikit_learn(void **unused)
{
    (void)unused;
    struct images train, test;
    state = 7;
    heaps(&train, TRAIN);
    heaps(&test, TEST);
    memcpy(test.pixels, train.pixels + 5 * D, D);
    memset(test.pixels + D, 255, D);
    for (size_t c = 0; c < sizeof expected / sizeof *expected; c++) {
        void *model = fit_lof(&train, expected[c].k);
        double *scores = scores_of("lof", model, &test);
        for (size_t i = 0; i < TEST; i++)
            assert_near(scores[i], expected[c].score[i], 1e-11);
        free(scores);
        detector_named("lof")->free(model);
    }
    images_release(&train);
    images_release(&test);
}

static double distance(const struct images *a, size_t i, const struct images *b, size_t j)
{
    double sum = 0;
    for (size_t k = 0; k < images_size(a); k++)
        sum += pow((a->pixels[i * images_size(a) + k] - b->pixels[j * images_size(b) + k]) / 255.0, 2);
    return sqrt(sum);
}

/* The k nearest of an image, the first of those that are as near first. */
static void naive_nearest(const struct images *a, size_t i, const struct images *train, int k, size_t *found)
{
    char *taken = mem_zero(train->n, 1);
    for (int at = 0; at < k; at++) {
        found[at] = SIZE_MAX;
        for (size_t j = 0; j < train->n; j++)
            if (!taken[j] && !(a == train && i == j) &&
                (found[at] == SIZE_MAX || distance(a, i, train, j) < distance(a, i, train, found[at]) - 1e-12))
                found[at] = j;
        taken[found[at]] = 1;
    }
    free(taken);
}

static double naive_density(const struct images *a, size_t i, const struct images *train, int k)
{
    size_t near[16], of_other[16];
    double reach = 0;
    naive_nearest(a, i, train, k, near);
    for (int j = 0; j < k; j++) {
        naive_nearest(train, near[j], train, k, of_other);
        reach += fmax(distance(a, i, train, near[j]), distance(train, near[j], train, of_other[k - 1]));
    }
    return 1 / (reach / k + 1e-10);
}

/* Where distances by products are wrong: bright images that differ in a few grey levels, twins among them. */
static void near_duplicates(void **unused)
{
    (void)unused;
    enum { N = 60, K = 4 };
    struct images train, test;
    images_new(&train, N, 16, 16, 3);
    images_new(&test, 6, 16, 16, 3);
    state = 11;
    memset(train.pixels, 250, N * images_size(&train));
    memset(test.pixels, 250, 6 * images_size(&test));
    for (size_t i = 2; i < N; i++) /* the first two are the same */
        for (int k = 0; k < 3; k++)
            train.pixels[i * images_size(&train) + (size_t)next_byte() * 3] -= (uint8_t)(1 + next_byte() % 3);
    for (size_t i = 1; i < 6; i++)
        test.pixels[i * images_size(&test) + (size_t)next_byte()] = (uint8_t)(250 - i);
    void *model = fit_lof(&train, K);
    double *scores = scores_of("lof", model, &test);
    for (size_t i = 0; i < 6; i++) {
        size_t near[K];
        double sum = 0;
        naive_nearest(&test, i, &train, K, near);
        for (int j = 0; j < K; j++)
            sum += naive_density(&train, near[j], &train, K);
        assert_near(scores[i], sum / K / naive_density(&test, i, &train, K), 1e-9);
    }
    free(scores);
    detector_named("lof")->free(model);
    images_release(&train);
    images_release(&test);
}

static void damaged_files(void **state_)
{
    char *good = path_join(*state_, "good.lisae", NULL), *bad = path_join(*state_, "bad.lisae", NULL);
    const double few[3] = { 1, 2, 3 };
    double density[TRAIN] = { 0 };
    struct images train;
    struct archive a;
    state = 3;
    heaps(&train, TRAIN);
    void *model = fit_lof(&train, 5);
    save_model("lof", model, good, &a);
    put_number(&a, bad, "neighbours", TRAIN);
    assert_refused("lof", bad, "expected 'neighbours' from 1 to 1000 and fewer than the 40 images, found 40");
    put_number(&a, bad, "neighbours", 2.5);
    assert_refused("lof", bad, "found 2.5");
    put_changed(&a, bad, "density", ARCHIVE_F64, 3, few);
    assert_refused("lof", bad, "expected 40 numbers in 'density', found 3");
    density[7] = -1;
    put_changed(&a, bad, "k_distance", ARCHIVE_F64, TRAIN, density);
    assert_refused("lof", bad, "expected numbers from 0 in 'k_distance', found -1");
    put_changed(&a, bad, "support", 0, 0, NULL);
    assert_refused("lof", bad, "support");
    archive_release(&a);
    detector_named("lof")->free(model);
    images_release(&train);
    free(good);
    free(bad);
}

static void too_few_images(void **unused)
{
    (void)unused;
    const struct detector *d = detector_named("lof");
    struct settings s;
    struct error e;
    struct fit_report report = { 0 };
    struct images train;
    heaps(&train, 20);
    settings_start(&s);
    assert_null(d->fit(d, &(struct fit_input) { .settings = &s, .positive = &train }, &report, &e));
    assert_string_equal(e.text, "'neighbours' in [lof]: expected fewer than the 20 positives, found 20");
    assert_int_equal(d->check(d, &s, &(struct sizes) { .n_positive = 20 }, &e), -1);
    assert_int_equal(d->check(d, &s, &(struct sizes) { .n_positive = 21 }, &e), 0);
    images_release(&train);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(as_scikit_learn),
    cmocka_unit_test(near_duplicates),
    IN_FOLDER(damaged_files),
    cmocka_unit_test(too_few_images),
};

TEST_MAIN(tests, NULL, NULL)
