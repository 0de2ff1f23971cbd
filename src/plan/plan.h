/* The runs of a spec: the grid, its resolved single runs, their identity and dependencies. */
#ifndef PLAN_PLAN_H
#define PLAN_PLAN_H

#include <stddef.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/text.h"
#include "data/task.h"
#include "detect/detector.h"
#include "detect/settings.h"
#include "plan/sets.h"
#include "plan/spec.h"

enum { RUN_ID = 13 };

/* One run: one detector (or a shared first phase) on one task with one seed. Its texts are its own, as long
 * as they need to be and never NULL. */
struct run {
    char id[RUN_ID]; /* first 12 hex digits of the SHA-256 of `canonical` */
    const struct detector *detector;
    long seed;
    char dataset[DATASET_NAME], edition[DATASET_NAME], payload[SHA256_HEX];
    /* the negatives' data set, "" where there is none */
    char foreign[DATASET_NAME], foreign_edition[DATASET_NAME], foreign_payload[SHA256_HEX];
    char *positive; /* "8", "0 1" */
    char *negative; /* the spec's word; "" for detectors that use none */
    char *anomaly;  /* the spec's word; "" from run_read() */
    struct task_spec task;
    struct settings settings;
    /* "model.code=relu model.encoder=16/32": the values of axes that have no column of their own; "" from run_read() */
    char *variant;
    char phase1[RUN_ID];    /* the run that must be there first, or "" */
    struct problem problem; /* sizes, for checks and estimates; zero in run_read() */
    char *canonical;        /* the text of spec.ini */
};

struct plan {
    char *experiment, *title;
    struct run *runs; /* sorted by dataset, detector, task, settings, seed; no id twice */
    size_t n;
    struct run *phase1; /* the shared first phases, likewise */
    size_t n_phase1;
    const struct run **phase1_by_id; /* the same by their ids, for plan_first() */
    struct text idle;                /* a line "FILE:LINE: ..." for each key of the spec that no run depends on */
    int keep_models;
    struct sets sets; /* the data sets that were looked up */
};

/* Expands the grid. Looks up data sets (names, editions, class counts) in `data_folder`.
 * Problems as in spec_read(): missing data sets, classes that do not exist, a negative set
 * that leaves no anomalies, impossible settings. */
int plan_make(struct plan *p, const struct spec *s, const char *data_folder, struct text *problems);
void plan_release(struct plan *p);

/* The first phase that a run or first phase of the plan starts from, or NULL. */
const struct run *plan_first(const struct plan *p, const struct run *r);

/* The class names of one of the plan's data sets; NULL where it has none of that name. */
char *const *plan_classes(const struct plan *p, const char *dataset, int *n);

/* Reads a canonical text back, so that a worker needs nothing but it. */
int run_read(struct run *r, const char *path, struct error *e);
void run_release(struct run *r);

/* 1 where the run's result depends on this key (and so its canonical text has it). */
int run_uses(const struct run *r, const struct settings_key *k);

/* Floating-point operations of one run, for estimates of time. */
double run_work(const struct run *r);

/* The seed of one of a run's roles ("split", "fit"), mixed with what the role may depend
 * on: the split with the data set alone, a fit with the data set and the positive classes,
 * so that two gammas, two negative sets or two detectors draw the same batches. */
uint64_t run_seed(const struct run *r, const char *role);

#endif
