/* Convolution by oneDNN (version 2), channel-last. The library chooses its own order for the
 * weights of each direction, so begin() reorders them once for all calls of a step. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/simd.h"
#include "nn/conv.h"
#include "nn/conv_block.h"
#include "nn/conv_split.h"
#include "nn/onednn.h"

/* One direction: its primitive, its three arguments, and the reorder between the plain
 * order of the weights (out_c, kernel, kernel, in_c) and the library's. */
struct direction {
    dnnl_primitive_desc_t desc;
    dnnl_primitive_t primitive, reorder;
    dnnl_memory_t x, w, y, plain;
    float *weights; /* in the library's order */
    size_t n_weights;
};

enum { FORWARD, BACKWARD_DATA, BACKWARD_WEIGHTS, DIRECTIONS };

struct onednn {
    struct conv base;
    dnnl_engine_t engine;
    dnnl_stream_t stream;
    struct direction direction[DIRECTIONS];
    float *sum; /* of backward_weights calls, in its direction's order */
};

struct descriptors {
    dnnl_memory_desc_t x, w, y, plain;
};

/* Which argument of each direction's primitive x, the weights and y are, and how to ask the
 * primitive for the order that it wants of each. */
static const struct {
    int x, w, y;
    dnnl_query_t ask_x, ask_w, ask_y;
} arguments[DIRECTIONS] = {
    { DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST, dnnl_query_src_md, dnnl_query_weights_md, dnnl_query_dst_md },
    { DNNL_ARG_DIFF_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DIFF_DST, dnnl_query_diff_src_md, dnnl_query_weights_md,
      dnnl_query_diff_dst_md },
    { DNNL_ARG_SRC, DNNL_ARG_DIFF_WEIGHTS, DNNL_ARG_DIFF_DST, dnnl_query_src_md, dnnl_query_diff_weights_md,
      dnnl_query_diff_dst_md },
};

static dnnl_status_t describe(struct descriptors *d, const struct conv_shape *s, int n)
{
    dnnl_dims_t x = { n, s->in_c, s->in_h, s->in_w }, y = { n, s->out_c, s->out_h, s->out_w };
    dnnl_dims_t w = { s->out_c, s->in_c, s->kernel, s->kernel };
    dnnl_status_t bad = dnnl_memory_desc_init_by_tag(&d->x, 4, x, dnnl_f32, dnnl_nhwc);
    bad = bad ? bad : dnnl_memory_desc_init_by_tag(&d->y, 4, y, dnnl_f32, dnnl_nhwc);
    bad = bad ? bad : dnnl_memory_desc_init_by_tag(&d->w, 4, w, dnnl_f32, dnnl_format_tag_any);
    return bad ? bad : dnnl_memory_desc_init_by_tag(&d->plain, 4, w, dnnl_f32, dnnl_ohwi);
}

static dnnl_status_t operation(dnnl_convolution_desc_t *op, int which, const struct descriptors *d,
                               const struct conv_shape *s)
{
    dnnl_dims_t stride = { s->stride, s->stride }, before = { s->pad, s->pad };
    /* what the last patch reaches behind the image; below zero where it stays inside */
    dnnl_dims_t after = { (s->out_h - 1) * s->stride + s->kernel - s->in_h - s->pad,
                          (s->out_w - 1) * s->stride + s->kernel - s->in_w - s->pad };
    switch (which) {
    case FORWARD:
        return dnnl_convolution_forward_desc_init(op, dnnl_forward_training, dnnl_convolution_direct, &d->x, &d->w,
                                                  NULL, &d->y, stride, before, after);
    case BACKWARD_DATA:
        return dnnl_convolution_backward_data_desc_init(op, dnnl_convolution_direct, &d->x, &d->w, &d->y, stride,
                                                        before, after);
    default:
        return dnnl_convolution_backward_weights_desc_init(op, dnnl_convolution_direct, &d->x, &d->w, NULL, &d->y,
                                                           stride, before, after);
    }
}

