/* What became of a plan's runs and first phases, and where they are. */
#ifndef RUN_OUTCOME_H
#define RUN_OUTCOME_H

#include <stddef.h>

#include "plan/plan.h"
#include "run/folder.h"
#include "run/places.h"

/* The folder of run folders that a run or first phase is put into, and the one that it is found in (run/places.h); an
 * experiment may be NULL; free(). */
char *outcome_folder(const struct run *r, const char *results);
char *outcome_place(const char *experiment, const struct run *r, const char *results);

/* 1 where a run or first phase of the plan is done. */
int outcome_done(const struct plan *p, const struct run *r, const char *results);

/* The status of a run or first phase of the plan, and for one that failed, or whose first phase
 * did, the reason. */
enum run_status outcome_status(const struct plan *p, const struct run *r, const char *results, char *reason,
                               size_t room);

#endif
