/* Forward and backward passes (nn/network.h).
 *
 * Neighbouring convolutions are one group that a few images at a time go through from end to
 * end, so that what one layer writes is still in the cache when the next one reads it. A dense
 * layer is a group of its own that takes the whole batch, as its weights are far larger than
 * the activations. Outputs are kept for the whole batch, since the backward pass reads them;
 * gradients inside a group live only for those few images. */
#include "nn/pass_inside.h"

#include <cblas.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { CHUNK = 16 };

static int chunk_of(int n)
{
    int chunk = n < CHUNK ? n : CHUNK;
    while (n % chunk)
        chunk--;
    return chunk;
}

static int wants_input_gradient(const struct pass *p, int i)
{
    return i > 0 || (p->uses & PASS_INPUT);
}

/* A transposed convolution is the convolution from its output to its input. */
static struct conv_shape shape_of(const struct layer *l)
{
    struct shape from = l->kind == LAYER_CONV ? l->in : l->out, to = l->kind == LAYER_CONV ? l->out : l->in;
    return (struct conv_shape) { from.h, from.w, from.c, to.h, to.w, to.c, l->kernel, l->stride, l->pad };
}

static struct conv *layer_conv(const struct pass *p, int i, const struct conv_backend *backend, struct error *e)
{
    const struct layer *l = &p->net->layer[i];
    struct conv_shape s = shape_of(l);
    unsigned onward = l->kind == LAYER_CONV ? CONV_FORWARD : CONV_BACKWARD_DATA;
    unsigned back = l->kind == LAYER_CONV ? CONV_BACKWARD_DATA : CONV_FORWARD;
    unsigned uses = onward;
    if ((p->uses & (PASS_WEIGHTS | PASS_INPUT)) && wants_input_gradient(p, i))
        uses |= back;
    if (p->uses & (PASS_WEIGHTS | PASS_PENALTY))
        uses |= CONV_BACKWARD_WEIGHTS;
    return backend->create(&s, p->chunk, uses, e);
}

struct pass *pass_create(const struct network *net, int n, unsigned uses,
                         const struct conv_backend *backend, struct error *e)
{
    struct pass *p = mem_zero(1, sizeof *p);
    size_t largest = 0;
    if (uses & PASS_PENALTY) {
        uses |= PASS_INPUT;
        if (penalty_check(net, e)) {
            free(p);
            return NULL;
        }
    }
    *p = (struct pass) { .net = net, .n = n, .chunk = chunk_of(n), .uses = uses };
    for (int i = 0; i < net->n; i++) {
        const struct layer *l = &net->layer[i];
        p->y[i] = mem_zero((size_t)n * out_size(l), sizeof *p->y[i]);
        if (uses && begins_group(net, i) && wants_input_gradient(p, i))
            p->dx[i] = mem_zero((size_t)n * in_size(l), sizeof *p->dx[i]);
        if ((uses & PASS_PENALTY) && (i + 1 == net->n || !begins_group(net, i + 1)))
            p->dy[i] = mem_zero((size_t)n * out_size(l), sizeof *p->dy[i]);
        if (uses & PASS_WEIGHTS)
            p->dbias[i] = mem_zero(l->n_bias, sizeof *p->dbias[i]);
        if (in_size(l) > largest)
            largest = in_size(l);
        if (l->kind != LAYER_DENSE && !(p->conv[i] = layer_conv(p, i, backend ? backend : conv_default(), e))) {
            pass_free(p);
            return NULL;
        }
    }
    for (int k = 0; k < 2 && uses; k++)
        p->scratch[k] = mem_alloc((size_t)p->chunk * largest, sizeof *p->scratch[k]);
    return p;
}

void pass_free(struct pass *p)
{
    if (!p)
        return;
    for (int i = 0; i < p->net->n; i++) {
        free(p->y[i]);
        free(p->dx[i]);
        free(p->dy[i]);
        free(p->dbias[i]);
        if (p->conv[i])
            p->conv[i]->backend->destroy(p->conv[i]);
    }
    free(p->scratch[0]);
    free(p->scratch[1]);
    free(p);
}

void pass_begin(struct pass *p)
{
    for (int i = 0; i < p->net->n; i++)
        if (p->conv[i])
            p->conv[i]->backend->begin(p->conv[i], p->net->params + p->net->layer[i].weights);
}

void conv_linear(struct pass *p, int i, const float *x, float *y)
{
    struct conv *c = p->conv[i];
    if (p->net->layer[i].kind == LAYER_CONV)
        c->backend->forward(c, x, y);
    else
        c->backend->backward_data(c, x, y);
}

void dense_linear(struct pass *p, int i, const float *x, float *y)
{
    const struct layer *l = &p->net->layer[i];
    int in = (int)in_size(l), out = (int)out_size(l);
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, p->n, out, in, 1, x, in,
                p->net->params + l->weights, out, 0, y, out);
}

static void conv_onward(struct pass *p, int i, const float *x, float *y)
{
    const struct layer *l = &p->net->layer[i];
    conv_linear(p, i, x, y);
    activation_forward(l->activation, l->slope, y, p->net->params + l->bias,
                       (size_t)p->chunk * (size_t)l->out.h * (size_t)l->out.w, l->out.c);
}