static dnnl_status_t prepare(struct onednn *c, int which, const struct descriptors *d, dnnl_primitive_desc_t forward)
{
    struct direction *to = &c->direction[which];
    dnnl_convolution_desc_t op;
    dnnl_status_t bad = operation(&op, which, d, &c->base.shape);
    bad = bad ? bad : dnnl_primitive_desc_create(&to->desc, &op, NULL, c->engine, forward);
    bad = bad ? bad : dnnl_primitive_create(&to->primitive, to->desc);
    if (bad)
        return bad;
    const dnnl_memory_desc_t *w = dnnl_primitive_desc_query_md(to->desc, arguments[which].ask_w, 0);
    to->n_weights = dnnl_memory_desc_get_size(w) / sizeof *to->weights;
    to->weights = mem_zero(to->n_weights, sizeof *to->weights);
    bad = dnnl_memory_create(&to->w, w, c->engine, to->weights);
    bad = bad ? bad : dnnl_memory_create(&to->x, &d->x, c->engine, DNNL_MEMORY_NONE);
    bad = bad ? bad : dnnl_memory_create(&to->y, &d->y, c->engine, DNNL_MEMORY_NONE);
    bad = bad ? bad : dnnl_memory_create(&to->plain, &d->plain, c->engine, DNNL_MEMORY_NONE);
    if (bad)
        return bad;
    int out = which == BACKWARD_WEIGHTS;
    dnnl_primitive_desc_t reorder;
    bad = dnnl_reorder_primitive_desc_create(&reorder, out ? w : &d->plain, c->engine, out ? &d->plain : w, c->engine,
                                             NULL);
    if (bad)
        return bad;
    bad = dnnl_primitive_create(&to->reorder, reorder);
    dnnl_primitive_desc_destroy(reorder);
    return bad;
}

static void onednn_destroy(struct conv *base)
{
    if (!base)
        return;
    struct onednn *c = (struct onednn *)base;
    for (int i = 0; i < DIRECTIONS; i++) {
        struct direction *d = &c->direction[i];
        dnnl_primitive_destroy(d->primitive);
        dnnl_primitive_destroy(d->reorder);
        dnnl_primitive_desc_destroy(d->desc);
        dnnl_memory_destroy(d->x);
        dnnl_memory_destroy(d->y);
        dnnl_memory_destroy(d->w);
        dnnl_memory_destroy(d->plain);
        free(d->weights);
    }
    dnnl_stream_destroy(c->stream);
    dnnl_engine_destroy(c->engine);
    free(c->sum);
    free(c);
}

static struct conv *create_plain(const struct conv_shape *s, int n, unsigned uses, struct error *e)
{
    static const unsigned use[DIRECTIONS] = { CONV_FORWARD, CONV_BACKWARD_DATA, CONV_BACKWARD_WEIGHTS };
    struct onednn *c = mem_zero(1, sizeof *c);
    struct descriptors d;
    dnnl_primitive_desc_t forward = NULL;
    dnnl_convolution_desc_t op;
    c->base = (struct conv) { &conv_onednn, *s, n };
    dnnl_status_t bad = dnnl_engine_create(&c->engine, dnnl_cpu, 0);
    bad = bad ? bad : dnnl_stream_create(&c->stream, c->engine, dnnl_stream_default_flags);
    bad = bad ? bad : describe(&d, s, n);
    /* the backward directions want the forward one as a hint */
    bad = bad ? bad : operation(&op, FORWARD, &d, s);
    bad = bad ? bad : dnnl_primitive_desc_create(&forward, &op, NULL, c->engine, NULL);
    for (int i = 0; i < DIRECTIONS && !bad; i++)
        if (uses & use[i])
            bad = prepare(c, i, &d, i == FORWARD ? NULL : forward);
    dnnl_primitive_desc_destroy(forward);
    if (!bad) {
        c->sum = mem_zero(c->direction[BACKWARD_WEIGHTS].n_weights, sizeof *c->sum);
        return &c->base;
    }
    error_set(e, "oneDNN cannot do a convolution %dx%dx%d -> %dx%dx%d, kernel %d, stride %d (status %d)", s->in_h,
              s->in_w, s->in_c, s->out_h, s->out_w, s->out_c, s->kernel, s->stride, (int)bad);
    onednn_destroy(&c->base);
    return NULL;
}

/* Is the gradient of the input, an image with few channels, better one matrix product for all
 * places of the kernel? oneDNN spends a whole vector on its 1 or 3 channels. (Of a transposed
 * convolution this is the way forward.) */
static int few_channels(const struct conv_shape *s)
{
    return s->stride > 1 && s->in_c < CONV_LANES / 4 && s->kernel * s->kernel * s->in_c >= CONV_LANES;
}

