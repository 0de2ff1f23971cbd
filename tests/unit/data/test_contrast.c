/* Contrast normalisation by hand and against its formula. */
#include "support/fitting.h"

#include "data/contrast.h"

/* 0 51 102 255: mean 0.4, mean absolute deviation (.4 + .2 + 0 + .6) / 4 = .3, so -4/3 -2/3 0 2,
 * the least and the greatest of both images; an image of one colour is 0. */
static void contrast_of_hand_made_images(void **state)
{
    (void)state;
    struct images im;
    struct contrast c;
    images_new(&im, 2, 2, 2, 1);
    memcpy(im.pixels, (const uint8_t[]) { 0, 51, 102, 255, 7, 7, 7, 7 }, 8);
    contrast_fit(&c, &im);
    assert_near(c.low, -4.0 / 3, 1e-6);
    assert_near(c.high, 2, 1e-6);
    float x[12] = { 0, 0.2f, 0.4f, 1, 0.3f, 0.3f, 0.3f, 0.3f, 0, 0, 0, 1 };
    contrast_apply(&c, x, 3, 4);
    /* the third: mean .25, deviation .375, so -2/3 three times and 2 */
    static const double expected[12] = { 0, 0.2, 0.4, 1, 0.4, 0.4, 0.4, 0.4, 0.2, 0.2, 0.2, 1 };
    for (int i = 0; i < 12; i++)
        assert_near((double)x[i], expected[i], 1e-6);
    /* images of one colour alone: any scale will do, but a number */
    memset(im.pixels, 9, 8);
    contrast_fit(&c, &im);
    assert_true(c.low == 0 && c.high == 1);
    images_release(&im);
}

/* Of each grey, and as many pixels as images have: a rounded mean is no contrast. */
static void images_of_one_colour_have_none(void **state)
{
    (void)state;
    enum { D = 28 * 28 };
    const struct contrast c = { -1, 3 };
    float x[D];
    for (int grey = 0; grey < 256; grey++) {
        for (int k = 0; k < D; k++)
            x[k] = (float)grey / 255.0f;
        contrast_apply(&c, x, 1, D);
        for (int k = 0; k < D; k++)
            assert_true(x[k] == 0.25f);
    }
}

/* Brightness and contrast of an image change nothing; colours are not normalised one by one. */
static void contrast_against_the_formula(void **state)
{
    (void)state;
    enum { N = 3, D = 37 * 3 };
    struct images im;
    struct contrast c = { -3, 5 };
    struct rng r;
    float x[N * D], brighter[N * D];
    rng_seed(&r, 1);
    images_new(&im, N, 37, 1, 3);
    for (size_t i = 0; i < N * D; i++) {
        x[i] = (float)rng_uniform(&r);
        brighter[i] = 0.1f + 0.7f * x[i];
        im.pixels[i] = (uint8_t)(255 * x[i]);
    }
    double expected[N * D];
    for (size_t i = 0; i < N; i++) {
        double mean = 0, deviation = 0;
        for (size_t k = 0; k < D; k++)
            mean += (double)x[i * D + k] / D;
        for (size_t k = 0; k < D; k++)
            deviation += fabs((double)x[i * D + k] - mean) / D;
        for (size_t k = 0; k < D; k++)
            expected[i * D + k] = (((double)x[i * D + k] - mean) / deviation + 3) / 8;
    }
    contrast_apply(&c, x, N, D);
    contrast_apply(&c, brighter, N, D);
    for (size_t i = 0; i < N * D; i++) {
        assert_near((double)x[i], expected[i], 1e-6);
        assert_near((double)brighter[i], expected[i], 1e-6);
    }
    /* over the images that it was fitted on the values reach from 0 to 1 */
    contrast_fit(&c, &im);
    batch_floats(&im, NULL, 0, N, x);
    contrast_apply(&c, x, N, D);
    double low = 1, high = 0;
    for (size_t i = 0; i < N * D; i++) {
        low = fmin(low, (double)x[i]);
        high = fmax(high, (double)x[i]);
    }
    assert_near(low, 0, 1e-6);
    assert_near(high, 1, 1e-6);
    images_release(&im);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(contrast_of_hand_made_images),
    cmocka_unit_test(images_of_one_colour_have_none),
    cmocka_unit_test(contrast_against_the_formula),
};

TEST_MAIN(tests, NULL, NULL)
