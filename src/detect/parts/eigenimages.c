#include "detect/parts/eigenimages.h"

#include <float.h>
#include <stdlib.h>

#include "base/memory.h"
#include "data/batch.h"
#include "nn/blas.h"

enum { BLOCK = 256 };

void images_centred(const struct images *im, size_t first, size_t n, const float *mean, float *x)
{
    size_t d = images_size(im);
    batch_floats(im, NULL, first, n, x);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < d; k++)
            x[i * d + k] -= mean[k];
}

/* The upper triangle of the sum of x x' over the images, in double. */
static double *scatter(const struct images *im, const float *mean)
{
    size_t d = images_size(im);
    double *sum = mem_zero(d * d, sizeof *sum), *block = mem_alloc(BLOCK * d, sizeof *block);
    float *x = mem_alloc(BLOCK * d, sizeof *x);
    for (size_t at = 0; at < im->n; at += BLOCK) {
        size_t n = im->n - at < BLOCK ? im->n - at : BLOCK;
        images_centred(im, at, n, mean, x);
        for (size_t i = 0; i < n * d; i++)
            block[i] = (double)x[i];
        cblas_dsyrk(CblasRowMajor, CblasUpper, CblasTrans, (int)d, (int)n, 1, block, (int)d, 1, sum, (int)d);
    }
    free(block);
    free(x);
    return sum;
}

/* The eigenvectors of the largest eigenvalues; those of eigenvalues up to `noise` are left at 0. `*kept` is the number
 * of the others. */
static int top_eigenvectors(double *sum, int d, int rank, double noise, float *components, int *kept, struct error *e)
{
    double *values = mem_alloc((size_t)d, sizeof *values);
    double *vectors = mem_alloc((size_t)d * (size_t)rank, sizeof *vectors);
    lapack_int found = 0, *support = mem_alloc(2 * (size_t)rank, sizeof *support);
    /* the upper triangle of a row-major matrix is the lower one of a column-major one */
    lapack_int status = LAPACKE_dsyevr(LAPACK_COL_MAJOR, 'V', 'I', 'L', d, sum, d, 0, 0, d - rank + 1, d, 0, &found,
                                       values, vectors, d, support);
    *kept = 0;
    const int bad = status || found != rank; /* then `values` may hold nothing */
    for (int r = 0; r < rank && !bad && values[rank - 1 - r] > noise; r++, ++*kept)
        for (int k = 0; k < d; k++)
            components[(size_t)r * (size_t)d + (size_t)k] = (float)
                vectors[(size_t)(rank - 1 - r) * (size_t)d + (size_t)k];
    free(values);
    free(vectors);
    free(support);
    if (bad)
        return error_set(e, "expected %d eigenvectors, found %d (dsyevr status %d)", rank, (int)found, (int)status);
    return 0;
}

/* What an eigenvalue of the sum over n images can be by rounding alone: each centred pixel is off by 2^-24, the sum and
 * its largest eigenvalue (at most the trace) by double's precision. */
static double rounding(const double *sum, size_t n, size_t d)
{
    double trace = 0;
    for (size_t k = 0; k < d; k++)
        trace += sum[k * d + k];
    return (double)n * (double)d * (FLT_EPSILON / 2) * (FLT_EPSILON / 2) + (double)d * DBL_EPSILON * trace;
}

int eigenimages(const struct images *im, const float *mean, int rank, float *components, int *kept, struct error *e)
{
    const size_t d = images_size(im);
    double *sum = scatter(im, mean);
    int bad = top_eigenvectors(sum, (int)d, rank, rounding(sum, im->n, d), components, kept, e);
    free(sum);
    return bad;
}

/* The matrix of all pairs of pixels, and what LAPACK makes of it. */
double eigenimages_memory(double d, int rank)
{
    return sizeof(double) * d * (d + 2 * BLOCK + rank + 32);
}
