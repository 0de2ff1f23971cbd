/* Two-dimensional convolutions (cross-correlations) without bias, in three implementations:
 * naive loops (the definition), im2col with SGEMM (the fallback) and oneDNN, which leaves to im2col
 * what that does faster.
 *
 * Shapes: x (n, in_h, in_w, in_c), y (n, out_h, out_w, out_c), weights
 * (out_c, kernel, kernel, in_c), all row-major.
 *     y[n,p,q,o] = sum over u, v, i of w[o,u,v,i] x[n, p s + u - pad, q s + v - pad, i]
 * A transposed convolution is the same object read backwards: its output is conv_backward_data
 * of its input, its input's gradient is conv_forward of its output's gradient, and its
 * weights' gradient is conv_backward_weights(output's gradient, input). */
#ifndef NN_CONV_H
#define NN_CONV_H

#include <stddef.h>

#include "base/error.h"

struct conv_shape {
    int in_h, in_w, in_c, out_h, out_w, out_c, kernel, stride, pad;
};

/* Output side for an input side; weights. */
int conv_side(int in, int kernel, int stride, int pad);
size_t conv_weights(const struct conv_shape *s);

enum conv_use { CONV_FORWARD = 1, CONV_BACKWARD_DATA = 2, CONV_BACKWARD_WEIGHTS = 4 };

struct conv_backend;

/* What every implementation's state starts with. */
struct conv {
    const struct conv_backend *backend;
    struct conv_shape shape;
    int n; /* images in a call */
};

struct conv_backend {
    const char *name;
    /* Prepares calls of `n` images for the uses in `uses`. NULL on failure. */
    struct conv *(*create)(const struct conv_shape *s, int n, unsigned uses, struct error *e);
    void (*destroy)(struct conv *c);
    /* Takes the weights for the calls that follow, which must stay as they are as long, and starts a
     * new sum of gradients. */
    void (*begin)(struct conv *c, const float *weights);
    void (*forward)(struct conv *c, const float *x, float *y);
    void (*backward_data)(struct conv *c, const float *dy, float *dx);
    /* Adds to the sum of gradients since begin(). */
    void (*backward_weights)(struct conv *c, const float *x, const float *dy);
    /* Writes the sum (not adds). */
    void (*weight_gradient)(struct conv *c, float *dw);
};

extern const struct conv_backend conv_naive, conv_blas;
#ifdef LISAE_ONEDNN
extern const struct conv_backend conv_onednn;
#endif

/* c may be NULL. */
void conv_free(struct conv *c);

/* The one that this program was built to use. */
const struct conv_backend *conv_default(void);

#endif
