/* A threshold that is carried over: set on normal samples that were not trained on, so that about one in twenty of
 * these would be an alarm, and then used on others. What it lets through and what it calls falsely is what a user of a
 * detector meets, who has no anomalies to choose a threshold by. Scores: higher = more anomalous; label 1 = anomaly. */
#ifndef EVAL_THRESHOLD_H
#define EVAL_THRESHOLD_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

#define THRESHOLD_SHARE 0.95

struct carried {
    size_t n_set;                /* normal samples that the threshold was set on: each second one */
    size_t n_normal, n_anomaly;  /* the others, and the anomalies */
    double threshold;            /* the k-th smallest score of n_set, k = .95 (n_set + 1) rounded up */
    double false_alarms, missed; /* the share of normal ones above it, of anomalies at or below it; NaN of none */
};

/* With that k a further normal sample is above the threshold with a chance of at most 5 %, whatever the scores'
 * distribution (the argument of conformal prediction). Each second normal sample is by its place in the array. Fails
 * where there are fewer than 19 to set it on: no order statistic of fewer is that high. */
int threshold_carry(struct carried *out, const double *score, const uint8_t *label, size_t n, struct error *e);
/* The share of the scores that are at most the threshold; NaN of none. */
double threshold_accepts(double threshold, const double *score, size_t n);

#endif
