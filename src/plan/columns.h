/* How a run is named in tables: the columns that all CSV files of an experiment share. */
#ifndef PLAN_COLUMNS_H
#define PLAN_COLUMNS_H

#include "base/text.h"
#include "plan/plan.h"

/* Columns of roc.csv, tradeoff.csv and loss.csv before their own. */
#define CELL_COLUMNS "dataset,detector,positive,negative,seed,latent,gamma,beta,linsep,variant,run_id"

/* The text of one such column for a run; empty where it does not apply. `out` is cleared. */
const char *run_cell(const struct run *r, const char *column, struct text *out);

/* The method's name as the paper's tables have it: "linsep-lis-ae", "sup-lis-ae", "kde". */
const char *run_method(const struct run *r, struct text *out);

/* "one-class", "two-class" or "N-class". */
const char *run_task(const struct run *r, struct text *out);

#endif
