/* Convolution by im2col and SGEMM, one image at a time: the patches of an image are the rows
 * of a matrix (out_h * out_w, kernel * kernel * in_c), the weights its partner
 * (out_c, kernel * kernel * in_c). */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "nn/blas.h"
#include "nn/conv.h"

struct blas {
    struct conv base;
    const float *weights;
    float *patches, *gradient;
};

static int pixels_out(const struct conv_shape *s)
{
    return s->out_h * s->out_w;
}

static int patch_size(const struct conv_shape *s)
{
    return s->kernel * s->kernel * s->in_c;
}

static size_t in_size(const struct conv_shape *s)
{
    return (size_t)s->in_h * (size_t)s->in_w * (size_t)s->in_c;
}

static size_t out_size(const struct conv_shape *s)
{
    return (size_t)pixels_out(s) * (size_t)s->out_c;
}

static struct conv *blas_create(const struct conv_shape *s, int n, unsigned uses, struct error *e)
{
    struct blas *c = mem_zero(1, sizeof *c);
    c->base = (struct conv) { &conv_blas, *s, n };
    c->patches = mem_alloc((size_t)pixels_out(s) * (size_t)patch_size(s), sizeof *c->patches);
    c->gradient = mem_zero(conv_weights(s), sizeof *c->gradient);
    return &c->base;
}

static void blas_destroy(struct conv *base)
{
    if (!base)
        return;
    struct blas *c = (struct blas *)base;
    free(c->patches);
    free(c->gradient);
    free(c);
}

static void blas_begin(struct conv *base, const float *weights)
{
    struct blas *c = (struct blas *)base;
    c->weights = weights;
    memset(c->gradient, 0, conv_weights(&base->shape) * sizeof *c->gradient);
}

/* The part of a patch's row (kernel in_c numbers side by side, in the image too) that lies inside the
 * image: from number `from` on, `n` numbers at x. */
struct span {
    size_t from, n, x;
};

static struct span span_of(const struct conv_shape *s, int p, int q, int u)
{
    int a = p * s->stride + u - s->pad, b = q * s->stride - s->pad;
    int first = b < 0 ? -b : 0, last = b + s->kernel > s->in_w ? s->in_w - b : s->kernel;
    if (a < 0 || a >= s->in_h || first >= last)
        return (struct span) { 0, 0, 0 };
    size_t c = (size_t)s->in_c;
    return (struct span) { (size_t)first * c, (size_t)(last - first) * c,
                           ((size_t)a * (size_t)s->in_w + (size_t)(b + first)) * c };
}

/* One image's rows of patches, read from the image; col2im adds them to it. */
static void im2col(const struct conv_shape *s, const float *x, float *patches)
{
    size_t row = (size_t)s->kernel * (size_t)s->in_c;
    for (int p = 0; p < s->out_h; p++)
        for (int q = 0; q < s->out_w; q++)
            for (int u = 0; u < s->kernel; u++, patches += row) {
                struct span r = span_of(s, p, q, u);
                if (r.n < row)
                    memset(patches, 0, row * sizeof *patches);
                memcpy(patches + r.from, x + r.x, r.n * sizeof *patches);
            }
}

static void col2im(const struct conv_shape *s, const float *patches, float *x)
{
    size_t row = (size_t)s->kernel * (size_t)s->in_c;
    memset(x, 0, in_size(s) * sizeof *x);
    for (int p = 0; p < s->out_h; p++)
        for (int q = 0; q < s->out_w; q++)
            for (int u = 0; u < s->kernel; u++, patches += row) {
                struct span r = span_of(s, p, q, u);
                const float *restrict from = patches + r.from;
                float *restrict to = x + r.x;
                for (size_t i = 0; i < r.n; i++)
                    to[i] += from[i];
            }
}

static void blas_forward(struct conv *base, const float *x, float *y)
{
    struct blas *c = (struct blas *)base;
    const struct conv_shape *s = &base->shape;
    int m = pixels_out(s), k = patch_size(s);
    for (int n = 0; n < base->n; n++, x += in_size(s), y += out_size(s)) {
        im2col(s, x, c->patches);
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, m, s->out_c, k, 1, c->patches, k, c->weights, k, 0, y,
                    s->out_c);
    }
}

static void blas_backward_data(struct conv *base, const float *dy, float *dx)
{
    struct blas *c = (struct blas *)base;
    const struct conv_shape *s = &base->shape;
    int m = pixels_out(s), k = patch_size(s);
    for (int n = 0; n < base->n; n++, dy += out_size(s), dx += in_size(s)) {
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, k, s->out_c, 1, dy, s->out_c, c->weights, k, 0,
                    c->patches, k);
        col2im(s, c->patches, dx);
    }
}

static void blas_backward_weights(struct conv *base, const float *x, const float *dy)
{
    struct blas *c = (struct blas *)base;
    const struct conv_shape *s = &base->shape;
    int m = pixels_out(s), k = patch_size(s);
    for (int n = 0; n < base->n; n++, x += in_size(s), dy += out_size(s)) {
        im2col(s, x, c->patches);
        cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, s->out_c, k, m, 1, dy, s->out_c, c->patches, k, 1,
                    c->gradient, k);
    }
}

static void blas_weight_gradient(struct conv *base, float *dw)
{
    memcpy(dw, ((struct blas *)base)->gradient, conv_weights(&base->shape) * sizeof *dw);
}

const struct conv_backend conv_blas = {
    "blas",       blas_create,        blas_destroy,          blas_begin,
    blas_forward, blas_backward_data, blas_backward_weights, blas_weight_gradient,
};
