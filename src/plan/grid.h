/* The grid of a spec: every combination of its values as a run, not sorted yet (plan/order.h), and some of them several
 * times. */
#ifndef PLAN_GRID_H
#define PLAN_GRID_H

#include <stddef.h>

#include "plan/findings.h"
#include "plan/grid_settings.h"
#include "plan/plan.h"
#include "plan/sets.h"
#include "plan/spec.h"

/* Of each value of these keys: 1 where something of it can be. */
struct fitting {
    unsigned char *dataset, *positive, *negative, *anomaly;
};

struct grid {
    const struct spec *spec;
    struct text *problems;
    struct sets sets;
    struct run *runs, *phase1; /* sealed; phase1: the chain of first phases of each run */
    size_t n, n_phase1, room_phase1;
    struct findings findings;
    struct fits fits;
    struct fitting fitting;
    size_t task_runs;  /* of one task, at most */
    struct text notes; /* what is no fault but may surprise, a line each; who takes them clears the struct */
};

/* 0, or -1 with lines in `problems`; grid_release() either way. */
int grid_make(struct grid *g, const struct spec *s, const char *data_folder, const char *noted, struct text *problems);
/* Frees what the grid owns; who takes an array of runs leaves NULL and 0. */
void grid_release(struct grid *g);

#endif
