/* Results that another revision of the program made: a run's ID says what it is, not who did it. */
#ifndef RUN_REVISIONS_H
#define RUN_REVISIONS_H

#include "base/text.h"
#include "plan/plan.h"

struct revisions {
    unsigned char *runs, *phase1; /* of each run and first phase of the plan: is it such a result? */
    size_t n_runs, n_phase1;
    struct text names; /* the revisions, with commas between */
};

/* Of what is done; a result that does not say who made it is one of another. revisions_release() frees. */
void revisions_find(struct revisions *r, const struct plan *p, const char *results);
void revisions_release(struct revisions *r);

#endif
