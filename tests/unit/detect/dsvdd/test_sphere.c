/* What Deep SVDD is made of, beside the networks: contrast normalisation, centre, radius, both
 * objectives. */
#include "support/fitting.h"

#include "data/contrast.h"
#include "detect/dsvdd/sphere.h"
#include "support/naive_network.h"

/* 0 51 102 255: mean 0.4, mean absolute deviation (.4 + .2 + 0 + .6) / 4 = .3, so -4/3 -2/3 0 2,
 * the least and the greatest of both images; an image of one colour is 0. */
static void contrast_of_hand_made_images(void **state)
{
    (void)state;
    struct images im;
    struct contrast c;
    images_new(&im, 2, 2, 2, 1);
    memcpy(im.pixels, (const uint8_t[]) { 0, 51, 102, 255, 7, 7, 7, 7 }, 8);
    contrast_fit(&c, &im);
    assert_near(c.low, -4.0 / 3, 1e-6);
    assert_near(c.high, 2, 1e-6);
    float x[12] = { 0, 0.2f, 0.4f, 1, 0.3f, 0.3f, 0.3f, 0.3f, 0, 0, 0, 1 };
    contrast_apply(&c, x, 3, 4);
    /* the third: mean .25, deviation .375, so -2/3 three times and 2 */
    static const double expected[12] = { 0, 0.2, 0.4, 1, 0.4, 0.4, 0.4, 0.4, 0.2, 0.2, 0.2, 1 };
    for (int i = 0; i < 12; i++)
        assert_near((double)x[i], expected[i], 1e-6);
    /* images of one colour alone: any scale will do, but a number */
    memset(im.pixels, 9, 8);
    contrast_fit(&c, &im);
    assert_true(c.low == 0 && c.high == 1);
    images_release(&im);
}

/* Of each grey, and as many pixels as images have: a rounded mean is no contrast. */
static void images_of_one_colour_have_none(void **state)
{
    (void)state;
    enum { D = 28 * 28 };
    const struct contrast c = { -1, 3 };
    float x[D];
    for (int grey = 0; grey < 256; grey++) {
        for (int k = 0; k < D; k++)
            x[k] = (float)grey / 255.0f;
        contrast_apply(&c, x, 1, D);
        for (int k = 0; k < D; k++)
            assert_true(x[k] == 0.25f);
    }
}

/* Brightness and contrast of an image change nothing; colours are not normalised one by one. */
static void contrast_against_the_formula(void **state)
{
    (void)state;
    enum { N = 3, D = 37 * 3 };
    struct images im;
    struct contrast c = { -3, 5 };
    struct rng r;
    float x[N * D], brighter[N * D];
    rng_seed(&r, 1);
    images_new(&im, N, 37, 1, 3);
    for (size_t i = 0; i < N * D; i++) {
        x[i] = (float)rng_uniform(&r);
        brighter[i] = 0.1f + 0.7f * x[i];
        im.pixels[i] = (uint8_t)(255 * x[i]);
    }
    double expected[N * D];
    for (size_t i = 0; i < N; i++) {
        double mean = 0, deviation = 0;
        for (size_t k = 0; k < D; k++)
            mean += (double)x[i * D + k] / D;
        for (size_t k = 0; k < D; k++)
            deviation += fabs((double)x[i * D + k] - mean) / D;
        for (size_t k = 0; k < D; k++)
            expected[i * D + k] = (((double)x[i * D + k] - mean) / deviation + 3) / 8;
    }
    contrast_apply(&c, x, N, D);
    contrast_apply(&c, brighter, N, D);
    for (size_t i = 0; i < N * D; i++) {
        assert_near((double)x[i], expected[i], 1e-6);
        assert_near((double)brighter[i], expected[i], 1e-6);
    }
    /* over the images that it was fitted on the values reach from 0 to 1 */
    contrast_fit(&c, &im);
    batch_floats(&im, NULL, 0, N, x);
    contrast_apply(&c, x, N, D);
    double low = 1, high = 0;
    for (size_t i = 0; i < N * D; i++) {
        low = fmin(low, (double)x[i]);
        high = fmax(high, (double)x[i]);
    }
    assert_near(low, 0, 1e-6);
    assert_near(high, 1, 1e-6);
    images_release(&im);
}

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contrast_of_hand_made_images), cmocka_unit_test(images_of_one_colour_have_none),
        cmocka_unit_test(contrast_against_the_formula), cmocka_unit_test(centre_keeps_away_from_zero),
        cmocka_unit_test(radius_is_a_quantile),         cmocka_unit_test(gradients_of_both_objectives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