static struct conv *create_onward(const struct conv_shape *s, int n, unsigned uses, struct error *e)
{
    return conv_block_side(s) > 1 ? conv_block_create(&conv_onednn, s, n, uses, e) : create_plain(s, n, uses, e);
}

static struct conv *create_back(const struct conv_shape *s, int n, struct error *e)
{
    return few_channels(s) ? conv_blas.create(s, n, CONV_BACKWARD_DATA, e) : create_plain(s, n, CONV_BACKWARD_DATA, e);
}

static struct conv *onednn_create(const struct conv_shape *s, int n, unsigned uses, struct error *e)
{
    unsigned onward = uses & ~(unsigned)CONV_BACKWARD_DATA;
    if (onward == uses)
        return create_onward(s, n, uses, e);
    if (!onward)
        return create_back(s, n, e);
    if (conv_block_side(s) == 1 && !few_channels(s))
        return create_plain(s, n, uses, e);
    return conv_split_create(create_onward(s, n, onward, e), create_back(s, n, e));
}

/* What failed has left numbers behind that are none: no run goes on with them. */
static void execute(struct onednn *c, dnnl_primitive_t primitive, int n, const dnnl_exec_arg_t *args)
{
    struct error e;
    dnnl_status_t bad = dnnl_primitive_execute(primitive, c->stream, n, args);
    bad = bad ? bad : dnnl_stream_wait(c->stream);
    if (!bad)
        return;
    error_set(&e, "oneDNN could not do a convolution (status %d)", (int)bad);
    late_end(&e);
}

/* Reorders the weights of one direction between `plain` and the library's order. */
static void reorder(struct onednn *c, int which, float *plain)
{
    struct direction *d = &c->direction[which];
    int out = which == BACKWARD_WEIGHTS;
    dnnl_exec_arg_t args[] = { { DNNL_ARG_FROM, out ? d->w : d->plain }, { DNNL_ARG_TO, out ? d->plain : d->w } };
    dnnl_memory_set_data_handle(d->plain, plain);
    execute(c, d->reorder, 2, args);
}

static void run(struct onednn *c, int which, float *x, float *y)
{
    struct direction *d = &c->direction[which];
    dnnl_exec_arg_t args[] = { { arguments[which].x, d->x },
                               { arguments[which].w, d->w },
                               { arguments[which].y, d->y } };
    dnnl_memory_set_data_handle(d->x, x);
    dnnl_memory_set_data_handle(d->y, y);
    execute(c, d->primitive, 3, args);
}

static void onednn_begin(struct conv *base, const float *weights)
{
    struct onednn *c = (struct onednn *)base;
    for (int i = 0; i <= BACKWARD_DATA; i++)
        if (c->direction[i].primitive)
            reorder(c, i, (float *)weights);
    memset(c->sum, 0, c->direction[BACKWARD_WEIGHTS].n_weights * sizeof *c->sum);
}

static void onednn_forward(struct conv *base, const float *x, float *y)
{
    run((struct onednn *)base, FORWARD, (float *)x, y);
}

static void onednn_backward_data(struct conv *base, const float *dy, float *dx)
{
    run((struct onednn *)base, BACKWARD_DATA, dx, (float *)dy);
}

SIMD static void add(float *restrict to, const float *restrict from, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] += from[i];
}

static void onednn_backward_weights(struct conv *base, const float *x, const float *dy)
{
    struct onednn *c = (struct onednn *)base;
    struct direction *d = &c->direction[BACKWARD_WEIGHTS];
    run(c, BACKWARD_WEIGHTS, (float *)x, (float *)dy);
    add(c->sum, d->weights, d->n_weights);
}

static void onednn_weight_gradient(struct conv *base, float *dw)
{
    struct onednn *c = (struct onednn *)base;
    struct direction *d = &c->direction[BACKWARD_WEIGHTS];
    memcpy(d->weights, c->sum, d->n_weights * sizeof *c->sum);
    reorder(c, BACKWARD_WEIGHTS, dw);
}

const struct conv_backend conv_onednn = {
    "onednn",       onednn_create,        onednn_destroy,          onednn_begin,
    onednn_forward, onednn_backward_data, onednn_backward_weights, onednn_weight_gradient,
};
