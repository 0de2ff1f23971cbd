/* Gradient histograms against scikit-image 0.19.3's hog() with 9 orientations, 2 x 2 cells a block, L2-Hys, and by
 * hand where blocks have one row of cells. */
#include "detect/parts/hog.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "support/main.h"

/* Any image whose gradients have all directions. */
static float *draw(struct shape size)
{
    const size_t n = (size_t)shape_size(size);
    float *image = mem_alloc(n, sizeof *image);
    for (size_t i = 0; i < n; i++)
        image[i] = (float)((i * i * 7 + i * 13 + i / 5 * 31) % 256) / 255;
    return image;
}

static float *features_of(struct shape size, int cell, const float *image, size_t *n)
{
    struct hog h;
    struct error e = { .text = "" };
    assert_int_equal(hog_init(&h, size, cell, &e), 0);
    float *out = mem_alloc(h.n, sizeof *out);
    hog_features(&h, image, out);
    *n = h.n;
    hog_release(&h);
    return out;
}

/* Features 0, 1, 7, 30, the middle and the last; the sum; and that of feature i times cos i. */
static void as_scikit_image_has_them(void **state)
{
    (void)state;
    static const struct {
        struct shape size;
        int cell;
        size_t n;
        double some[6], sum, weighted;
    } cases[] = {
        { { 20, 19, 1 },
          4,
          432,
          { 0.25533058, 0.21470424, 0.0, 0.18939321, 0.15253129, 0.0 },
          58.43114919831066,
          -0.29888898098476824 },
        { { 32, 32, 3 },
          8,
          324,
          { 0.20673644, 0.17708115, 0.15386037, 0.1742893, 0.13607073, 0.11936654 },
          52.123492108334105,
          -0.1420994034069279 },
        { { 16, 17, 3 },
          5,
          144,
          { 0.25327332, 0.05149491, 0.24065652, 0.21103553, 0.0, 0.22890554 },
          21.055457606250812,
          -0.7023400317444117 },
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        float *image = draw(cases[c].size);
        size_t n;
        float *f = features_of(cases[c].size, cases[c].cell, image, &n);
        const size_t at[6] = { 0, 1, 7, 30, n / 2, n - 1 };
        double sum = 0, weighted = 0;
        assert_int_equal(n, cases[c].n);
        for (int i = 0; i < 6; i++)
            assert_near(f[at[i]], cases[c].some[i], 1e-6);
        for (size_t i = 0; i < n; i++) {
            sum += (double)f[i];
            weighted += (double)f[i] * cos((double)i);
        }
        assert_near(sum, cases[c].sum, 1e-5);
        assert_near(weighted, cases[c].weighted, 1e-5);
        free(f);
        free(image);
    }
}

/* A ramp to the right: every gradient has the direction 0. Two cells side by side, each with one full bin: cut at 0.2
 * and divided by their norm they are 1 / sqrt(2). Upside down it is the same line. */
static void one_row_of_cells(void **state)
{
    (void)state;
    for (int sign = -1; sign <= 1; sign += 2) {
        float image[2 * 4];
        size_t n;
        for (int i = 0; i < 8; i++)
            image[i] = (float)(sign * (i % 4)) / 8 + 0.5f;
        float *f = features_of((struct shape) { 2, 4, 1 }, 2, image, &n);
        assert_int_equal(n, 2 * HOG_BINS);
        for (size_t i = 0; i < n; i++)
            assert_near(f[i], i % HOG_BINS == 0 ? sqrt(0.5) : 0, 1e-6);
        free(f);
    }
}

static void an_image_without_gradients_has_zeros(void **state)
{
    (void)state;
    float image[36];
    size_t n;
    for (int i = 0; i < 36; i++)
        image[i] = 0.7f;
    float *f = features_of((struct shape) { 6, 6, 1 }, 3, image, &n);
    for (size_t i = 0; i < n; i++)
        assert_true(f[i] == 0);
    free(f);
}

static void a_cell_larger_than_the_image_is_refused(void **state)
{
    (void)state;
    struct hog h;
    struct error e = { .text = "" };
    assert_int_equal(hog_init(&h, (struct shape) { 9, 7, 1 }, 8, &e), -1);
    assert_string_equal(e.text, "'cell': expected at most the 7 pixels of an image's shorter side, found 8");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(as_scikit_image_has_them),
    cmocka_unit_test(one_row_of_cells),
    cmocka_unit_test(an_image_without_gradients_has_zeros),
    cmocka_unit_test(a_cell_larger_than_the_image_is_refused),
};

TEST_MAIN(tests, NULL, NULL)
