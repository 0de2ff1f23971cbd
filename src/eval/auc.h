/* The area under the ROC curve and what goes with it. Scores: higher = more anomalous;
 * label 1 = anomaly, 0 = normal. Ties count one half. */
#ifndef EVAL_AUC_H
#define EVAL_AUC_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* Counts both labels; fails where one is missing, another value stands in their place or a
 * score is not finite. */
int count_labels(const double *scores, const uint8_t *labels, size_t n, size_t *n_normal, size_t *n_anomaly,
                 struct error *e);

struct auc {
    double auc; /* Mann-Whitney U / (n_normal n_anomaly), by mid-ranks */
    /* DeLong, DeLong & Clarke-Pearson 1988, by Sun & Xu 2014. A label with one sample cannot
     * show its spread: its part is then the largest that is possible. */
    double variance;
    double lo, hi; /* auc -+ 1.96 sqrt(variance), clipped to [0, 1] */
    size_t n_normal, n_anomaly;
};

/* Fails as count_labels() does. */
int auc_compute(struct auc *out, const double *scores, const uint8_t *labels, size_t n, struct error *e);

/* Two detectors on the same samples: difference a - b, its DeLong variance with the
 * covariance, and the two-sided p value. No difference and no variance: z = 0, p = 1. */
struct auc_difference {
    double difference, variance, z, p;
};

int auc_compare(struct auc_difference *out, const double *a, const double *b, const uint8_t *labels, size_t n,
                struct error *e);

/* Mid-ranks 1..n of `values`. */
void mid_ranks(const double *values, size_t n, double *ranks);

#endif
