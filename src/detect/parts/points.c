#include "detect/parts/points.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "detect/parts/distances.h"

void points_init(struct points *p, float *x, size_t n, size_t d, float *mean)
{
    *p = (struct points) { n, d, x, mem_alloc(n, sizeof *p->norms), mean };
    centre_rows(mean, n, d, x, p->norms);
}

void points_init_centred(struct points *p, float *x, size_t n, size_t d)
{
    double *sum = mem_zero(d, sizeof *sum);
    float *mean = mem_alloc(d, sizeof *mean);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < d; k++)
            sum[k] += (double)x[i * d + k];
    for (size_t k = 0; k < d; k++)
        mean[k] = (float)(sum[k] / (double)n);
    free(sum);
    points_init(p, x, n, d, mean);
}

void points_release(struct points *p)
{
    free(p->x);
    free(p->norms);
    free(p->mean);
    *p = (struct points) { 0 };
}

void points_distances(const struct points *p, float *x, size_t rows, float *norms, float *out)
{
    centre_rows(p->mean, rows, p->d, x, norms);
    squared_distances(x, norms, rows, p->x, p->norms, p->n, p->d, out);
}

void points_save(const struct points *p, struct archive_writer *w)
{
    const uint64_t dims[2] = { p->n, p->d };
    archive_add(w, "points", ARCHIVE_F32, 2, dims, p->x);
    archive_add_vector(w, "points_mean", ARCHIVE_F32, p->d, p->mean);
}

int points_load(struct points *p, const struct archive *a, size_t d, struct error *e)
{
    const struct archive_entry *x = archive_get(a, "points", ARCHIVE_F32, e), *mean;
    if (!x || !(mean = archive_get(a, "points_mean", ARCHIVE_F32, e)))
        return -1;
    if (x->rank != 2 || x->dims[0] == 0 || x->dims[1] != d || mean->count != d)
        return error_set(e, "%s: expected rows of %zu numbers in 'points' and one in 'points_mean'", a->path, d);
    float *rows = mem_alloc(x->count, sizeof *rows), *middle = mem_zero(d, sizeof *middle);
    memcpy(rows, x->data, x->count * sizeof *rows);
    points_init(p, rows, x->dims[0], d, middle); /* nothing to take off: they are centred */
    memcpy(middle, mean->data, d * sizeof *middle);
    return 0;
}
