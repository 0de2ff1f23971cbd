#include "nn/norm.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/simd.h"
#include "nn/tile.h"

/* Blocks of this many numbers at least stay in the first cache between the loops over them. */
enum { BLOCK = 4096 };

struct norm {
    int c, length;          /* channels; a tile's numbers */
    size_t rows;            /* of the batch; 0 for running statistics */
    double *mean, *squares; /* (c); sums of squares around the mean */
    float *centre, *scale;  /* tiles of mean and 1 / sqrt(variance + epsilon) */
    float *tile[2];         /* for sums, and the backward pass's means */
    double *sum[2];         /* (c) */
};

struct norm *norm_create(int c)
{
    struct norm *m = mem_zero(1, sizeof *m);
    size_t channels = (size_t)c, length = (size_t)tile_length(c);
    *m = (struct norm) { .c = c, .length = (int)length };
    m->mean = mem_zero(channels, sizeof *m->mean);
    m->squares = mem_zero(channels, sizeof *m->squares);
    m->centre = mem_zero(length, sizeof *m->centre);
    m->scale = mem_zero(length, sizeof *m->scale);
    for (int k = 0; k < 2; k++) {
        m->tile[k] = mem_zero(length, sizeof *m->tile[k]);
        m->sum[k] = mem_zero(channels, sizeof *m->sum[k]);
    }
    return m;
}

void norm_free(struct norm *m)
{
    if (!m)
        return;
    free(m->mean);
    free(m->squares);
    free(m->centre);
    free(m->scale);
    for (int k = 0; k < 2; k++) {
        free(m->tile[k]);
        free(m->sum[k]);
    }
    free(m);
}

/* A block is a whole number of tiles. */
static size_t block_size(const struct norm *m)
{
    return (size_t)(BLOCK / m->length + 1) * (size_t)m->length;
}

static size_t block_at(size_t at, size_t total, size_t block)
{
    return total - at < block ? total - at : block;
}

/* Sums over the tiles of x; with `around` those of (x - around)^2. */
SIMD static void add_up(const float *restrict x, size_t n, size_t length, float *restrict sums)
{
    for (size_t i = 0; i < length; i++)
        sums[i] = 0.0f;
    for (size_t at = 0; at < n; at += length) {
        size_t end = n - at < length ? n - at : length;
        for (size_t i = 0; i < end; i++)
            sums[i] += x[at + i];
    }
}

SIMD static void add_squares(const float *restrict x, size_t n, size_t length, const float *restrict around,
                             float *restrict sums)
{
    for (size_t i = 0; i < length; i++)
        sums[i] = 0.0f;
    for (size_t at = 0; at < n; at += length) {
        size_t end = n - at < length ? n - at : length;
        for (size_t i = 0; i < end; i++) {
            float d = x[at + i] - around[i];
            sums[i] += d * d;
        }
    }
}

static void fold(const struct norm *m, const float *tile, double *sums)
{
    for (int k = 0; k < m->c; k++)
        sums[k] = 0;
    for (int i = 0; i < m->length; i++)
        sums[i % m->c] += (double)tile[i];
}

/* Tiles from m->mean and the variances. */
static void set_tiles(struct norm *m, const double *variance)
{
    for (int i = 0; i < m->length; i++) {
        m->centre[i] = (float)m->mean[i % m->c];
        m->scale[i] = (float)(1 / sqrt(variance[i % m->c] + NORM_EPSILON));
    }
}

/* Mean and squares block by block, each around its own mean, joined by the rule of Chan, Golub &
 * LeVeque (1979): no digits are lost where the mean is far from zero. */
void norm_take_batch(struct norm *m, const float *x, size_t rows)
{
    const int c = m->c;
    size_t total = rows * (size_t)c, block = block_size(m);
    double *mean = m->sum[0], *squares = m->sum[1];
    m->rows = rows;
    memset(m->mean, 0, (size_t)c * sizeof *m->mean);
    memset(m->squares, 0, (size_t)c * sizeof *m->squares);
    for (size_t at = 0; at < total; at += block) {
        size_t n = block_at(at, total, block);
        double seen = (double)at / c, new = (double)n / c;
        add_up(x + at, n, (size_t)m->length, m->tile[0]);
        fold(m, m->tile[0], mean);
        for (int k = 0; k < c; k++)
            mean[k] /= new;
        for (int i = 0; i < m->length; i++)
            m->tile[1][i] = (float)mean[i % c];
        add_squares(x + at, n, (size_t)m->length, m->tile[1], m->tile[0]);
        fold(m, m->tile[0], squares);
        for (int k = 0; k < c; k++) {
            double apart = mean[k] - m->mean[k];
            m->mean[k] += apart * new / (seen + new);
            m->squares[k] += squares[k] + apart * apart * seen * new / (seen + new);
        }
    }
    for (int k = 0; k < c; k++)
        squares[k] = m->squares[k] / (double)rows;
    set_tiles(m, squares);
}

