/* The three tables of an experiment that others are made of, as a spreadsheet, a script or a merge may have spoiled
 * them. Tables of older versions lack columns; they have none that is not known, though, and none is spoiled. */
#ifndef REPORT_PAPER_TABLES_CHECK_H
#define REPORT_PAPER_TABLES_CHECK_H

#include "base/error.h"
#include "plan/columns.h"
#include "store/csv.h"

/* Of `table`, IN_AUC, IN_SUMMARY or IN_COMPARE: has it the columns that it needs and no stranger, cells such as lisae
 * writes, and no row of a run that was done, or of a mean, twice? 0, or -1 with FILE:LINE, what was expected and what
 * was found. */
int tables_check(const struct csv *c, const char *path, enum table table, struct error *e);

/* Do the tables of one folder belong together? Where one has rows, the others have those that stand for the same; in
 * compare.csv no row stands more often than there are means that it may be of. A table that is not there has no
 * columns, and nothing is said of it. 0 or -1. */
int tables_check_together(const struct csv *auc, const struct csv *summary, const struct csv *compare,
                          const char *folder, struct error *e);

#endif
