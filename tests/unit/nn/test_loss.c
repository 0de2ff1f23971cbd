/* Losses: values and gradients by their definitions and differences, and what happens at the ends. */
#include "support/main.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/rng.h"
#include "nn/loss.h"
#include "support/naive_network.h"

struct errors_of_batch {
    enum reconstruction kind;
    size_t n, d;
    double *y, *x, *weight;
};

static double weighted_errors(void *context)
{
    const struct errors_of_batch *b = context;
    double sum = 0;
    for (size_t i = 0; i < b->n; i++)
        sum += b->weight[i] * naive_error(b->kind, b->y + i * b->d, b->x + i * b->d, b->d);
    return sum;
}

static void reconstruction(void **state)
{
    (void)state;
    static const enum reconstruction kinds[] = { LOSS_L2, LOSS_MSE };
    static const size_t sizes[] = { 1, 3, 15, 16, 17, 31, 100, 784 };
    enum { N = 5 };
    struct rng r;
    rng_seed(&r, 3);
    for (int k = 0; k < 2; k++)
        for (size_t a = 0; a < sizeof sizes / sizeof *sizes; a++) {
            size_t d = sizes[a];
            float *y = normals(&r, N * d), *x = normals(&r, N * d), *dy = mem_alloc(N * d, sizeof *dy);
            double *wide_y = doubles(y, N * d), *wide_x = doubles(x, N * d), error[N];
            double weight[N] = { 1, -2, 0.5, 0, 3 };
            struct errors_of_batch b = { kinds[k], N, d, wide_y, wide_x, weight };
            reconstruction_error(kinds[k], y, x, N, d, error);
            for (size_t i = 0; i < N; i++) {
                double expected = naive_error(kinds[k], wide_y + i * d, wide_x + i * d, d);
                assert_near(error[i] / expected, 1, 3e-7);
            }
            reconstruction_gradient(kinds[k], y, x, N, d, error, weight, dy);
            for (size_t i = 0; i < N * d; i += 1 + d / 50)
                assert_near((double)dy[i], central_difference(weighted_errors, &b, &wide_y[i], 1e-6), 2e-6);
            reconstruction_gradient(kinds[k], y, x, N, d, error, weight, y); /* in place */
            assert_memory_equal(y, dy, N * d * sizeof *y);
            free(y);
            free(x);
            free(dy);
            free(wide_y);
            free(wide_x);
        }
    /* by hand; and no division by an error of 0 */
    const float y[4] = { 3, 4, 1, 1 }, x[4] = { 0, 0, 1, 1 };
    const double weight[2] = { 10, 10 };
    double error[2];
    float dy[4];
    reconstruction_error(LOSS_L2, y, x, 2, 2, error);
    assert_true(error[0] == 5 && error[1] == 0);
    reconstruction_gradient(LOSS_L2, y, x, 2, 2, error, weight, dy);
    assert_true(dy[0] == 6 && dy[1] == 8 && dy[2] == 0 && dy[3] == 0);
    reconstruction_error(LOSS_MSE, y, x, 2, 2, error);
    assert_true(error[0] == 12.5 && error[1] == 0);
    reconstruction_gradient(LOSS_MSE, y, x, 2, 2, error, weight, dy);
    assert_true(dy[0] == 30 && dy[1] == 40 && dy[2] == 0 && dy[3] == 0);
}

/* Sums of squares stay exact where floats would stand still: 2^24 + 1 ones. */
static void long_sums(void **state)
{
    (void)state;
    enum { D = (1 << 24) + 1 };
    float *y = mem_alloc(D, sizeof *y), *x = mem_zero(D, sizeof *x);
    double error;
    for (size_t i = 0; i < D; i++)
        y[i] = 1;
    y[0] = 4096; /* its square alone is 2^24 */
    reconstruction_error(LOSS_L2, y, x, 1, D, &error);
    assert_true(error == sqrt(16777216.0 + (D - 1)));
    free(y);
    free(x);
}

