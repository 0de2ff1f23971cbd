/* Which folder the tables of a call are in. Those of a whole spec are in RESULTS/EXPERIMENT, and a call with -D, whose
 * plan is another one, leaves them: its own are in RESULTS/EXPERIMENT/part then. Where there are none of a whole spec
 * yet it takes RESULTS/EXPERIMENT itself. Tables of a call with -D have a file overrides.txt beside them, which says
 * what it was called with, a line for each. */
#ifndef CMD_EXPERIMENT_CALL_TABLES_H
#define CMD_EXPERIMENT_CALL_TABLES_H

#include "cmd/line/options.h"
#include "report/being_made.h"

/* 1 where the folder has tables: those of runs, or of `lisae incremental`. */
int call_tables_there(const char *folder);
/* The results that the tables in a folder are of: what is above it, or above its experiment's folder where they are
 * those of a call with -D or of lost runs; free(). */
char *call_tables_results(const char *folder);
/* Where the call's tables are to be put; free(). */
char *call_tables_place(const struct options *o, const char *experiment);
/* Where tables of the same call are, or are to be; without -D all that the experiment's folder has; free() either way.
 * 0; -1 where others are there, or it cannot be read which call they are of. */
int call_tables_find(char **found, const struct options *o, const char *experiment, struct error *e);
/* Around the writing of tables into `folder`, with the experiment's lock held: what is there is never taken for that of
 * a whole spec when it is not, and what a killed call left in it goes. 0 or -1. */
int call_tables_begin(const struct options *o, const char *folder, enum table_maker maker, struct error *e);
int call_tables_end(const struct options *o, const char *folder, enum table_maker maker, struct error *e);

#endif
