/* iforest against known path lengths, an exact expectation and a forest of pointers in double
 * precision that draws the same numbers; from files made by hand: scores that can be worked out on paper, and
 * damage. */
#include "support/fitting.h"
#include "support/suite.h"

static void *fit_forest(const struct images *im, int trees, int samples, uint64_t seed, const char *note)
{
    struct settings s;
    struct fit_report report;
    settings_start(&s);
    set_number(&s, "iforest", "trees", trees);
    set_number(&s, "iforest", "samples", samples);
    void *model = fit_with("iforest", &(struct fit_input) { .settings = &s, .positive = im, .seed = seed }, &report);
    assert_string_equal(report.note, note);
    fit_report_release(&report);
    return model;
}

/* Bytes below `levels`. */
static void random_bytes(struct images *im, size_t n, int height, int width, int channels, int levels, uint64_t seed)
{
    struct rng r;
    rng_seed(&r, seed);
    images_new(im, n, height, width, channels);
    for (size_t i = 0; i < n * images_size(im); i++)
        im->pixels[i] = (uint8_t)rng_below(&r, (uint64_t)levels);
}

/* Equal images: no tree splits, so each end of each has the length c(psi) and every image, seen
 * or not, the score 1/2. c(5), c(999): as scikit-learn's test_iforest_average_path_length. */
static void equal_images_have_the_average_path(void **state)
{
    static const struct {
        int n;
        double c;
    } table[] = {
        { 2, 1 },
        { 3, 1.2073923577 },
        { 4, 1.8516559071 },
        { 5, 2.3270200520 },
        { 256, 10.2447709201 },
        { 999, 12.9679398844 },
    };
    char *path = path_join(*state, "equal.lisae", NULL);
    struct images unseen;
    random_bytes(&unseen, 9, 2, 2, 1, 256, 1);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct images im;
        struct archive a;
        images_new(&im, (size_t)table[i].n + 2, 2, 2, 1);
        memset(im.pixels, 77, im.n * 4);
        void *model = fit_forest(&im, 3, table[i].n, 1, "");
        save_model("iforest", model, path, &a);
        const struct archive_entry *lengths = archive_get(&a, "lengths", ARCHIVE_F64, NULL);
        assert_true(lengths->count >= 3 * (size_t)table[i].n && lengths->count < 6 * (size_t)table[i].n);
        for (size_t k = 0; k < lengths->count; k++)
            assert_near(((const double *)lengths->data)[k], table[i].c, 2e-10);
        double *scores = scores_of("iforest", model, &unseen);
        for (size_t k = 0; k < unseen.n; k++)
            assert_near(scores[k], 0.5, 1e-15);
        free(scores);
        detector_named("iforest")->free(model);
        archive_release(&a);
        images_release(&im);
    }
    images_release(&unseen);
    free(path);
}

/* A tree of the height h has 2^h - 1 splits and 2^h ends. */
static void height_is_limited(void **state)
{
    static const int table[][2] = {
        { 2, 1 }, { 3, 2 }, { 4, 2 }, { 5, 3 }, { 8, 3 }, { 9, 4 }, { 256, 8 }, { 257, 9 }
    };
    char *path = path_join(*state, "height.lisae", NULL);
    struct images im;
    random_bytes(&im, 300, 3, 3, 1, 256, 1);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct archive a;
        void *model = fit_forest(&im, 2, table[i][0], 1, "");
        save_model("iforest", model, path, &a);
        const struct archive_entry *pixels = archive_get(&a, "pixels", ARCHIVE_I32, NULL);
        const struct archive_entry *lengths = archive_get(&a, "lengths", ARCHIVE_F64, NULL);
        uint64_t ends = UINT64_C(1) << table[i][1];
        assert_true(pixels->rank == 2 && pixels->dims[0] == 2 && pixels->dims[1] == ends - 1);
        assert_true(lengths->rank == 2 && lengths->dims[0] == 2 && lengths->dims[1] == ends);
        detector_named("iforest")->free(model);
        archive_release(&a);
    }
    images_release(&im);
    free(path);
}

