/* A plan on its way to a cluster: chunks, arrays, jobs. */
#ifndef CMD_CLUSTER_SUBMIT_H
#define CMD_CLUSTER_SUBMIT_H

#include "cmd/cluster/cluster.h"
#include "plan/plans.h"
#include "run/left.h"
#include "slurm/wishes.h"

struct sent {
    size_t runs, phase1, tasks; /* submitted now */
    size_t queued;              /* runs and first phases that were there before */
    size_t refused;             /* that the cluster did not take */
    struct text jobs;           /* "12, 13" */
    char tables[32];            /* the job that makes them; "" where none was needed */
};

/* Does the controller answer? 0 or -1. */
int cluster_reachable(struct error *e);

/* 0, or -1 with a message; text_release(&sent->jobs) either way. */
int cluster_submit(struct sent *sent, const struct options *o, const struct plans *p, const struct left *left,
                   const struct slurm_wishes *wishes, struct error *e);

#endif
