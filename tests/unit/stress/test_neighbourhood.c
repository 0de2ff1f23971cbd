/* Distances from the images of a training, against sums in double precision. */
#include "stress/neighbourhood.h"

#include "data/nearest.h"
#include "support/stress.h"

enum { N = 60, D = 24 };

static void against_the_definition(void **state)
{
    struct images im, others;
    struct neighbourhood nb;
    float x[3 * D], train[N * D], shapes[N * D], shape[D];
    double found[3];
    size_t nearest[3];
    (void)state;
    random_images(&im, N, 6, 4, 1, 1);
    random_images(&others, 3, 6, 4, 1, 2);
    batch_floats(&im, NULL, 0, N, train);
    batch_floats(&others, NULL, 0, 3, x);
    memcpy(x + D, train + 7 * D, D * sizeof *x); /* one of them */
    for (int i = 0; i < N; i++)
        naive_shape(train + i * D, D, shapes + i * D);
    neighbourhood_init(&nb, &im);
    const double far = nearest_quantile(train, N, D, 0.99), far_shape = nearest_quantile(shapes, N, D, 0.99);
    assert_near(nb.far[DISTANCE_L2], far, 1e-5 * far);
    assert_near(nb.far[DISTANCE_SHAPE], far_shape, 1e-5 * far_shape);
    neighbourhood_distances(&nb, DISTANCE_L2, x, 3, found, nearest);
    assert_near(found[0], nearest_distance(train, N, D, x) / far, 1e-5);
    assert_near(found[1], 0, 1e-9);
    assert_int_equal(nearest[1], 7);
    neighbourhood_distances(&nb, DISTANCE_SHAPE, x, 3, found, NULL);
    naive_shape(x, D, shape);
    assert_near(found[0], nearest_distance(shapes, N, D, shape) / far_shape, 1e-5);
    neighbourhood_release(&nb);
    images_release(&im);
    images_release(&others);
}

/* The shape of an image says nothing of its contrast; one of one colour has none. */
static void shapes(void **state)
{
    struct images im;
    struct neighbourhood nb;
    float x[3 * D];
    double found[3];
    (void)state;
    random_images(&im, N, 6, 4, 1, 1);
    neighbourhood_init(&nb, &im);
    for (int k = 0; k < D; k++) {
        x[k] = 0.25f * nb.train[5 * D + k];
        x[D + k] = 0;
        x[2 * D + k] = 0.7f;
    }
    neighbourhood_distances(&nb, DISTANCE_SHAPE, x, 3, found, NULL);
    assert_near(found[0], 0, 1e-4);
    assert_near(found[1] * nb.far[DISTANCE_SHAPE], 1, 1e-5); /* from any shape, whose norm is 1 */
    assert_near(found[2], found[1], 1e-6);
    neighbourhood_distances(&nb, DISTANCE_L2, x, 3, found, NULL);
    assert_true(found[0] > 1);
    neighbourhood_release(&nb);
    images_release(&im);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(against_the_definition),
    cmocka_unit_test(shapes),
};

TEST_MAIN(tests, NULL, NULL)
