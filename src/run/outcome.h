/* What became of a plan's runs and first phases, and where they are. */
#ifndef RUN_OUTCOME_H
#define RUN_OUTCOME_H

#include <stddef.h>

#include "plan/plan.h"
#include "run/folder.h"

/* The folders of run folders: of an experiment's runs, of first phases, and the one that a run or first phase is
 * in; free(). */
char *runs_folder(const char *results, const char *experiment);
char *phase1_folder(const char *results);
char *outcome_folder(const char *experiment, const struct run *r, const char *results);

/* 1 where a run or first phase of the plan is done. */
int outcome_done(const struct plan *p, const struct run *r, const char *results);

/* The status of a run or first phase of the plan, and for one that failed, or whose first phase
 * did, the reason. */
enum run_status outcome_status(const struct plan *p, const struct run *r, const char *results, char *reason,
                               size_t room);

#endif