static void equation_1(void **state)
{
    (void)state;
    /* two positives and four negatives: below gamma = 5, above, far above, at it */
    double error[6] = { 1, 3, 2, 6, 15, 5 }, weight[6];
    double loss = shaping_loss(error, 2, 4, 5, 0.5, weight);
    assert_near(loss, (1 + 3) / 2.0 + 0.5 * (3 + 1 + 10 + 0) / 4.0, 1e-15);
    const double expected[6] = { 0.5, 0.5, -0.125, 0.125, 0.125, 0 };
    for (int i = 0; i < 6; i++)
        assert_near(weight[i], expected[i], 1e-15);
    for (int i = 0; i < 5; i++) { /* the kink at gamma has no derivative */
        double unused[6], kept = error[i];
        error[i] = kept + 1e-6;
        double above = shaping_loss(error, 2, 4, 5, 0.5, unused);
        error[i] = kept - 1e-6;
        assert_near((above - shaping_loss(error, 2, 4, 5, 0.5, unused)) / 2e-6, weight[i], 1e-9);
        error[i] = kept;
    }
    assert_near(shaping_loss(error, 2, 0, 5, 0.5, weight), 2, 1e-15);
    assert_near(shaping_loss(error + 2, 0, 4, 5, 0.5, weight), 0.5 * 14 / 4, 1e-15);
    assert_near(shaping_loss(error, 2, 4, 5, 0, weight), 2, 1e-15);
    assert_true(weight[2] == 0 && weight[0] == 0.5);
}

struct logits {
    double z[4];
    const unsigned char *label;
};

static double cross_entropy_of(void *context)
{
    const struct logits *l = context;
    return naive_cross_entropy(l->z, l->label, 4);
}

static void binary_cross_entropy(void **state)
{
    (void)state;
    static const unsigned char label[4] = { 1, 0, 0, 1 };
    const float z[4] = { 0, 2, -1.5f, -3 };
    struct logits l = { { 0, 2, -1.5, -3 }, label };
    float d[4];
    assert_near(cross_entropy(z, label, 4, 10, d), cross_entropy_of(&l), 1e-12);
    for (int i = 0; i < 4; i++)
        assert_near((double)d[i], 10 * central_difference(cross_entropy_of, &l, &l.z[i], 1e-6), 1e-6);
    assert_near((double)d[0], 10 * (0.5 - 1) / 4, 1e-7);
    /* far out: the loss is the distance on the wrong side and nothing on the right one */
    const float far[4] = { 1000, 1000, -1000, -1000 };
    assert_near(cross_entropy(far, label, 4, 1, d), (0 + 1000 + 0 + 1000) / 4.0, 1e-12);
    assert_true(d[0] == 0 && d[1] == 0.25f && d[2] == 0 && d[3] == -0.25f);
    assert_near(cross_entropy(z, label, 1, 1, d), log(2), 1e-15);
}

struct points {
    double z[8]; /* four points in the plane */
    const unsigned char *label;
};

static double hypersphere_of(void *context)
{
    const struct points *p = context;
    return naive_hypersphere(p->z, p->label, 4, 2);
}

static void hypersphere_classification(void **state)
{
    (void)state;
    static const unsigned char label[4] = { 0, 1, 1, 0 };
    const float z[8] = { 2, 2, 0.3f, -0.4f, 0.003f, 0.004f, 0, 0 };
    struct points p = { { 2, 2, 0, 0, 0.003f, 0.004f, 0, 0 }, label };
    double h[4];
    float d[8];
    p.z[2] = (double)z[2];
    p.z[3] = (double)z[3];
    hypersphere_distance(z, 4, 2, h);
    assert_near(h[0], 2, 1e-15); /* sqrt(4 + 4 + 1) - 1 */
    assert_near(h[1], sqrt(1.25) - 1, 1e-8);
    assert_true(h[3] == 0);
    assert_near(hypersphere_loss(z, label, 4, 2, 10, d), hypersphere_of(&p), 1e-11);
    for (int i = 0; i < 8; i++) {
        double slope = 10 * central_difference(hypersphere_of, &p, &p.z[i], 1e-7);
        assert_near((double)d[i], slope, 1e-6 + 1e-5 * fabs(slope));
    }
    /* 10 / 4 z / sqrt(||z||^2 + 1) */
    assert_near((double)d[0], 2.5 * 2 / 3.0, 1e-6);
    /* h = log 2 is the even chance: log 2 for a negative, and a slope of -1 by h */
    double radius = sqrt(pow(1 + log(2), 2) - 1);
    const float even[2] = { (float)radius, 0 };
    assert_near(hypersphere_loss(even, label + 1, 1, 2, 1, d), log(2), 1e-6);
    assert_near((double)d[0], -radius / (1 + log(2)), 1e-6);
}

