/* The tables of a run's folder as they must be, whoever wrote them and whatever the sums say: their columns, their
 * rows, the ranges of their numbers. */
#ifndef RUN_CONTENT_H
#define RUN_CONTENT_H

#include "base/error.h"
#include "plan/columns.h"
#include "plan/run.h"
#include "store/csv.h"
#include "store/ini.h"

/* Reads a table (run/table.h) of a run's folder and checks it: "FILE:LINE: ...". Metrics: a row for all outliers and
 * one for each class of them that was judged, whose images add up to all; AUCs between 0 and 1, within their intervals.
 * ROC curve: from (0, 0) to (1, 1). Trade-off: all its points. Losses: finite. 0 or -1; csv_release() either way. */
int content_read(struct csv *out, const char *folder, const struct ini *meta, enum table table, const struct run *r,
                 struct error *e);

#endif
