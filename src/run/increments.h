/* The parts of an experiment with [incremental]: one method (a detector, or a rival) on one data set with one seed.
 * Their tables are in RESULTS/incremental/ID, ID being the start of the hash of all that a part depends on, which is in
 * the folder as part.ini. A folder that is there is whole. First phases, which parts share, stand beside. */
#ifndef RUN_INCREMENTS_H
#define RUN_INCREMENTS_H

#include "base/progress.h"
#include "incremental/protocol.h"
#include "plan/plan.h"

struct increment {
    char id[RUN_ID];
    const struct run *run; /* of the plan: whose settings, data set and seed it has */
    int rival;             /* enum incremental_rival; -1: the run's detector */
    const char *method;    /* as tables name it */
};

struct increments {
    struct increment *of;
    size_t n;
};

/* In the order of tables: by data set and seed, detectors before rivals. -1 where the plan has no detector that a part
 * needs: rivals on codes want one that starts from phase 1. increments_release() either way. */
int increments_list(struct increments *l, const struct plan *p, struct error *e);
void increments_release(struct increments *l);

/* RESULTS/incremental, and RESULTS/incremental/ID; free(). */
char *increments_folder(const char *results);
char *increment_place(const char *results, const struct increment *part);
int increment_done(const char *results, const struct increment *part);
/* Does one that is not done. What it trains first for several parts is found again by the others. */
int increment_do(const struct plan *p, const struct increment *part, const char *results, const char *data,
                 const struct progress *progress, struct error *e);

#endif
