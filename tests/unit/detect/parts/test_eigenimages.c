/* Directions of images that are made of two known ones. Detectors on them: test_pca.c, test_closed_form.c. */
#include <malloc.h>

#include "detect/parts/eigenimages.h"
#include "support/fitting.h"

/* 1x3 pixels: the first varies most, the second less, the third not at all. */
static void two_directions(void **state)
{
    static uint8_t pixels[4 * 3] = { 0, 100, 50, 200, 100, 50, 100, 90, 50, 100, 110, 50 };
    const struct images im = { .n = 4, .height = 1, .width = 3, .channels = 1, .pixels = pixels };
    float mean[3], components[3 * 3] = { 0 }, x[2 * 3];
    struct error e;
    int kept;
    (void)state;
    images_mean(&im, mean);
    assert_int_equal(eigenimages(&im, mean, 3, components, &kept, &e), 0);
    assert_int_equal(kept, 2);
    for (int i = 0; i < 9; i++)
        assert_near(fabs((double)components[i]), i == 0 || i == 4, 1e-6);
    images_centred(&im, 1, 2, mean, x);
    assert_near((double)x[0], 100 / 255.0, 1e-6);
    assert_near((double)x[4], -10 / 255.0, 1e-6);
    assert_true(eigenimages_memory(3, 3) > 0);
}

/* About zero the mean is a direction of its own. */
static void uncentred(void **state)
{
    static uint8_t pixels[2 * 2] = { 30, 40, 30, 40 };
    const struct images im = { .n = 2, .height = 1, .width = 2, .channels = 1, .pixels = pixels };
    const float zero[2] = { 0 };
    float components[2 * 2] = { 0 };
    struct error e;
    int kept;
    (void)state;
    assert_int_equal(eigenimages(&im, zero, 2, components, &kept, &e), 0);
    assert_int_equal(kept, 1);
    assert_near(fabs((double)components[0]), 0.6, 1e-6);
    assert_near(fabs((double)components[1]), 0.8, 1e-6);
}

/* More directions than pixels are none that LAPACK gives: then nothing is taken from what it did not fill. */
static void a_failure_takes_no_numbers(void **state)
{
    static uint8_t pixels[2 * 2] = { 30, 40, 50, 40 };
    const struct images im = { .n = 2, .height = 1, .width = 2, .channels = 1, .pixels = pixels };
    float mean[2], components[3 * 2] = { 0 };
    struct error e;
    int kept;
    (void)state;
    images_mean(&im, mean);
    mallopt(M_PERTURB, 0xb0); /* new memory is full of large numbers */
    const int bad = eigenimages(&im, mean, 3, components, &kept, &e);
    mallopt(M_PERTURB, 0);
    assert_int_equal(bad, -1);
    assert_says(e.text, "expected 3 eigenvectors, found 0 (dsyevr status ");
    assert_int_equal(kept, 0);
    for (int i = 0; i < 6; i++)
        assert_true(components[i] == 0);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(two_directions),
    cmocka_unit_test(uncentred),
    cmocka_unit_test(a_failure_takes_no_numbers),
};

TEST_MAIN(tests, NULL, NULL)
