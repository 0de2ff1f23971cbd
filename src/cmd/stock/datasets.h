/* What `lisae list datasets` and `lisae data list` print. */
#ifndef CMD_STOCK_DATASETS_H
#define CMD_STOCK_DATASETS_H

#include "cmd/line/options.h"

/* The sets of the catalogue, and which of them are prepared. EXIT_OK, or EXIT_USAGE where the catalogue is wrong, or
 * EXIT_RUN where a prepared set cannot be read. */
int list_datasets(const struct options *o);

#endif