void norm_take_running(struct norm *m, const float *running)
{
    m->rows = 0;
    for (int k = 0; k < m->c; k++) {
        m->mean[k] = (double)running[k];
        m->sum[0][k] = (double)running[m->c + k];
    }
    set_tiles(m, m->sum[0]);
}

void norm_update_running(const struct norm *m, float *running)
{
    double others = m->rows > 1 ? (double)(m->rows - 1) : 1;
    for (int k = 0; k < m->c; k++) {
        float *mean = &running[k], *variance = &running[m->c + k];
        *mean = (float)((1 - NORM_MOMENTUM) * (double)*mean + NORM_MOMENTUM * m->mean[k]);
        *variance = (float)((1 - NORM_MOMENTUM) * (double)*variance + NORM_MOMENTUM * m->squares[k] / others);
    }
}

SIMD static void normalise(const float *restrict x, float *restrict y, size_t n, size_t length,
                           const float *restrict centre, const float *restrict scale)
{
    for (size_t at = 0; at < n; at += length) {
        size_t end = n - at < length ? n - at : length;
        for (size_t i = 0; i < end; i++)
            y[at + i] = (x[at + i] - centre[i]) * scale[i];
    }
}

void norm_forward(const struct norm *m, enum activation f, float slope, const float *x, float *y, size_t rows)
{
    size_t total = rows * (size_t)m->c, block = block_size(m);
    for (size_t at = 0; at < total; at += block) {
        size_t n = block_at(at, total, block);
        normalise(x + at, y + at, n, (size_t)m->length, m->centre, m->scale);
        if (f != ACTIVATION_IDENTITY)
            activation_apply(f, slope, y + at, y + at, n);
    }
}

/* Sums over the tiles of g and of g (x - centre). */
SIMD static void add_products(const float *restrict g, const float *restrict x, size_t n, size_t length,
                              const float *restrict centre, float *restrict sums, float *restrict products)
{
    for (size_t i = 0; i < length; i++)
        sums[i] = products[i] = 0.0f;
    for (size_t at = 0; at < n; at += length) {
        size_t end = n - at < length ? n - at : length;
        for (size_t i = 0; i < end; i++) {
            sums[i] += g[at + i];
            products[i] += g[at + i] * (x[at + i] - centre[i]);
        }
    }
}

/* dx = scale (g - shift - (x - centre) slope), tile by tile; dx may be g. */
SIMD static void give_back(const float *g, const float *restrict x, float *dx, size_t n, size_t length,
                           const float *restrict centre, const float *restrict scale, const float *restrict shift,
                           const float *restrict slope)
{
    for (size_t at = 0; at < n; at += length) {
        size_t end = n - at < length ? n - at : length;
        for (size_t i = 0; i < end; i++)
            dx[at + i] = scale[i] * (g[at + i] - shift[i] - (x[at + i] - centre[i]) * slope[i]);
    }
}

void norm_backward(struct norm *m, enum activation f, float slope, const float *x, const float *y, float *dy, float *dx,
                   size_t rows)
{
    const int c = m->c;
    size_t total = rows * (size_t)c, block = block_size(m);
    double sum[2];
    memset(m->sum[0], 0, (size_t)c * sizeof *m->sum[0]);
    memset(m->sum[1], 0, (size_t)c * sizeof *m->sum[1]);
    for (size_t at = 0; at < total; at += block) {
        size_t n = block_at(at, total, block);
        activation_backward(f, slope, dy + at, y + at, NULL, n / (size_t)c, c);
        if (m->rows == 0)
            continue;
        add_products(dy + at, x + at, n, (size_t)m->length, m->centre, m->tile[0], m->tile[1]);
        for (int i = 0; i < m->length; i++) {
            m->sum[0][i % c] += (double)m->tile[0][i];
            m->sum[1][i % c] += (double)m->tile[1][i];
        }
    }
    for (int i = 0; i < m->length; i++) {
        double scale = (double)m->scale[i];
        sum[0] = m->sum[0][i % c] / (double)rows;
        sum[1] = m->sum[1][i % c] / (double)rows * scale * scale;
        m->tile[0][i] = (float)sum[0];
        m->tile[1][i] = (float)sum[1];
    }
    give_back(dy, x, dx, total, (size_t)m->length, m->centre, m->scale, m->tile[0], m->tile[1]);
}
