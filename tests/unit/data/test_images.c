/* data/images, data/augment, data/strokes: facts on single images and a naive area filter. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/rng.h"
#include "data/augment.h"
#include "data/images.h"
#include "data/strokes.h"

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

enum { H = 9, W = 7, SIZE = H * W };

static void fill(uint8_t *image, size_t n)
{
    struct rng r;
    rng_seed(&r, 1);
    for (size_t i = 0; i < n; i++)
        image[i] = (uint8_t)rng_below(&r, 256);
}

static void no_augmentation_is_a_copy(void **state)
{
    (void)state;
    const struct augmentation none = { 0 };
    uint8_t in[SIZE], out[SIZE];
    struct rng r;
    rng_seed(&r, 5);
    fill(in, SIZE);
    assert_false(augmentation_active(&none));
    for (int i = 0; i < 20; i++) {
        memset(out, 0, SIZE);
        augment(&none, &r, in, out, H, W, 1);
        assert_memory_equal(out, in, SIZE);
    }
}

static void flips_mirror_half_of_the_images(void **state)
{
    (void)state;
    const struct augmentation flips = { .flip_x = 1, .flip_y = 1 };
    uint8_t in[SIZE * 3], out[SIZE * 3], mirrored[4][SIZE * 3];
    int counts[4] = { 0 };
    struct rng r;
    rng_seed(&r, 5);
    fill(in, sizeof in);
    for (int k = 0; k < 4; k++)
        for (int y = 0; y < H; y++)
            for (int x = 0; x < W; x++)
                for (int c = 0; c < 3; c++)
                    mirrored[k][(y * W + x) * 3 + c] =
                        in[((k & 2 ? H - 1 - y : y) * W + (k & 1 ? W - 1 - x : x)) * 3 + c];
    assert_true(augmentation_active(&flips));
    for (int i = 0; i < 400; i++) {
        int which = -1;
        augment(&flips, &r, in, out, H, W, 3);
        for (int k = 0; k < 4; k++)
            if (memcmp(out, mirrored[k], sizeof out) == 0)
                which = k;
        assert_true(which >= 0);
        counts[which]++;
    }
    /* 400 draws of 1/4: mean 100, deviation 8.7 */
    for (int k = 0; k < 4; k++)
        assert_in_range(counts[k], 65, 135);
}

/* With both flips the eight symmetries of the square, each as often. The eight are written by their
 * definition: rows and columns exchanged or not, then each mirrored or not. */
static void transposition_gives_all_symmetries_of_a_square(void **state)
{
    (void)state;
    enum { SIDE = 5, CHANNELS = 3, BYTES = SIDE * SIDE * CHANNELS };
    const struct augmentation turns = { .flip_x = 1, .flip_y = 1, .transpose = 1 }, alone = { .transpose = 1 };
    uint8_t in[BYTES], out[BYTES], symmetry[8][BYTES];
    int counts[8] = { 0 }, exchanged = 0;
    struct rng r;
    rng_seed(&r, 5);
    fill(in, sizeof in);
    for (int k = 0; k < 8; k++)
        for (int y = 0; y < SIDE; y++)
            for (int x = 0; x < SIDE; x++) {
                int to_y = k & 4 ? x : y, to_x = k & 4 ? y : x;
                to_y = k & 2 ? SIDE - 1 - to_y : to_y;
                to_x = k & 1 ? SIDE - 1 - to_x : to_x;
                memcpy(symmetry[k] + (to_y * SIDE + to_x) * CHANNELS, in + (y * SIDE + x) * CHANNELS, CHANNELS);
            }
    assert_true(augmentation_active(&turns) && augmentation_active(&alone));
    for (int i = 0; i < 800; i++) {
        int which = -1;
        augment(&turns, &r, in, out, SIDE, SIDE, CHANNELS);
        for (int k = 0; k < 8; k++)
            if (memcmp(out, symmetry[k], BYTES) == 0)
                which = k;
        assert_true(which >= 0);
        counts[which]++;
        augment(&alone, &r, in, out, SIDE, SIDE, CHANNELS);
        assert_true(memcmp(out, symmetry[0], BYTES) == 0 || memcmp(out, symmetry[4], BYTES) == 0);
        exchanged += memcmp(out, symmetry[4], BYTES) == 0;
    }
    /* 800 draws of 1/8: mean 100, deviation 9.4; of 1/2: mean 400, deviation 14 */
    for (int k = 0; k < 8; k++)
        assert_in_range(counts[k], 62, 138);
    assert_in_range(exchanged, 340, 460);
}

/* Only square images can be transposed. */
static void transposition_wants_squares(void **state)
{
    (void)state;
    const struct augmentation turns = { .transpose = 1 }, flips = { .flip_x = 1, .crop = 3 };
    struct error e = { "" };
    assert_int_equal(augmentation_check(&turns, 28, 28, &e), 0);
    assert_int_equal(augmentation_check(&flips, 28, 20, &e), 0);
    assert_int_equal(augmentation_check(&turns, 28, 20, &e), -1);
    assert_string_equal(e.text, "expected square images for 'transpose' in [augment], found 20 x 28");
}

