/* What of a plan is left to do. */
#ifndef RUN_LEFT_H
#define RUN_LEFT_H

#include <stddef.h>

#include "base/error.h"
#include "plan/plan.h"
#include "run/revisions.h"

/* What must still be done: the runs that are neither done nor kept, and the first phases that are
 * not done and that one of these starts from, directly or through another. */
struct left {
    unsigned char *runs, *phase1; /* 1: to do; in the plan's order */
    size_t n_runs, n_phase1;      /* how many are */
};

/* The tables in `kept_folders` have rows of runs done elsewhere (kept_read()). 0 or -1; left_release() either way. */
int left_find(struct left *l, const struct plan *p, const char *results, const char *const *kept_folders,
              struct error *e);
/* The same where what `anew` marks, and what starts from it, is to be done again: a result that is there is left, too.
 * What the kept tables have is not, nor are first phases that only this starts from. */
int left_find_anew(struct left *l, const struct plan *p, const char *results, const char *const *kept_folders,
                   const struct revisions *anew, struct error *e);
/* Removes the results that are there of what is left. One that somebody is at stays. */
int left_discard(const struct left *l, const struct plan *p, const char *results, struct error *e);
/* Takes out the runs that failed, themselves or in a first phase, and what only they need. */
void left_drop_failed(struct left *l, const struct plan *p, const char *results);
/* 1 where another process is at something that is left. */
int left_busy(const struct left *l, const struct plan *p, const char *results);
void left_release(struct left *l);

#endif
