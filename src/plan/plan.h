/* The runs of a spec: the grid, its resolved single runs and their dependencies. */
#ifndef PLAN_PLAN_H
#define PLAN_PLAN_H

#include <stddef.h>

#include "base/text.h"
#include "plan/run.h"
#include "plan/sets.h"
#include "plan/spec.h"

struct plan {
    const struct suite *suite;
    char *experiment, *title, *declared;
    struct run *runs; /* sorted by dataset, detector, task, settings, seed; no id twice */
    size_t n;
    struct run *phase1; /* the shared first phases, likewise */
    size_t n_phase1;
    const struct run **phase1_by_id; /* the same by their ids, for plan_first() */
    struct text notes; /* lines "FILE:LINE: ..." on what is no fault but may surprise: a key that no run depends on */
    int keep_models;
    struct stress_request stress; /* what its texts point to is the plan's own */
    char *stress_sets, *stress_rho;
    struct incremental_request incremental; /* likewise */
    char *incremental_order, *incremental_negatives, *incremental_rivals;
    char *spec;       /* the spec as one file, with what it includes */
    char **files;     /* the real paths of the files that it was read from; NULL-terminated */
    struct sets sets; /* the data sets that were looked up */
    int unreadable;   /* 1: there is no plan, since the system did not let a data set be read that is there */
};

/* Expands the grid. Looks up data sets (names, editions, class counts) in `data_folder`, those that are gone from there
 * in what an earlier plan `noted` (plan/sets_noted.h; NULL: nothing).
 * Problems as in spec_read(): missing data sets, classes that do not exist, a negative set
 * that leaves no anomalies, impossible settings, keys that change nothing (plan/idle.h). */
int plan_make(struct plan *p, const struct spec *s, const char *data_folder, const char *noted, struct text *problems);
void plan_release(struct plan *p);

/* Makes the index that plan_first() needs, when `phase1` is as it stays. */
void plan_index_phases(struct plan *p);

/* The first phase that a run or first phase of the plan starts from, or NULL. */
const struct run *plan_first(const struct plan *p, const struct run *r);

/* Appends a line for each data set of negatives with images that are among the judged ones. Reads all pixels of both
 * sets, so it is asked where people look at a plan. */
void plan_overlaps(const struct plan *p, struct text *notes);

/* One of the plan's data sets, without its pixels; NULL where it has none of that name. */
const struct dataset *plan_dataset(const struct plan *p, const char *dataset);
/* The run of the plan that `r` would be were it one of detector `d`: the same images, seed and settings, as far as `d`
 * depends on them; else, where the spec gives `d` settings of its own, the only run of `d` with the same classes and
 * seed. NULL where there is none. */
const struct run *plan_counterpart(const struct plan *p, const struct run *r, const struct detector *d);

/* The class names of one of the plan's data sets; NULL where it has none of that name. */
char *const *plan_classes(const struct plan *p, const char *dataset, int *n);

#endif
