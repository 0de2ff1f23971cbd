/* What is left of a plan, in batches that one worker does one after the other: it loads its libraries once, and each
 * run is a process of its own all the same. Long runs are batches of one. */
#ifndef CMD_WORK_BATCHES_H
#define CMD_WORK_BATCHES_H

#include "plan/plans.h"
#include "run/left.h"
#include "run/pace.h"

struct batch {
    size_t first, n;     /* units */
    const size_t *after; /* the batches that must be done before, ascending; all of them stand before this one */
    size_t n_after;
};

struct batches {
    const struct run **units; /* first phases, then runs; each of them behind that which it starts from */
    size_t n_units, n_phases;
    struct batch *of;
    size_t n;
    size_t *after; /* of all batches */
};

/* All units of a batch are first phases, or runs with one answer to whether models are kept. Batches are no longer, by
 * the pace, than lets all jobs be at work until the end. */
void batches_init(struct batches *b, const struct plans *p, const struct left *left, const struct pace *pace, int jobs);
void batches_release(struct batches *b);

#endif
