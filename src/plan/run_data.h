/* The [data] section of a run's canonical text: a table of lines, each read and printed alike. */
#ifndef PLAN_RUN_DATA_H
#define PLAN_RUN_DATA_H

#include "plan/plan.h"
#include "store/ini.h"

/* Appends the lines that this run has. */
void run_data_print(const struct run *r, struct text *out);
/* Reads them into a run whose detector and settings are there already. Passes over lines that such a run does not
 * have: run_read() finds them when it compares the text with the one that it would write. */
int run_data_read(struct run *r, const struct ini *ini, struct error *e);

/* A whole number from 0 that must be there. */
int run_number_read(const struct ini *ini, const char *section, const char *key, long *v, struct error *e);

#endif
