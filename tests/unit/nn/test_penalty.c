/* The gradient penalty of critics: its value and its derivatives by every weight and bias
 * against a critic in double precision, its gradient by the transposed layers and central
 * differences of the penalty. */
#include "support/main.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/rng.h"
#include "nn/network.h"
#include "support/naive_network.h"

static const float SLOPE = 0.2f;
static const double WEIGHT = 10;

struct probe {
    const struct network *net;
    size_t n;
    double *params, *x;
};

static double penalty_of(void *context)
{
    const struct probe *p = context;
    return WEIGHT * naive_penalty(p->net, p->params, p->x, p->n);
}

/* All derivatives with `tries` 0, else those of some. */
static void check_penalty(const struct network *net, size_t n, const struct conv_backend *backend, size_t tries)
{
    struct rng r;
    struct error e = { .text = "" };
    rng_seed(&r, n);
    size_t n_x = n * (size_t)shape_size(net->in), all = net->n_params;
    float *x = normals(&r, n_x), *gradient = mem_alloc(all, sizeof *gradient), *top = mem_alloc(n, sizeof *top);
    struct probe p = { net, n, doubles(net->params, all), doubles(x, n_x) };
    struct pass *pass = pass_create(net, (int)n, PASS_PENALTY, backend, &e);
    assert_string_equal(e.text, "");
    assert_non_null(pass);
    pass_begin(pass);
    const float *y = pass_forward(pass, x);
    double *expected = naive_forward(net, p.params, p.x, n);
    for (size_t i = 0; i < n; i++)
        assert_true(fabs((double)y[i] - expected[i]) < 1e-5 * (1 + fabs(expected[i])));
    /* its input's gradient is that of any pass */
    for (size_t i = 0; i < n; i++)
        top[i] = 1;
    const float *dx = pass_backward(pass, x, top, NULL);
    for (size_t i = 0; i < n; i++) {
        size_t d = n_x / n;
        double *g = naive_gradient(net, p.params, p.x + i * d);
        for (size_t k = 0; k < d; k++)
            assert_true(fabs((double)dx[i * d + k] - g[k]) < 1e-5);
        free(g);
    }
    double value = pass_penalty(pass, x, WEIGHT, gradient), naive = penalty_of(&p), size = 0;
    if (!(fabs(WEIGHT * value - naive) < 1e-5 * naive))
        fail_msg("penalty %.9g, expected %.9g", WEIGHT * value, naive);
    for (size_t i = 0; i < all; i++)
        size += (double)gradient[i] * (double)gradient[i] / (double)all;
    for (size_t t = 0; t < (tries ? tries : all); t++) {
        size_t i = tries ? rng_below(&r, all) : t;
        double found = central_difference(penalty_of, &p, &p.params[i], 1e-6);
        if (!(fabs(found - (double)gradient[i]) < 2e-5 * sqrt(size)))
            fail_msg("gradient %zu of %zu: %.9g, by differences %.9g, scale %g", i, all, (double)gradient[i], found,
                     sqrt(size));
    }
    for (int k = 0; k < net->n; k++)
        for (size_t i = 0; i < net->layer[k].n_bias; i++)
            assert_true(gradient[net->layer[k].bias + i] == 0);
    pass_free(pass);
    free(x);
    free(gradient);
    free(top);
    free(expected);
    free(p.params);
    free(p.x);
}

enum critic { DENSE, CONV, MIXED, TRANSPOSED, CONV_TO_THE_END, WITHOUT_BIASES, CRITICS };

