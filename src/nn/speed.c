#include "nn/speed.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/memory.h"
#include "nn/blas.h"
#include "nn/blas_buffer.h"

double sgemm_speed(int n)
{
    enum { TRIES = 5 };
    if (blas_buffer_take(NULL))
        return 0;
    size_t size = (size_t)n * (size_t)n;
    float *a = mem_alloc(size, sizeof *a), *b = mem_alloc(size, sizeof *b), *c = mem_zero(size, sizeof *c);
    double best = 0;
    for (size_t i = 0; i < size; i++)
        a[i] = b[i] = (float)(i % 7) - 3;
    for (int i = 0; i < TRIES; i++) {
        double start = clock_seconds();
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1, a, n, b, n, 0, c, n);
        double speed = 2.0 * n * n * n / (clock_seconds() - start);
        best = speed > best ? speed : best;
    }
    free(a);
    free(b);
    free(c);
    return best;
}
