#include "stress/neighbourhood.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/order.h"
#include "data/batch.h"
#include "data/nearest.h"
#include "detect/parts/distances.h"

enum { BLOCK = 64 };

static void to_shape(float *x, size_t d)
{
    double mean = 0, square = 0;
    for (size_t k = 0; k < d; k++)
        mean += (double)x[k] / (double)d;
    for (size_t k = 0; k < d; k++)
        square += pow((double)x[k] - mean, 2);
    const double by = square > 1e-9 * (double)d ? 1 / sqrt(square) : 0;
    for (size_t k = 0; k < d; k++)
        x[k] = (float)(by * ((double)x[k] - mean));
}

/* The nearest of row `at` of distances, but for `without` (n: none). */
static size_t nearest_of(const float *distance, size_t n, size_t without)
{
    size_t best = without == 0 ? 1 : 0;
    for (size_t j = best; j < n; j++)
        best = j != without && distance[j] < distance[best] ? j : best;
    return best;
}

static double leave_one_out(const struct points *p)
{
    double *least = mem_alloc(p->n, sizeof *least);
    float *distance = mem_alloc(BLOCK * p->n, sizeof *distance);
    for (size_t at = 0; at < p->n; at += BLOCK) {
        const size_t rows = p->n - at < BLOCK ? p->n - at : BLOCK;
        squared_distances(p->x + at * p->d, p->norms + at, rows, p->x, p->norms, p->n, p->d, distance);
        for (size_t i = 0; i < rows; i++) {
            const float *row = distance + i * p->n;
            least[at + i] = sqrt((double)row[nearest_of(row, p->n, at + i)]);
        }
    }
    const double found = quantile(least, p->n, FAR_SHARE);
    free(least);
    free(distance);
    return found;
}

void neighbourhood_init(struct neighbourhood *nb, const struct images *train)
{
    *nb = (struct neighbourhood) { .n = train->n, .d = images_size(train) };
    nb->train = mem_alloc(nb->n * nb->d, sizeof *nb->train);
    batch_floats(train, NULL, 0, nb->n, nb->train);
    for (int kind = 0; kind < DISTANCES; kind++) {
        float *x = mem_alloc(nb->n * nb->d, sizeof *x);
        memcpy(x, nb->train, nb->n * nb->d * sizeof *x);
        for (size_t i = 0; i < nb->n && kind == DISTANCE_SHAPE; i++)
            to_shape(x + i * nb->d, nb->d);
        points_init_centred(&nb->points[kind], x, nb->n, nb->d);
        nb->far[kind] = leave_one_out(&nb->points[kind]);
    }
}

void neighbourhood_release(struct neighbourhood *nb)
{
    for (int kind = 0; kind < DISTANCES; kind++)
        points_release(&nb->points[kind]);
    free(nb->train);
    *nb = (struct neighbourhood) { 0 };
}

void neighbourhood_distances(const struct neighbourhood *nb, enum distance kind, const float *x, size_t n, double *to,
                             size_t *nearest)
{
    const struct points *p = &nb->points[kind];
    float norms[BLOCK], *distance = mem_alloc(BLOCK * p->n, sizeof *distance),
                        *own = mem_alloc(BLOCK * p->d, sizeof *own);
    for (size_t at = 0; at < n; at += BLOCK) {
        const size_t rows = n - at < BLOCK ? n - at : BLOCK;
        memcpy(own, x + at * p->d, rows * p->d * sizeof *own);
        for (size_t i = 0; i < rows && kind == DISTANCE_SHAPE; i++)
            to_shape(own + i * p->d, p->d);
        points_distances(p, own, rows, norms, distance);
        for (size_t i = 0; i < rows; i++) {
            const size_t which = nearest_of(distance + i * p->n, p->n, p->n);
            const double found = sqrt((double)distance[i * p->n + which]);
            to[at + i] = found > 0 ? found / nb->far[kind] : 0;
            if (nearest)
                nearest[at + i] = which;
        }
    }
    free(distance);
    free(own);
}
