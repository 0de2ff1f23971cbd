#include "nn/activation.h"

#include <math.h>
#include <string.h>

#include "base/exp_plain.h"
#include "base/simd.h"
#include "nn/tile.h"

static inline float clip(float x, float limit)
{
    x = x > limit ? limit : x;
    return x < -limit ? -limit : x;
}

static inline float sigmoid_plain(float x)
{
    return 1.0f / (1.0f + exp_plain(-clip(x, 80.0f)));
}

/* tanh by exp(2|x|) loses digits near zero, where the odd Taylor series takes over. */
static inline float tanh_plain(float x)
{
    float a = fabsf(x), c = a > 10.0f ? 10.0f : a;
    float far = 1.0f - 2.0f / (exp_plain(2.0f * c) + 1.0f);
    float q = x * x;
    float near = a * (1.0f + q * (-0.33333333f + q * (0.13333334f + q * (-0.053968254f + q * 0.021869489f))));
    return copysignf(a < 0.3f ? near : far, x);
}

#define TILED(EXPRESSION) \
    for (size_t at = 0; at < total; at += (size_t)length) { \
        size_t end = total - at < (size_t)length ? total - at : (size_t)length; \
        float *restrict p = y + at; \
        for (size_t i = 0; i < end; i++) { \
            float x = p[i] + tile[i]; \
            p[i] = EXPRESSION; \
        } \
    }

SIMD static void forward_tiles(enum activation f, float slope, float *restrict y, const float *restrict tile,
                               int length, size_t total)
{
    switch (f) {
    case ACTIVATION_IDENTITY:
        TILED(x)
        break;
    case ACTIVATION_LEAKY_RELU:
        TILED(x > 0.0f ? x : slope * x)
        break;
    case ACTIVATION_TANH:
        TILED(tanh_plain(x))
        break;
    case ACTIVATION_SIGMOID:
        TILED(sigmoid_plain(x))
        break;
    }
}

void activation_forward(enum activation f, float slope, float *y, const float *bias, size_t rows, int c)
{
    if (!bias) {
        if (f != ACTIVATION_IDENTITY)
            activation_apply(f, slope, y, y, rows * (size_t)c);
    } else if (c <= TILE) {
        float tile[2 * TILE];
        forward_tiles(f, slope, y, tile, tile_fill(tile, bias, c), rows * (size_t)c);
    } else {
        forward_tiles(f, slope, y, bias, c, rows * (size_t)c);
    }
}

SIMD static void derivative(enum activation f, float slope, float *restrict dy, const float *restrict y, size_t n)
{
    switch (f) {
    case ACTIVATION_IDENTITY:
        break;
    case ACTIVATION_LEAKY_RELU:
        for (size_t i = 0; i < n; i++)
            dy[i] *= y[i] > 0.0f ? 1.0f : slope;
        break;
    case ACTIVATION_TANH:
        for (size_t i = 0; i < n; i++)
            dy[i] *= 1.0f - y[i] * y[i];
        break;
    case ACTIVATION_SIGMOID:
        for (size_t i = 0; i < n; i++)
            dy[i] *= y[i] * (1.0f - y[i]);
        break;
    }
}

/* Sums over rows, tile by tile: floats over a block of rows, doubles over the blocks. */
SIMD static void add_columns(const float *restrict dy, size_t total, int length, float *restrict sums)
{
    for (int i = 0; i < length; i++)
        sums[i] = 0.0f;
    size_t at = 0;
    for (; at + (size_t)length <= total; at += (size_t)length)
        for (int i = 0; i < length; i++)
            sums[i] += dy[at + (size_t)i];
    for (size_t i = 0; at + i < total; i++)
        sums[i] += dy[at + i];
}

void activation_backward(enum activation f, float slope, float *dy, const float *y, double *dbias, size_t rows, int c)
{
    enum { SUMS = 4096, BLOCK = 8192 };
    int length = tile_length(c), small = length <= SUMS;
    float sums[SUMS];
    size_t block = (size_t)(BLOCK / length + 1) * (size_t)length, total = rows * (size_t)c;
    for (size_t at = 0; at < total; at += block) {
        size_t n = total - at < block ? total - at : block;
        derivative(f, slope, dy + at, y + at, n);
        if (!dbias)
            continue;
        if (small) {
            add_columns(dy + at, n, length, sums);
            for (int i = 0; i < length; i++)
                dbias[i % c] += sums[i];
        } else {
            for (size_t i = 0; i < n; i++)
                dbias[i % (size_t)c] += dy[at + i];
        }
    }
}

SIMD void activation_apply(enum activation f, float slope, const float *x, float *y, size_t n)
{
    switch (f) {
    case ACTIVATION_IDENTITY:
        memmove(y, x, n * sizeof *y);
        break;
    case ACTIVATION_LEAKY_RELU:
        for (size_t i = 0; i < n; i++)
            y[i] = x[i] > 0.0f ? x[i] : slope * x[i];
        break;
    case ACTIVATION_TANH:
        for (size_t i = 0; i < n; i++)
            y[i] = tanh_plain(x[i]);
        break;
    case ACTIVATION_SIGMOID:
        for (size_t i = 0; i < n; i++)
            y[i] = sigmoid_plain(x[i]);
        break;
    }
}

float activation_inverse(enum activation f, float y)
{
    const float edge = 1.0f / 255.0f;
    switch (f) {
    case ACTIVATION_TANH:
        return atanhf(clip(y, 1.0f - edge));
    case ACTIVATION_SIGMOID:
        y = y < edge ? edge : y > 1.0f - edge ? 1.0f - edge : y;
        return logf(y / (1.0f - y));
    default:
        return y;
    }
}