static void make_critic(struct network *net, enum critic which)
{
    const enum activation leaky = ACTIVATION_LEAKY_RELU, none = ACTIVATION_IDENTITY;
    const struct shape one = { 1, 1, 1 };
    struct rng r;
    int bad = 0;
    network_init(net, which == CONV_TO_THE_END ? (struct shape) { 4, 4, 2 } : (struct shape) { 6, 5, 2 });
    switch (which) {
    case DENSE:
        bad |= network_dense(net, (struct shape) { 1, 1, 9 }, leaky, SLOPE, NULL);
        bad |= network_dense(net, (struct shape) { 1, 1, 5 }, leaky, 0, NULL);
        bad |= network_dense(net, one, none, 0, NULL);
        break;
    case CONV:
        bad |= network_conv(net, 4, 4, 2, leaky, SLOPE, NULL);
        bad |= network_conv(net, 5, 3, 1, none, 0, NULL);
        bad |= network_conv(net, 6, 5, 2, leaky, SLOPE, NULL);
        bad |= network_dense(net, one, none, 0, NULL);
        break;
    case MIXED:
        bad |= network_dense(net, (struct shape) { 4, 3, 2 }, leaky, SLOPE, NULL);
        bad |= network_conv(net, 4, 3, 2, leaky, SLOPE, NULL);
        bad |= network_dense(net, (struct shape) { 3, 3, 2 }, leaky, SLOPE, NULL);
        bad |= network_conv(net, 3, 3, 1, leaky, SLOPE, NULL);
        bad |= network_conv(net, 2, 3, 2, none, 0, NULL);
        bad |= network_dense(net, one, leaky, SLOPE, NULL);
        break;
    case TRANSPOSED:
        bad |= network_deconv(net, 12, 10, 2, 4, 2, leaky, SLOPE, NULL);
        bad |= network_conv(net, 3, 4, 2, leaky, SLOPE, NULL);
        bad |= network_dense(net, one, none, 0, NULL);
        break;
    case WITHOUT_BIASES:
        bad |= network_conv_padded(net, 4, 4, 2, 0, leaky, SLOPE, NULL);
        bad |= network_dense(net, (struct shape) { 1, 1, 5 }, leaky, SLOPE, NULL);
        bad |= network_dense(net, one, none, 0, NULL);
        network_drop_biases(net);
        break;
    default:
        bad |= network_conv(net, 4, 4, 2, leaky, SLOPE, NULL);
        bad |= network_conv(net, 1, 3, 2, none, 0, NULL);
        break;
    }
    assert_int_equal(bad, 0);
    network_finish(net);
    rng_seed(&r, (uint64_t)which + 11);
    network_initialise(net, INIT_HE, &r);
    for (int k = 0; k < net->n; k++)
        for (size_t i = 0; i < net->layer[k].n_bias; i++)
            net->params[net->layer[k].bias + i] = (float)(0.3 * rng_normal(&r));
}

/* Numbers of images as in test_network.c: one, below a chunk, two chunks, a prime. */
static void penalty_by_differences(void **state)
{
    (void)state;
    static const size_t images[] = { 1, 5, 32, 37 };
    static const struct conv_backend *const backends[] = { NULL, &conv_naive, &conv_blas };
    for (enum critic which = 0; which < CRITICS; which++) {
        struct network net;
        make_critic(&net, which);
        check_penalty(&net, 2, NULL, 0);
        for (size_t i = 0; i < sizeof images / sizeof *images; i++)
            check_penalty(&net, images[i], NULL, 4);
        for (size_t b = 1; b < sizeof backends / sizeof *backends; b++)
            check_penalty(&net, 5, backends[b], 20);
        network_release(&net);
    }
}

/* D(x) = w x: P = 10 (|w| - 1)^2 and dP/dw = 20 (|w| - 1) w / |w|, whatever x and b are; a
 * critic that is flat everywhere has P = 10 and asks for no change. */
static void penalty_of_a_line(void **state)
{
    (void)state;
    struct network net;
    float x[6] = { 1, -2, 3, 4, 5, -6 }, gradient[4];
    network_init(&net, (struct shape) { 1, 1, 3 });
    assert_int_equal(network_dense(&net, (struct shape) { 1, 1, 1 }, ACTIVATION_IDENTITY, 0, NULL), 0);
    network_finish(&net);
    memcpy(net.params, (float[4]) { 2, -3, 6, 8 }, 4 * sizeof *net.params);
    struct pass *pass = pass_create(&net, 2, PASS_PENALTY, NULL, NULL);
    for (int again = 0; again < 2; again++) {
        pass_begin(pass);
        pass_forward(pass, x);
        assert_true(fabs(pass_penalty(pass, x, WEIGHT, gradient) - 36) < 1e-12);
        for (int k = 0; k < 4; k++)
            assert_true(fabs((double)gradient[k] - (k < 3 ? 20 * 6 / 7.0 * (double)net.params[k] : 0)) < 1e-4);
    }
    memset(net.params, 0, 3 * sizeof *net.params);
    pass_forward(pass, x);
    assert_true(pass_penalty(pass, x, WEIGHT, gradient) == 1);
    for (int k = 0; k < 4; k++)
        assert_true(gradient[k] == 0);
    pass_free(pass);
    network_release(&net);
}