/* A tree by the book: pixels in [0, 1], real thresholds, pointers, no limit to its shape. */
struct tree {
    int pixel;
    double threshold, leaf; /* leaf: depth + c(images), where there is no child */
    struct tree *low, *high;
};

static double naive_average_path(size_t m)
{
    double i = (double)m - 1;
    return m == 1 ? 0 : m == 2 ? 1 : 2 * (log(i) + 0.5772156649) - 2 * i / (double)m;
}

static double pixel_of(const struct images *im, size_t row, size_t k)
{
    return im->pixels[row * images_size(im) + k] / 255.0;
}

static struct tree *naive_tree(const struct images *im, const int *rows, size_t n, int depth, int height, struct rng *r)
{
    struct tree *t = mem_zero(1, sizeof *t);
    size_t d = images_size(im), varying = 0, n_low = 0, n_high = 0;
    double *least = mem_alloc(d, sizeof *least), *most = mem_alloc(d, sizeof *most);
    int *choices = mem_alloc(d, sizeof *choices), *low = mem_alloc(n, sizeof *low), *high = mem_alloc(n, sizeof *high);
    for (size_t k = 0; k < d; k++) {
        least[k] = INFINITY;
        most[k] = -INFINITY;
        for (size_t i = 0; i < n; i++) {
            least[k] = fmin(least[k], pixel_of(im, (size_t)rows[i], k));
            most[k] = fmax(most[k], pixel_of(im, (size_t)rows[i], k));
        }
        if (least[k] < most[k])
            choices[varying++] = (int)k;
    }
    t->leaf = depth + naive_average_path(n);
    if (n > 1 && varying > 0 && depth < height) {
        size_t k = (size_t)choices[rng_below(r, varying)];
        double steps = round(255 * (most[k] - least[k]));
        t->pixel = (int)k;
        t->threshold = least[k] + ((double)rng_below(r, (uint64_t)steps) + 0.5) / 255;
        for (size_t i = 0; i < n; i++) {
            if (pixel_of(im, (size_t)rows[i], k) < t->threshold)
                low[n_low++] = rows[i];
            else
                high[n_high++] = rows[i];
        }
        t->low = naive_tree(im, low, n_low, depth + 1, height, r);
        t->high = naive_tree(im, high, n_high, depth + 1, height, r);
    }
    free(least);
    free(most);
    free(choices);
    free(low);
    free(high);
    return t;
}

static double naive_length(const struct tree *t, const struct images *im, size_t row)
{
    if (!t->low)
        return t->leaf;
    return naive_length(pixel_of(im, row, (size_t)t->pixel) < t->threshold ? t->low : t->high, im, row);
}

static void naive_free(struct tree *t)
{
    if (t) {
        naive_free(t->low);
        naive_free(t->high);
    }
    free(t);
}

static void naive_scores(const struct images *train, const struct images *test, int trees, size_t samples,
                         uint64_t seed, double *scores)
{
    struct rng r;
    int *rows = mem_alloc(train->n, sizeof *rows), height = (int)ceil(log2((double)samples));
    double *sums = mem_zero(test->n, sizeof *sums);
    rng_seed(&r, rng_seed_for(seed, "trees", ""));
    for (size_t i = 0; i < train->n; i++)
        rows[i] = (int)i;
    for (int t = 0; t < trees; t++) {
        for (size_t i = 0; i < samples; i++) { /* Fisher and Yates, the first samples */
            size_t j = i + rng_below(&r, train->n - i);
            int row = rows[i];
            rows[i] = rows[j];
            rows[j] = row;
        }
        struct tree *root = naive_tree(train, rows, samples, 0, height, &r);
        for (size_t i = 0; i < test->n; i++)
            sums[i] += naive_length(root, test, i);
        naive_free(root);
    }
    for (size_t i = 0; i < test->n; i++)
        scores[i] = pow(2, -sums[i] / trees / naive_average_path(samples));
    free(rows);
    free(sums);
}

