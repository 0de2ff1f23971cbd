/* The definition of a convolution, as loops: documentation and oracle of the fast ones. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "nn/conv.h"

struct naive {
    struct conv base;
    const float *weights;
    float *gradient;
};

static struct conv *naive_create(const struct conv_shape *s, int n, unsigned uses, struct error *e)
{
    struct naive *c = mem_zero(1, sizeof *c);
    c->base = (struct conv) { &conv_naive, *s, n };
    c->gradient = mem_zero(conv_weights(s), sizeof *c->gradient);
    return &c->base;
}

static void naive_destroy(struct conv *base)
{
    if (base)
        free(((struct naive *)base)->gradient);
    free(base);
}

static void naive_begin(struct conv *base, const float *weights)
{
    struct naive *c = (struct naive *)base;
    c->weights = weights;
    memset(c->gradient, 0, conv_weights(&base->shape) * sizeof *c->gradient);
}

/* Calls visit(x's place, y's place, weight's place) for every product of the definition. */
typedef void naive_visit(void *context, size_t x, size_t y, size_t w);

static void naive_each(const struct conv *base, naive_visit *visit, void *context)
{
    const struct conv_shape *s = &base->shape;
    for (int n = 0; n < base->n; n++)
        for (int p = 0; p < s->out_h; p++)
            for (int q = 0; q < s->out_w; q++)
                for (int o = 0; o < s->out_c; o++)
                    for (int u = 0; u < s->kernel; u++)
                        for (int v = 0; v < s->kernel; v++)
                            for (int i = 0; i < s->in_c; i++) {
                                int a = p * s->stride + u - s->pad, b = q * s->stride + v - s->pad;
                                if (a < 0 || a >= s->in_h || b < 0 || b >= s->in_w)
                                    continue;
                                visit(context,
                                      (((size_t)n * (size_t)s->in_h + (size_t)a) * (size_t)s->in_w + (size_t)b) *
                                              (size_t)s->in_c +
                                          (size_t)i,
                                      (((size_t)n * (size_t)s->out_h + (size_t)p) * (size_t)s->out_w + (size_t)q) *
                                              (size_t)s->out_c +
                                          (size_t)o,
                                      (((size_t)o * (size_t)s->kernel + (size_t)u) * (size_t)s->kernel + (size_t)v) *
                                              (size_t)s->in_c +
                                          (size_t)i);
                            }
}

struct naive_arrays {
    const float *x, *y, *w;
    float *to;
};

static void visit_forward(void *context, size_t x, size_t y, size_t w)
{
    struct naive_arrays *a = context;
    a->to[y] += a->w[w] * a->x[x];
}

static void visit_backward_data(void *context, size_t x, size_t y, size_t w)
{
    struct naive_arrays *a = context;
    a->to[x] += a->w[w] * a->y[y];
}

static void visit_backward_weights(void *context, size_t x, size_t y, size_t w)
{
    struct naive_arrays *a = context;
    a->to[w] += a->x[x] * a->y[y];
}

static void naive_forward(struct conv *base, const float *x, float *y)
{
    const struct conv_shape *s = &base->shape;
    memset(y, 0, (size_t)base->n * (size_t)s->out_h * (size_t)s->out_w * (size_t)s->out_c * sizeof *y);
    naive_each(base, visit_forward, &(struct naive_arrays) { .x = x, .w = ((struct naive *)base)->weights, .to = y });
}

static void naive_backward_data(struct conv *base, const float *dy, float *dx)
{
    const struct conv_shape *s = &base->shape;
    memset(dx, 0, (size_t)base->n * (size_t)s->in_h * (size_t)s->in_w * (size_t)s->in_c * sizeof *dx);
    naive_each(base, visit_backward_data,
               &(struct naive_arrays) { .y = dy, .w = ((struct naive *)base)->weights, .to = dx });
}

static void naive_backward_weights(struct conv *base, const float *x, const float *dy)
{
    naive_each(base, visit_backward_weights,
               &(struct naive_arrays) { .x = x, .y = dy, .to = ((struct naive *)base)->gradient });
}

static void naive_weight_gradient(struct conv *base, float *dw)
{
    memcpy(dw, ((struct naive *)base)->gradient, conv_weights(&base->shape) * sizeof *dw);
}

const struct conv_backend conv_naive = {
    "naive",       naive_create,        naive_destroy,          naive_begin,
    naive_forward, naive_backward_data, naive_backward_weights, naive_weight_gradient,
};
