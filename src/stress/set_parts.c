#include "stress/set_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/batch.h"
#include "detect/parts/eigenimages.h"

size_t images_drawn(const struct images *im, size_t most, struct rng *r, float *x)
{
    const size_t n = im->n < most ? im->n : most;
    int *rows = mem_alloc(im->n, sizeof *rows);
    for (size_t i = 0; i < im->n; i++)
        rows[i] = (int)i;
    rng_shuffle(r, rows, im->n);
    batch_floats(im, rows, 0, n, x);
    free(rows);
    return n;
}

/* Where pixel (i, j) of an image is. */
static float *pixel(float *x, struct shape size, int i, int j)
{
    return x + ((size_t)i * (size_t)size.w + (size_t)j) * (size_t)size.c;
}

static void copy_square(const float *from, float *to, struct shape size, int side)
{
    const size_t line = (size_t)size.w * (size_t)size.c;
    for (int i = 0; i < side; i++)
        memcpy(to + (size_t)i * line, from + (size_t)i * line, (size_t)side * (size_t)size.c * sizeof *to);
}

void image_shuffle(float *x, struct shape size, int side, struct rng *r)
{
    const int across = size.w / side, n = across * (size.h / side);
    float *old = mem_alloc((size_t)shape_size(size), sizeof *old);
    int *from = mem_alloc((size_t)n + 1, sizeof *from);
    memcpy(old, x, (size_t)shape_size(size) * sizeof *old);
    for (int i = 0; i < n; i++)
        from[i] = i;
    rng_shuffle(r, from, (size_t)n);
    for (int i = 0; i < n; i++)
        copy_square(pixel(old, size, from[i] / across * side, from[i] % across * side),
                    pixel(x, size, i / across * side, i % across * side), size, side);
    free(old);
    free(from);
}

static int within(int i, int n)
{
    return i < 0 ? 0 : i < n ? i : n - 1;
}

void image_shift(float *x, struct shape size, int right, int down)
{
    float *old = mem_alloc((size_t)shape_size(size), sizeof *old);
    memcpy(old, x, (size_t)shape_size(size) * sizeof *old);
    for (int i = 0; i < size.h; i++)
        for (int j = 0; j < size.w; j++)
            memcpy(pixel(x, size, i, j), pixel(old, size, within(i - down, size.h), within(j - right, size.w)),
                   (size_t)size.c * sizeof *x);
    free(old);
}

static double sum_of_square(float *x, struct shape size, int side, int top, int left)
{
    double sum = 0;
    for (int i = top; i < top + side; i++)
        for (int k = 0; k < side * size.c; k++)
            sum += (double)pixel(x, size, i, left)[k];
    return sum;
}

void image_dot(float *x, struct shape size, int side, struct rng *r)
{
    enum { TRIED = 50 };
    int top = 0, left = 0;
    double least = INFINITY;
    side = side < size.h ? side : size.h;
    side = side < size.w ? side : size.w;
    for (int t = 0; t < TRIED; t++) {
        const int i = (int)rng_below(r, (uint64_t)size.h - (uint64_t)side + 1);
        const int j = (int)rng_below(r, (uint64_t)size.w - (uint64_t)side + 1);
        const double sum = sum_of_square(x, size, side, i, j);
        if (sum < least) {
            least = sum;
            top = i;
            left = j;
        }
    }
    for (int i = top; i < top + side; i++)
        for (int k = 0; k < side * size.c; k++)
            pixel(x, size, i, left)[k] = 1;
}

static void measure_deviations(struct directions *v, const struct images *im)
{
    float *x = mem_alloc(v->d, sizeof *x);
    for (size_t i = 0; i < im->n; i++) {
        images_centred(im, i, 1, v->mean, x);
        for (int c = 0; c < v->rank; c++) {
            const float *along = v->components + (size_t)c * v->d;
            double sum = 0;
            for (size_t k = 0; k < v->d; k++)
                sum += (double)along[k] * (double)x[k];
            v->deviation[c] += sum * sum / (double)im->n;
        }
    }
    for (int c = 0; c < v->rank; c++)
        v->deviation[c] = sqrt(v->deviation[c]);
    free(x);
}

int directions_find(struct directions *to, const struct images *im, struct error *e)
{
    const size_t d = images_size(im);
    *to = (struct directions) { .d = d, .rank = d < DIRECTIONS_MOST ? (int)d : DIRECTIONS_MOST };
    to->mean = mem_alloc(d, sizeof *to->mean);
    to->components = mem_zero((size_t)to->rank * d, sizeof *to->components);
    images_mean(im, to->mean);
    if (eigenimages(im, to->mean, to->rank, to->components, &to->rank, e))
        return -1;
    measure_deviations(to, im);
    return 0;
}

void directions_release(struct directions *v)
{
    free(v->mean);
    free(v->components);
    *v = (struct directions) { 0 };
}

void directions_draw(const struct directions *v, double t, size_t n, struct rng *r, float *x)
{
    for (size_t i = 0; i < n; i++) {
        float *to = x + i * v->d;
        memcpy(to, v->mean, v->d * sizeof *to);
        for (int c = 0; c < v->rank; c++) {
            const double by = t * v->deviation[c] * rng_normal(r);
            for (size_t k = 0; k < v->d; k++)
                to[k] += (float)(by * (double)v->components[(size_t)c * v->d + k]);
        }
    }
}

size_t directions_ends(const struct directions *v, double t, float *x)
{
    for (int c = 0; c < v->rank; c++)
        for (int end = 0; end < 2; end++) {
            float *to = x + (size_t)(2 * c + end) * v->d;
            const double by = (end ? -t : t) * v->deviation[c];
            for (size_t k = 0; k < v->d; k++)
                to[k] = (float)((double)v->mean[k] + by * (double)v->components[(size_t)c * v->d + k]);
        }
    return 2 * (size_t)v->rank;
}
