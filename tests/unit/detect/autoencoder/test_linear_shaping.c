/* The example of section 4.2 of Battikh & Lenskiy 2022: positives from N(0, diag(1, .2, .01)),
 * a linear autoencoder with one number as its code, negatives that lie on the z-axis. Phase 1
 * finds E = D = [1 0 0]; phase 2 keeps D and ends with an E = [1 0 g], g large. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/rng.h"
#include "nn/adam.h"
#include "nn/loss.h"
#include "nn/network.h"

enum { N = 256, ROWS = 2 * N };

static const double GAMMA = 5;

struct example {
    struct network encoder, decoder;
    float x[ROWS][3]; /* N positives, N negatives */
};

static void train(struct example *t, int phase)
{
    enum { STEPS = 1500 };
    int rows = phase == 1 ? N : ROWS;
    float y[ROWS][3], g_encoder[4], g_decoder[6];
    double error[ROWS], weight[ROWS];
    struct adam encoder, decoder;
    struct pass *in = pass_create(&t->encoder, rows, PASS_WEIGHTS, NULL, NULL);
    struct pass *out = pass_create(&t->decoder, rows, PASS_INPUT | (phase == 1 ? PASS_WEIGHTS : 0), NULL, NULL);
    adam_init(&encoder, t->encoder.n_params);
    adam_init(&decoder, t->decoder.n_params);
    for (long step = 0; step < STEPS; step++) {
        double rate = learning_rate_at(0.02, 1, step, STEPS);
        enum reconstruction kind = phase == 1 ? LOSS_MSE : LOSS_L2;
        pass_begin(in);
        pass_begin(out);
        float *code = pass_forward(in, t->x[0]);
        const float *found = pass_forward(out, code);
        reconstruction_error(kind, found, t->x[0], (size_t)rows, 3, error);
        shaping_loss(error, N, (size_t)(rows - N), GAMMA, 1, weight);
        reconstruction_gradient(kind, found, t->x[0], (size_t)rows, 3, error, weight, y[0]);
        float *back = pass_backward(out, code, y[0], phase == 1 ? g_decoder : NULL);
        pass_backward(in, t->x[0], back, g_encoder);
        adam_step(&encoder, t->encoder.params, g_encoder, rate);
        if (phase == 1)
            adam_step(&decoder, t->decoder.params, g_decoder, rate);
    }
    pass_free(in);
    pass_free(out);
    adam_release(&encoder);
    adam_release(&decoder);
}

static double score(const struct example *t, double x, double y, double z)
{
    const float point[3] = { (float)x, (float)y, (float)z };
    double error;
    struct pass *in = pass_create(&t->encoder, 1, PASS_FORWARD, NULL, NULL);
    struct pass *out = pass_create(&t->decoder, 1, PASS_FORWARD, NULL, NULL);
    pass_begin(in);
    pass_begin(out);
    reconstruction_error(LOSS_L2, pass_forward(out, pass_forward(in, point)), point, 1, 3, &error);
    pass_free(in);
    pass_free(out);
    return error;
}

/* E in the scale in which D is [1 0 0]. */
static double encoded(const struct example *t, int axis)
{
    return (double)t->encoder.params[axis] * (double)t->decoder.params[0];
}

static void assert_near(double found, double expected, double tolerance)
{
    if (!(fabs(found - expected) <= tolerance))
        fail_msg("expected %g within %g, found %g", expected, tolerance, found);
}

static void example_of_the_paper(void **state)
{
    (void)state;
    static struct example t;
    struct rng r;
    const struct shape point = { 1, 1, 3 }, code = { 1, 1, 1 };
    rng_seed(&r, 42);
    for (int i = 0; i < N; i++) {
        const double deviation[3] = { 1, sqrt(0.2), sqrt(0.01) };
        for (int k = 0; k < 3; k++)
            t.x[i][k] = (float)(deviation[k] * rng_normal(&r));
        t.x[N + i][2] = i % 2 ? 1 : -1;
    }
    network_init(&t.encoder, point);
    network_init(&t.decoder, code);
    assert_int_equal(network_dense(&t.encoder, code, ACTIVATION_IDENTITY, 0, NULL), 0);
    assert_int_equal(network_dense(&t.decoder, point, ACTIVATION_IDENTITY, 0, NULL), 0);
    network_finish(&t.encoder);
    network_finish(&t.decoder);
    network_initialise(&t.encoder, INIT_HE, &r);
    network_initialise(&t.decoder, INIT_HE, &r);

    train(&t, 1);
    float *d = t.decoder.params, kept[6];
    assert_near((double)(d[1] / d[0]), 0, 0.1); /* within the sample's own principal axis */
    assert_near((double)(d[2] / d[0]), 0, 0.02);
    assert_near(encoded(&t, 0), 1, 0.02);
    assert_near(encoded(&t, 1), 0, 0.1);
    assert_near(encoded(&t, 2), 0, 0.02);
    /* the cylinder of the paper: a plain one does not tell y from z */
    assert_near(score(&t, 2, 0.3, 0), score(&t, 2, 0, 0.3), 0.15);

    memcpy(kept, d, sizeof kept);
    train(&t, 2);
    assert_memory_equal(d, kept, sizeof kept);
    /* a negative's error is sqrt(1 + g^2) = GAMMA */
    assert_near(fabs(encoded(&t, 2)), sqrt(GAMMA * GAMMA - 1), 0.1);
    assert_near(encoded(&t, 0), 1, 0.05);
    assert_near(encoded(&t, 1), 0, 0.1);
    assert_near(score(&t, 0, 0, 1), GAMMA, 0.1);
    assert_near(score(&t, 0, 0, -1), GAMMA, 0.1);
    assert_near(score(&t, 2, 0.3, 0), 0.3, 0.1);
    /* L(x) = y^2 + g^2 z^2, the squashed cylinder */
    assert_near(score(&t, 2, 0, 0.3), 0.3 * GAMMA, 0.1);
    network_release(&t.encoder);
    network_release(&t.decoder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(example_of_the_paper),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
