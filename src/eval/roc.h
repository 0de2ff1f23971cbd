/* ROC and trade-off curves. A sample is called an anomaly where score >= threshold. */
#ifndef EVAL_ROC_H
#define EVAL_ROC_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct roc {
    size_t n;
    double *fpr, *tpr, *threshold; /* thresholds fall; first +inf at (0, 0), last point (1, 1) */
};

/* Ties are one step; points on a straight line between their neighbours are left out, so
 * that the trapezoid area is the AUC exactly. */
int roc_compute(struct roc *r, const double *scores, const uint8_t *labels, size_t n, struct error *e);
void roc_release(struct roc *r);
/* Area by trapezoids. */
double roc_area(const struct roc *r);

/* Figure 4 of the paper: at each of `points` thresholds (quantiles of all scores, rising)
 * the share of normal samples that are accepted (score < threshold) and the share of
 * anomalies that are refused. */
struct tradeoff {
    size_t n;
    double *threshold, *normal, *anomaly;
};

int tradeoff_compute(struct tradeoff *t, const double *scores, const uint8_t *labels, size_t n, size_t points,
                     struct error *e);
void tradeoff_release(struct tradeoff *t);

#endif
