/* summary.csv: a row for each group of an experiment's runs, their mean AUC over tasks and seeds. */
#ifndef REPORT_SUMMARY_H
#define REPORT_SUMMARY_H

#include "base/error.h"
#include "report/means/group.h"
#include "report/paper/published.h"

/* Writes FOLDER/summary.csv. `published` (published_read()) has the means that stand beside. */
int summary_write(const struct groups *g, const char *folder, const struct published *published, struct error *e);

#endif
