/* The ROC curve of several machines that each call a sample normal or an anomaly, for detectors
 * without a score to set a threshold on: the points (false, true positive rate) of the machines
 * with (0, 0) and (1, 1), joined by straight lines.
 *
 * A "score" is here the whole number from 0 below 2^53 whose bit g says that machine g calls the
 * sample an anomaly. A machine that calls none so is (0, 0), so their number need not be known. */
#ifndef EVAL_LABEL_SWEEP_H
#define EVAL_LABEL_SWEEP_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "eval/auc.h"
#include "eval/roc.h"

enum { LABELS_MOST = 53 }; /* machines: bits of whole numbers that a double can hold */

/* By rising fpr, where that is equal by rising tpr; no two points are the same; thresholds are
 * NaN. roc_release(). Fails as count_labels() does, and where a score is no such number. */
int sweep_roc(struct roc *r, const double *scores, const uint8_t *labels, size_t n, struct error *e);

/* Its area by trapezoids. DeLong's variance is one of ranks: `variance`, `lo`, `hi` are NaN. */
int sweep_auc(struct auc *out, const double *scores, const uint8_t *labels, size_t n, struct error *e);

/* The same points as shares of normal samples accepted and of anomalies refused, the first one
 * (0, 1); thresholds are NaN. tradeoff_release(). */
int sweep_tradeoff(struct tradeoff *t, const double *scores, const uint8_t *labels, size_t n, struct error *e);

#endif
