/* Tables from an experiment's auc.csv:
 *     summary.csv  one row per setting of a detector: means over tasks and seeds
 *     compare.csv  the printed numbers of the paper that the experiment reproduces, cell by cell
 * and the table for people. */
#ifndef REPORT_TABLES_H
#define REPORT_TABLES_H

#include <stdio.h>

#include "base/error.h"
#include "plan/plan.h"
#include "store/csv.h"

/* The printed numbers in a file as results/published/paper.csv. */
int published_read(struct csv *out, const char *path, struct error *e);

/* Writes both from RESULTS/EXPERIMENT/auc.csv and the printed numbers in `published`; NULL
 * where there are none. */
int tables_write(const struct plan *p, const char *results, const char *published, struct error *e);

/* summary.csv as a table: published | reproduced | difference | n_ok/n_planned. */
int tables_print(FILE *out, const struct plan *p, const char *results, struct error *e);

#endif
