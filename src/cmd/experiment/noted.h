/* Experiments whose prepared data is gone: their plans are made from what an earlier one noted, so that their tables
 * can be; new runs cannot. */
#ifndef CMD_EXPERIMENT_NOTED_H
#define CMD_EXPERIMENT_NOTED_H

#include "cmd/line/options.h"
#include "plan/plan.h"

/* RESULTS/EXPERIMENT/data.csv, what plans knew of their data sets, or where there is none that of the experiment's
 * tables among those of --with; free(). */
char *noted_path(const struct options *o, const char *experiment);
/* Writes that of the results, with the experiment's lock held; a plan that was made from it leaves it as it is. */
int noted_write(const struct options *o, const struct plan *p, struct error *e);
/* Says on standard error which data sets a plan knows from there alone. */
void noted_tell(const struct options *o, const struct plan *p);
/* Before runs are done: EXIT_OK, or EXIT_USAGE with a message where a data set is gone. */
int noted_refuse(const struct options *o, const struct plan *p);

#endif
