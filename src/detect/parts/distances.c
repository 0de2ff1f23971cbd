#include "detect/parts/distances.h"

#include <math.h>

#include <cblas.h>

#include "base/simd.h"

void centre_rows(const float *mean, size_t n, size_t d, float *x, float *norms)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < d; k++)
            x[i * d + k] -= mean[k];
        norms[i] = (float)cblas_dsdot((int)d, x + i * d, 1, x + i * d, 1);
    }
}

/* products (n) of one row -> squared distances. */
SIMD static void finish_distances(float *restrict row, float norm, const float *restrict norms, size_t n)
{
    for (size_t j = 0; j < n; j++) {
        float v = norm + norms[j] - 2.0f * row[j];
        row[j] = v <= 0.0f ? 0.0f : v; /* rounding's negative ones; NaN stays */
    }
}

void squared_distances(const float *x, const float *x_norms, size_t rows, const float *y, const float *y_norms,
                       size_t n, size_t d, float *out)
{
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)rows, (int)n, (int)d, 1, x, (int)d, y, (int)d, 0, out,
                (int)n);
    for (size_t i = 0; i < rows; i++)
        finish_distances(out + i * n, x_norms[i], y_norms, n);
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
