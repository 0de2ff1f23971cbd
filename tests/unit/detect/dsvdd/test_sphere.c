/* Centre and radius of the sphere, and the gradients of both objectives. */
#include "support/main.h"

#include <math.h>
#include <string.h>

#include "detect/dsvdd/sphere.h"
#include "support/naive_network.h"

static void centre_keeps_away_from_zero(void **state)
{
    (void)state;
    static const float phi[2][8] = {
        { 1, -2, 0.05f, -0.05f, 0, 0.25f, -0.35f, 4 },
        { 3, -4, 0.1f, -0.1f, 0, 0, 0.15f, -4 },
    };
    static const double expected[8] = { 2, -3, 0.1, -0.1, 0.1, 0.125, -0.1, 0.1 };
    float centre[8];
    sphere_centre(&phi[0][0], 2, 8, centre);
    for (int k = 0; k < 8; k++)
        assert_near((double)centre[k], expected[k], 1e-7);
}

/* numpy.quantile(sqrt(distance), 1 - nu) of its default kind. */
static void radius_is_a_quantile(void **state)
{
    (void)state;
    static const double distance[5] = { 16, 1, 9, 4, 25 }; /* roots 4 1 3 2 5 */
    static const double table[][2] = { { 0.5, 3 }, { 0.1, 4.6 }, { 0.25, 4 }, { 0.99, 1.04 }, { 1, 1 }, { 0.6, 2.6 } };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_near(sphere_radius(distance, 5, table[i][0]), table[i][1], 1e-12);
    assert_near(sphere_radius(distance, 1, 0.1), 4, 1e-12);
    assert_near(sphere_radius(distance, 5, 1e-12), 5, 1e-9);
}

enum { N = 6, D = 3 };

struct sphere {
    double phi[N * D], radius, nu;
    float centre[D];
    int soft;
};

/* Both objectives as they are printed. */
static double naive_loss(void *context)
{
    const struct sphere *s = context;
    double sum = 0;
    for (int i = 0; i < N; i++) {
        double distance = 0;
        for (int k = 0; k < D; k++)
            distance += pow(s->phi[i * D + k] - (double)s->centre[k], 2);
        sum += s->soft ? fmax(0, distance - s->radius * s->radius) / s->nu : distance;
    }
    return sum / N + (s->soft ? s->radius * s->radius : 0);
}

static void gradients_of_both_objectives(void **state)
{
    (void)state;
    struct rng r;
    rng_seed(&r, 3);
    for (int soft = 0; soft < 2; soft++)
        for (int inside = 0; inside <= N; inside += 3) {
            struct sphere s = { .nu = 0.3, .soft = soft, .centre = { 0.5f, -0.1f, 2 } };
            float phi[N * D], dphi[N * D];
            double distance[N], sorted[N];
            for (int i = 0; i < N * D; i++)
                s.phi[i] = (double)(phi[i] = (float)rng_normal(&r));
            sphere_distances(phi, s.centre, N, D, distance);
            memcpy(sorted, distance, sizeof sorted);
            for (int i = 0; i < N; i++) /* the radius with so many outputs inside */
                for (int k = i + 1; k < N; k++)
                    if (sorted[k] < sorted[i]) {
                        double t = sorted[i];
                        sorted[i] = sorted[k];
                        sorted[k] = t;
                    }
            s.radius = inside == 0   ? 0.5 * sqrt(sorted[0])
                       : inside == N ? 2 * sqrt(sorted[N - 1])
                                     : sqrt((sorted[inside - 1] + sorted[inside]) / 2);
            double loss = soft ? sphere_soft_loss(phi, s.centre, distance, N, D, s.radius, s.nu, dphi)
                               : sphere_loss(phi, s.centre, distance, N, D, dphi);
            assert_near(loss, naive_loss(&s), 1e-12);
            for (int i = 0; i < N * D; i++)
                assert_near((double)dphi[i], central_difference(naive_loss, &s, &s.phi[i], 1e-6), 1e-6);
        }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(centre_keeps_away_from_zero),
    cmocka_unit_test(radius_is_a_quantile),
    cmocka_unit_test(gradients_of_both_objectives),
};

TEST_MAIN(tests, NULL, NULL)
