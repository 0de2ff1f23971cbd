#include "report/spread.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "eval/auc.h"

double spread_by_images(double auc, double lo, double hi, size_t n_normal, size_t n_anomaly)
{
    const int counted = n_normal && n_anomaly;
    if (hi > lo)
        return fmax(auc - lo, hi - auc);
    if (!counted)
        return NAN;
    if (hi == lo)
        return fmax(auc, 1 - auc) * (1 - unanimous_bound(n_normal, n_anomaly));
    return Z_95 * sqrt(auc_largest_variance(auc, n_normal, n_anomaly));
}

size_t mean_of_those(const double *values, size_t n, size_t step, double *mean)
{
    double *there = mem_alloc(n, sizeof *there);
    struct summary s;
    size_t m = 0;
    for (size_t i = 0; i < n; i++)
        if (isfinite(values[i * step]))
            there[m++] = values[i * step];
    summary_compute(&s, there, m);
    free(there);
    *mean = s.mean;
    return m;
}

int spread_seeds_differ(const struct summary *seeds)
{
    return seeds->n > 1 && seeds->sd >= SPREAD_SEEN;
}

static struct span around(double middle, double half)
{
    struct span none = { NAN, NAN }, s = { fmax(0, middle - half), fmin(1, middle + half) };
    return isfinite(middle) && half > 0 ? s : none;
}

/* Of the mean over tasks, whose images are taken for independent; the runs of a task err together, being judged on the
 * same ones. NaN where one task does not tell. */
static double images_half(const struct auc_table *t)
{
    double squares = 0;
    size_t n = 0;
    for (size_t i = 0; i < t->n_tasks; i++) {
        double half, mean;
        if (!mean_of_those(t->auc + i * t->n_seeds, t->n_seeds, 1, &mean))
            continue;
        mean_of_those(t->half + i * t->n_seeds, t->n_seeds, 1, &half);
        squares += half * half;
        n++;
    }
    return n ? sqrt(squares) / (double)n : NAN;
}

static double tasks_half(const struct auc_table *t)
{
    double *means = mem_alloc(t->n_tasks, sizeof *means);
    struct summary s;
    size_t n = 0;
    for (size_t i = 0; i < t->n_tasks; i++)
        n += mean_of_those(t->auc + i * t->n_seeds, t->n_seeds, 1, &means[n]) > 0;
    summary_compute(&s, means, n);
    free(means);
    return s.half;
}

void spread_compute(struct spread *s, const struct auc_table *t, double mean, const struct summary *seeds)
{
    const double images = images_half(t), one = isfinite(images) ? images : 0;
    const double by_seeds = seeds->n > 1 ? seeds->half : NAN;
    *s = (struct spread) {
        .images = around(mean, images),
        .seeds = around(seeds->mean, spread_seeds_differ(seeds) ? by_seeds : NAN),
        .tasks = around(mean, tasks_half(t)),
        .both = around(mean, hypot(images, by_seeds)),
        /* t sd / sqrt(n) is the half width of the mean of n seeds; one seed more varies by t sd beside it */
        .again = hypot(one, isfinite(by_seeds) ? by_seeds * sqrt((double)seeds->n + 1) : 0),
    };
}
