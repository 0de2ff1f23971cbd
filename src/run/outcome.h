/* What became of a plan's runs and first phases, and what of them is left to do. */
#ifndef RUN_OUTCOME_H
#define RUN_OUTCOME_H

#include <stddef.h>

#include "base/error.h"
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
enum run_status run_outcome(const struct plan *p, const struct run *r, const char *results, char *reason, size_t room);

/* What must still be done: the runs that are neither done nor kept, and the first phases that are
 * not done and that one of these starts from, directly or through another. */
struct left {
    unsigned char *runs, *phase1; /* 1: to do; in the plan's order */
    size_t n_runs, n_phase1;      /* how many are */
};

/* `folder`, NULL for none: its tables have rows of runs done elsewhere (run/kept.h). 0 or -1;
 * left_release() either way. */
int left_find(struct left *l, const struct plan *p, const char *results, const char *folder, struct error *e);
/* Takes out the runs that failed, themselves or in a first phase, and what only they need. */
void left_drop_failed(struct left *l, const struct plan *p, const char *results);
/* 1 where another process is at something that is left. */
int left_busy(const struct left *l, const struct plan *p, const char *results);
void left_release(struct left *l);

#endif
