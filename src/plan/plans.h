/* The plans of several specs, and all of them as one, in which what several ask for stands once. */
#ifndef PLAN_PLANS_H
#define PLAN_PLANS_H

#include <stddef.h>

#include "plan/plan.h"

struct plans {
    struct plan *of; /* one for each spec, in their order */
    size_t n;
    const struct plan *all; /* of a single spec its plan, else `joined` */
    struct plan joined;     /* named after them ("a + b"); without notes and data sets, which stay with each */
    /* of each run, and each first phase, of `all`: the first plan that has it, and whether one of them keeps models */
    const struct plan **run_of, **phase1_of;
    unsigned char *keep_model;
};

/* Takes over an array of `n` plans, at least one. */
void plans_join(struct plans *p, struct plan *of, size_t n);
void plans_release(struct plans *p);

#endif
