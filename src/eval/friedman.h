/* Several methods on the same tasks: their mean ranks, and how far these must lie apart. */
#ifndef EVAL_FRIEDMAN_H
#define EVAL_FRIEDMAN_H

#include <stddef.h>

/* Friedman's test (1937) that all methods have the same distribution of ranks, with the correction for ties that R's
 * friedman.test makes. It says nothing of any two of them. */
struct friedman {
    double statistic; /* NaN where all ranks of every task are tied, with fewer than two methods, or without tasks */
    double p; /* by the chi-squared distribution with n_methods - 1 degrees of freedom; NaN with the statistic */
};

/* `values` (n_tasks, n_methods): the higher, the better. `mean_rank` (n_methods) gets the means over the tasks, 1 for
 * the best; equal values share their mid-rank. */
void friedman_compute(struct friedman *f, const double *values, size_t n_tasks, size_t n_methods, double *mean_rank);

/* By how much two mean ranks have to differ at the family-wise level 0.05 (Nemenyi 1963, as Demsar 2006 has it): the
 * quantile of the range of n_methods normal numbers times sqrt(n_methods (n_methods + 1) / (12 n_tasks)). At least two
 * methods and a task. */
double nemenyi_difference(size_t n_tasks, size_t n_methods);

/* P(X > x) for the chi-squared distribution with `df` >= 1 degrees of freedom and x >= 0, by the finite sums of
 * Abramowitz & Stegun 26.4.4 and 26.4.5. */
double chi_squared_above(double x, size_t df);

#endif
