/* Images that distances are taken to: a copy of them, distances of pixels in [0, 1], and those among themselves. */
#include "support/fitting.h"

#include "detect/parts/reference.h"

enum { N = 23, ROWS = 9, D = 4 * 3 };

static double naive(const struct images *a, size_t i, const struct images *b, size_t j)
{
    double sum = 0;
    for (size_t k = 0; k < D; k++)
        sum += pow((a->pixels[i * D + k] - b->pixels[j * D + k]) / 255.0, 2);
    return sum;
}

static void a_copy_of_the_images(void **state)
{
    (void)state;
    struct images im;
    struct reference r;
    random_images(&im, N, 4, 3, 1, 1);
    im.labels[2] = 7;
    reference_init(&r, &im);
    assert_int_equal(r.images.n, N);
    assert_true(r.images.height == 4 && r.images.width == 3 && r.images.channels == 1);
    assert_memory_equal(r.images.pixels, im.pixels, N * D);
    assert_ptr_not_equal(r.images.pixels, im.pixels);
    for (int i = 0; i < N; i++)
        assert_int_equal(r.images.labels[i], 0);
    reference_release(&r);
    images_release(&im);
}

static void distances_of_other_images(void **state)
{
    (void)state;
    struct images im, other;
    struct reference r;
    float x[ROWS * D], norms[ROWS], out[ROWS * N];
    random_images(&im, N, 4, 3, 1, 1);
    random_images(&other, 20, 4, 3, 1, 2);
    reference_init(&r, &im);
    reference_distances(&r, &other, 5, ROWS, x, norms, out);
    for (size_t i = 0; i < ROWS; i++)
        for (size_t j = 0; j < N; j++)
            assert_near((double)out[i * N + j], naive(&other, 5 + i, &im, j), 1e-6);
    reference_release(&r);
    images_release(&im);
    images_release(&other);
}

/* Symmetric with zeros on the diagonal to the bit, since solvers count on it. */
static void distances_among_themselves(void **state)
{
    (void)state;
    struct images im;
    struct reference r;
    float out[N * N];
    random_images(&im, N, 4, 3, 1, 1);
    reference_init(&r, &im);
    for (size_t first = 0; first < N; first += ROWS) {
        size_t rows = N - first < ROWS ? N - first : ROWS, rest = N - first;
        reference_own_distances(&r, first, rows, out);
        for (size_t i = 0; i < rows; i++) {
            assert_true(out[i * rest + i] == 0);
            for (size_t j = 0; j < rest; j++)
                assert_near((double)out[i * rest + j], naive(&im, first + i, &im, first + j), 1e-6);
            for (size_t j = 0; j < rows; j++)
                assert_true(out[i * rest + j] == out[j * rest + i]);
        }
    }
    reference_release(&r);
    images_release(&im);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_copy_of_the_images),
    cmocka_unit_test(distances_of_other_images),
    cmocka_unit_test(distances_among_themselves),
};

TEST_MAIN(tests, NULL, NULL)
