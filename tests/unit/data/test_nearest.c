/* Distances from the nearest point, by hand. */
#include "support/main.h"

#include "data/nearest.h"

static const float points[] = { 0, 0, 3, 4, 0, 1 };

static void the_nearest_counts(void **state)
{
    (void)state;
    assert_near(nearest_distance(points, 3, 2, (float[]) { 0, 2 }), 1, 1e-12);
    assert_near(nearest_distance(points, 3, 2, (float[]) { 6, 8 }), 5, 1e-12);
    assert_near(nearest_distance(points, 3, 2, (float[]) { 3, 4 }), 0, 0);
}

/* From each other they are 1, 1 and the root of 18 away. */
static void a_point_is_not_its_own_neighbour(void **state)
{
    (void)state;
    assert_near(nearest_quantile(points, 3, 2, 0), 1, 1e-12);
    assert_near(nearest_quantile(points, 3, 2, 1), 4.242640687, 1e-9);
    assert_near(nearest_quantile(points, 3, 2, 0.75), 2.621320344, 1e-9);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_nearest_counts),
    cmocka_unit_test(a_point_is_not_its_own_neighbour),
};

TEST_MAIN(tests, NULL, NULL)
