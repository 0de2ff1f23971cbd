/* Where images stand in a mosaic, and how light their numbers are. */
#include "data/mosaic.h"
#include "support/main.h"

static int at(const struct mosaic *m, int y, int x, int channel)
{
    return m->picture.pixels[(y * m->picture.width + x) * m->picture.channels + channel];
}

static void places_and_shades(void **state)
{
    const float x[2 * 3] = { 0, 0.5F, 1, -1, 2, 0.25F };
    struct mosaic m;
    (void)state;
    mosaic_init(&m, 2, 3, 2, 3, 1);
    assert_int_equal(m.picture.height, 2 * 2 + 3 * MOSAIC_GAP);
    assert_int_equal(m.picture.width, 3 * 3 + 4 * MOSAIC_GAP);
    mosaic_put(&m, 1, 2, x, 0, 1);
    const int top = 2 + 2 * MOSAIC_GAP, left = 2 * 3 + 3 * MOSAIC_GAP;
    const int expected[2 * 3] = { 0, 128, 255, 0, 255, 64 };
    for (int i = 0; i < 6; i++)
        assert_int_equal(at(&m, top + i / 3, left + i % 3, 0), expected[i]);
    mosaic_put(&m, 0, 0, x, -2, 2); /* signed: 0 is grey */
    assert_int_equal(at(&m, MOSAIC_GAP, MOSAIC_GAP, 0), 128);
    assert_int_equal(at(&m, MOSAIC_GAP + 1, MOSAIC_GAP, 0), 64);
    size_t dark = 0; /* all else is white */
    for (int y = 0; y < m.picture.height; y++)
        for (int k = 0; k < m.picture.width; k++)
            dark += at(&m, y, k, 0) < 255;
    assert_int_equal(dark, 4 + 5);
    mosaic_release(&m);
}

static void colours(void **state)
{
    const float x[3] = { 1, 0, 0.2F };
    struct mosaic m;
    (void)state;
    mosaic_init(&m, 1, 1, 1, 1, 3);
    mosaic_put(&m, 0, 0, x, 0, 1);
    for (int c = 0; c < 3; c++)
        assert_int_equal(at(&m, MOSAIC_GAP, MOSAIC_GAP, c), c == 0 ? 255 : c == 1 ? 0 : 51);
    mosaic_release(&m);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(places_and_shades),
    cmocka_unit_test(colours),
};

TEST_MAIN(tests, NULL, NULL)
