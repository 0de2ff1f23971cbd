/* mean-ranks.csv: the mean rank over tasks of each method in a column of a table. */
#ifndef REPORT_PAIRS_MEAN_RANKS_H
#define REPORT_PAIRS_MEAN_RANKS_H

#include "base/error.h"
#include "report/means/group.h"

/* Writes FOLDER/mean-ranks.csv. Ranked are all methods that have a number on every task that somebody has one on; a
 * task's number is the mean AUC over a method's seeds, against all anomalies. The others have a row without a rank.
 * 0 or -1. */
int mean_ranks_write(const struct groups *g, const char *folder, struct error *e);

#endif
