/* Changes of images on images that show them, and the directions in which images vary. */
#include "stress/set_parts.h"

#include "support/fitting.h"

static int compare_floats(const void *a, const void *b)
{
    const float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* Squares change places whole: the pixels stay, and those of a square stay together. A fifth line stays as it is. */
static void squares_are_shuffled(void **state)
{
    enum { H = 5, W = 4, C = 3, ALL = H * W * C };
    float x[ALL], sorted[ALL];
    struct rng r;
    int moved = 0;
    (void)state;
    rng_seed(&r, 1);
    for (int k = 0; k < ALL; k++)
        x[k] = (float)k;
    image_shuffle(x, (struct shape) { H, W, C }, 2, &r);
    for (int i = 0; i < 4; i += 2)
        for (int j = 0; j < W; j += 2) {
            const float corner = x[(i * W + j) * C];
            moved += corner != (float)((i * W + j) * C);
            assert_true(x[(i * W + j) * C + 2] == corner + 2);
            assert_true(x[(i * W + j + 1) * C] == corner + C);
            assert_true(x[((i + 1) * W + j) * C] == corner + W * C);
        }
    assert_true(moved > 0);
    for (int k = 4 * W * C; k < ALL; k++)
        assert_true(x[k] == (float)k);
    memcpy(sorted, x, sizeof x);
    qsort(sorted, ALL, sizeof *sorted, compare_floats);
    for (int k = 0; k < ALL; k++)
        assert_true(sorted[k] == (float)k);
}

static void images_are_shifted(void **state)
{
    float x[6] = { 1, 2, 3, 4, 5, 6 };
    static const float right[6] = { 1, 1, 2, 4, 4, 5 }, up[6] = { 4, 4, 5, 4, 4, 5 };
    (void)state;
    image_shift(x, (struct shape) { 2, 3, 1 }, 1, 0);
    assert_memory_equal(x, right, sizeof x);
    image_shift(x, (struct shape) { 2, 3, 1 }, 0, -1);
    assert_memory_equal(x, up, sizeof x);
}

/* The dot goes where it is dark: here one square of 3x3 is. */
static void dots_are_where_it_is_dark(void **state)
{
    enum { SIDE = 7 };
    float x[SIDE * SIDE];
    struct rng r;
    (void)state;
    rng_seed(&r, 1);
    for (int k = 0; k < SIDE * SIDE; k++)
        x[k] = k / SIDE > 1 && k / SIDE < 5 && k % SIDE > 2 && k % SIDE < 6 ? 0 : 0.5f;
    image_dot(x, (struct shape) { SIDE, SIDE, 1 }, 3, &r);
    for (int k = 0; k < SIDE * SIDE; k++)
        assert_true(x[k] == (k / SIDE > 1 && k / SIDE < 5 && k % SIDE > 2 && k % SIDE < 6 ? 1 : 0.5f));
}

/* Deviations along components are those of the images, and what is drawn has `t` times them. */
static void directions_of_images(void **state)
{
    enum { N = 4000 };
    struct images im;
    struct directions v;
    struct rng r;
    float *x;
    double square = 0;
    (void)state;
    random_images(&im, 300, 6, 4, 1, 1);
    assert_int_equal(directions_find(&v, &im, NULL), 0);
    assert_int_equal(v.rank, DIRECTIONS_MOST);
    for (int c = 1; c < v.rank; c++)
        assert_true(v.deviation[c] > 0 && v.deviation[c] <= v.deviation[c - 1]);
    x = mem_alloc(N * v.d, sizeof *x);
    rng_seed(&r, 1);
    directions_draw(&v, 3, N, &r, x);
    for (size_t i = 0; i < N; i++) {
        double along = 0;
        for (size_t k = 0; k < v.d; k++)
            along += ((double)x[i * v.d + k] - (double)v.mean[k]) * (double)v.components[k];
        square += along * along / N;
    }
    assert_near(sqrt(square), 3 * v.deviation[0], 0.1 * v.deviation[0]);
    assert_int_equal(directions_ends(&v, 5, x), 2 * DIRECTIONS_MOST);
    for (size_t k = 0; k < v.d; k++)
        assert_near((x[k] + x[v.d + k]) / 2, v.mean[k], 1e-5);
    directions_release(&v);
    free(x);
    images_release(&im);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(squares_are_shuffled),
    cmocka_unit_test(images_are_shifted),
    cmocka_unit_test(dots_are_where_it_is_dark),
    cmocka_unit_test(directions_of_images),
};

TEST_MAIN(tests, NULL, NULL)
