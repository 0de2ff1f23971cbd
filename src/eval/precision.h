/* What a user of a detector meets beside the AUC: how many alarms are true, and how many normal samples an alarm
 * threshold that finds nearly all anomalies costs. Scores: higher = more anomalous; label 1 = anomaly, 0 = normal.
 * Samples of one score are one step: the order among them decides nothing. */
#ifndef EVAL_PRECISION_H
#define EVAL_PRECISION_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct precision {
    /* Average precision: the sum over falling thresholds of (recall gained) x (precision there), without interpolation,
     * as scikit-learn's average_precision_score(). Of constant scores it is the share of anomalies. */
    double average;
    /* The share of normal samples at or above the highest threshold that at least 95 % of the anomalies reach. */
    double fpr95;
};

/* Fails as count_labels() (eval/auc.h) does. */
int precision_compute(struct precision *out, const double *scores, const uint8_t *labels, size_t n, struct error *e);

#endif
