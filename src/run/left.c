#include "run/left.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "run/kept.h"
#include "run/outcome.h"

/* Is it the result of another revision, or does it start from one? */
static int is_of_another(const struct revisions *others, const struct plan *p, const struct run *r)
{
    for (; r; r = plan_first(p, r))
        if (r->detector->flags & HIDDEN ? others->phase1[r - p->phase1] : others->runs[r - p->runs])
            return 1;
    return 0;
}

static int is_done(const struct plan *p, const struct run *r, const char *results, const struct revisions *anew)
{
    return outcome_done(p, r, results) && !(anew && is_of_another(anew, p, r));
}

static void need(struct left *l, const struct plan *p, const struct run *r, const char *results,
                 const struct revisions *anew)
{
    for (const struct run *first = plan_first(p, r); first; first = plan_first(p, first)) {
        size_t i = (size_t)(first - p->phase1);
        if (l->phase1[i] || is_done(p, first, results, anew))
            return;
        l->phase1[i] = 1;
        l->n_phase1++;
    }
}

int left_find_anew(struct left *l, const struct plan *p, const char *results, const char *const *kept_folders,
                   const struct revisions *anew, struct error *e)
{
    struct kept_tables kept;
    *l = (struct left) { .runs = mem_zero(p->n, 1), .phase1 = mem_zero(p->n_phase1, 1) };
    int bad = kept_read(&kept, kept_folders, e);
    for (size_t i = 0; i < p->n && !bad; i++) {
        const struct run *r = &p->runs[i];
        if (is_done(p, r, results, anew) || kept_find(&kept, r->id))
            continue;
        l->runs[i] = 1;
        l->n_runs++;
        need(l, p, r, results, anew);
    }
    kept_release(&kept);
    return bad ? -1 : 0;
}

int left_find(struct left *l, const struct plan *p, const char *results, const char *const *kept_folders,
              struct error *e)
{
    return left_find_anew(l, p, results, kept_folders, NULL, e);
}

/* Of a run there may be a second result, in a folder of before (run/places.h). */
static int discard(const struct plan *p, const struct run *run, const char *results, struct error *e)
{
    int rc = 0;
    while (rc == 0 && outcome_done(p, run, results)) {
        char *base = outcome_place(p->experiment, run, results);
        rc = run_folder_discard(base, run->id, e);
        free(base);
    }
    return rc < 0 ? -1 : 0;
}

int left_discard(const struct left *l, const struct plan *p, const char *results, struct error *e)
{
    for (size_t i = 0; i < p->n; i++)
        if (l->runs[i] && discard(p, &p->runs[i], results, e))
            return -1;
    for (size_t i = 0; i < p->n_phase1; i++)
        if (l->phase1[i] && discard(p, &p->phase1[i], results, e))
            return -1;
    return 0;
}

void left_drop_failed(struct left *l, const struct plan *p, const char *results)
{
    char reason[512];
    memset(l->phase1, 0, p->n_phase1);
    l->n_phase1 = 0;
    for (size_t i = 0; i < p->n; i++) {
        if (!l->runs[i])
            continue;
        if (outcome_status(p, &p->runs[i], results, reason, sizeof reason) == RUN_FAILED) {
            l->runs[i] = 0;
            l->n_runs--;
        } else {
            need(l, p, &p->runs[i], results, NULL);
        }
    }
}

static int is_busy(const struct run *r, const char *results)
{
    char *base = outcome_folder(r, results);
    int busy = run_folder_busy(base, r->id);
    free(base);
    return busy;
}

int left_busy(const struct left *l, const struct plan *p, const char *results)
{
    for (size_t i = 0; i < p->n_phase1; i++)
        if (l->phase1[i] && is_busy(&p->phase1[i], results))
            return 1;
    for (size_t i = 0; i < p->n; i++)
        if (l->runs[i] && is_busy(&p->runs[i], results))
            return 1;
    return 0;
}

void left_release(struct left *l)
{
    free(l->runs);
    free(l->phase1);
    *l = (struct left) { 0 };
}
