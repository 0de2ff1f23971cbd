#include "nn/pool.h"

#include <stddef.h>

#include "base/simd.h"

/* These functions work on one row of the halved image; a (above) and b (below) are the two rows of the doubled one
 * that it stands for, twice as long. For 4 and 8 channels, which would not fill a vector, calls give `c` as a constant
 * (WITH_CONSTANT): then the compiler puts several pixels into one. */
static inline __attribute__((always_inline)) void largest(const float *restrict a, const float *restrict b,
                                                          float *restrict y, size_t w, size_t c)
{
    for (size_t j = 0; j < w; j++)
        for (size_t k = 0; k < c; k++) {
            size_t left = 2 * j * c + k, right = left + c;
            float above = a[left] > a[right] ? a[left] : a[right], below = b[left] > b[right] ? b[left] : b[right];
            y[j * c + k] = above > below ? above : below;
        }
}

static inline __attribute__((always_inline)) void to_largest(const float *restrict a, const float *restrict b,
                                                             const float *restrict y, const float *restrict dy,
                                                             float *restrict da, float *restrict db, size_t w, size_t c)
{
    for (size_t j = 0; j < w; j++)
        for (size_t k = 0; k < c; k++) {
            size_t left = 2 * j * c + k, right = left + c;
            float most = y[j * c + k], rest = dy[j * c + k], give;
            give = a[left] == most ? rest : 0.0f;
            da[left] = give;
            rest = a[left] == most ? 0.0f : rest;
            give = a[right] == most ? rest : 0.0f;
            da[right] = give;
            rest = a[right] == most ? 0.0f : rest;
            give = b[left] == most ? rest : 0.0f;
            db[left] = give;
            rest = b[left] == most ? 0.0f : rest;
            db[right] = b[right] == most ? rest : 0.0f;
        }
}

static inline __attribute__((always_inline)) void four_times(const float *restrict x, float *restrict a,
                                                             float *restrict b, size_t w, size_t c)
{
    for (size_t j = 0; j < w; j++)
        for (size_t k = 0; k < c; k++) {
            size_t left = 2 * j * c + k, right = left + c;
            a[left] = a[right] = b[left] = b[right] = x[j * c + k];
        }
}

static inline __attribute__((always_inline)) void sum_of_four(const float *restrict a, const float *restrict b,
                                                              float *restrict dx, size_t w, size_t c)
{
    for (size_t j = 0; j < w; j++)
        for (size_t k = 0; k < c; k++) {
            size_t left = 2 * j * c + k, right = left + c;
            dx[j * c + k] = (a[left] + a[right]) + (b[left] + b[right]);
        }
}

/* CALL, in which C is `c`, as a constant where that is 4 or 8: the numbers of channels of small networks. */
#define WITH_CONSTANT(c, CALL) \
    switch (c) { \
    case 4: { \
        enum { C = 4 }; \
        CALL; \
        break; \
    } \
    case 8: { \
        enum { C = 8 }; \
        CALL; \
        break; \
    } \
    default: { \
        const size_t C = c; \
        CALL; \
    } \
    }

SIMD static void rows_pooled(const float *x, float *y, size_t rows, size_t w, size_t c)
{
    for (size_t i = 0; i < rows; i++) {
        const float *a = x + 4 * i * w * c, *b = a + 2 * w * c;
        WITH_CONSTANT(c, largest(a, b, y + i * w * c, w, C))
    }
}

SIMD static void rows_unpooled(const float *x, const float *y, const float *dy, float *dx, size_t rows, size_t w,
                               size_t c)
{
    for (size_t i = 0; i < rows; i++) {
        size_t above = 4 * i * w * c, below = above + 2 * w * c, at = i * w * c;
        WITH_CONSTANT(c, to_largest(x + above, x + below, y + at, dy + at, dx + above, dx + below, w, C))
    }
}

SIMD static void rows_doubled(const float *x, float *y, size_t rows, size_t w, size_t c)
{
    for (size_t i = 0; i < rows; i++) {
        float *a = y + 4 * i * w * c, *b = a + 2 * w * c;
        WITH_CONSTANT(c, four_times(x + i * w * c, a, b, w, C))
    }
}

SIMD static void rows_halved(const float *dy, float *dx, size_t rows, size_t w, size_t c)
{
    for (size_t i = 0; i < rows; i++) {
        const float *a = dy + 4 * i * w * c, *b = a + 2 * w * c;
        WITH_CONSTANT(c, sum_of_four(a, b, dx + i * w * c, w, C))
    }
}

void pool_forward(const float *x, float *y, int n, int h, int w, int c)
{
    rows_pooled(x, y, (size_t)n * (size_t)(h / 2), (size_t)(w / 2), (size_t)c);
}

void pool_backward(const float *x, const float *y, const float *dy, float *dx, int n, int h, int w, int c)
{
    rows_unpooled(x, y, dy, dx, (size_t)n * (size_t)(h / 2), (size_t)(w / 2), (size_t)c);
}

void upsample_forward(const float *x, float *y, int n, int h, int w, int c)
{
    rows_doubled(x, y, (size_t)n * (size_t)h, (size_t)w, (size_t)c);
}

void upsample_backward(const float *dy, float *dx, int n, int h, int w, int c)
{
    rows_halved(dy, dx, (size_t)n * (size_t)h, (size_t)w, (size_t)c);
}
