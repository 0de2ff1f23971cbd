#include "detect/parts/reference.h"

#include <string.h>

#include "base/memory.h"
#include "data/batch.h"
#include "detect/parts/distances.h"

double reference_memory(double n, double d)
{
    enum { BLOCK = 128 }; /* as in those who measure distances */
    return n * (d * (1 + sizeof(float)) + sizeof(float)) + BLOCK * sizeof(float) * (2 * n + d);
}

void reference_init(struct reference *r, const struct images *im)
{
    size_t d = images_size(im);
    images_alloc_like(&r->images, im->n, im);
    if (im->values)
        memcpy(r->images.values, im->values, im->n * d * sizeof *im->values);
    else
        memcpy(r->images.pixels, im->pixels, im->n * d);
    memset(r->images.labels, 0, im->n * sizeof *r->images.labels);
    float *mean = mem_alloc(d, sizeof *mean), *x = mem_alloc(im->n * d, sizeof *x);
    images_mean(im, mean);
    batch_floats(im, NULL, 0, im->n, x);
    points_init(&r->points, x, im->n, d, mean);
}

void reference_release(struct reference *r)
{
    images_release(&r->images);
    points_release(&r->points);
}

void reference_distances(const struct reference *r, const struct images *im, size_t first, size_t rows, float *x,
                         float *norms, float *out)
{
    batch_floats(im, NULL, first, rows, x);
    points_distances(&r->points, x, rows, norms, out);
}

void reference_own_distances(const struct reference *r, size_t first, size_t rows, float *out)
{
    const struct points *p = &r->points;
    size_t n = p->n - first;
    const float *x = p->x + first * p->d, *norms = p->norms + first;
    squared_distances(x, norms, rows, x, norms, n, p->d, out);
    for (size_t i = 0; i < rows; i++) {
        out[i * n + i] = 0;
        for (size_t j = 0; j < i; j++)
            out[i * n + j] = out[j * n + i];
    }
}
