/* Watching a plan while make works on it: runs done, what the current ones are at, time left. */
#ifndef CMD_WORK_WATCH_H
#define CMD_WORK_WATCH_H

#include <stddef.h>

#include "cmd/line/options.h"
#include "plan/plan.h"
#include "run/folder.h"
#include "run/left.h"
#include "run/pace.h"

/* One unit of the plan: a first phase or a run. */
struct watched {
    const struct run *run;
    double work;     /* floating-point operations */
    long long stamp; /* of the result that was there before, 0 = none */
    int finished, failed;
    struct run_progress at; /* where it is, where at.total is not 0 */
};

struct watch {
    const struct plan *plan;
    const char *results;
    char *runs, *phase1;
    struct watched *units, **by_id;
    size_t n, n_finished, n_failed; /* all units */
    struct pace pace;               /* of what was done before, and by now */
    double spoken;
    int terminal, shown, jobs;
};

/* `left`: what is to do; all else counts as done before. */
void watch_init(struct watch *w, const struct options *o, const struct plan *p, const struct left *left);
/* Waits a moment, then prints what is new: a status line on a terminal that is not dumb, else plain lines. Of a few
 * runs each has a line when it ends; of hundreds the first that fail have, and all together one each minute. */
void watch_look(struct watch *w);
void watch_end(struct watch *w);

/* "3 min", "1 h 20 min", "40 s"; `out` has at least 32 bytes. */
void duration_text(double seconds, char *out, size_t room);

#endif
