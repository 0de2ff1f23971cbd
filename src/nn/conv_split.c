#include "nn/conv_split.h"

#include <stdlib.h>

#include "base/memory.h"

struct split {
    struct conv base;
    struct conv *onward, *back;
};

extern const struct conv_backend conv_split;

static void split_destroy(struct conv *base)
{
    struct split *c = (struct split *)base;
    conv_free(c->onward);
    conv_free(c->back);
    free(c);
}

struct conv *conv_split_create(struct conv *onward, struct conv *back)
{
    if (!onward || !back) {
        conv_free(onward);
        conv_free(back);
        return NULL;
    }
    struct split *c = mem_zero(1, sizeof *c);
    *c = (struct split) { { &conv_split, onward->shape, onward->n }, onward, back };
    return &c->base;
}

static void split_begin(struct conv *base, const float *weights)
{
    struct split *c = (struct split *)base;
    c->onward->backend->begin(c->onward, weights);
    c->back->backend->begin(c->back, weights);
}

static void split_forward(struct conv *base, const float *x, float *y)
{
    struct conv *c = ((struct split *)base)->onward;
    c->backend->forward(c, x, y);
}

static void split_backward_data(struct conv *base, const float *dy, float *dx)
{
    struct conv *c = ((struct split *)base)->back;
    c->backend->backward_data(c, dy, dx);
}

static void split_backward_weights(struct conv *base, const float *x, const float *dy)
{
    struct conv *c = ((struct split *)base)->onward;
    c->backend->backward_weights(c, x, dy);
}

static void split_weight_gradient(struct conv *base, float *dw)
{
    struct conv *c = ((struct split *)base)->onward;
    c->backend->weight_gradient(c, dw);
}

const struct conv_backend conv_split = {
    "split",
    NULL,
    split_destroy,
    split_begin,
    split_forward,
    split_backward_data,
    split_backward_weights,
    split_weight_gradient,
};
