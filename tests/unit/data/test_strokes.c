/* Strokes. */
#include "support/main.h"

#include "base/rng.h"
#include "data/images.h"
#include "data/strokes.h"

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

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(strokes_are_white_on_black_and_repeatable),
};

TEST_MAIN(tests, NULL, NULL)