static void blur_keeps_flat_images_and_spreads_points(void **state)
{
    (void)state;
    const struct augmentation blur = { .blur = 1, .blur_sigma = 1 };
    enum { SIDE = 21, PIXELS = SIDE * SIDE };
    uint8_t in[PIXELS], out[PIXELS];
    struct rng r;
    rng_seed(&r, 2);
    for (int i = 0; i < 10; i++) {
        memset(in, 77, PIXELS);
        augment(&blur, &r, in, out, SIDE, SIDE, 1);
        assert_memory_equal(out, in, PIXELS);

        memset(in, 0, PIXELS);
        in[10 * SIDE + 10] = 255;
        augment(&blur, &r, in, out, SIDE, SIDE, 1);
        for (int y = 0; y < SIDE; y++)
            for (int x = 0; x < SIDE; x++) {
                assert_int_equal(out[y * SIDE + x], out[x * SIDE + y]);
                assert_int_equal(out[y * SIDE + x], out[(SIDE - 1 - y) * SIDE + x]);
                assert_true(out[y * SIDE + x] <= out[10 * SIDE + 10]);
            }
        /* sigma of 0.3 keeps less than 99 % in the middle, sigma of 1 at least (1/sqrt(2 pi))^2 */
        assert_in_range(out[10 * SIDE + 10], 38, 253);
    }
    const struct augmentation never = { .blur = 0, .blur_sigma = 1, .flip_x = 0 };
    augment(&never, &r, in, out, SIDE, SIDE, 1);
    assert_memory_equal(out, in, PIXELS);
}

static void crop_scales_a_part_to_full_size(void **state)
{
    (void)state;
    const struct augmentation crop = { .crop = 2 };
    enum { SIDE = 12, PIXELS = SIDE * SIDE };
    uint8_t in[PIXELS], out[PIXELS];
    struct rng r;
    rng_seed(&r, 3);
    int changed = 0;
    for (int i = 0; i < 50; i++) {
        /* a ramp: a part of it, scaled, is a ramp between two of its values */
        for (int p = 0; p < PIXELS; p++)
            in[p] = (uint8_t)(20 * (p % SIDE));
        augment(&crop, &r, in, out, SIDE, SIDE, 1);
        for (int p = 0; p < PIXELS; p++) {
            assert_int_equal(out[p], out[p % SIDE]);
            if (p % SIDE)
                assert_true(out[p] >= out[p - 1]);
        }
        assert_in_range(out[0], 0, 40);
        assert_in_range(out[SIDE - 1], 20 * (SIDE - 3), 20 * (SIDE - 1));
        changed += memcmp(in, out, PIXELS) != 0;
    }
    assert_in_range(changed, 30, 50);
    /* a crop that is larger than the image leaves a pixel */
    const struct augmentation all = { .crop = 100 };
    for (int i = 0; i < 50; i++)
        augment(&all, &r, in, out, 3, 2, 1);
}

static void strokes_are_white_on_black_and_repeatable(void **state)
{
    (void)state;
    struct images a, b, colour;
    struct rng r;
    rng_seed(&r, 7);
    strokes_draw(&a, 200, 28, 28, 1, &r);
    rng_seed(&r, 7);
    strokes_draw(&b, 200, 28, 28, 1, &r);
    rng_seed(&r, 7);
    strokes_draw(&colour, 200, 28, 28, 3, &r);
    assert_int_equal(a.n, 200);
    assert_memory_equal(a.pixels, b.pixels, 200 * 784);
    double mean = 0;
    int between = 0;
    for (size_t i = 0; i < 200; i++) {
        const uint8_t *p = a.pixels + i * 784;
        int white = 0, black = 0;
        for (int k = 0; k < 784; k++) {
            white += p[k] == 255;
            black += p[k] == 0;
            mean += p[k] / (200.0 * 784);
            assert_int_equal(colour.pixels[(i * 784 + (size_t)k) * 3 + 2], p[k]);
        }
        assert_true(white >= 1);
        assert_true(black > 784 / 3);
        between += 784 - white - black;
        if (i)
            assert_memory_not_equal(p, p - 784, 784);
    }
    /* about as much ink as handwriting: MNIST's mean is 33 */
    assert_in_range((int)mean, 15, 70);
    assert_true(between > 200 * 20);
    images_release(&a);
    images_release(&b);
    images_release(&colour);
    strokes_draw(&a, 3, 5, 40, 1, &r);
    assert_int_equal(a.width, 40);
    images_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(area_filter_is_the_mean_of_what_is_covered),
        cmocka_unit_test(area_filter_by_hand),
        cmocka_unit_test(match_colours),
        cmocka_unit_test(match_size_and_identity),
        cmocka_unit_test(no_augmentation_is_a_copy),
        cmocka_unit_test(flips_mirror_half_of_the_images),
        cmocka_unit_test(transposition_gives_all_symmetries_of_a_square),
        cmocka_unit_test(transposition_wants_squares),
        cmocka_unit_test(blur_keeps_flat_images_and_spreads_points),
        cmocka_unit_test(crop_scales_a_part_to_full_size),
        cmocka_unit_test(strokes_are_white_on_black_and_repeatable),
    };
    return cmocka_run_group_tests_name("images", tests, NULL, NULL);
}
