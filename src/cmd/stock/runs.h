/* What `lisae list runs` prints. */
#ifndef CMD_STOCK_RUNS_H
#define CMD_STOCK_RUNS_H

#include "cmd/line/options.h"

/* The runs and first phases of the results folder, a line each, of which all of --where holds. EXIT_OK; EXIT_USAGE
 * where a condition is none or no run has its key, EXIT_RUN where the folder is not there or cannot be read. */
int list_runs(const struct options *o);

#endif
