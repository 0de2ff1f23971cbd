/* Passes over a network against the same network in double precision: its output, and both
 * gradients by central differences. */
#ifndef TESTS_SUPPORT_NETWORK_CHECK_H
#define TESTS_SUPPORT_NETWORK_CHECK_H

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/rng.h"
#include "nn/network.h"
#include "support/main.h"
#include "support/naive_network.h"

static inline void finish(struct network *net, struct rng *r)
{
    network_finish(net);
    network_initialise(net, INIT_HE, r);
    for (int k = 0; k < net->n; k++)
        for (size_t i = 0; i < net->layer[k].n_bias; i++)
            net->params[net->layer[k].bias + i] = (float)(0.3 * rng_normal(r));
    for (size_t i = 0; i < net->n_running; i++)
        net->running[i] = (float)(0.5 + 0.4 * rng_uniform(r)); /* means and variances */
}

static inline size_t numbers_in(const struct network *net, size_t n)
{
    return n * (size_t)shape_size(net->in);
}

static inline size_t numbers_out(const struct network *net, size_t n)
{
    return n * (size_t)shape_size(net->out);
}

/* loss = sum of c y, in double; `along` moves all of params and x by `at` in that direction. */
struct probe {
    const struct network *net;
    int batch; /* normalisations by the batch's statistics */
    size_t n, n_x;
    double *params, *x, *c;
    const double *along_params, *along_x;
    double at;
};

static inline double probe_loss(void *context)
{
    const struct probe *p = context;
    double *params = mem_alloc(p->net->n_params, sizeof *params), *x = mem_alloc(p->n_x, sizeof *x), sum = 0;
    for (size_t i = 0; i < p->net->n_params; i++)
        params[i] = p->params[i] + p->at * (p->along_params ? p->along_params[i] : 0);
    for (size_t i = 0; i < p->n_x; i++)
        x[i] = p->x[i] + p->at * (p->along_x ? p->along_x[i] : 0);
    double *y = naive_forward_in(p->net, params, x, p->n, p->batch);
    for (size_t i = 0; i < numbers_out(p->net, p->n); i++)
        sum += p->c[i] * y[i];
    free(params);
    free(x);
    free(y);
    return sum;
}

static inline double norm(const float *v, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (double)v[i] * (double)v[i];
    return sqrt(sum);
}

/* Along a random direction of signs the derivative of a gradient g is about as large as |g|. */
static inline void assert_gradient_along(struct probe *p, const float *gradient, size_t n, int of_params, struct rng *r)
{
    const double step = 5e-8; /* hardly a leaky ReLU changes its side, and few digits of the loss are lost */
    double *along = mem_alloc(n, sizeof *along), expected = 0;
    for (size_t i = 0; i < n; i++) {
        along[i] = rng_below(r, 2) ? 1 : -1;
        expected += along[i] * (double)gradient[i];
    }
    p->along_params = of_params ? along : NULL;
    p->along_x = of_params ? NULL : along;
    double found = central_difference(probe_loss, p, &p->at, step), scale = norm(gradient, n);
    if (!(fabs(found - expected) < 2e-5 * scale + 1e-6))
        fail_msg("gradient of %s: %.9g along a direction, %.9g by differences, scale %g",
                 of_params ? "parameters" : "input", expected, found, scale);
    p->along_params = p->along_x = NULL;
    free(along);
}

static inline void assert_gradient_at(struct probe *p, const float *gradient, double *values, size_t n, struct rng *r,
                                      int tries)
{
    double scale = norm(gradient, n) / sqrt((double)n) + 1e-3;
    for (int t = 0; t < tries; t++) {
        size_t i = rng_below(r, n);
        double found = central_difference(probe_loss, p, &values[i], 1e-6);
        if (!(fabs(found - (double)gradient[i]) < 1e-4 * scale))
            fail_msg("gradient %zu of %zu: %.9g, by differences %.9g, scale %g", i, n, (double)gradient[i], found,
                     scale);
    }
}

/* Output and both gradients of `n` inputs; `mode` is 0 or PASS_BATCH. */
static inline void check_network(const struct network *net, size_t n, const struct conv_backend *backend, int tries,
                                 unsigned mode)
{
    struct rng r;
    struct error e = { .text = "" };
    rng_seed(&r, n);
    size_t n_x = numbers_in(net, n), n_y = numbers_out(net, n);
    float *x = normals(&r, n_x), *dy = normals(&r, n_y), *gradient = mem_alloc(net->n_params, sizeof *gradient);
    struct probe p = { net,
                       mode == PASS_BATCH,
                       n,
                       n_x,
                       doubles(net->params, net->n_params),
                       doubles(x, n_x),
                       doubles(dy, n_y),
                       NULL,
                       NULL,
                       0 };
    struct pass *pass = pass_create(net, (int)n, PASS_WEIGHTS | PASS_INPUT | mode, backend, &e);
    assert_string_equal(e.text, "");
    assert_non_null(pass);
    pass_begin(pass);
    const float *y = pass_forward(pass, x);
    double *expected = naive_forward_in(net, p.params, p.x, n, p.batch);
    double scale = norm(y, n_y) / sqrt((double)n_y);
    for (size_t i = 0; i < n_y; i++)
        if (!(fabs((double)y[i] - expected[i]) < 1e-5 * scale))
            fail_msg("output %zu of %zu: %.9g, expected %.9g", i, n_y, (double)y[i], expected[i]);
    const float *dx = pass_backward(pass, x, dy, gradient);
    assert_non_null(dx);
    for (int k = 0; k < 3; k++) {
        if (net->n_params)
            assert_gradient_along(&p, gradient, net->n_params, 1, &r);
        assert_gradient_along(&p, dx, n_x, 0, &r);
    }
    if (net->n_params)
        assert_gradient_at(&p, gradient, p.params, net->n_params, &r, tries);
    assert_gradient_at(&p, dx, p.x, n_x, &r, tries);
    pass_free(pass);
    free(x);
    free(dy);
    free(gradient);
    free(expected);
    free(p.params);
    free(p.x);
    free(p.c);
}

#endif