static void dense_onward(struct pass *p, int i, const float *x)
{
    const struct layer *l = &p->net->layer[i];
    dense_linear(p, i, x, p->y[i]);
    activation_forward(l->activation, l->slope, p->y[i], p->net->params + l->bias, (size_t)p->n, (int)out_size(l));
}

float *pass_forward(struct pass *p, const float *x)
{
    const struct network *net = p->net;
    if (net->n == 0)
        return (float *)x;
    for (int from = 0, to; from < net->n; from = to) {
        const float *start = from ? p->y[from - 1] : x;
        to = group_end(net, from);
        if (net->layer[from].kind == LAYER_DENSE) {
            dense_onward(p, from, start);
            continue;
        }
        for (int at = 0; at < p->n; at += p->chunk) {
            const float *in = start + (size_t)at * in_size(&net->layer[from]);
            for (int i = from; i < to; i++) {
                float *out = p->y[i] + (size_t)at * out_size(&net->layer[i]);
                conv_onward(p, i, in, out);
                in = out;
            }
        }
    }
    return p->y[net->n - 1];
}

void conv_add_weights(struct pass *p, int i, const float *x, const float *dy)
{
    struct conv *c = p->conv[i];
    int transposed = p->net->layer[i].kind == LAYER_DECONV;
    c->backend->backward_weights(c, transposed ? dy : x, transposed ? x : dy);
}

void dense_weights(struct pass *p, int i, const float *x, const float *dy, float *gradient)
{
    const struct layer *l = &p->net->layer[i];
    int in = (int)in_size(l), out = (int)out_size(l);
    cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, in, out, p->n, 1, x, in, dy, out, 0,
                gradient + l->weights, out);
}

/* dy holds the gradient at the layer's output for `chunk` images; dx (may be NULL) gets the
 * one at its input. */
static void conv_back(struct pass *p, int i, const float *x, const float *y, float *dy, float *dx)
{
    const struct layer *l = &p->net->layer[i];
    struct conv *c = p->conv[i];
    int transposed = l->kind == LAYER_DECONV;
    activation_backward(l->activation, l->slope, dy, y, p->dbias[i],
                        (size_t)p->chunk * (size_t)l->out.h * (size_t)l->out.w, l->out.c);
    if (p->uses & PASS_WEIGHTS)
        conv_add_weights(p, i, x, dy);
    if (dx && transposed)
        c->backend->forward(c, dy, dx);
    else if (dx)
        c->backend->backward_data(c, dy, dx);
}

/* Where the gradient at the input of a layer inside a group goes. */
static float *inner_gradient(const struct pass *p, int i, int at)
{
    return p->dy[i - 1] ? p->dy[i - 1] + (size_t)at * in_size(&p->net->layer[i]) : p->scratch[i % 2];
}

static void group_back(struct pass *p, int from, int to, const float *start, float *dy)
{
    const struct network *net = p->net;
    for (int at = 0; at < p->n; at += p->chunk) {
        float *gradient = dy + (size_t)at * out_size(&net->layer[to - 1]);
        for (int i = to - 1; i >= from; i--) {
            const struct layer *l = &net->layer[i];
            const float *x = i > from ? p->y[i - 1] : start;
            float *next = i > from ? inner_gradient(p, i, at) : p->dx[i] ? p->dx[i] + (size_t)at * in_size(l) : NULL;
            conv_back(p, i, x + (size_t)at * in_size(l), p->y[i] + (size_t)at * out_size(l), gradient, next);
            gradient = next;
        }
    }
}

static void dense_back(struct pass *p, int i, const float *x, float *dy, float *gradient)
{
    const struct layer *l = &p->net->layer[i];
    int in = (int)in_size(l), out = (int)out_size(l);
    activation_backward(l->activation, l->slope, dy, p->y[i], p->dbias[i], (size_t)p->n, out);
    if (gradient)
        dense_weights(p, i, x, dy, gradient);
    if (p->dx[i])
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, p->n, in, out, 1, dy, out,
                    p->net->params + l->weights, out, 0, p->dx[i], in);
}

/* Moves what the layers summed up into the block of gradients. */
static void collect(struct pass *p, float *gradient)
{
    for (int i = 0; i < p->net->n; i++) {
        const struct layer *l = &p->net->layer[i];
        for (size_t k = 0; k < l->n_bias; k++)
            gradient[l->bias + k] = (float)p->dbias[i][k];
        if (p->conv[i])
            p->conv[i]->backend->weight_gradient(p->conv[i], gradient + l->weights);
    }
}

float *pass_backward(struct pass *p, const float *x, float *dy, float *gradient)
{
    const struct network *net = p->net;
    for (int i = 0; i < net->n && (p->uses & PASS_WEIGHTS); i++)
        memset(p->dbias[i], 0, net->layer[i].n_bias * sizeof *p->dbias[i]);
    for (int from, to = net->n; to > 0; to = from) {
        from = to - 1;
        while (!begins_group(net, from))
            from--;
        const float *start = from ? p->y[from - 1] : x;
        if (net->layer[from].kind == LAYER_DENSE)
            dense_back(p, from, start, dy, p->uses & PASS_WEIGHTS ? gradient : NULL);
        else
            group_back(p, from, to, start, dy);
        dy = p->dx[from];
    }
    if (p->uses & PASS_WEIGHTS)
        collect(p, gradient);
    return dy;
}
