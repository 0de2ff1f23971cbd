/* Networks: a chain of layers with one block of parameters, and passes over them for a
 * batch. Images are channel-last, (n, h, w, c); a dense layer sees them as (n, h w c). */
#ifndef NN_NETWORK_H
#define NN_NETWORK_H

#include <stddef.h>

#include "base/error.h"
#include "base/rng.h"
#include "nn/activation.h"
#include "nn/conv.h"
#include "store/archive.h"

struct shape {
    int h, w, c;
};

static inline int shape_size(struct shape s)
{
    return s.h * s.w * s.c;
}

enum layer_kind {
    LAYER_DENSE,   /* y = x W + b, W (in, out) */
    LAYER_CONV,    /* weights (out_c, kernel, kernel, in_c) */
    LAYER_DECONV,  /* transposed convolution, weights (in_c, kernel, kernel, out_c) */
    LAYER_NORM,    /* batch normalisation of each channel, without parameters (nn/norm.h) */
    LAYER_POOL,    /* the largest of 2x2 pixels */
    LAYER_UPSAMPLE /* each pixel four times */
};

struct layer {
    enum layer_kind kind;
    struct shape in, out;
    int kernel, stride, pad;
    enum activation activation;
    float slope;
    size_t weights, bias; /* places in the block of parameters */
    size_t n_weights, n_bias;
    size_t running, n_running; /* a normalisation's place in the block of running statistics */
};

enum { LAYERS_MAX = 20 };

struct network {
    struct shape in, out;
    int n;
    struct layer layer[LAYERS_MAX];
    size_t n_params, n_running;
    float *params;
    float *running; /* for each normalisation the means of its channels, then the variances */
};

void network_init(struct network *net, struct shape in);
void network_release(struct network *net);

/* Each adds a layer behind the last one; -1 where it does not fit or an image of its output has more
 * than INT_MAX numbers. A convolution pads (kernel - 1) / 2 on each side;
 * a transposed one gives the output size h, w that such a convolution would have come from. */
int network_dense(struct network *net, struct shape out, enum activation f, float slope, struct error *e);
int network_conv(struct network *net, int channels, int kernel, int stride, enum activation f, float slope,
                 struct error *e);
int network_deconv(struct network *net, int h, int w, int channels, int kernel, int stride, enum activation f,
                   float slope, struct error *e);

/* The same with `pad` on each side. A transposed convolution of stride 1 and padding p is a
 * convolution that pads kernel - 1 - p, its kernel turned round. */
int network_conv_padded(struct network *net, int channels, int kernel, int stride, int pad, enum activation f,
                        float slope, struct error *e);
/* `out` has as many numbers as the last layer's output: normalises and gives it another shape. */
int network_norm(struct network *net, struct shape out, enum activation f, float slope, struct error *e);
int network_pool(struct network *net, struct error *e);
int network_upsample(struct network *net, enum activation f, float slope, struct error *e);
/* Copies the layers of `tail` behind the last one; its parameters follow in the same order. */
int network_append(struct network *net, const struct network *tail, struct error *e);

/* Takes the biases out of all layers; before network_finish(). */
void network_drop_biases(struct network *net);

/* Allocates the parameters (zero) and running statistics (means 0, variances 1) once all layers
 * are there. */
void network_finish(struct network *net);

enum initialisation {
    INIT_HE,      /* weights normal, variance 2 / ((1 + slope^2) fan-in) before a (leaky) ReLU,
                    1 / fan-in before others; biases zero (He et al. 2015) */
    INIT_UNIFORM, /* weights and biases uniform in +-1 / sqrt(fan-in) */
    INIT_XAVIER   /* weights uniform with variance 2 gain^2 / (fan-in + fan-out), gain that of a leaky
                   ReLU, 2 / (1 + slope^2), of `slope` even where a normalisation stands between;
                   biases zero (Glorot & Bengio 2010) */
};

/* The fan-in of a transposed convolution is that of one output pixel: in_c (kernel/stride)^2. */
void network_initialise(struct network *net, enum initialisation how, struct rng *r);
/* The same for layer `i` alone. */
void network_initialise_layer(struct network *net, int i, enum initialisation how, struct rng *r);

/* Multiplications and additions of one forward pass for one image. */
double network_work(const struct network *net);
/* About how many bytes a pass over n images at once takes (struct pass), with what Adam keeps where it `learns`. */
double network_memory(const struct network *net, double n, int learns);

void network_copy(struct network *to, const struct network *from);
/* Parameters as the archive entry `name`, running statistics, where there are any, as
 * `name`/running. A load is for a network that network_finish() has not seen: it checks how many numbers there are,
 * and gives them room then. */
void network_save(const struct network *net, const char *name, struct archive_writer *w);
int network_load(struct network *net, const char *name, const struct archive *a, struct error *e);

/* A pass over a network for a fixed number of images. The network must outlive it. */
struct pass;

enum pass_use {
    PASS_FORWARD = 0,
    PASS_WEIGHTS = 1, /* backward gives the parameters' gradient */
    PASS_INPUT = 2,   /* backward gives the input's gradient */
    PASS_PENALTY = 4, /* pass_penalty() may be called; PASS_INPUT is on, PASS_WEIGHTS must not be */
    PASS_BATCH = 8    /* training: normalisations take the batch's own mean and variance;
                         without it, scoring, they take the running ones */
};

/* `backend` NULL is conv_default(). */
struct pass *pass_create(const struct network *net, int n, unsigned uses, const struct conv_backend *backend,
                         struct error *e);
void pass_free(struct pass *p);

/* Before pass_forward(): after every change of the parameters or running statistics, and before
 * each backward pass that gives the parameters' gradient, whose sums start here. */
void pass_begin(struct pass *p);
/* x (n, in); the result (n, out) belongs to the pass and lives until the next call. */
float *pass_forward(struct pass *p, const float *x);
/* dy (n, out) is the gradient at the output and is overwritten. `gradient` (n_params) is
 * written, or NULL without PASS_WEIGHTS. Returns the gradient at the input, owned by the
 * pass, or NULL without PASS_INPUT. `x` is the forward pass's input; dy must not be its
 * result, which is read. A network without layers hands x and dy through. */
float *pass_backward(struct pass *p, const float *x, float *dy, float *gradient);
/* Moves the running statistics of `net`, the pass's network, towards those of the last forward
 * pass's batch (PASS_BATCH). */
void pass_update_running(const struct pass *p, struct network *net);

/* The gradient penalty of Gulrajani et al. 2017 on a critic, a network D with one output, at
 * the n inputs of the last pass_forward():
 *     P = weight / n sum_i (||grad D(x_i)||_2 - 1)^2
 * `gradient` (n_params) gets the derivatives of P by the parameters. Needs PASS_PENALTY, which
 * pass_create() refuses for other layers than dense ones and convolutions and for activations
 * that are not piecewise linear, and pass_begin() before pass_forward(). x is that pass's input.
 * Returns P / weight. */
double pass_penalty(struct pass *p, const float *x, double weight, float *gradient);

#endif