static void same_bytes_every_time(void **state)
{
    (void)state;
    enum { N = 32 };
    struct network net;
    struct rng r;
    make_critic(&net, MIXED);
    rng_seed(&r, 1);
    float *x = normals(&r, N * (size_t)shape_size(net.in)), *first = NULL,
          *gradient = mem_alloc(net.n_params, sizeof *gradient);
    for (int k = 0; k < 4; k++) {
        struct pass *pass = pass_create(&net, N, PASS_PENALTY, NULL, NULL);
        for (int again = 0; again < 2; again++) {
            pass_begin(pass);
            pass_forward(pass, x);
            pass_penalty(pass, x, WEIGHT, gradient);
            if (!first)
                first = memcpy(mem_alloc(net.n_params, sizeof *first), gradient, net.n_params * sizeof *first);
            assert_memory_equal(gradient, first, net.n_params * sizeof *first);
        }
        pass_free(pass);
    }
    free(x);
    free(first);
    free(gradient);
    network_release(&net);
}

/* Where second derivatives of an activation would matter, or there is no one output. */
static void other_networks_are_refused(void **state)
{
    (void)state;
    static const struct {
        enum activation first, last;
        int outputs;
        const char *message;
    } table[] = {
        { ACTIVATION_TANH, ACTIVATION_IDENTITY, 1,
          "layer 1: the gradient penalty is for piecewise linear activations only" },
        { ACTIVATION_LEAKY_RELU, ACTIVATION_SIGMOID, 1,
          "layer 2: the gradient penalty is for piecewise linear activations only" },
        { ACTIVATION_LEAKY_RELU, ACTIVATION_IDENTITY, 2,
          "the gradient penalty is for a network with one output, not 2" },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct network net;
        struct error e = { .text = "" };
        network_init(&net, (struct shape) { 4, 4, 1 });
        assert_int_equal(network_conv(&net, 2, 3, 2, table[i].first, SLOPE, NULL), 0);
        assert_int_equal(network_dense(&net, (struct shape) { 1, 1, table[i].outputs }, table[i].last, 0, NULL), 0);
        network_finish(&net);
        assert_null(pass_create(&net, 2, PASS_PENALTY, NULL, &e));
        assert_string_equal(e.text, table[i].message);
        network_release(&net);
    }
}

/* Normalisation, pooling and doubling, of which nothing here says that the penalty would be right. */
static void other_layers_are_refused(void **state)
{
    (void)state;
    for (int which = 0; which < 3; which++) {
        struct network net;
        struct error e = { .text = "" };
        network_init(&net, (struct shape) { 4, 4, 1 });
        assert_int_equal(network_conv(&net, 2, 3, 1, ACTIVATION_LEAKY_RELU, SLOPE, NULL), 0);
        assert_int_equal(which == 0   ? network_norm(&net, net.out, ACTIVATION_LEAKY_RELU, SLOPE, NULL)
                         : which == 1 ? network_pool(&net, NULL)
                                      : network_upsample(&net, ACTIVATION_IDENTITY, 0, NULL),
                         0);
        assert_int_equal(network_dense(&net, (struct shape) { 1, 1, 1 }, ACTIVATION_IDENTITY, 0, NULL), 0);
        network_finish(&net);
        assert_null(pass_create(&net, 2, PASS_PENALTY, NULL, &e));
        assert_string_equal(e.text, "layer 2: the gradient penalty is for dense layers and convolutions only");
        network_release(&net);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(penalty_by_differences),   cmocka_unit_test(penalty_of_a_line),
    cmocka_unit_test(same_bytes_every_time),    cmocka_unit_test(other_networks_are_refused),
    cmocka_unit_test(other_layers_are_refused),
};

TEST_MAIN(tests, NULL, NULL)
