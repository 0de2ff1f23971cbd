/* What a pass holds and its steps over one layer: for the files that passes are made of. */
#ifndef NN_PASS_INSIDE_H
#define NN_PASS_INSIDE_H

#include "nn/network.h"

struct pass {
    const struct network *net;
    int n, chunk;
    unsigned uses;
    float *y[LAYERS_MAX];          /* outputs (n, out) */
    float *dx[LAYERS_MAX];         /* (n, in) gradients where a group begins, else NULL */
    float *dy[LAYERS_MAX];         /* for the penalty: (n, out) gradients where no group follows */
    struct conv *conv[LAYERS_MAX]; /* for `chunk` images; NULL for dense layers */
    double *dbias[LAYERS_MAX];
    float *scratch[2];             /* gradients inside a group, for `chunk` images */
};

static inline size_t in_size(const struct layer *l)
{
    return (size_t)shape_size(l->in);
}

static inline size_t out_size(const struct layer *l)
{
    return (size_t)shape_size(l->out);
}

static inline int begins_group(const struct network *net, int i)
{
    return i == 0 || net->layer[i].kind == LAYER_DENSE || net->layer[i - 1].kind == LAYER_DENSE;
}

static inline int group_end(const struct network *net, int from)
{
    int to = from + 1;
    while (to < net->n && !begins_group(net, to))
        to++;
    return to;
}

/* The layer's product with its weights, without bias and activation: of `chunk` images for a
 * convolution, of all n for a dense layer. */
void conv_linear(struct pass *p, int i, const float *x, float *y);
void dense_linear(struct pass *p, int i, const float *x, float *y);

/* The gradient of the layer's weights from its input and the gradient before its activation:
 * added to the convolution's sum for `chunk` images, written for all n of a dense layer. */
void conv_add_weights(struct pass *p, int i, const float *x, const float *dy);
void dense_weights(struct pass *p, int i, const float *x, const float *dy, float *gradient);

/* Refuses networks that pass_penalty() is not exact for. */
int penalty_check(const struct network *net, struct error *e);

#endif
