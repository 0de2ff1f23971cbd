/* Batches: bytes as floats, rows that are picked or augmented, the mean image, the order of training. */
#include "support/main.h"

#include "data/batch.h"

enum { N = 7, H = 3, W = 4, SIZE = H * W };

static void fill(struct images *im)
{
    images_alloc(im, N, H, W, 1);
    for (size_t k = 0; k < N * SIZE; k++)
        im->pixels[k] = (uint8_t)(37 * k + k * k);
}

static void sizes_of_batches(void **state)
{
    (void)state;
    assert_int_equal(batch_size(100, 32), 32);
    assert_int_equal(batch_size(32, 32), 32);
    assert_int_equal(batch_size(5, 32), 5);
}

static void every_byte_as_a_float(void **state)
{
    (void)state;
    struct images im;
    float out[256];
    images_alloc(&im, 256, 1, 1, 1);
    for (size_t k = 0; k < 256; k++)
        im.pixels[k] = (uint8_t)k;
    batch_floats(&im, NULL, 0, 256, out);
    for (int k = 0; k < 256; k++)
        assert_true(out[k] == (float)k / 255.0f);
    images_release(&im);
}

static void rows_that_are_picked(void **state)
{
    (void)state;
    static const int rows[] = { 6, 0, 0, 3 };
    struct images im;
    float picked[4 * SIZE], from[2 * SIZE];
    fill(&im);
    batch_floats(&im, rows, 0, 4, picked);
    for (size_t i = 0; i < 4; i++)
        for (size_t k = 0; k < SIZE; k++)
            assert_true(picked[i * SIZE + k] == (float)im.pixels[(size_t)rows[i] * SIZE + k] / 255.0f);
    batch_floats(&im, NULL, 3, 2, from);
    for (size_t k = 0; k < 2 * SIZE; k++)
        assert_true(from[k] == (float)im.pixels[3 * SIZE + k] / 255.0f);
    images_release(&im);
}

static void augmented_one_after_the_other(void **state)
{
    (void)state;
    static const int rows[] = { 2, 5, 2 };
    const struct augmentation none = { 0 }, flips = { .flip_x = 1, .flip_y = 1 };
    struct images im;
    struct rng r, same;
    float plain[3 * SIZE], out[3 * SIZE];
    uint8_t expected[SIZE];
    fill(&im);
    rng_seed(&r, 1);
    same = r;
    batch_floats(&im, rows, 0, 3, plain);
    batch_augmented(&im, rows, 3, &none, &r, out);
    assert_memory_equal(out, plain, sizeof out);
    assert_memory_equal(&r, &same, sizeof r); /* nothing was drawn */
    batch_augmented(&im, rows, 3, &flips, &r, out);
    for (size_t i = 0; i < 3; i++) {
        augment(&flips, &same, im.pixels + (size_t)rows[i] * SIZE, expected, H, W, 1);
        for (size_t k = 0; k < SIZE; k++)
            assert_true(out[i * SIZE + k] == (float)expected[k] / 255.0f);
    }
    assert_memory_equal(&r, &same, sizeof r);
    images_release(&im);
}

static void mean_image(void **state)
{
    (void)state;
    struct images im;
    float mean[SIZE];
    fill(&im);
    images_mean(&im, mean);
    for (size_t k = 0; k < SIZE; k++) {
        double sum = 0;
        for (size_t i = 0; i < N; i++)
            sum += im.pixels[i * SIZE + k] / 255.0;
        assert_near((double)mean[k], sum / N, 1e-7);
    }
    images_release(&im);
}

/* Each pass has every row once; how many are asked for at a time changes nothing. */
static void passes_of_all_rows(void **state)
{
    (void)state;
    enum { ROWS = 10, PASSES = 50 };
    struct row_stream s, other;
    int at_once[ROWS * PASSES], one[3], first[ROWS] = { 0 };
    row_stream_init(&s, ROWS, 5);
    row_stream_next(&s, ROWS * PASSES, at_once);
    for (int p = 0; p < PASSES; p++) {
        int seen = 0;
        for (int i = 0; i < ROWS; i++)
            seen |= 1 << at_once[p * ROWS + i];
        assert_int_equal(seen, (1 << ROWS) - 1);
        first[at_once[p * ROWS]]++;
    }
    for (int i = 0; i < ROWS; i++)
        assert_true(first[i] < PASSES / 2); /* shuffled anew */
    row_stream_release(&s);
    row_stream_init(&s, ROWS, 5);
    for (int i = 0; i + 3 <= ROWS * PASSES; i += 3) {
        row_stream_next(&s, 3, one);
        assert_memory_equal(one, at_once + i, sizeof one);
    }
    row_stream_release(&s);
    row_stream_init(&other, ROWS, 6);
    int another[ROWS * PASSES];
    row_stream_next(&other, ROWS * PASSES, another);
    assert_memory_not_equal(another, at_once, sizeof at_once);
    row_stream_release(&other);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(sizes_of_batches),     cmocka_unit_test(every_byte_as_a_float),
    cmocka_unit_test(rows_that_are_picked), cmocka_unit_test(augmented_one_after_the_other),
    cmocka_unit_test(mean_image),           cmocka_unit_test(passes_of_all_rows),
};

TEST_MAIN(tests, NULL, NULL)
