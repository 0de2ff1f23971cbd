/* Convolution by im2col and SGEMM, one image at a time: the patches of an image are the rows
 * of a matrix (out_h * out_w, kernel * kernel * in_c), the weights its partner
 * (out_c, kernel * kernel * in_c). */
#include <cblas.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
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
    (void)uses;
    (void)e;
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

/* One image's rows of patches: read from the image (gather) or added to it. */
static void im2col(const struct conv_shape *s, const float *x, float *patches)
{
    for (int p = 0; p < s->out_h; p++)
        for (int q = 0; q < s->out_w; q++)
            for (int u = 0; u < s->kernel; u++)
                for (int v = 0; v < s->kernel; v++, patches += s->in_c) {
                    int a = p * s->stride + u - s->pad, b = q * s->stride + v - s->pad;
                    if (a < 0 || a >= s->in_h || b < 0 || b >= s->in_w)
                        memset(patches, 0, (size_t)s->in_c * sizeof *patches);
                    else
                        memcpy(patches, x + ((size_t)a * (size_t)s->in_w + (size_t)b) * (size_t)s->in_c,
                               (size_t)s->in_c * sizeof *patches);
                }
}

static void col2im(const struct conv_shape *s, const float *patches, float *x)
{
    memset(x, 0, in_size(s) * sizeof *x);
    for (int p = 0; p < s->out_h; p++)
        for (int q = 0; q < s->out_w; q++)
            for (int u = 0; u < s->kernel; u++)
                for (int v = 0; v < s->kernel; v++, patches += s->in_c) {
                    int a = p * s->stride + u - s->pad, b = q * s->stride + v - s->pad;
                    if (a < 0 || a >= s->in_h || b < 0 || b >= s->in_w)
                        continue;
                    float *to = x + ((size_t)a * (size_t)s->in_w + (size_t)b) * (size_t)s->in_c;
                    for (int i = 0; i < s->in_c; i++)
                        to[i] += patches[i];
                }
}

static void blas_forward(struct conv *base, const float *x, float *y)
{
    struct blas *c = (struct blas *)base;
    const struct conv_shape *s = &base->shape;
    int m = pixels_out(s), k = patch_size(s);
    for (int n = 0; n < base->n; n++, x += in_size(s), y += out_size(s)) {
        im2col(s, x, c->patches);
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, m, s->out_c, k, 1, c->patches, k,
                    c->weights, k, 0, y, s->out_c);
    }
}

static void blas_backward_data(struct conv *base, const float *dy, float *dx)
{
    struct blas *c = (struct blas *)base;
    const struct conv_shape *s = &base->shape;
    int m = pixels_out(s), k = patch_size(s);
    for (int n = 0; n < base->n; n++, dy += out_size(s), dx += in_size(s)) {
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, k, s->out_c, 1, dy, s->out_c,
                    c->weights, k, 0, c->patches, k);
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
        cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, s->out_c, k, m, 1, dy, s->out_c,
                    c->patches, k, 1, c->gradient, k);
    }
}

static void blas_weight_gradient(struct conv *base, float *dw)
{
    memcpy(dw, ((struct blas *)base)->gradient, conv_weights(&base->shape) * sizeof *dw);
}

const struct conv_backend conv_blas = {
    "blas", blas_create, blas_destroy, blas_begin, blas_forward,
    blas_backward_data, blas_backward_weights, blas_weight_gradient,
};
