#include "nn/conv_block.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct block {
    struct conv base;
    int side;
    struct conv *blocks;
    float *weights;  /* of `blocks`: (side, side, out_c, k + side - 1, k + side - 1, in_c) */
    float *gathered; /* one call's outputs with the blocks' pixels as channels */
};

extern const struct conv_backend conv_block;

int conv_block_side(const struct conv_shape *s)
{
    for (int b = 4; b > 1; b /= 2)
        if (s->stride == 1 && b * b * s->out_c <= CONV_LANES && s->out_h % b == 0 && s->out_w % b == 0)
            return b;
    return 1;
}

static struct conv_shape block_shape(const struct conv_shape *s, int b)
{
    struct conv_shape t = *s;
    t.kernel = s->kernel + b - 1;
    t.stride = b;
    t.out_h = s->out_h / b;
    t.out_w = s->out_w / b;
    t.out_c = s->out_c * b * b;
    return t;
}

static void block_destroy(struct conv *base)
{
    if (!base)
        return;
    struct block *c = (struct block *)base;
    conv_free(c->blocks);
    free(c->weights);
    free(c->gathered);
    free(c);
}

struct conv *conv_block_create(const struct conv_backend *backend, const struct conv_shape *s, int n, unsigned uses,
                               struct error *e)
{
    struct block *c = mem_zero(1, sizeof *c);
    c->base = (struct conv) { &conv_block, *s, n };
    c->side = conv_block_side(s);
    struct conv_shape t = block_shape(s, c->side);
    c->weights = mem_zero(conv_weights(&t), sizeof *c->weights);
    c->gathered = mem_alloc((size_t)n * (size_t)s->out_h * (size_t)s->out_w * (size_t)s->out_c, sizeof *c->gathered);
    c->blocks = backend->create(&t, n, uses, e);
    if (!c->blocks) {
        block_destroy(&c->base);
        return NULL;
    }
    return &c->base;
}

/* Calls for each row of weights (in_c numbers side by side) of each pixel of a block: its
 * place among the plain weights and among the blocks'. */
#define EACH_WEIGHT_ROW(c, PLAIN, BLOCK, STATEMENT) \
    do { \
        const struct conv_shape *s_ = &(c)->base.shape; \
        const int b_ = (c)->side, k_ = s_->kernel, w_ = k_ + b_ - 1; \
        for (int pixel_ = 0; pixel_ < b_ * b_; pixel_++) \
            for (int o_ = 0; o_ < s_->out_c; o_++) \
                for (int u_ = 0; u_ < k_; u_++) \
                    for (int v_ = 0; v_ < k_; v_++) { \
                        size_t PLAIN = (size_t)((o_ * k_ + u_) * k_ + v_) * (size_t)s_->in_c; \
                        size_t BLOCK = (size_t)(((pixel_ * s_->out_c + o_) * w_ + u_ + pixel_ / b_) * w_ + v_ + \
                                                pixel_ % b_) * \
                                       (size_t)s_->in_c; \
                        STATEMENT; \
                    } \
    } while (0)

static void block_begin(struct conv *base, const float *weights)
{
    struct block *c = (struct block *)base;
    size_t row = (size_t)base->shape.in_c;
    EACH_WEIGHT_ROW(c, from, to, memcpy(c->weights + to, weights + from, row * sizeof *weights));
    c->blocks->backend->begin(c->blocks, c->weights);
}

/* Between y (n, h, w, c) and gathered (n, h / b, w / b, b, b, c): runs of b c numbers. */
static void shuffle(const struct block *c, const float *from, float *to, int gather)
{
    const struct conv_shape *s = &c->base.shape;
    size_t b = (size_t)c->side, run = b * (size_t)s->out_c, across = (size_t)s->out_w / b;
    size_t rows = (size_t)c->base.n * (size_t)s->out_h;
    for (size_t row = 0; row < rows; row++)
        for (size_t q = 0; q < across; q++) {
            size_t plain = (row * across + q) * run, block = ((row / b * across + q) * b + row % b) * run;
            memcpy(to + (gather ? block : plain), from + (gather ? plain : block), run * sizeof *to);
        }
}

static void block_forward(struct conv *base, const float *x, float *y)
{
    struct block *c = (struct block *)base;
    c->blocks->backend->forward(c->blocks, x, c->gathered);
    shuffle(c, c->gathered, y, 0);
}

static void block_backward_weights(struct conv *base, const float *x, const float *dy)
{
    struct block *c = (struct block *)base;
    shuffle(c, dy, c->gathered, 1);
    c->blocks->backend->backward_weights(c->blocks, x, c->gathered);
}

static void block_weight_gradient(struct conv *base, float *dw)
{
    struct block *c = (struct block *)base;
    int in_c = base->shape.in_c;
    c->blocks->backend->weight_gradient(c->blocks, c->weights);
    memset(dw, 0, conv_weights(&base->shape) * sizeof *dw);
    EACH_WEIGHT_ROW(c, to, from, for (int i = 0; i < in_c; i++) dw[to + (size_t)i] += c->weights[from + (size_t)i]);
    /* what lies between the rows must be zero again for the next step */
    struct conv_shape t = block_shape(&base->shape, c->side);
    memset(c->weights, 0, conv_weights(&t) * sizeof *c->weights);
}

const struct conv_backend conv_block = {
    "block", NULL, block_destroy, block_begin, block_forward, NULL, block_backward_weights, block_weight_gradient,
};
