/* Shares of images that are not what they are taken for. */
#include "support/main.h"

#include <string.h>

#include "data/pollution.h"

enum { N = 40, OTHERS = 30, SIZE = 4 };

/* Row i has the pixels base + i and the label `label`. */
static void fill(struct images *im, size_t n, int base, int32_t label)
{
    images_alloc(im, n, 2, 2, 1);
    for (size_t i = 0; i < n; i++) {
        im->labels[i] = label;
        memset(im->pixels + i * SIZE, base + (int)i, SIZE);
    }
}

static void counts_are_rounded(void **state)
{
    (void)state;
    assert_int_equal(pollution_count(0, 1000), 0);
    assert_int_equal(pollution_count(5, 1000), 50);
    assert_int_equal(pollution_count(2.5, 20), 1);
    assert_int_equal(pollution_count(2.4, 20), 0);
    assert_int_equal(pollution_count(50, 3), 2);
    assert_int_equal(pollution_count(50, 0), 0);
}

/* Ten of forty are others, each another one of the rows that may be taken; the rest, and all labels, are as before. */
static void images_take_places(void **state)
{
    (void)state;
    struct images im, from;
    struct error e;
    int rows[15], seen[OTHERS] = { 0 }, others = 0;
    for (int i = 0; i < 15; i++)
        rows[i] = 2 * i;
    fill(&im, N, 0, 7);
    fill(&from, OTHERS, 100, 3);
    assert_int_equal(pollution_put(&im, 25, &from, rows, 15, 1, &e), 0);
    assert_int_equal(im.n, N);
    for (int i = 0; i < N; i++) {
        const int pixel = im.pixels[i * SIZE];
        assert_int_equal(im.labels[i], 7);
        assert_int_equal(im.pixels[i * SIZE + SIZE - 1], pixel);
        if (pixel == i)
            continue;
        others++;
        assert_in_range(pixel, 100, 129);
        assert_int_equal(pixel % 2, 0);
        assert_int_equal(seen[pixel - 100]++, 0);
    }
    assert_int_equal(others, 10);
    images_release(&im);
    images_release(&from);
}

static void pollute(struct images *im, double per_cent, uint64_t seed)
{
    struct images from;
    struct error e;
    int rows[OTHERS];
    for (int i = 0; i < OTHERS; i++)
        rows[i] = i;
    fill(im, N, 0, 0);
    fill(&from, OTHERS, 100, 1);
    assert_int_equal(pollution_put(im, per_cent, &from, rows, OTHERS, seed, &e), 0);
    images_release(&from);
}

/* The same seed draws the same; a larger share has what a smaller one has, and more. */
static void shares_grow(void **state)
{
    (void)state;
    struct images few, again, many, other;
    int differ = 0;
    pollute(&few, 10, 5);
    pollute(&again, 10, 5);
    pollute(&many, 30, 5);
    pollute(&other, 10, 6);
    assert_memory_equal(few.pixels, again.pixels, N * SIZE);
    for (int i = 0; i < N; i++) {
        if (few.pixels[i * SIZE] >= 100)
            assert_int_equal(many.pixels[i * SIZE], few.pixels[i * SIZE]);
        differ += few.pixels[i * SIZE] != other.pixels[i * SIZE];
    }
    assert_true(differ > 0);
    images_release(&few);
    images_release(&again);
    images_release(&many);
    images_release(&other);
}

static void too_few_to_take(void **state)
{
    (void)state;
    struct images im, from;
    struct error e;
    const int rows[] = { 0, 1, 2 };
    fill(&im, N, 0, 0);
    fill(&from, OTHERS, 100, 1);
    assert_int_equal(pollution_put(&im, 10, &from, rows, 3, 1, &e), -1);
    assert_string_equal(e.text, "expected 4 images to pollute 40 with, found 3");
    images_release(&im);
    images_release(&from);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(counts_are_rounded),
    cmocka_unit_test(images_take_places),
    cmocka_unit_test(shares_grow),
    cmocka_unit_test(too_few_to_take),
};

TEST_MAIN(tests, NULL, NULL)
