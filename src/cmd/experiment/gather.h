/* Merging the runs' results into tables, and showing these: where they belong, elsewhere, or nowhere at all, where the
 * results are only to be read. */
#ifndef CMD_EXPERIMENT_GATHER_H
#define CMD_EXPERIMENT_GATHER_H

#include "base/text.h"
#include "cmd/line/options.h"
#include "plan/plans.h"
#include "report/collect.h"

/* Makes all tables of the plan in `folder`, which is there: collect() and what is made of its tables. Prints nothing;
 * `remarks` gets lines on what may surprise. 0 or -1. */
int gather_make(const struct options *o, const struct plan *p, const char *folder, struct tally *tally,
                struct text *remarks, struct error *e);

/* Writes the tables into RESULTS/EXPERIMENT, or the folder of -o, and shows them. Where the experiment's folder cannot
 * be written they are shown all the same, and it is said whether those that are there are the same. EXIT_RUN then, and
 * where runs are missing. A plan_action. */
int gather(const struct options *o, const struct plan *p);

/* Those of each plan. The worst exit code. */
int gather_all(const struct options *o, const struct plans *p);

/* Is the experiment's folder only to be read, or not there where no folder can be made? */
int gather_is_read_only(const struct options *o, const char *experiment);

#endif
