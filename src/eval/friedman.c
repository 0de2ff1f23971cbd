#include "eval/friedman.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "eval/auc.h"

double chi_squared_above(double x, size_t df)
{
    /* both are the sum of (x / 2)^s / Gamma(s + 1) times exp(-x / 2): over s = 0, 1, ..., or over s = 1/2, 3/2, ... */
    const double half = x / 2, from = df % 2 ? 0.5 : 0;
    double term = df % 2 ? sqrt(half) / tgamma(1.5) : 1, sum = 0;
    for (size_t i = 0; i < df / 2; i++) {
        sum += term;
        term *= half / (from + (double)i + 1);
    }
    return (df % 2 ? erfc(sqrt(half)) : 0) + sum * exp(-half);
}

/* Appends the ranks of a task to the sums; the sum of t^3 - t over its ties. */
static double rank_task(const double *values, size_t n_methods, double *ranks, double *sums)
{
    double tied = 0;
    mid_ranks(values, n_methods, ranks);
    for (size_t i = 0; i < n_methods; i++) {
        double same = 0;
        sums[i] += (double)n_methods + 1 - ranks[i];
        for (size_t k = 0; k < n_methods; k++)
            same += ranks[k] == ranks[i];
        tied += same * same - 1; /* once for each of the `same` */
    }
    return tied;
}

void friedman_compute(struct friedman *f, const double *values, size_t n_tasks, size_t n_methods, double *mean_rank)
{
    const double n = (double)n_tasks, k = (double)n_methods;
    double *ranks = mem_alloc(n_methods + 1, sizeof *ranks), tied = 0, squares = 0;
    *f = (struct friedman) { NAN, NAN };
    for (size_t i = 0; i < n_methods; i++)
        mean_rank[i] = 0;
    for (size_t t = 0; t < n_tasks; t++)
        tied += rank_task(values + t * n_methods, n_methods, ranks, mean_rank);
    for (size_t i = 0; i < n_methods; i++) {
        squares += (mean_rank[i] - n * (k + 1) / 2) * (mean_rank[i] - n * (k + 1) / 2);
        mean_rank[i] = n_tasks ? mean_rank[i] / n : NAN;
    }
    free(ranks);
    if (n_tasks && n_methods > 1 && tied < n * k * (k * k - 1)) {
        f->statistic = 12 * squares / (n * k * (k + 1) - tied / (k - 1));
        f->p = chi_squared_above(f->statistic, n_methods - 1);
    }
}

static double normal_below(double z)
{
    return 0.5 * erfc(-z / sqrt(2));
}

/* P(the range of k standard normal numbers <= q): k times the integral of phi(z) (Phi(z) - Phi(z - q))^(k - 1), z
 * being the largest; by Simpson's rule over where phi is not 0 to double precision. */
static double range_within(double q, size_t k)
{
    enum { STEPS = 400 };
    const double lo = -9, hi = 9, step = (hi - lo) / STEPS;
    double sum = 0;
    for (int i = 0; i <= STEPS; i++) {
        const double z = lo + i * step, weight = i == 0 || i == STEPS ? 1 : i % 2 ? 4 : 2;
        sum += weight * exp(-z * z / 2) * pow(normal_below(z) - normal_below(z - q), (double)k - 1);
    }
    return (double)k * sum * step / 3 / sqrt(2 * acos(-1));
}

double nemenyi_difference(size_t n_tasks, size_t n_methods)
{
    double lo = 0, hi = 20;
    while (hi - lo > 1e-12 * hi) {
        const double middle = (lo + hi) / 2;
        *(range_within(middle, n_methods) < 0.95 ? &lo : &hi) = middle;
    }
    const double k = (double)n_methods;
    return hi * sqrt(k * (k + 1) / (12 * (double)n_tasks));
}