/* Few levels of grey make nodes of several equal images; numbers of scored images around the
 * block of 32; fewer images than samples. */
static void scores_against_a_naive_forest(void **state)
{
    (void)state;
    static const struct {
        size_t n, n_test;
        int side, channels, levels, trees, samples;
        const char *note;
    } table[] = {
        { 2, 1, 2, 1, 256, 5, 2, "" },         { 100, 31, 3, 1, 2, 7, 64, "" },
        { 40, 32, 3, 3, 256, 20, 40, "" },     { 40, 33, 4, 1, 3, 20, 256, "samples = 40, all there are" },
        { 300, 100, 9, 3, 256, 100, 256, "" }, { 500, 70, 2, 1, 2, 3, 257, "" },
    };
    for (size_t a = 0; a < sizeof table / sizeof *table; a++) {
        struct images train, test;
        random_bytes(&train, table[a].n, table[a].side, table[a].side, table[a].channels, table[a].levels, 10 + a);
        random_bytes(&test, table[a].n_test, table[a].side, table[a].side, table[a].channels, 256, 20 + a);
        size_t samples = table[a].n < (size_t)table[a].samples ? table[a].n : (size_t)table[a].samples;
        double *expected = mem_alloc(test.n, sizeof *expected);
        naive_scores(&train, &test, table[a].trees, samples, 5 + a, expected);
        void *model = fit_forest(&train, table[a].trees, table[a].samples, 5 + a, table[a].note);
        double *scores = scores_of("iforest", model, &test);
        for (size_t i = 0; i < test.n; i++)
            assert_near(scores[i], expected[i], 1e-12);
        free(scores);
        free(expected);
        detector_named("iforest")->free(model);
        images_release(&train);
        images_release(&test);
    }
}

enum { RAMP = 256 };

/* The mean path, over the images and over all trees that there can be, of n images of one pixel
 * at equal distances: each of the n - 1 gaps is as likely to be the split. Over 1000 trees the mean
 * has a standard deviation of about sqrt((7 - 2 pi^2 / 3) / 1000) = 0.02, that of the internal path
 * of random search trees. */
static double expected_path(double (*known)[RAMP + 1], int n, int depth)
{
    if (n == 1 || depth == 8)
        return naive_average_path((size_t)n);
    double *value = &known[depth][n];
    if (*value == 0) {
        double sum = 0;
        for (int i = 1; i < n; i++)
            sum += i * expected_path(known, i, depth + 1) + (n - i) * expected_path(known, n - i, depth + 1);
        *value = 1 + sum / n / (n - 1);
    }
    return *value;
}

static void mean_path_is_that_of_random_splits(void **state)
{
    (void)state;
    enum { TREES = 1000 };
    static double known[8][RAMP + 1];
    struct images im;
    double mean = 0;
    images_new(&im, RAMP, 1, 1, 1);
    for (int i = 0; i < RAMP; i++)
        im.pixels[i] = (uint8_t)i;
    void *model = fit_forest(&im, TREES, RAMP, 3, "");
    double *scores = scores_of("iforest", model, &im);
    for (int i = 0; i < RAMP; i++)
        mean += -log2(scores[i]) * naive_average_path(RAMP) / RAMP;
    assert_near(mean, expected_path(known, RAMP, 0), 0.07);
    free(scores);
    detector_named("iforest")->free(model);
    images_release(&im);
}

/* Pixel 0 is 0 or 1, pixel 1 goes from 10 to 90, pixel 2 is always 200: a tree begins with
 * pixel 0 or 1, one as often as the other, and with each threshold as often as another. */
