/* The memory that a plan's runs need, by estimate, and that there is for each; the files that they make. */
#ifndef CMD_EXPERIMENT_SPACE_H
#define CMD_EXPERIMENT_SPACE_H

#include "cmd/line/options.h"
#include "plan/plan.h"
#include "run/left.h"

/* EXIT_USAGE where runs need more than there is: --memory, or what the machine, the process's limits and its control
 * group allow. Says for each detector how much, and for which run. With LAUNCH runs may go to other machines, of which
 * --memory alone can tell. `left`: only what is to do; NULL: all. */
int space_check(const struct options *o, const struct plan *p, const struct left *left);

/* "0.31 GiB (pca, 3fa2...)" of the run that needs most. */
void space_print_largest(const struct plan *p, struct text *out);

/* How many files and folders so many runs and first phases make, at most. */
size_t space_files(size_t n_runs, size_t n_phase1);
/* Says on standard error where the file system of the results has room for fewer: many have a number of files that they
 * were made for, and clusters a quota. Nothing where it does not tell. */
void space_warn_of_files(const char *results, const struct left *left);

#endif
