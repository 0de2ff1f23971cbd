/* The CSV files of a run's folder (docs/results.md). */
#ifndef RUN_JUDGE_H
#define RUN_JUDGE_H

#include "data/task.h"
#include "detect/detector.h"
#include "run/folder.h"
#include "run/scores.h"

/* metrics.csv: AUCs against all of the classes `outliers` together and each alone; roc.csv and
 * tradeoff.csv: the curves against all. */
int write_evaluation(const struct run_folder *folder, const struct detector *detector, const struct scores *s,
                     const struct class_list *outliers, struct error *e);
/* loss.csv */
int write_losses(const struct run_folder *folder, const struct fit_report *report, struct error *e);

#endif