static void splits_are_uniform(void **state)
{
    enum { TREES = 1000 };
    char *path = path_join(*state, "splits.lisae", NULL);
    struct images im;
    struct archive a;
    int first = 0, below = 0;
    images_new(&im, 81, 1, 3, 1);
    for (size_t i = 0; i < im.n; i++) {
        im.pixels[3 * i] = i % 2;
        im.pixels[3 * i + 1] = (uint8_t)(10 + (i < 60 ? 0 : i)); /* most are 10: values count, not images */
        im.pixels[3 * i + 2] = 200;
    }
    void *model = fit_forest(&im, TREES, (int)im.n, 8, "");
    save_model("iforest", model, path, &a);
    const struct archive_entry *pixels = archive_get(&a, "pixels", ARCHIVE_I32, NULL);
    const uint8_t *thresholds = archive_get(&a, "thresholds", ARCHIVE_U8, NULL)->data;
    for (size_t t = 0; t < TREES; t++) {
        size_t root = t * pixels->dims[1];
        int pixel = ((const int32_t *)pixels->data)[root], threshold = thresholds[root];
        assert_in_range(pixel, 0, 1);
        first += pixel == 0;
        below += pixel == 1 && threshold < 50;
        if (pixel == 0)
            assert_int_equal(threshold, 0);
        else
            assert_in_range(threshold, 10, 89);
    }
    assert_near(first, TREES / 2.0, 50); /* three standard deviations */
    assert_near(below, (TREES - first) / 2.0, 35);
    detector_named("iforest")->free(model);
    archive_release(&a);
    images_release(&im);
    free(path);
}

/* Two images that differ are both in every sample of two: each tree has one split. */
static void samples_are_without_replacement(void **state)
{
    char *path = path_join(*state, "pair.lisae", NULL);
    struct images im;
    struct archive a;
    images_new(&im, 2, 1, 2, 1);
    memset(im.pixels, 4, 4);
    im.pixels[3] = 5;
    void *model = fit_forest(&im, 50, 2, 1, "");
    save_model("iforest", model, path, &a);
    const int32_t *pixels = archive_get(&a, "pixels", ARCHIVE_I32, NULL)->data;
    const uint8_t *thresholds = archive_get(&a, "thresholds", ARCHIVE_U8, NULL)->data;
    const double *lengths = archive_get(&a, "lengths", ARCHIVE_F64, NULL)->data;
    for (int t = 0; t < 50; t++)
        assert_true(pixels[t] == 1 && thresholds[t] == 4 && lengths[2 * t] == 1 && lengths[2 * t + 1] == 1);
    detector_named("iforest")->free(model);
    archive_release(&a);
    images_release(&im);
    free(path);
}

static void far_away_scores_highest(void **state)
{
    (void)state;
    struct images im;
    random_bytes(&im, 200, 4, 4, 1, 60, 1);
    memset(im.pixels + 16 * 123, 250, 16);
    void *model = fit_forest(&im, 100, 128, 1, "");
    double *scores = scores_of("iforest", model, &im);
    for (size_t i = 0; i < im.n; i++) {
        assert_true(scores[i] > 0 && scores[i] < 1);
        assert_true(i == 123 ? scores[i] > 0.7 : scores[i] < 0.6);
    }
    free(scores);
    detector_named("iforest")->free(model);
    images_release(&im);
}

/* The same seed gives the same scores, another one others; images beside each other or alone do
 * not matter. */
static void scores_repeat(void **state)
{
    (void)state;
    struct images train, test;
    random_bytes(&train, 80, 5, 5, 1, 256, 1);
    random_bytes(&test, 40, 5, 5, 1, 256, 2);
    void *first = fit_forest(&train, 10, 64, 4, ""), *again = fit_forest(&train, 10, 64, 4, "");
    void *other = fit_forest(&train, 10, 64, 5, "");
    double *a = scores_of("iforest", first, &test), *b = scores_of("iforest", again, &test);
    double *c = scores_of("iforest", other, &test), one;
    assert_memory_equal(a, b, test.n * sizeof *a);
    assert_memory_not_equal(a, c, test.n * sizeof *a);
    for (size_t i = 0; i < test.n; i++) {
        struct images alone = test;
        alone.n = 1;
        alone.pixels += i * images_size(&test);
        assert_int_equal(detector_named("iforest")->score(detector_named("iforest"), first, &alone, &one, NULL), 0);
        assert_memory_equal(&one, a + i, sizeof one);
    }
    free(a);
    free(b);
    free(c);
    detector_named("iforest")->free(first);
    detector_named("iforest")->free(again);
    detector_named("iforest")->free(other);
    images_release(&train);
    images_release(&test);
}

