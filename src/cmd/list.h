/* What `lisae list datasets` and `lisae data list` print. */
#ifndef CMD_LIST_H
#define CMD_LIST_H

#include "cmd/line/options.h"

/* The sets of the catalogue, and which of them are prepared. EXIT_OK or EXIT_RUN. */
int list_datasets(const struct options *o);

/* The runs and first phases of the results folder, a line each, of which all of --where holds. */
int list_runs(const struct options *o);

#endif
