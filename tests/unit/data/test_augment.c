/* Augmentation: facts on single images. */
#include "support/main.h"

#include <string.h>

#include "base/rng.h"
#include "data/augment.h"

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
    struct error e = { .text = "" };
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

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(no_augmentation_is_a_copy),
    cmocka_unit_test(flips_mirror_half_of_the_images),
    cmocka_unit_test(transposition_gives_all_symmetries_of_a_square),
    cmocka_unit_test(transposition_wants_squares),
    cmocka_unit_test(blur_keeps_flat_images_and_spreads_points),
    cmocka_unit_test(crop_scales_a_part_to_full_size),
};

TEST_MAIN(tests, NULL, NULL)
