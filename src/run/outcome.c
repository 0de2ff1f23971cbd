#include "run/outcome.h"

#include <stdio.h>
#include <stdlib.h>

char *outcome_folder(const struct run *r, const char *results)
{
    return r->detector->flags & HIDDEN ? phase1_folder(results) : runs_folder(results);
}

char *outcome_place(const char *experiment, const struct run *r, const char *results)
{
    return r->detector->flags & HIDDEN ? phase1_folder(results) : place_of_run(results, experiment, r->id);
}

/* Is it done where runs are put? Then there is no need to ask which folders of before there are. */
static int is_done_here(const struct run *r, const char *results)
{
    char *base = outcome_folder(r, results);
    int done = run_folder_status(base, r->id, NULL, 0) == RUN_OK;
    free(base);
    return done;
}

enum run_status outcome_status(const struct plan *p, const struct run *r, const char *results, char *reason,
                               size_t room)
{
    if (is_done_here(r, results))
        return RUN_OK;
    char *base = outcome_place(p->experiment, r, results);
    char why[512] = "";
    enum run_status status = run_folder_status(base, r->id, reason, room);
    const struct run *first = status == RUN_OK ? NULL : plan_first(p, r);
    if (first && outcome_status(p, first, results, why, sizeof why) == RUN_FAILED) {
        snprintf(reason, room, "first phase %s: %s", first->id, why);
        status = RUN_FAILED;
    }
    free(base);
    return status;
}

int outcome_done(const struct plan *p, const struct run *r, const char *results)
{
    if (is_done_here(r, results))
        return 1;
    char *base = outcome_place(p->experiment, r, results);
    int done = run_folder_status(base, r->id, NULL, 0) == RUN_OK;
    free(base);
    return done;
}
