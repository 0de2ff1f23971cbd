/* iforest from files made by hand: scores that can be worked out on paper, and damage. */
#include "support/fitting.h"

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
    void *model = detector_find("iforest")->load(detector_find("iforest"), &a, &e);
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
    detector_find("iforest")->free(model);
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
    void *model = detector_find("iforest")->load(detector_find("iforest"), &a, &e);
    assert_non_null(model);
    detector_find("iforest")->free(model);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scores_of_hand_made_trees),
        cmocka_unit_test(damaged_files_are_refused),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