static void one_image_cannot_be_split(void **state)
{
    (void)state;
    struct images im;
    struct settings s;
    struct error e;
    struct fit_report report = { 0 };
    settings_start(&s);
    random_bytes(&im, 1, 2, 2, 1, 256, 1);
    assert_null(detector_named("iforest")->fit(detector_named("iforest"),
                                               &(struct fit_input) { .settings = &s, .positive = &im }, &report, &e));
    assert_string_equal(e.text, "iforest: expected at least 2 images to split, found 1");
    images_release(&im);
}

static void put_forest(const char *path, int trees, int samples, const int32_t *pixels, const uint8_t *thresholds,
                       const double *lengths, size_t ends)
{
    static const int32_t image[] = { 1, 2, 1 };
    const int32_t forest[] = { trees, samples };
    size_t n = (size_t)trees;
    struct archive_writer *w = archive_create(path, NULL);
    assert_non_null(w);
    archive_add_vector(w, "image", ARCHIVE_I32, 3, image);
    archive_add_vector(w, "forest", ARCHIVE_I32, 2, forest);
    archive_add_vector(w, "pixels", ARCHIVE_I32, n * (ends - 1), pixels);
    archive_add_vector(w, "thresholds", ARCHIVE_U8, n * (ends - 1), thresholds);
    archive_add_vector(w, "lengths", ARCHIVE_F64, n * ends, lengths);
    assert_int_equal(archive_commit(w, NULL), 0);
}

/* Two trees of four images of two pixels (a, b), c(4) = 1.8516559071:
 *     a <= 100 ? (b <= 50 ? 2 : 2) : 1 + c(2)       b <= 0 ? 1 : (a <= 254 ? 1 + c(3) : 1.5) */
static void scores_of_hand_made_trees(void **state)
{
    static const int32_t pixels[] = { 0, 1, 0, 1, 0, 0 };
    static const uint8_t thresholds[] = { 100, 50, 0, 0, 7, 254 };
    static const double lengths[] = { 1.5, 2.5, 2, 2, 1, 1, 2.2073923577, 1.75 };
    static const struct {
        uint8_t a, b;
        double path;
    } cases[] = {
        { 100, 50, 1.5 + 2.2073923577 },
        { 100, 51, 2.5 + 2.2073923577 },
        { 101, 50, 2 + 2.2073923577 },
        { 0, 0, 1.5 + 1 },
        { 255, 0, 2 + 1 },
        { 254, 1, 2 + 2.2073923577 },
        { 255, 1, 2 + 1.75 },
        { 0, 255, 2.5 + 2.2073923577 },
    };
    enum { CASES = sizeof cases / sizeof *cases };
    char *path = path_join(*state, "hand.lisae", NULL);
    struct archive a;
    struct images im;
    struct error e;
    put_forest(path, 2, 4, pixels, thresholds, lengths, 4);
    assert_int_equal(archive_open(&a, path, &e), 0);
    void *model = detector_named("iforest")->load(detector_named("iforest"), &suite()->sections, &a, &e);
    assert_non_null(model);
    images_new(&im, CASES, 1, 2, 1);
    for (int i = 0; i < CASES; i++) {
        im.pixels[2 * i] = cases[i].a;
        im.pixels[2 * i + 1] = cases[i].b;
    }
    double *scores = scores_of("iforest", model, &im);
    for (int i = 0; i < CASES; i++)
        assert_near(scores[i], pow(2, -cases[i].path / 2 / 1.8516559071), 1e-10);
    free(scores);
    detector_named("iforest")->free(model);
    archive_release(&a);
    images_release(&im);
    free(path);
}

