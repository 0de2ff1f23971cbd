/* Small samples: mean, spread and 95 % interval over seeds or tasks. */
#ifndef EVAL_SUMMARY_H
#define EVAL_SUMMARY_H

#include <stddef.h>

struct summary {
    size_t n;
    double mean; /* NaN where n is 0 */
    double sd;   /* sample standard deviation (n - 1); NaN where n is below 2 */
    double half; /* half width of the 95 % t interval of the mean; NaN where n is below 2 */
};

void summary_compute(struct summary *s, const double *values, size_t n);

/* P(|T| <= t) for Student's t with `df` >= 1 degrees of freedom and t >= 0, by the finite sums
 * of Abramowitz & Stegun 26.7.3 and 26.7.4. */
double student_within(double t, size_t df);
/* The t with student_within(t, df) = level, 0 < level < 1; 12.706 for 0.95 and 1. */
double student_quantile(double level, size_t df);

#endif
