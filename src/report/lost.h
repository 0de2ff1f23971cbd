/* Numbers that a merging would write over though they are nowhere else: of runs whose folders are gone, which the
 * tables of an earlier merging still have. */
#ifndef REPORT_LOST_H
#define REPORT_LOST_H

#include <stddef.h>

#include "base/error.h"
#include "plan/columns.h"
#include "plan/plan.h"

/* A table of an experiment: its file and columns. */
struct merged_table {
    const char *name;
    enum table table;
};

/* Puts the rows of such runs from the tables in `folder` into tables of the same names in `keep`, with those that
 * are there already of runs that are lost still. `ok`: of the plan's runs, which are in the new tables; `results`:
 * where runs are. `files` ends with a NULL name; the first is auc.csv. `*n` gets how many runs lose their place now.
 * 0 or -1: a table that cannot be read is not written over. */
int lost_keep(const struct plan *p, const unsigned char *ok, const char *results, const char *folder, const char *keep,
              const struct merged_table *files, size_t *n, struct error *e);

#endif
