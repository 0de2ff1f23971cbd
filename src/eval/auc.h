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

/* Where all pairs of a normal sample and an anomaly agree (AUC 0, 1, or 0.5 by ties alone), DeLong's variance is 0,
 * however few they are. Among m normal samples and n anomalies there are min(m, n) pairs without a sample in common,
 * independent trials that all ended alike; so a pair does with at least this probability, at 95 % two-sided (Clopper &
 * Pearson 1934, of k in k trials: (0.05 / 2)^(1 / k)). The fewer samples, the lower it is. */
double unanimous_bound(size_t n_normal, size_t n_anomaly);

/* The variance of the area that scores drawn at random have: (m + n + 1) / (12 m n), exactly, around 1/2. */
double auc_random_variance(size_t n_normal, size_t n_anomaly);

/* The largest variance that an area can have: A (1 - A) / min(m, n) (van Dantzig 1951). */
double auc_largest_variance(double auc, size_t n_normal, size_t n_anomaly);

/* Of the normal distribution, as DeLong's interval has it. */
#define Z_95 1.96

struct auc {
    double auc; /* Mann-Whitney U / (n_normal n_anomaly), ties one half */
    /* DeLong, DeLong & Clarke-Pearson 1988, by one sort as in Sun & Xu 2014. A label with one sample cannot
     * show its spread: its part is then the largest that is possible. */
    double variance;
    double lo, hi; /* auc -+ 1.96 sqrt(variance), clipped to [0, 1]; where variance is 0, unanimous_bound() */
    size_t n_normal, n_anomaly;
};

/* Fails as count_labels() does. */
int auc_compute(struct auc *out, const double *scores, const uint8_t *labels, size_t n, struct error *e);

/* DeLong's components of a detector's scores: for each normal sample the share of anomalies above it, for each
 * anomaly the share of normal samples below it, ties one half. Their means are the AUC. */
struct auc_parts {
    size_t n_normal, n_anomaly;
    double *normal, *anomaly; /* (n_normal), (n_anomaly), in the order of the samples */
    double auc;
};

/* Fails as count_labels() does; auc_parts_release() after a success. */
int auc_parts_init(struct auc_parts *p, const double *scores, const uint8_t *labels, size_t n, struct error *e);
void auc_parts_release(struct auc_parts *p);

/* Two detectors on the same samples: difference a - b, its DeLong variance with the
 * covariance, and the two-sided p value. No difference and no variance: z = 0, p = 1. A difference without variance is
 * the same in all pairs: p is that of a sign test on min(n_normal, n_anomaly) pairs without a sample in common. */
struct auc_difference {
    double difference, variance, z, p;
};

int auc_compare(struct auc_difference *out, const double *a, const double *b, const uint8_t *labels, size_t n,
                struct error *e);
/* The same from the components of both, which have as many of each label. */
void auc_parts_compare(struct auc_difference *out, const struct auc_parts *a, const struct auc_parts *b);

/* Mid-ranks 1..n of `values`. */
void mid_ranks(const double *values, size_t n, double *ranks);

#endif
