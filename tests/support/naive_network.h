/* Networks in double precision, straight from the definitions in nn/network.h and nn/conv.h,
 * and derivatives by central differences: what the fast code is compared with. */
#ifndef TESTS_SUPPORT_NAIVE_NETWORK_H
#define TESTS_SUPPORT_NAIVE_NETWORK_H

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/rng.h"
#include "nn/loss.h"
#include "nn/network.h"

static const enum activation activations[] = {
    ACTIVATION_IDENTITY,
    ACTIVATION_LEAKY_RELU,
    ACTIVATION_TANH,
    ACTIVATION_SIGMOID,
};
enum { ACTIVATIONS = sizeof activations / sizeof *activations };

static inline float *normals(struct rng *r, size_t n)
{
    float *v = mem_alloc(n, sizeof *v);
    for (size_t i = 0; i < n; i++)
        v[i] = (float)rng_normal(r);
    return v;
}

static inline double naive_activation(enum activation f, double slope, double x)
{
    switch (f) {
    case ACTIVATION_LEAKY_RELU:
        return x > 0 ? x : slope * x;
    case ACTIVATION_TANH:
        return tanh(x);
    case ACTIVATION_SIGMOID:
        return 1 / (1 + exp(-x));
    default:
        return x;
    }
}

static inline double *doubles(const float *from, size_t n)
{
    double *to = mem_alloc(n, sizeof *to);
    for (size_t i = 0; i < n; i++)
        to[i] = (double)from[i];
    return to;
}

/* A convolution from (in) to (out) for one image; transposed, the roles of its two ends
 * change, and the weights keep the order (small side's channels, kernel, kernel, large's). */
static inline void naive_convolve(const struct layer *l, const double *w, const double *x, double *y)
{
    int transposed = l->kind == LAYER_DECONV, k = l->kernel, pad = l->pad;
    struct shape large = transposed ? l->out : l->in, small = transposed ? l->in : l->out;
    for (int p = 0; p < small.h; p++)
        for (int q = 0; q < small.w; q++)
            for (int o = 0; o < small.c; o++)
                for (int u = 0; u < k; u++)
                    for (int v = 0; v < k; v++)
                        for (int i = 0; i < large.c; i++) {
                            int a = p * l->stride + u - pad, b = q * l->stride + v - pad;
                            if (a < 0 || b < 0 || a >= large.h || b >= large.w)
                                continue;
                            int at_large = (a * large.w + b) * large.c + i, at_small = (p * small.w + q) * small.c + o;
                            double weight = w[((o * k + u) * k + v) * large.c + i];
                            if (transposed)
                                y[at_large] += weight * x[at_small];
                            else
                                y[at_small] += weight * x[at_large];
                        }
}

/* Batch normalisation of n images, with the batch's mean and biased variance or the running ones. */
static inline void naive_norm(const struct network *net, const struct layer *l, const double *x, double *y, size_t n,
                              int batch)
{
    size_t c = (size_t)l->in.c, rows = n * (size_t)shape_size(l->in) / c;
    const float *running = net->running + l->running;
    for (size_t k = 0; k < c; k++) {
        double mean = batch ? 0 : (double)running[k], variance = batch ? 0 : (double)running[c + k];
        for (size_t i = 0; i < rows && batch; i++)
            mean += x[i * c + k] / (double)rows;
        for (size_t i = 0; i < rows && batch; i++)
            variance += (x[i * c + k] - mean) * (x[i * c + k] - mean) / (double)rows;
        for (size_t i = 0; i < rows; i++)
            y[i * c + k] = (x[i * c + k] - mean) / sqrt(variance + 1e-4);
    }
}

/* Output number o of one image. */
static inline double naive_pool(const struct layer *l, const double *x, size_t o)
{
    size_t c = (size_t)l->in.c, w = (size_t)l->in.w, k = o % c, q = o / c % (w / 2), p = o / c / (w / 2);
    double most = -INFINITY;
    for (size_t i = 0; i < 4; i++)
        most = fmax(most, x[((2 * p + i / 2) * w + 2 * q + i % 2) * c + k]);
    return most;
}

static inline double naive_upsample(const struct layer *l, const double *x, size_t o)
{
    size_t c = (size_t)l->in.c, w = (size_t)l->in.w, k = o % c, q = o / c % (2 * w), p = o / c / (2 * w);
    return x[(p / 2 * w + q / 2) * c + k];
}

/* The output (n, out) for x (n, in), with `batch` normalised by the batch's statistics; free(). */
static inline double *naive_forward_in(const struct network *net, const double *params, const double *x, size_t n,
                                       int batch)
{
    double *at = mem_alloc(n * (size_t)shape_size(net->in), sizeof *at);
    memcpy(at, x, n * (size_t)shape_size(net->in) * sizeof *at);
    for (int k = 0; k < net->n; k++) {
        const struct layer *l = &net->layer[k];
        size_t in = (size_t)shape_size(l->in), out = (size_t)shape_size(l->out);
        const double *w = params + l->weights, *bias = params + l->bias;
        double *y = mem_zero(n * out, sizeof *y);
        if (l->kind == LAYER_NORM)
            naive_norm(net, l, at, y, n, batch);
        for (size_t image = 0; image < n; image++) {
            const double *from = at + image * in;
            double *to = y + image * out;
            if (l->kind == LAYER_DENSE) {
                for (size_t i = 0; i < in; i++)
                    for (size_t o = 0; o < out; o++)
                        to[o] += from[i] * w[i * out + o];
            } else if (l->kind == LAYER_CONV || l->kind == LAYER_DECONV) {
                naive_convolve(l, w, from, to);
            } else if (l->kind != LAYER_NORM) {
                for (size_t o = 0; o < out; o++)
                    to[o] = l->kind == LAYER_POOL ? naive_pool(l, from, o) : naive_upsample(l, from, o);
            }
            for (size_t o = 0; o < out; o++)
                to[o] = naive_activation(l->activation, (double)l->slope,
                                         to[o] + (l->n_bias ? bias[o % l->n_bias] : 0));
        }
        free(at);
        at = y;
    }
    return at;
}

