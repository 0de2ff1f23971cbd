/* compare.csv: the printed cells of the paper that an experiment reproduces, a row for each cell and group that could
 * have made it. */
#ifndef REPORT_PAPER_COMPARE_H
#define REPORT_PAPER_COMPARE_H

#include "base/error.h"
#include "report/means/group.h"
#include "report/paper/published.h"

/* Writes FOLDER/compare.csv; without rows where `p` (published_read()) has none. */
int compare_write(const struct groups *g, const char *folder, const struct published *p, struct error *e);

#endif
