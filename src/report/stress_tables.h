/* The stress tests of an experiment's runs (run/stressed.h) as tables of the experiment, all in `folder`:
 *     stress.csv          the rows of all runs
 *     search.csv          likewise
 *     stress-points.csv   likewise, of the first seed's runs
 *     stress-summary.csv  a row for each run: what it accepts of some sets, how far a search gets
 * Each begins with the experiment's name. A spec that asks for none has none of these. */
#ifndef REPORT_STRESS_TABLES_H
#define REPORT_STRESS_TABLES_H

#include "plan/plan.h"

#define STRESS_TABLE "stress.csv"
#define SEARCH_TABLE "search.csv"
#define STRESS_POINTS "stress-points.csv"
#define STRESS_SUMMARY "stress-summary.csv"

/* `kept_folders` (NULL-terminated, or NULL) have the tables of an earlier call: rows of runs without a test here are
 * from there. `*missing` is the number of runs without any. */
int stress_tables(const struct plan *p, const char *results, const char *folder, const char *const *kept_folders,
                  size_t *missing, struct error *e);

#endif
