/* What `lisae status` tells of a plan's runs on a cluster. */
#ifndef CMD_CLUSTER_STATUS_H
#define CMD_CLUSTER_STATUS_H

#include "cmd/line/options.h"
#include "plan/plan.h"
#include "run/left.h"

/* Lines on standard output: each task that is running, what is queued, each task that came to a bad end with runs
 * undone, what nobody knows of. Nothing where no run of the plan that is left was sent to a cluster. Where the
 * controller does not answer, that is said on standard error. */
void cluster_status(const struct options *o, const struct plan *p, const struct left *left);

#endif
