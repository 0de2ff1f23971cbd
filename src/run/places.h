/* Where the folders of runs are. All runs of a results folder are in RESULTS/runs, whichever experiments have them, and
 * all first phases in RESULTS/phase1. Once each experiment had runs of its own, in RESULTS/EXPERIMENT/runs: there they
 * are still found, but nothing is put there any more. */
#ifndef RUN_PLACES_H
#define RUN_PLACES_H

#include <stddef.h>

/* Where runs, or first phases, are put; free(). */
char *runs_folder(const char *results);
char *phase1_folder(const char *results);
/* Where stress tests are put; free(). */
char *stress_folder(const char *results);

/* The folders RESULTS/EXPERIMENT/runs that are there: first that of `experiment` (NULL: of none), then the others by
 * name; NULL-terminated, split_free(). */
char **places_of_before(const char *results, const char *experiment);

/* The folder that the run `id` is in: of several of it the first that is whole, in RESULTS/runs, then in those of
 * before; where none is whole the first one. RESULTS/runs where there is none; free(). */
char *place_of_run(const char *results, const char *experiment, const char *id);

#endif
