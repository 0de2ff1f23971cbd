/* How a run is judged, and what of it stands in its meta.ini (docs/results.md). */
#ifndef RUN_JUDGE_H
#define RUN_JUDGE_H

#include "base/text.h"
#include "data/task.h"
#include "detect/detector.h"
#include "eval/auc.h"
#include "eval/precision.h"
#include "eval/roc.h"
#include "run/row.h"
#include "run/scores.h"

/* Appends [metrics] to the text of meta.ini (run/table.h): AUC, average precision and false positive rate against all
 * of the classes `outliers` together and each alone that has samples. The detector says what its scores are: ranks, or
 * a set of hard labels each (LABEL_SWEEP). 0, or -1 where there are no normal or no anomalous samples. */
int judge_append(struct text *meta, const struct detector *detector, const struct scores *s,
                 const struct class_list *outliers, struct error *e);

/* The normal samples against one class of anomalies, or all (class < 0): what a row of metrics.csv has. NaN where the
 * detector's scores do not tell it. */
struct judgement {
    struct auc auc;
    struct precision precision;
};

int judge_scores(const struct detector *detector, const struct scores *s, int class_, struct judgement *out,
                 struct error *e);

/* May a number of a table, which has six decimals, have come of the scores that give `found`? Another machine's sums
 * may round the last one otherwise. Not where one of them is NaN. */
int judge_agrees(double in_table, double found);

/* The curves against all anomalies. 0, or -1 without any; roc_release() and tradeoff_release() either way. */
int judge_curves(const struct detector *detector, const struct scores *s, struct roc *roc, struct tradeoff *tradeoff,
                 struct error *e);
/* The cells of one of their points; a threshold that is NaN is an empty one. */
void judge_put_roc(const struct roc *roc, size_t point, struct row *row);
void judge_put_tradeoff(const struct tradeoff *tradeoff, size_t point, struct row *row);

/* How many rows tradeoff.csv has; 0 where that depends on the scores. */
int judge_tradeoff_points(const struct detector *detector);

/* [loss] of meta.ini: the loss curves of a fit, without rows where it reported none. */
int losses_append(struct text *meta, const struct fit_report *report, struct error *e);

#endif