static inline double *naive_forward(const struct network *net, const double *params, const double *x, size_t n)
{
    return naive_forward_in(net, params, x, n, 0);
}

/* The gradient of a critic, a piecewise linear network with one output, at one image: down
 * from the output through the transposed layers, with the slopes of the outputs. free(). */
static inline double *naive_gradient(const struct network *net, const double *params, const double *x)
{
    double *outputs[LAYERS_MAX], *g = mem_zero(1, sizeof *g);
    for (int k = 0; k < net->n; k++) {
        struct network upto = *net;
        upto.n = k + 1;
        upto.out = net->layer[k].out;
        outputs[k] = naive_forward(&upto, params, x, 1);
    }
    *g = 1;
    for (int k = net->n - 1; k >= 0; k--) {
        const struct layer *l = &net->layer[k];
        struct layer back = *l;
        size_t in = (size_t)shape_size(l->in), out = (size_t)shape_size(l->out);
        double *below = mem_zero(in, sizeof *below);
        for (size_t o = 0; o < out; o++)
            if (l->activation == ACTIVATION_LEAKY_RELU && outputs[k][o] <= 0)
                g[o] *= (double)l->slope;
        back.kind = l->kind == LAYER_CONV ? LAYER_DECONV : LAYER_CONV;
        back.in = l->out;
        back.out = l->in;
        if (l->kind != LAYER_DENSE)
            naive_convolve(&back, params + l->weights, g, below);
        for (size_t i = 0; i < in && l->kind == LAYER_DENSE; i++)
            for (size_t o = 0; o < out; o++)
                below[i] += params[l->weights + i * out + o] * g[o];
        free(outputs[k]);
        free(g);
        g = below;
    }
    return g;
}

/* Mean squared distance from 1 of the lengths of a critic's gradients at x (n, in). */
static inline double naive_penalty(const struct network *net, const double *params, const double *x, size_t n)
{
    size_t d = (size_t)shape_size(net->in);
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        double *g = naive_gradient(net, params, x + i * d), square = 0;
        for (size_t k = 0; k < d; k++)
            square += g[k] * g[k];
        sum += (sqrt(square) - 1) * (sqrt(square) - 1);
        free(g);
    }
    return sum / (double)n;
}

static inline double naive_error(enum reconstruction kind, const double *y, const double *x, size_t d)
{
    double sum = 0;
    for (size_t k = 0; k < d; k++)
        sum += (y[k] - x[k]) * (y[k] - x[k]);
    return kind == LOSS_L2 ? sqrt(sum) : sum / (double)d;
}

/* Mean of log(1 + e^z) - t z, for logits of moderate size. */
static inline double naive_cross_entropy(const double *z, const unsigned char *label, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        double p = 1 / (1 + exp(-z[i]));
        sum -= label[i] ? log(p) : log(1 - p);
    }
    return sum / (double)n;
}

/* Mean of h for label 0 and -log(1 - e^-h) for label 1, h = sqrt(||z||^2 + 1) - 1, for points
 * at moderate distance; z is (n, d). */
static inline double naive_hypersphere(const double *z, const unsigned char *label, size_t n, size_t d)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        double square = 0;
        for (size_t k = 0; k < d; k++)
            square += z[i * d + k] * z[i * d + k];
        double h = sqrt(square + 1) - 1;
        sum += label[i] ? -log(1 - exp(-h)) : h;
    }
    return sum / (double)n;
}

/* Step number `step`, from 1, of Adam (Kingma & Ba 2015, algorithm 1). */
static inline void naive_adam(double *params, double *m, double *v, const double *gradient, size_t n, long step,
                              double rate)
{
    for (size_t i = 0; i < n; i++) {
        m[i] = 0.9 * m[i] + 0.1 * gradient[i];
        v[i] = 0.999 * v[i] + 0.001 * gradient[i] * gradient[i];
        params[i] -= rate * m[i] / (1 - pow(0.9, (double)step)) / (sqrt(v[i] / (1 - pow(0.999, (double)step))) + 1e-8);
    }
}

static inline double half_cosine(double rate, long step, long steps)
{
    return rate * (0.505 + 0.495 * cos(acos(-1) * (double)step / (double)(steps - 1)));
}

/* The derivative of loss(context) by *at. */
static inline double central_difference(double (*loss)(void *), void *context, double *at, double step)
{
    double kept = *at;
    *at = kept + step;
    double above = loss(context);
    *at = kept - step;
    double below = loss(context);
    *at = kept;
    return (above - below) / (2 * step);
}

#endif
