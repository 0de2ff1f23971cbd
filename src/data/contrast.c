#include "data/contrast.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/simd.h"
#include "data/batch.h"

enum { LANES = 16 };

/* Sum of x, or of |x - from|. */
SIMD static double sum_of(const float *restrict x, size_t d, float from, int absolute)
{
    float sums[LANES] = { 0 };
    double sum = 0;
    size_t i = 0;
    for (; i + LANES <= d; i += LANES)
        for (size_t k = 0; k < LANES; k++)
            sums[k] += absolute ? fabsf(x[i + k] - from) : x[i + k];
    for (; i < d; i++)
        sum += (double)(absolute ? fabsf(x[i] - from) : x[i]);
    for (size_t k = 0; k < LANES; k++)
        sum += (double)sums[k];
    return sum;
}

/* x <- (x - from) * by + to */
SIMD static void rescale(float *restrict x, size_t d, float from, float by, float to)
{
    for (size_t i = 0; i < d; i++)
        x[i] = (x[i] - from) * by + to;
}

static int has_one_colour(const float *x, size_t d)
{
    size_t i = 1;
    while (i < d && x[i] == x[0])
        i++;
    return i >= d;
}

/* One image: less its mean, over its mean absolute deviation, then times `by` plus `to`. That of one colour
 * has no deviation but that of a rounded mean. */
static void normalise(float *x, size_t d, double by, double to)
{
    float mean = (float)(sum_of(x, d, 0, 0) / (double)d);
    double deviation = sum_of(x, d, mean, 1) / (double)d;
    rescale(x, d, mean, has_one_colour(x, d) ? 0 : (float)(by / deviation), (float)to);
}

void contrast_fit(struct contrast *c, const struct images *im)
{
    size_t d = images_size(im);
    float *x = mem_alloc(d, sizeof *x), low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < im->n; i++) {
        batch_floats(im, NULL, i, 1, x);
        normalise(x, d, 1, 0);
        for (size_t k = 0; k < d; k++) {
            low = x[k] < low ? x[k] : low;
            high = x[k] > high ? x[k] : high;
        }
    }
    *c = (struct contrast) { (double)low, high > low ? (double)high : (double)low + 1 };
    free(x);
}

void contrast_apply(const struct contrast *c, float *x, size_t n, size_t d)
{
    double by = 1 / (c->high - c->low);
    for (size_t i = 0; i < n; i++)
        normalise(x + i * d, d, by, -c->low * by);
}

/* u = by (x - m) / a + to with the mean m and the mean absolute deviation a, which both depend on each pixel. */
static void backward(const float *x, float *dx, size_t d, double by)
{
    const double mean = sum_of(x, d, 0, 0) / (double)d, deviation = sum_of(x, d, (float)mean, 1) / (double)d;
    double sum = 0, along = 0, signs = 0;
    if (has_one_colour(x, d)) {
        for (size_t k = 0; k < d; k++)
            dx[k] = 0;
        return;
    }
    for (size_t k = 0; k < d; k++) {
        const double from = (double)x[k] - mean;
        sum += (double)dx[k] / (double)d;
        along += (double)dx[k] * from / (deviation * (double)d);
        signs += (double)((from > 0) - (from < 0)) / (double)d;
    }
    for (size_t k = 0; k < d; k++) {
        const double from = (double)x[k] - mean, sign = (double)((from > 0) - (from < 0));
        dx[k] = (float)(by / deviation * ((double)dx[k] - sum - along * (sign - signs)));
    }
}

void contrast_backward(const struct contrast *c, const float *x, float *dx, size_t n, size_t d)
{
    for (size_t i = 0; i < n; i++)
        backward(x + i * d, dx + i * d, d, 1 / (c->high - c->low));
}