static void damaged_files_are_refused(void **state)
{
    static const int32_t good_pixels[] = { 0, 1, 0 }, image[] = { 1, 3, 2 };
    static const uint8_t thresholds[] = { 9, 9, 9, 9 };
    static const double good_lengths[] = { 2, 2, 2, 2 }, longest = 2 + 1.8516559071;
    static const char *const entries[] = { "image", "forest", "pixels", "thresholds", "lengths" };
    static const int32_t forests[][2] = { { 1, 5 }, { 2, 4 }, { 1, 2 }, { 1000, 65536 } };
    static const int32_t beyond[][2] = {
        { 0, 4 }, { -1, 4 }, { 1, 1 }, { 1, 0 }, { 1, -4 }, { 1, 65537 }, { 1001, 4 }
    };
    static const int32_t bad_pixels[] = { -1, 2, INT32_MAX, INT32_MIN };
    const double bad_lengths[] = { -0.5, NAN, INFINITY, longest + 0.001 };
    char *path = path_join(*state, "good.lisae", NULL), *bad = path_join(*state, "bad.lisae", NULL);
    struct archive a;
    struct error e;
    put_forest(path, 1, 4, good_pixels, thresholds, good_lengths, 4);
    assert_int_equal(archive_open(&a, path, &e), 0);
    void *model = detector_named("iforest")->load(detector_named("iforest"), &suite()->sections, &a, &e);
    assert_non_null(model);
    detector_named("iforest")->free(model);
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        put_changed(&a, bad, entries[i], 0, 0, NULL);
        assert_refused("iforest", bad, entries[i]);
    }
    put_changed(&a, bad, "image", ARCHIVE_I32, 3, image);
    assert_refused("iforest", bad, "in 'image'");
    for (size_t i = 0; i < sizeof forests / sizeof *forests; i++) {
        put_changed(&a, bad, "forest", ARCHIVE_I32, 2, forests[i]);
        assert_refused("iforest", bad, "do not agree");
    }
    for (size_t i = 0; i < sizeof beyond / sizeof *beyond; i++) {
        put_changed(&a, bad, "forest", ARCHIVE_I32, 2, beyond[i]);
        assert_refused("iforest", bad, "expected up to 1000 trees and 2 to 65536 samples in 'forest'");
    }
    put_changed(&a, bad, "forest", ARCHIVE_I32, 1, forests[0]);
    assert_refused("iforest", bad, "in 'forest'");
    put_changed(&a, bad, "pixels", ARCHIVE_I32, 2, good_pixels);
    assert_refused("iforest", bad, "do not agree");
    put_changed(&a, bad, "thresholds", ARCHIVE_U8, 4, thresholds);
    assert_refused("iforest", bad, "do not agree");
    put_changed(&a, bad, "lengths", ARCHIVE_F64, 3, good_lengths);
    assert_refused("iforest", bad, "do not agree");
    for (size_t i = 0; i < 4; i++) {
        int32_t pixels[] = { 0, 1, 0 };
        double lengths[] = { 2, 2, 2, 2 };
        pixels[i % 3] = bad_pixels[i];
        lengths[i] = bad_lengths[i];
        put_changed(&a, bad, "pixels", ARCHIVE_I32, 3, pixels);
        assert_refused("iforest", bad, "expected numbers below 2 in 'pixels'");
        put_changed(&a, bad, "lengths", ARCHIVE_F64, 4, lengths);
        assert_refused("iforest", bad, "expected numbers from 0 to 3.85166 in 'lengths'");
    }
    archive_release(&a);
    free(path);
    free(bad);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(equal_images_have_the_average_path),
    cmocka_unit_test(height_is_limited),
    cmocka_unit_test(scores_against_a_naive_forest),
    cmocka_unit_test(mean_path_is_that_of_random_splits),
    cmocka_unit_test(splits_are_uniform),
    cmocka_unit_test(samples_are_without_replacement),
    cmocka_unit_test(far_away_scores_highest),
    cmocka_unit_test(scores_repeat),
    cmocka_unit_test(one_image_cannot_be_split),
    cmocka_unit_test(scores_of_hand_made_trees),
    cmocka_unit_test(damaged_files_are_refused),
};

TEST_MAIN(tests, make_folder, remove_folder)
