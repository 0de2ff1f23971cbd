/* Two methods on the same tasks: which is better, and can so few tasks tell? */
#ifndef EVAL_PAIRED_H
#define EVAL_PAIRED_H

#include <stddef.h>

/* Wilcoxon's signed rank test (1945) of n paired differences, exactly. Differences of 0 are left out (as Wilcoxon did);
 * equal sizes share their mid-rank, and the distribution is that of the ranks as they are. */
struct wilcoxon {
    size_t n;        /* differences that are not 0 */
    double positive; /* the sum of the ranks of those above 0: R's V */
    double p;        /* two-sided; 1 where n is 0 */
    double least;    /* the smallest p that so many differences can have: 2 / 2^n, at most 1 */
};

enum { WILCOXON_MAX = 50 };

/* At most WILCOXON_MAX differences, all finite. */
void wilcoxon_compute(struct wilcoxon *w, const double *differences, size_t n);

/* Holm's step-down adjustment (1979) of m p values, in place: with a family-wise level of a, those up to a are
 * significant. Every p is finite. */
void holm_adjust(double *p, size_t m);

/* Is an adjusted p one of a difference, at the level of 0.05 that all tests here have? NaN is not. */
int paired_significant(double p);

#endif
