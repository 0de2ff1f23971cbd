/* A plan as rules for make, one target a run, and one for each batch of short ones: make is the scheduler. */
#ifndef CMD_WORK_RULES_H
#define CMD_WORK_RULES_H

#include "cmd/line/options.h"
#include "plan/plans.h"
#include "run/left.h"
#include "run/pace.h"

/* Given to make, it has the rules' `lisae work` leave what another process is at. More options may follow. */
#define RULES_LEAVE_BUSY "WORK_OPTIONS=--leave-busy"

/* The target that does all in batches (cmd/work/batches.h). */
#define RULES_BATCHES "in-batches"

/* Can rules hold these names? -1 where a folder's name or LAUNCH has a line end, which make would take for that of a
 * rule, or another control character. */
int rules_check(const struct options *o, struct error *e);

/* RESULTS/EXPERIMENT/plan/: a canonical spec for each run and first phase of the experiment, and in that of the first
 * one plan.mk with what of all is left to do. Makes the folders that they will be in. Returns plan.mk, open (another
 * call may put its own in this place before make has read it), or -1. Without a pace there are no batches. */
int rules_write(const struct options *o, const struct plans *p, const struct left *left, const struct pace *pace,
                struct error *e);

#endif
