/* Looking at the files of runs, at kept tables and their ranks: what is damaged is printed, and a line of counts. */
#ifndef CMD_STOCK_VERIFY_H
#define CMD_STOCK_VERIFY_H

#include "cmd/line/options.h"
#include "detect/suite.h"
#include "plan/plan.h"

/* All that is in a folder: results, a run, an experiment whose auc.csv names its runs, kept tables. Returns the exit
 * code. */
int verify_folder(const struct suite *suite, const char *folder);

/* The runs and first phases of a plan. Returns the exit code. */
int verify_plan(const struct options *o, const struct plan *p);

#endif
