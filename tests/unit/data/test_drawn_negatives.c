/* Negatives that are drawn: noise, turned positives, positives in pieces. */
#include "support/main.h"

#include "base/rng.h"
#include "data/drawn_negatives.h"

static void noise_is_uniform_and_repeatable(void **state)
{
    (void)state;
    enum { N = 100, SIZE = 20 * 10 * 3 };
    struct images a, b;
    struct rng r;
    rng_seed(&r, 7);
    noise_draw(&a, N, 20, 10, 3, &r);
    rng_seed(&r, 7);
    noise_draw(&b, N, 20, 10, 3, &r);
    assert_memory_equal(a.pixels, b.pixels, N * SIZE);
    size_t counts[4] = { 0 };
    double along = 0; /* neighbours go their own ways */
    for (size_t i = 0; i + 1 < N * SIZE; i++) {
        counts[a.pixels[i] / 64]++;
        along += (a.pixels[i] - 127.5) * (a.pixels[i + 1] - 127.5) / (256 * 256 / 12.0) / (N * SIZE);
    }
    for (int k = 0; k < 4; k++)
        assert_near((double)counts[k] / (N * SIZE), 0.25, 0.01);
    assert_near(along, 0, 0.02);
    images_release(&a);
    images_release(&b);
}

/* Two images of numbers that tell where a pixel was. */
static void numbered(struct images *im, int side, int channels)
{
    images_alloc(im, 2, side, side, channels);
    for (size_t i = 0; i < 2 * images_size(im); i++)
        im->pixels[i] = (uint8_t)i;
}

static void turned_positives_are_one_of_three(void **state)
{
    (void)state;
    enum { SIDE = 5, CHANNELS = 3, N = 300 };
    struct images from, out;
    struct rng r;
    int found[2][4] = { { 0 } };
    numbered(&from, SIDE, CHANNELS);
    rng_seed(&r, 1);
    rotated_draw(&out, N, &from, &r);
    assert_true(out.n == N && out.height == SIDE && out.width == SIDE && out.channels == CHANNELS);
    for (size_t i = 0; i < N; i++) {
        int is[2][4];
        for (size_t k = 0; k < 8; k++)
            is[k / 4][k % 4] = 1;
        for (int y = 0; y < SIDE; y++)
            for (int x = 0; x < SIDE; x++) {
                const int rows[4] = { y, x, SIDE - 1 - y, SIDE - 1 - x };
                const int columns[4] = { x, SIDE - 1 - y, SIDE - 1 - x, y };
                for (size_t k = 0; k < 8; k++)
                    is[k / 4][k % 4] &= memcmp(out.pixels + i * images_size(&out) + (size_t)((y * SIDE + x) * CHANNELS),
                                               from.pixels + k / 4 * images_size(&from) +
                                                   (size_t)((rows[k % 4] * SIDE + columns[k % 4]) * CHANNELS),
                                               CHANNELS) == 0;
            }
        int any = 0;
        for (size_t k = 0; k < 8; k++) {
            any += is[k / 4][k % 4];
            found[k / 4][k % 4] += is[k / 4][k % 4];
        }
        assert_int_equal(any, 1);
    }
    for (int image = 0; image < 2; image++) {
        assert_int_equal(found[image][0], 0); /* never as it was */
        for (int quarters = 1; quarters < 4; quarters++)
            assert_in_range(found[image][quarters], 30, 70);
    }
    images_release(&from);
    images_release(&out);
}

/* Rows of a ramp from left to right: within a patch each step is 1, between patches few are. */
static void patches_keep_what_is_near(void **state)
{
    (void)state;
    enum { SIDE = 10, N = 200 };
    struct images from, out;
    struct rng r;
    int far = 0;
    images_alloc(&from, 2, SIDE, SIDE, 1);
    for (int i = 0; i < 2 * SIDE * SIDE; i++)
        from.pixels[i] = (uint8_t)(i % SIDE + 100 * (i >= SIDE * SIDE));
    rng_seed(&r, 3);
    patches_draw(&out, N, &from, &r);
    assert_int_equal(out.n, N);
    for (size_t i = 0; i < N * SIDE * SIDE; i++) {
        const int x = (int)(i % SIDE), edge = x == 0 || x == 2 || x == 5 || x == 7; /* of 10 * k / 4 */
        assert_true(out.pixels[i] < 10 || (out.pixels[i] >= 100 && out.pixels[i] < 110));
        if (!edge)
            assert_int_equal(out.pixels[i], out.pixels[i - 1] + 1);
        else if (x)
            far += out.pixels[i] != out.pixels[i - 1] + 1;
    }
    assert_true(far > N * SIDE * 3 * 0.8);
    images_release(&from);
    images_release(&out);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(noise_is_uniform_and_repeatable),
    cmocka_unit_test(turned_positives_are_one_of_three),
    cmocka_unit_test(patches_keep_what_is_near),
};

TEST_MAIN(tests, NULL, NULL)
