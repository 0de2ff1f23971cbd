/* What a run's folder holds for the tables of its experiment, with the loss curves and notes of the first
 * phases that it started from. */
#ifndef RUN_RESULT_H
#define RUN_RESULT_H

#include <stddef.h>

#include "base/error.h"
#include "base/text.h"
#include "eval/precision.h"
#include "eval/roc.h"
#include "plan/plan.h"
#include "store/csv.h"
#include "store/ini.h"

struct result {
    struct csv metrics;
    struct roc roc; /* the curves against all anomalies */
    struct tradeoff tradeoff;
    struct precision *precision; /* of each row of metrics: its own or, in a run of before, what the scores give */
    struct csv *losses; /* of the first phases that are still there and whole, in their order, then the run's own */
    const struct run **trained; /* whose curves these are: the plan's first phases, then the run */
    size_t n_losses;
    struct ini meta;
    int unread;        /* how many of the first phases are there, but damaged or not to be read */
    struct text notes; /* those of the first phases, or why one could not be read, then the run's own */
    unsigned marks;    /* of the run and its first phases (run/marks.h) */
    /* Of the run and its first phases, each once and with " + " between: revisions of the program, kernels
     * (provenance_kernels()). Empty where nothing is known. */
    struct text revisions, kernels;
};

/* Reads the folder of a run that is done: all of it, so that no half of one gets into a table. Its tables must be those
 * that the run wrote (run/seal.h), and as they must be (run/content.h). Its curves come from its scores, or in a run of
 * before from their files. 0, or -1 with the file and which folder to remove; result_release() either way. */
int result_read(struct result *res, const struct plan *p, const struct run *r, const char *results, struct error *e);
/* The same of a folder where runs are put now, which nobody needs to have looked into: -1 also where it is not there,
 * or is of a run that failed. */
int result_read_here(struct result *res, const struct plan *p, const struct run *r, const char *results,
                     struct error *e);
void result_release(struct result *res);

#endif
