/* What is kept of the scores of an experiment's runs when the runs themselves are not: their ranks, a file for each run
 * in one folder (run/kept_ranks.h), which other experiments with the same runs share. */
#ifndef REPORT_KEEP_RANKS_H
#define REPORT_KEEP_RANKS_H

#include "base/error.h"
#include "base/text.h"
#include "report/means/group.h"

/* Writes the ranks of all runs that are done in `results` and have rows in the groups' tables, each file atomically.
 * Those that are there, of the same scores, stay as they are. Where one is of other scores, or damaged, nothing is
 * written at all. Scores must be those that the run noted, and give the AUC of its row. Appends a line that counts the
 * runs. 0 or -1. */
int keep_ranks(const struct groups *g, const char *results, const char *folder, struct text *remarks, struct error *e);

#endif