/* -log(1 - e^-h) is -log h = log 2 - 2 log r near the origin, where r is the distance, and e^-h
 * far out. */
static void ends_of_the_hypersphere(void **state)
{
    (void)state;
    static const unsigned char positive = 0, negative = 1;
    float d[2];
    double h;
    for (int k = 4; k <= 14; k++) {
        const float z[2] = { 0, (float)pow(10, -k) };
        double r = (double)z[1];
        hypersphere_distance(z, 1, 2, &h);
        assert_near(h / (r * r / 2), 1, 1e-8);
        assert_near(hypersphere_loss(z, &negative, 1, 2, 1, d), log(2) - 2 * log(r), 1e-8);
        assert_true(d[0] == 0);
        assert_near((double)d[1] * r / -2, 1, 1e-6);
        assert_near(hypersphere_loss(z, &positive, 1, 2, 1, d) / h, 1, 1e-15);
        assert_near((double)d[1] / r, 1, 1e-6);
    }
    const float at_the_origin[2] = { 0, 0 }, next_to_it[2] = { 1e-38f, -1e-38f }, subnormal[2] = { 1e-44f, 0 };
    const float *const inside[3] = { at_the_origin, next_to_it, subnormal };
    for (int i = 0; i < 3; i++) {
        assert_near(hypersphere_loss(inside[i], &negative, 1, 2, 1, d), 30 * log(10), 1e-9);
        for (int k = 0; k < 2; k++)
            assert_true(fabs((double)d[k]) < 1e-7); /* and not the infinite slope */
        assert_near(hypersphere_loss(inside[i], &positive, 1, 2, 1, d), 0, 1e-70);
    }
    assert_true(d[0] < 1e-43f && d[0] >= 0);
    static const float far[] = { 30, 700, 1e4f, 1e20f, 3e38f };
    for (int i = 0; i < 5; i++) {
        const float z[2] = { -far[i], 0 };
        hypersphere_distance(z, 1, 2, &h);
        assert_near(h / (hypot((double)far[i], 1) - 1), 1, 1e-12);
        double loss = hypersphere_loss(z, &negative, 1, 2, 1, d);
        assert_near(loss, exp(-h), 1e-12 * exp(-h)); /* 9e-14 at 30, where 1 - e^-h has lost three digits of it */
        assert_near((double)d[0], exp(-h), 2e-3 * exp(-h) + 1e-45);
        assert_true(hypersphere_loss(z, &positive, 1, 2, 1, d) == h);
        assert_near((double)d[0], -(double)far[i] / hypot((double)far[i], 1), 1e-6);
    }
}

/* Three classes of four logits, the last of which is not known yet. */
struct softmax_of_batch {
    double z[8];
    int label[2];
};

static double softmax_of(void *context)
{
    const struct softmax_of_batch *b = context;
    double loss = 0;
    for (int i = 0; i < 2; i++) {
        double sum = 0;
        for (int k = 0; k < 3; k++)
            sum += exp(b->z[4 * i + k]);
        loss -= log(exp(b->z[4 * i + b->label[i]]) / sum) / 2;
    }
    return loss;
}

static void softmax(void **state)
{
    (void)state;
    struct softmax_of_batch b = { { 0.5, -1, 2, 9, -0.25, 1.5, 0, -9 }, { 2, 0 } };
    static const float far[] = { 1000, -1000, 0, 0 };
    static const int label[] = { 1 };
    float z[8], d[8];
    for (int i = 0; i < 8; i++)
        z[i] = (float)b.z[i];
    assert_near(softmax_loss(z, b.label, 2, 4, 3, d), softmax_of(&b), 1e-12);
    for (int i = 0; i < 8; i++)
        assert_near((double)d[i], central_difference(softmax_of, &b, &b.z[i], 1e-6), 1e-6);
    assert_true(d[3] == 0 && d[7] == 0);
    assert_near(softmax_loss(far, label, 1, 4, 4, d), 2000, 1e-9); /* no overflow */
    assert_near(softmax_log_sum(far + 2, 2), log(2), 1e-15);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(reconstruction),
    cmocka_unit_test(long_sums),
    cmocka_unit_test(equation_1),
    cmocka_unit_test(binary_cross_entropy),
    cmocka_unit_test(softmax),
    cmocka_unit_test(hypersphere_classification),
    cmocka_unit_test(ends_of_the_hypersphere),
};

TEST_MAIN(tests, NULL, NULL)
