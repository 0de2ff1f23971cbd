#include "data/nearest.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/order.h"

static double square_distance(const float *a, const float *b, size_t d)
{
    double sum = 0;
    for (size_t k = 0; k < d; k++)
        sum += ((double)a[k] - (double)b[k]) * ((double)a[k] - (double)b[k]);
    return sum;
}

/* `without`: a point that does not count, n for none. */
static double nearest_without(const float *points, size_t n, size_t d, const float *x, size_t without)
{
    double least = INFINITY;
    for (size_t i = 0; i < n; i++) {
        const double square = square_distance(points + i * d, x, d);
        if (square < least && i != without)
            least = square;
    }
    return sqrt(least);
}

double nearest_distance(const float *points, size_t n, size_t d, const float *x)
{
    return nearest_without(points, n, d, x, n);
}

double nearest_quantile(const float *points, size_t n, size_t d, double share)
{
    double *distances = mem_alloc(n, sizeof *distances);
    for (size_t i = 0; i < n; i++)
        distances[i] = nearest_without(points, n, d, points + i * d, i);
    const double found = quantile(distances, n, share);
    free(distances);
    return found;
}
