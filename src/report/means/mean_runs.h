/* Which runs a mean is made of, as the tables of its experiment tell it. */
#ifndef REPORT_MEANS_MEAN_RUNS_H
#define REPORT_MEANS_MEAN_RUNS_H

#include <stddef.h>

#include "store/csv.h"

/* 1 where row `run` of auc.csv, against whatever anomalies, is of a run that is done, and the mean in row `mean` of
 * summary.csv is about its group. What names groups and is no column of an older summary.csv is not compared. */
int mean_has_run(const struct csv *summary, size_t mean, const struct csv *auc, size_t run);
/* Are the runs of the mean, of which there are some, among those that are done in another experiment's auc.csv? */
int mean_is_within(const struct csv *summary, size_t mean, const struct csv *auc, const struct csv *other);

#endif
