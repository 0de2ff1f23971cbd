/* `lisae run --slurm`: what is left of a plan goes to a Slurm cluster, as arrays of chunks. */
#ifndef CMD_CLUSTER_RUN_H
#define CMD_CLUSTER_RUN_H

#include "cmd/line/options.h"
#include "plan/plans.h"
#include "run/left.h"

/* What is wrong with the call itself: EXIT_OK or EXIT_USAGE, with a message. Before a plan is made. */
int cluster_check(const struct options *o);

/* Can something be sent there now: does the controller answer, and can the tables' folders be written? 0 or -1. */
int cluster_answers(const struct options *o, const struct plans *p, struct error *e);

/* Submits what of `left` is neither queued nor running, and a job that makes the tables after it, and says what it did;
 * with --wait, waits, and submits again what came back undone. Returns the exit code; the tables are for the caller. */
int cluster_run(const struct options *o, const struct plans *p, struct left *left);

#endif
