#include "eval/paired.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/order.h"
#include "eval/auc.h"

/* How many of the 2^n signs give each sum of positive ranks. Ranks are doubled, so that mid-ranks are whole, too;
 * 2^50 is exact in a double. `sums` has room for n (n + 1) + 1. */
static void count_sums(const size_t *ranks, size_t n, double *sums)
{
    size_t most = 0;
    sums[0] = 1;
    for (size_t i = 0; i < n; i++) {
        most += ranks[i];
        for (size_t s = most + 1; s-- > ranks[i];)
            sums[s] += sums[s - ranks[i]];
    }
}

/* Two-sided: twice the smaller tail, at most 1. */
static double p_of(const double *sums, size_t most, size_t at, size_t n)
{
    double below = 0, above = 0;
    for (size_t s = 0; s <= most; s++) {
        below += s <= at ? sums[s] : 0;
        above += s >= at ? sums[s] : 0;
    }
    return fmin(1, ldexp(2 * fmin(below, above), -(int)n));
}

void wilcoxon_compute(struct wilcoxon *w, const double *differences, size_t n)
{
    double size[WILCOXON_MAX] = { 0 }, rank[WILCOXON_MAX];
    size_t doubled[WILCOXON_MAX], positive = 0, kept = 0;
    int sign[WILCOXON_MAX];
    for (size_t i = 0; i < n; i++)
        if (differences[i] != 0) {
            sign[kept] = differences[i] > 0;
            size[kept++] = fabs(differences[i]);
        }
    mid_ranks(size, kept, rank);
    for (size_t i = 0; i < kept; i++) {
        doubled[i] = (size_t)(2 * rank[i]);
        positive += sign[i] ? doubled[i] : 0;
    }
    const size_t most = kept * (kept + 1);
    double *sums = mem_zero(most + 1, sizeof *sums);
    count_sums(doubled, kept, sums);
    *w = (struct wilcoxon) {
        .n = kept,
        .positive = (double)positive / 2,
        .p = p_of(sums, most, positive, kept),
        .least = fmin(1, ldexp(2, -(int)kept)),
    };
    free(sums);
}

void holm_adjust(double *p, size_t m)
{
    size_t *order = order_rising(p, m);
    double least = 0;
    for (size_t i = 0; i < m; i++) {
        least = fmin(1, fmax(least, (double)(m - i) * p[order[i]]));
        p[order[i]] = least;
    }
    free(order);
}

int paired_significant(double p)
{
    return p <= 0.05;
}
