/* Passes over networks: outputs and gradients against a network in double precision and its central differences, the
 * same bytes every time, and the two losses of the paper through whole networks. */
#include "support/main.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nn/loss.h"
#include "nn/network.h"
#include "support/deep_networks.h"
#include "support/network_check.h"

static const float SLOPE = 0.2f;

static const struct conv_backend *const backends[] = { NULL, &conv_naive, &conv_blas };

static void single_layers(void **state)
{
    (void)state;
    static const struct {
        enum layer_kind kind;
        struct shape in;
        struct shape out; /* h and w: dense and transposed layers only */
        int kernel, stride;
    } table[] = {
        { LAYER_DENSE, { 1, 1, 1 }, { 1, 1, 1 }, 0, 0 },    { LAYER_DENSE, { 3, 2, 3 }, { 1, 1, 17 }, 0, 0 },
        { LAYER_DENSE, { 1, 1, 16 }, { 2, 5, 3 }, 0, 0 },   { LAYER_CONV, { 7, 6, 1 }, { 0, 0, 2 }, 3, 1 },
        { LAYER_CONV, { 7, 6, 2 }, { 0, 0, 3 }, 3, 2 },     { LAYER_CONV, { 7, 6, 3 }, { 0, 0, 16 }, 4, 2 },
        { LAYER_CONV, { 6, 7, 16 }, { 0, 0, 17 }, 4, 1 },   { LAYER_CONV, { 6, 7, 17 }, { 0, 0, 1 }, 5, 1 },
        { LAYER_CONV, { 5, 8, 3 }, { 0, 0, 3 }, 5, 2 },     { LAYER_CONV, { 8, 8, 2 }, { 0, 0, 1 }, 3, 1 },
        { LAYER_CONV, { 8, 8, 16 }, { 0, 0, 3 }, 3, 1 },    { LAYER_DECONV, { 4, 3, 1 }, { 7, 6, 2 }, 3, 2 },
        { LAYER_DECONV, { 4, 3, 2 }, { 8, 5, 3 }, 3, 2 },   { LAYER_DECONV, { 3, 4, 3 }, { 6, 8, 16 }, 4, 2 },
        { LAYER_DECONV, { 3, 4, 16 }, { 7, 9, 17 }, 4, 2 }, { LAYER_DECONV, { 3, 4, 17 }, { 6, 7, 1 }, 5, 2 },
        { LAYER_DECONV, { 5, 4, 3 }, { 5, 4, 3 }, 5, 1 },   { LAYER_DECONV, { 5, 4, 2 }, { 5, 4, 1 }, 3, 1 },
        { LAYER_DECONV, { 4, 4, 1 }, { 5, 5, 4 }, 4, 1 },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        for (int f = 0; f < 4; f++)
            for (size_t b = 0; b < (table[i].kind == LAYER_DENSE ? 1 : sizeof backends / sizeof *backends); b++) {
                struct network net;
                struct rng r;
                struct shape out = table[i].out;
                int k = table[i].kernel, s = table[i].stride;
                rng_seed(&r, i);
                network_init(&net, table[i].in);
                if (table[i].kind == LAYER_DENSE)
                    assert_int_equal(network_dense(&net, out, activations[f], SLOPE, NULL), 0);
                else if (table[i].kind == LAYER_CONV)
                    assert_int_equal(network_conv(&net, out.c, k, s, activations[f], SLOPE, NULL), 0);
                else
                    assert_int_equal(network_deconv(&net, out.h, out.w, out.c, k, s, activations[f], SLOPE, NULL), 0);
                finish(&net, &r);
                check_network(&net, 3, backends[b], 4, 0);
                network_release(&net);
            }
}

/* 1: one image; 5: fewer than a chunk; 16: one chunk; 32: two; 37: a prime, one at a time. */
static void deep_networks(void **state)
{
    (void)state;
    static const size_t images[] = { 1, 5, 16, 32, 34, 37 };
    struct network net;
    deep_network(&net);
    for (size_t i = 0; i < sizeof images / sizeof *images; i++)
        check_network(&net, images[i], NULL, i ? 3 : 40, 0);
    check_network(&net, 32, &conv_blas, 3, 0);
    network_release(&net);
}

static void same_bytes_every_time(void **state)
{
    (void)state;
    enum { N = 40 };
    struct network net;
    struct rng r;
    deep_network(&net);
    rng_seed(&r, 2);
    size_t n_x = numbers_in(&net, N), n_y = numbers_out(&net, N);
    float *x = normals(&r, n_x), *c = normals(&r, n_y), *dy = mem_alloc(n_y, sizeof *dy);
    float *first = NULL, *first_y = NULL, *first_dx = NULL, *gradient = mem_alloc(net.n_params, sizeof *gradient);
    for (int k = 0; k < 3; k++) {
        struct pass *pass = pass_create(&net, N, PASS_WEIGHTS | PASS_INPUT, NULL, NULL);
        for (int again = 0; again < 2; again++) {
            memcpy(dy, c, n_y * sizeof *dy);
            pass_begin(pass);
            float *y = pass_forward(pass, x);
            float *dx = pass_backward(pass, x, dy, gradient);
            if (!first) {
                first = memcpy(mem_alloc(net.n_params, sizeof *first), gradient, net.n_params * sizeof *first);
                first_y = memcpy(mem_alloc(n_y, sizeof *y), y, n_y * sizeof *y);
                first_dx = memcpy(mem_alloc(n_x, sizeof *dx), dx, n_x * sizeof *dx);
            }
            assert_memory_equal(gradient, first, net.n_params * sizeof *first);
            assert_memory_equal(y, first_y, n_y * sizeof *y);
            assert_memory_equal(dx, first_dx, n_x * sizeof *dx);
        }
        pass_free(pass);
    }
    /* what is not asked for does not change the rest */
    for (unsigned uses = PASS_FORWARD; uses <= PASS_INPUT; uses++) {
        struct pass *pass = pass_create(&net, N, uses, NULL, NULL);
        memcpy(dy, c, n_y * sizeof *dy);
        pass_begin(pass);
        assert_memory_equal(pass_forward(pass, x), first_y, n_y * sizeof *dy);
        if (uses == PASS_WEIGHTS) {
            assert_null(pass_backward(pass, x, dy, gradient));
            assert_memory_equal(gradient, first, net.n_params * sizeof *first);
        } else if (uses == PASS_INPUT) {
            assert_memory_equal(pass_backward(pass, x, dy, NULL), first_dx, n_x * sizeof *dy);
        }
        pass_free(pass);
    }
    free(x);
    free(c);
    free(dy);
    free(first);
    free(first_y);
    free(first_dx);
    free(gradient);
    network_release(&net);
}

static void a_network_without_layers(void **state)
{
    (void)state;
    struct network net;
    float x[6] = { 1, 2, 3, 4, 5, 6 }, dy[6] = { 0 };
    network_init(&net, (struct shape) { 1, 3, 1 });
    network_finish(&net);
    struct pass *pass = pass_create(&net, 2, PASS_WEIGHTS | PASS_INPUT, NULL, NULL);
    pass_begin(pass);
    assert_ptr_equal(pass_forward(pass, x), x);
    assert_ptr_equal(pass_backward(pass, x, dy, net.params), dy);
    assert_int_equal(net.n_params, 0);
    assert_int_equal(shape_size(net.out), 3);
    assert_true(network_work(&net) == 0);
    pass_free(pass);
    pass_free(NULL);
    network_release(&net);
}

/* An encoder, a latent layer with a tanh code, a decoder, and a linear head on the code before
 * its activation: what both phases train. Parameters in double beside them. */
enum { ENCODER, LATENT, DECODER, HEAD, NETS };
enum { POSITIVES = 3, NEGATIVES = 3, ROWS = POSITIVES + NEGATIVES, CODE = 2 };

struct whole {
    struct network net[NETS];
    double *params[NETS], *x;
    size_t pixels;
    unsigned char label[ROWS];
    double gamma, beta, separation; /* weights of the losses' terms */
};

static void whole_init(struct whole *w)
{
    const struct shape code = { 1, 1, CODE }, image = { 6, 5, 1 };
    struct rng r;
    int bad;
    rng_seed(&r, 21);
    *w = (struct whole) { .pixels = 30, .gamma = 4, .beta = 0.7, .separation = 3, .label = { 1, 1, 1 } };
    network_init(&w->net[ENCODER], image);
    bad = network_conv(&w->net[ENCODER], 3, 4, 2, ACTIVATION_LEAKY_RELU, SLOPE, NULL);
    network_init(&w->net[LATENT], w->net[ENCODER].out);
    bad |= network_dense(&w->net[LATENT], code, ACTIVATION_IDENTITY, 0, NULL);
    network_init(&w->net[DECODER], code);
    bad |= network_dense(&w->net[DECODER], (struct shape) { 3, 2, 2 }, ACTIVATION_LEAKY_RELU, SLOPE, NULL);
    bad |= network_deconv(&w->net[DECODER], 6, 5, 3, 4, 2, ACTIVATION_LEAKY_RELU, SLOPE, NULL);
    bad |= network_conv(&w->net[DECODER], 1, 3, 1, ACTIVATION_SIGMOID, 0, NULL);
    network_init(&w->net[HEAD], code);
    bad |= network_dense(&w->net[HEAD], (struct shape) { 1, 1, 1 }, ACTIVATION_IDENTITY, 0, NULL);
    assert_int_equal(bad, 0);
    for (int k = 0; k < NETS; k++) {
        finish(&w->net[k], &r);
        w->params[k] = doubles(w->net[k].params, w->net[k].n_params);
    }
    float *x = normals(&r, ROWS * w->pixels);
    for (size_t i = POSITIVES * w->pixels; i < ROWS * w->pixels; i++)
        x[i] *= i < (ROWS - 1) * w->pixels ? 0.2f : 1; /* errors below gamma, and one above */
    w->x = doubles(x, ROWS * w->pixels);
    free(x);
}

static void whole_release(struct whole *w)
{
    for (int k = 0; k < NETS; k++) {
        network_release(&w->net[k]);
        free(w->params[k]);
    }
    free(w->x);
}

/* Errors of all rows, and the head's logits. */
static void whole_forward(const struct whole *w, double error[ROWS], double logit[ROWS])
{
    double *s = naive_forward(&w->net[ENCODER], w->params[ENCODER], w->x, ROWS);
    double *a = naive_forward(&w->net[LATENT], w->params[LATENT], s, ROWS);
    double *h = naive_forward(&w->net[HEAD], w->params[HEAD], a, ROWS);
    memcpy(logit, h, ROWS * sizeof *h);
    for (int i = 0; i < ROWS * CODE; i++)
        a[i] = tanh(a[i]);
    double *y = naive_forward(&w->net[DECODER], w->params[DECODER], a, ROWS);
    for (size_t i = 0; i < ROWS; i++)
        error[i] = naive_error(LOSS_L2, y + i * w->pixels, w->x + i * w->pixels, w->pixels);
    free(s);
    free(a);
    free(h);
    free(y);
}

/* Mean error of the positives, and the cross-entropy of positives against negatives. */
static double phase_1_loss(void *context)
{
    const struct whole *w = context;
    double error[ROWS], logit[ROWS], sum = 0;
    whole_forward(w, error, logit);
    for (int i = 0; i < POSITIVES; i++)
        sum += error[i] / POSITIVES;
    return sum + w->separation * naive_cross_entropy(logit, w->label, ROWS);
}

/* Equation 1. */
static double phase_2_loss(void *context)
{
    const struct whole *w = context;
    double error[ROWS], logit[ROWS], sum = 0;
    whole_forward(w, error, logit);
    for (int i = 0; i < POSITIVES; i++)
        sum += error[i] / POSITIVES;
    for (int j = POSITIVES; j < ROWS; j++)
        sum += w->beta * fabs(w->gamma - error[j]) / NEGATIVES;
    return sum;
}

static void assert_gradient(struct whole *w, double (*loss)(void *), int net, const float *gradient)
{
    for (size_t i = 0; i < w->net[net].n_params; i++) {
        double expected = central_difference(loss, w, &w->params[net][i], 1e-6);
        if (!(fabs((double)gradient[i] - expected) < 3e-6))
            fail_msg("network %d, parameter %zu: %.9g, by differences %.9g", net, i, (double)gradient[i], expected);
    }
}

static struct pass *begun(const struct network *net, int n, unsigned uses)
{
    struct pass *p = pass_create(net, n, uses, NULL, NULL);
    assert_non_null(p);
    pass_begin(p);
    return p;
}

static void gradient_of_phase_1(void **state)
{
    (void)state;
    struct whole w;
    whole_init(&w);
    float x[ROWS * 30], z[POSITIVES * CODE], dy[POSITIVES * 30], dlogit[ROWS], da[ROWS * CODE] = { 0 };
    float *gradient[NETS];
    double error[POSITIVES], weight[POSITIVES] = { 1.0 / POSITIVES, 1.0 / POSITIVES, 1.0 / POSITIVES };
    for (int k = 0; k < NETS; k++)
        gradient[k] = mem_alloc(w.net[k].n_params, sizeof(float));
    for (size_t i = 0; i < ROWS * w.pixels; i++)
        x[i] = (float)w.x[i];
    struct pass *encoder = begun(&w.net[ENCODER], ROWS, PASS_WEIGHTS);
    struct pass *latent = begun(&w.net[LATENT], ROWS, PASS_WEIGHTS | PASS_INPUT);
    struct pass *decoder = begun(&w.net[DECODER], POSITIVES, PASS_WEIGHTS | PASS_INPUT);
    struct pass *head = begun(&w.net[HEAD], ROWS, PASS_WEIGHTS | PASS_INPUT);
    float *s = pass_forward(encoder, x), *a = pass_forward(latent, s), *logit = pass_forward(head, a);
    activation_apply(ACTIVATION_TANH, 0, a, z, POSITIVES * CODE);
    float *y = pass_forward(decoder, z);
    reconstruction_error(LOSS_L2, y, x, POSITIVES, w.pixels, error);
    reconstruction_gradient(LOSS_L2, y, x, POSITIVES, w.pixels, error, weight, dy);
    cross_entropy(logit, w.label, ROWS, w.separation, dlogit);
    float *dz = pass_backward(decoder, z, dy, gradient[DECODER]);
    activation_backward(ACTIVATION_TANH, 0, dz, z, NULL, POSITIVES, CODE);
    const float *from_head = pass_backward(head, a, dlogit, gradient[HEAD]);
    for (int i = 0; i < ROWS * CODE; i++)
        da[i] = from_head[i] + (i < POSITIVES * CODE ? dz[i] : 0);
    pass_backward(encoder, x, pass_backward(latent, s, da, gradient[LATENT]), gradient[ENCODER]);
    for (int k = 0; k < NETS; k++) {
        assert_gradient(&w, phase_1_loss, k, gradient[k]);
        free(gradient[k]);
    }
    pass_free(encoder);
    pass_free(latent);
    pass_free(decoder);
    pass_free(head);
    whole_release(&w);
}

static void gradient_of_phase_2(void **state)
{
    (void)state;
    struct whole w;
    whole_init(&w);
    float x[ROWS * 30], z[ROWS * CODE], dy[ROWS * 30], gradient[64];
    double error[ROWS], weight[ROWS], expected[ROWS], unused[ROWS];
    for (size_t i = 0; i < ROWS * w.pixels; i++)
        x[i] = (float)w.x[i];
    struct pass *encoder = begun(&w.net[ENCODER], ROWS, PASS_FORWARD),
                *latent = begun(&w.net[LATENT], ROWS, PASS_WEIGHTS);
    struct pass *decoder = begun(&w.net[DECODER], ROWS, PASS_INPUT);
    float *s = pass_forward(encoder, x), *a = pass_forward(latent, s);
    activation_apply(ACTIVATION_TANH, 0, a, z, ROWS * CODE);
    float *y = pass_forward(decoder, z);
    reconstruction_error(LOSS_L2, y, x, ROWS, w.pixels, error);
    whole_forward(&w, expected, unused);
    for (int i = 0; i < ROWS; i++)
        assert_true(fabs(error[i] - expected[i]) < 1e-5);
    assert_true(error[3] < w.gamma && error[4] < w.gamma && error[5] > w.gamma);
    double loss = shaping_loss(error, POSITIVES, NEGATIVES, w.gamma, w.beta, weight);
    assert_true(fabs(loss - phase_2_loss(&w)) < 1e-5);
    reconstruction_gradient(LOSS_L2, y, x, ROWS, w.pixels, error, weight, dy);
    float *dz = pass_backward(decoder, z, dy, NULL);
    activation_backward(ACTIVATION_TANH, 0, dz, z, NULL, ROWS, CODE);
    assert_true(w.net[LATENT].n_params <= 64);
    pass_backward(latent, s, dz, gradient);
    assert_gradient(&w, phase_2_loss, LATENT, gradient);
    pass_free(encoder);
    pass_free(latent);
    pass_free(decoder);
    whole_release(&w);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(single_layers),         cmocka_unit_test(deep_networks),
    cmocka_unit_test(same_bytes_every_time), cmocka_unit_test(a_network_without_layers),
    cmocka_unit_test(gradient_of_phase_1),   cmocka_unit_test(gradient_of_phase_2),
};

TEST_MAIN(tests, NULL, NULL)
