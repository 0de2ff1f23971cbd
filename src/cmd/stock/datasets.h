/* What `lisae list datasets` and `lisae data list` print. */
#ifndef CMD_STOCK_DATASETS_H
#define CMD_STOCK_DATASETS_H

#include "cmd/line/options.h"

/* The sets of the catalogue, and which of them are prepared. EXIT_OK or EXIT_RUN. */
int list_datasets(const struct options *o);

#endif
