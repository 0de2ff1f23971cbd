/* The steps of a pass over one layer, for each kind of layer (nn/pass_inside.h). */

#include "base/simd.h"
#include "nn/blas.h"
#include "nn/pass_inside.h"
#include "nn/pool.h"

/* A layer's bias, or NULL where it has none. */
static const float *bias_of(const struct pass *p, const struct layer *l)
{
    return l->n_bias ? p->net->params + l->bias : NULL;
}

static void dense_product(struct pass *p, int i, int n, const float *x, float *y)
{
    const struct layer *l = &p->net->layer[i];
    int in = (int)in_size(l), out = (int)out_size(l);
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, out, in, 1, x, in, p->net->params + l->weights, out, 0, y,
                out);
}

static void dense_weight_gradient(struct pass *p, int i, int n, const float *x, const float *dy, float *gradient)
{
    const struct layer *l = &p->net->layer[i];
    int in = (int)in_size(l), out = (int)out_size(l);
    cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, in, out, n, 1, x, in, dy, out, 0, gradient + l->weights, out);
}

/* dx (n, in) of one output: each row a multiple of its weights. Half of what SGEMM takes, the same numbers. */
SIMD static void multiples(const float *restrict dy, const float *restrict w, float *restrict dx, size_t n, size_t in)
{
    for (size_t row = 0; row < n; row++)
        for (size_t k = 0; k < in; k++)
            dx[row * in + k] = dy[row] * w[k];
}

static void dense_input_gradient(const struct pass *p, int i, int n, const float *dy, float *dx)
{
    const struct layer *l = &p->net->layer[i];
    const float *w = p->net->params + l->weights;
    int in = (int)in_size(l), out = (int)out_size(l);
    if (out == 1)
        multiples(dy, w, dx, (size_t)n, (size_t)in);
    else
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, n, in, out, 1, dy, out, w, out, 0, dx, in);
}

static void dense_forward(struct pass *p, int i, int n, const float *x, float *y)
{
    const struct layer *l = &p->net->layer[i];
    dense_product(p, i, n, x, y);
    activation_forward(l->activation, l->slope, y, bias_of(p, l), (size_t)n, (int)out_size(l));
}

static void dense_backward(struct pass *p, int i, int n, const float *x, const float *y, float *dy, float *dx,
                           float *gradient)
{
    const struct layer *l = &p->net->layer[i];
    activation_backward(l->activation, l->slope, dy, y, p->dbias[i], (size_t)n, (int)out_size(l));
    if (gradient)
        dense_weight_gradient(p, i, n, x, dy, gradient);
    if (dx)
        dense_input_gradient(p, i, n, dy, dx);
}

/* A transposed convolution is the convolution from its output to its input. */
static int is_transposed(const struct pass *p, int i)
{
    return p->net->layer[i].kind == LAYER_DECONV;
}

static void conv_product(struct pass *p, int i, int n, const float *x, float *y)
{
    struct conv *c = p->conv[i];
    if (is_transposed(p, i))
        c->backend->backward_data(c, x, y);
    else
        c->backend->forward(c, x, y);
}

static void conv_weight_gradient(struct pass *p, int i, int n, const float *x, const float *dy, float *gradient)
{
    struct conv *c = p->conv[i];
    c->backend->backward_weights(c, is_transposed(p, i) ? dy : x, is_transposed(p, i) ? x : dy);
}

static void conv_forward(struct pass *p, int i, int n, const float *x, float *y)
{
    const struct layer *l = &p->net->layer[i];
    conv_product(p, i, n, x, y);
    activation_forward(l->activation, l->slope, y, bias_of(p, l), rows_out(l, n), l->out.c);
}

static void conv_backward(struct pass *p, int i, int n, const float *x, const float *y, float *dy, float *dx,
                          float *gradient)
{
    const struct layer *l = &p->net->layer[i];
    struct conv *c = p->conv[i];
    activation_backward(l->activation, l->slope, dy, y, p->dbias[i], rows_out(l, n), l->out.c);
    if (p->uses & PASS_WEIGHTS)
        conv_weight_gradient(p, i, n, x, dy, gradient);
    if (dx && is_transposed(p, i))
        c->backend->forward(c, dy, dx);
    else if (dx)
        c->backend->backward_data(c, dy, dx);
}

/* Its output may have another shape than its input, whose channels it normalises. */
static size_t rows_in(const struct layer *l, int n)
{
    return (size_t)n * (size_t)l->in.h * (size_t)l->in.w;
}

static void norm_layer_forward(struct pass *p, int i, int n, const float *x, float *y)
{
    const struct layer *l = &p->net->layer[i];
    if (p->uses & PASS_BATCH)
        norm_take_batch(p->norm[i], x, rows_in(l, n));
    norm_forward(p->norm[i], l->activation, l->slope, x, y, rows_in(l, n));
}

static void norm_layer_backward(struct pass *p, int i, int n, const float *x, const float *y, float *dy, float *dx,
                                float *gradient)
{
    const struct layer *l = &p->net->layer[i];
    if (dx)
        norm_backward(p->norm[i], l->activation, l->slope, x, y, dy, dx, rows_in(l, n));
}

static void pool_layer_forward(struct pass *p, int i, int n, const float *x, float *y)
{
    const struct shape in = p->net->layer[i].in;
    pool_forward(x, y, n, in.h, in.w, in.c);
}

static void pool_layer_backward(struct pass *p, int i, int n, const float *x, const float *y, float *dy, float *dx,
                                float *gradient)
{
    const struct shape in = p->net->layer[i].in;
    if (dx)
        pool_backward(x, y, dy, dx, n, in.h, in.w, in.c);
}

static void upsample_layer_forward(struct pass *p, int i, int n, const float *x, float *y)
{
    const struct layer *l = &p->net->layer[i];
    upsample_forward(x, y, n, l->in.h, l->in.w, l->in.c);
    activation_forward(l->activation, l->slope, y, NULL, rows_out(l, n), l->out.c);
}

static void upsample_layer_backward(struct pass *p, int i, int n, const float *x, const float *y, float *dy, float *dx,
                                    float *gradient)
{
    const struct layer *l = &p->net->layer[i];
    activation_backward(l->activation, l->slope, dy, y, NULL, rows_out(l, n), l->out.c);
    if (dx)
        upsample_backward(dy, dx, n, l->in.h, l->in.w, l->in.c);
}

const struct layer_steps layer_steps[] = {
    [LAYER_DENSE] = { dense_forward, dense_backward, dense_product, dense_weight_gradient },
    [LAYER_CONV] = { conv_forward, conv_backward, conv_product, conv_weight_gradient },
    [LAYER_DECONV] = { conv_forward, conv_backward, conv_product, conv_weight_gradient },
    [LAYER_NORM] = { norm_layer_forward, norm_layer_backward, NULL, NULL },
    [LAYER_POOL] = { pool_layer_forward, pool_layer_backward, NULL, NULL },
    [LAYER_UPSAMPLE] = { upsample_layer_forward, upsample_layer_backward, NULL, NULL },
};
