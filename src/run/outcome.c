#include "run/outcome.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "run/kept.h"
#include "store/file.h"

char *runs_folder(const char *results, const char *experiment)
{
    return path_join(results, experiment, "runs", NULL);
}

char *phase1_folder(const char *results)
{
    return path_join(results, "phase1", NULL);
}

char *outcome_folder(const char *experiment, const struct run *r, const char *results)
{
    return r->detector->flags & HIDDEN ? phase1_folder(results) : runs_folder(results, experiment);
}

enum run_status run_outcome(const struct plan *p, const struct run *r, const char *results, char *reason, size_t room)
{
    char *base = outcome_folder(p->experiment, r, results);
    char why[512] = "";
    enum run_status status = run_folder_status(base, r->id, reason, room);
    const struct run *first = status == RUN_OK ? NULL : plan_first(p, r);
    if (first && run_outcome(p, first, results, why, sizeof why) == RUN_FAILED) {
        snprintf(reason, room, "first phase %s: %s", first->id, why);
        status = RUN_FAILED;
    }
    free(base);
    return status;
}

int outcome_done(const struct plan *p, const struct run *r, const char *results)
{
    char *base = outcome_folder(p->experiment, r, results);
    int done = run_folder_status(base, r->id, NULL, 0) == RUN_OK;
    free(base);
    return done;
}

static void need(struct left *l, const struct plan *p, const struct run *r, const char *results)
{
    for (const struct run *first = plan_first(p, r); first; first = plan_first(p, first)) {
        size_t i = (size_t)(first - p->phase1);
        if (l->phase1[i] || outcome_done(p, first, results))
            return;
        l->phase1[i] = 1;
        l->n_phase1++;
    }
}

int left_find(struct left *l, const struct plan *p, const char *results, const char *folder, struct error *e)
{
    struct kept kept;
    *l = (struct left) { .runs = mem_zero(p->n, 1), .phase1 = mem_zero(p->n_phase1, 1) };
    int bad = kept_read(&kept, folder, e);
    for (size_t i = 0; i < p->n && !bad; i++) {
        const struct run *r = &p->runs[i];
        if (outcome_done(p, r, results) || kept_has(&kept, r->id))
            continue;
        l->runs[i] = 1;
        l->n_runs++;
        need(l, p, r, results);
    }
    kept_release(&kept);
    return bad ? -1 : 0;
}

void left_drop_failed(struct left *l, const struct plan *p, const char *results)
{
    char reason[512];
    memset(l->phase1, 0, p->n_phase1);
    l->n_phase1 = 0;
    for (size_t i = 0; i < p->n; i++) {
        if (!l->runs[i])
            continue;
        if (run_outcome(p, &p->runs[i], results, reason, sizeof reason) == RUN_FAILED) {
            l->runs[i] = 0;
            l->n_runs--;
        } else {
            need(l, p, &p->runs[i], results);
        }
    }
}

static int is_busy(const struct plan *p, const struct run *r, const char *results)
{
    char *base = outcome_folder(p->experiment, r, results);
    int busy = run_folder_busy(base, r->id);
    free(base);
    return busy;
}

int left_busy(const struct left *l, const struct plan *p, const char *results)
{
    for (size_t i = 0; i < p->n_phase1; i++)
        if (l->phase1[i] && is_busy(p, &p->phase1[i], results))
            return 1;
    for (size_t i = 0; i < p->n; i++)
        if (l->runs[i] && is_busy(p, &p->runs[i], results))
            return 1;
    return 0;
}

void left_release(struct left *l)
{
    free(l->runs);
    free(l->phase1);
    *l = (struct left) { 0 };
}
