/* The cells of a table that comes from outside: an auc.csv or times.csv that a spreadsheet, a script or a merge may
 * have spoiled. */
#ifndef RUN_KEPT_CHECK_H
#define RUN_KEPT_CHECK_H

#include "base/error.h"
#include "store/csv.h"

/* Are its cells such as lisae writes? 0, or -1 with FILE:LINE, what was expected and what was found. */
int kept_check(const struct csv *c, const char *path, struct error *e);
/* The same of means of runs: summary.csv, compare.csv. */
int kept_check_means(const struct csv *c, const char *path, struct error *e);

#endif
