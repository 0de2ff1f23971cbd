#include "report/means/spread.h"

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

void seed_variance_compute(struct seed_variance *v, const struct auc_table *t)
{
    double squares = 0;
    *v = (struct seed_variance) { 0 };
    for (size_t i = 0; i < t->n_tasks; i++) {
        const double *auc = t->auc + i * t->n_seeds;
        double mean;
        const size_t n = mean_of_those(auc, t->n_seeds, 1, &mean);
        for (size_t k = 0; k < t->n_seeds; k++)
            squares += isfinite(auc[k]) ? (auc[k] - mean) * (auc[k] - mean) : 0;
        v->freedom += n ? n - 1 : 0;
    }
    if (v->freedom)
        v->value = squares / (double)v->freedom;
}

/* Half of the width in which the mean of one training more of each task would lie, around that of those that are
 * there: tasks have trainings of their own, so that the mean of T of them varies by 1 / T. */
static double one_more(const struct auc_table *t, const struct seed_variance *v)
{
    size_t tasks = 0, runs = 0;
    for (size_t i = 0; i < t->n_tasks; i++) {
        double mean;
        const size_t n = mean_of_those(t->auc + i * t->n_seeds, t->n_seeds, 1, &mean);
        runs += n;
        tasks += n > 0;
    }
    if (!tasks || !v->freedom)
        return 0;
    const double n = (double)runs / (double)tasks;
    return student_quantile(0.95, v->freedom) * sqrt(v->value / (double)tasks * (1 + 1 / n));
}

void spread_compute(struct spread *s, const struct auc_table *t, double mean, const struct summary *seeds,
                    const struct seed_variance *v)
{
    const double images = images_half(t), one = isfinite(images) ? images : 0;
    const double by_seeds = seeds->n > 1 ? seeds->half : NAN;
    *s = (struct spread) {
        .images = around(mean, images),
        .seeds = around(seeds->mean, spread_seeds_differ(seeds) ? by_seeds : NAN),
        .tasks = around(mean, tasks_half(t)),
        .both = around(mean, hypot(images, by_seeds)),
        .again = hypot(one, one_more(t, v)),
    };
}
