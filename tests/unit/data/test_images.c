/* Images in another size and other colours, against a naive area filter. */
#include "support/main.h"

#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "data/images.h"

/* The area filter by its definition: for each new pixel, the overlap with every old one. */
static double naive_area(const float *in, int in_h, int in_w, int out_h, int out_w, int y, int x, int channels, int c)
{
    double sum = 0, fy = (double)in_h / out_h, fx = (double)in_w / out_w;
    for (int i = 0; i < in_h; i++)
        for (int j = 0; j < in_w; j++) {
            double dy = fmin(i + 1, (y + 1) * fy) - fmax(i, y * fy);
            double dx = fmin(j + 1, (x + 1) * fx) - fmax(j, x * fx);
            if (dy > 0 && dx > 0)
                sum += dy * dx * in[(i * in_w + j) * channels + c];
        }
    return sum / (fy * fx);
}

static void area_filter_is_the_mean_of_what_is_covered(void **state)
{
    (void)state;
    static const int sizes[][5] = { { 105, 105, 28, 28, 1 }, { 28, 28, 32, 32, 1 }, { 32, 32, 28, 28, 3 },
                                    { 5, 7, 3, 11, 3 },      { 4, 4, 4, 4, 1 },     { 1, 3, 2, 2, 1 } };
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        const int *s = sizes[k];
        static float in[105 * 105 * 3], out[32 * 32 * 3];
        struct rng r;
        rng_seed(&r, k);
        for (int i = 0; i < s[0] * s[1] * s[4]; i++)
            in[i] = (float)(255 * rng_uniform(&r));
        area_resize(in, s[0], s[1], out, s[2], s[3], s[4]);
        for (int y = 0; y < s[2]; y++)
            for (int x = 0; x < s[3]; x++)
                for (int c = 0; c < s[4]; c++) {
                    double expected = naive_area(in, s[0], s[1], s[2], s[3], y, x, s[4], c);
                    assert_true(fabs(out[(y * s[3] + x) * s[4] + c] - expected) < 1e-3);
                }
    }
}

static void area_filter_by_hand(void **state)
{
    (void)state;
    /* 3 old pixels to 2: the middle one is shared by halves */
    const float in[3] = { 30, 60, 120 };
    float out[2];
    area_resize(in, 1, 3, out, 1, 2, 1);
    assert_true(fabsf(out[0] - 40) < 1e-4f); /* (30 + 60 / 2) / 1.5 */
    assert_true(fabsf(out[1] - 100) < 1e-4f);
}

static void match_colours(void **state)
{
    (void)state;
    struct images rgb, grey, back;
    images_alloc(&rgb, 1, 1, 5, 3);
    const uint8_t colours[15] = { 255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 7, 7, 7 };
    memcpy(rgb.pixels, colours, sizeof colours);
    rgb.labels[0] = 6;
    images_match(&grey, &rgb, 1, 5, 1);
    /* .299, .587 and .114 of 255 are 76.2, 149.7 and 29.1 */
    const uint8_t luma[5] = { 76, 150, 29, 255, 7 };
    assert_memory_equal(grey.pixels, luma, 5);
    assert_int_equal(grey.labels[0], 6);
    assert_int_equal(grey.channels, 1);
    images_match(&back, &grey, 1, 5, 3);
    for (int i = 0; i < 15; i++)
        assert_int_equal(back.pixels[i], luma[i / 3]);
    images_release(&rgb);
    images_release(&grey);
    images_release(&back);
}

static void match_size_and_identity(void **state)
{
    (void)state;
    struct images in, out;
    images_alloc(&in, 2, 2, 2, 1);
    const uint8_t pixels[8] = { 0, 10, 20, 31, 255, 255, 255, 255 };
    memcpy(in.pixels, pixels, sizeof pixels);
    in.labels[0] = 3;
    in.labels[1] = 4;
    images_match(&out, &in, 1, 1, 1);
    assert_int_equal(out.n, 2);
    assert_int_equal(out.pixels[0], 15); /* 15.25 */
    assert_int_equal(out.pixels[1], 255);
    assert_int_equal(out.labels[1], 4);
    images_release(&out);
    images_match(&out, &in, 2, 2, 1);
    assert_memory_equal(out.pixels, pixels, sizeof pixels);
    assert_ptr_not_equal(out.pixels, in.pixels);
    images_release(&out);
    images_release(&in);

    images_alloc(&in, 0, 28, 28, 1);
    images_match(&out, &in, 32, 32, 3);
    assert_int_equal(out.n, 0);
    assert_int_equal(out.height, 32);
    images_release(&out);
    images_release(&in);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(area_filter_is_the_mean_of_what_is_covered),
    cmocka_unit_test(area_filter_by_hand),
    cmocka_unit_test(match_colours),
    cmocka_unit_test(match_size_and_identity),
};

TEST_MAIN(tests, NULL, NULL)
