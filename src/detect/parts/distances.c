#include "detect/parts/distances.h"

#include <math.h>

#include "base/simd.h"
#include "nn/blas.h"
#include "nn/loss.h"

enum { CHUNK = 256 };

/* A distance below this share of both norms has lost too many of its digits: each of the terms is rounded to about
 * 1e-7 of itself. */
static const float NEAR = 1.0f / 128;

void centre_rows(const float *mean, size_t n, size_t d, float *x, float *norms)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < d; k++)
            x[i * d + k] -= mean[k];
        norms[i] = (float)cblas_dsdot((int)d, x + i * d, 1, x + i * d, 1);
    }
}

/* products (n) of one row -> squared distances. 1 where some are near. */
SIMD static int finish_distances(float *restrict row, float norm, const float *restrict norms, size_t n)
{
    int near = 0;
    for (size_t j = 0; j < n; j++) {
        float both = norm + norms[j], v = both - 2.0f * row[j];
        row[j] = v <= 0.0f ? 0.0f : v; /* rounding's negative ones; NaN stays */
        near |= v < NEAR * both;
    }
    return near;
}

static void mend_near(const float *x, float norm, const float *y, const float *norms, size_t n, size_t d, float *row)
{
    for (size_t j = 0; j < n; j++)
        if (row[j] < NEAR * (norm + norms[j])) {
            double mean_square;
            reconstruction_error(LOSS_MSE, x, y + j * d, 1, d, &mean_square);
            row[j] = (float)(mean_square * (double)d);
        }
}

void squared_distances(const float *x, const float *x_norms, size_t rows, const float *y, const float *y_norms,
                       size_t n, size_t d, float *out)
{
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)rows, (int)n, (int)d, 1, x, (int)d, y, (int)d, 0, out,
                (int)n);
    for (size_t i = 0; i < rows; i++)
        for (size_t at = 0; at < n; at += CHUNK) {
            size_t count = n - at < CHUNK ? n - at : CHUNK;
            float *row = out + i * n + at;
            if (finish_distances(row, x_norms[i], y_norms + at, count))
                mend_near(x + i * d, x_norms[i], y + at * d, y_norms + at, count, d, row);
        }
}

float kth_smallest(const float *v, size_t n, int k, float *nearest)
{
    for (int i = 0; i < k; i++)
        nearest[i] = INFINITY;
    for (size_t j = 0; j < n; j++) {
        int i = k - 1;
        if (!(v[j] < nearest[i]))
            continue;
        for (; i > 0 && v[j] < nearest[i - 1]; i--)
            nearest[i] = nearest[i - 1];
        nearest[i] = v[j];
    }
    return nearest[k - 1];
}
