#include "plan/plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/overlap.h"
#include "plan/grid.h"
#include "plan/idle.h"
#include "plan/include.h"
#include "plan/order.h"
#include "plan/problem.h"

static int compare_ids(const void *p, const void *q)
{
    const struct run *const *a = p, *const *b = q;
    return strcmp((*a)->id, (*b)->id);
}

void plan_index_phases(struct plan *p)
{
    p->phase1_by_id = mem_alloc(p->n_phase1, sizeof *p->phase1_by_id);
    for (size_t i = 0; i < p->n_phase1; i++)
        p->phase1_by_id[i] = &p->phase1[i];
    if (p->n_phase1)
        qsort(p->phase1_by_id, p->n_phase1, sizeof *p->phase1_by_id, compare_ids);
}

static int any_learns_from(const struct plan *p, const struct set *set, const struct set *foreign,
                           const struct run **found)
{
    for (size_t i = 0; i < p->n; i++)
        if (strcmp(p->runs[i].dataset, set->data.name) == 0 && strcmp(p->runs[i].foreign, foreign->data.name) == 0) {
            *found = &p->runs[i];
            return 1;
        }
    return 0;
}

static void tell_overlap(const struct run *r, const struct set *set, const struct set *foreign, struct text *notes)
{
    const struct images *judged = r->task.holdout ? &set->data.train : &set->data.test;
    const size_t n = images_in_dataset(judged, &foreign->data);
    if (n)
        text_format(
            notes,
            "'negative = dataset:%s': %zu of the %zu %s images of '%s' are in it, pixel by pixel: detectors may "
            "learn from images that they are judged on\n",
            foreign->data.name, n, judged->n, r->task.holdout ? "train" : "test", set->data.name);
}

void plan_overlaps(const struct plan *p, struct text *notes)
{
    const struct run *r;
    for (size_t i = 0; i < p->sets.n; i++)
        for (size_t k = 0; k < p->sets.n; k++)
            if (!p->sets.of[i]->gone && !p->sets.of[k]->gone && any_learns_from(p, p->sets.of[i], p->sets.of[k], &r))
                tell_overlap(r, p->sets.of[i], p->sets.of[k], notes);
}

static int spec_names(const struct spec_values *list, const char *name)
{
    for (size_t i = 0; i < list->n; i++)
        if (strcmp(list->values[i], name) == 0)
            return 1;
    return 0;
}

/* Has each data set the classes that [incremental] speaks of? */
static int check_incremental(const struct plan *p, const struct spec *s, struct text *problems)
{
    int failed = 0;
    for (size_t i = 0; i < p->sets.n && s->incremental.asked; i++) {
        const struct dataset *set = &p->sets.of[i]->data;
        int *order = mem_alloc((size_t)set->n_classes, sizeof *order);
        struct error e;
        if (!spec_names(s->dataset, set->name)) {
            free(order);
            continue;
        }
        if (s->incremental.keys.base > set->n_classes)
            failed |= problem_add(problems, s->incremental_base->where,
                                  "'base' in [incremental]: expected at most the %d classes of '%s', found %d",
                                  set->n_classes, set->name, s->incremental.keys.base);
        if (incremental_order(s->incremental.order, set->n_classes, 0, order, &e))
            failed |= problem_add(problems, s->incremental_order->where, "'order' in [incremental]: '%s': %s",
                                  set->name, e.text);
        free(order);
    }
    return failed ? -1 : 0;
}

int plan_make(struct plan *p, const struct spec *s, const char *data_folder, const char *noted, struct text *problems)
{
    struct grid g;
    *p = (struct plan) { 0 };
    int rc = grid_make(&g, s, data_folder, noted, problems);
    p->unreadable = g.sets.unreadable;
    if (rc == 0) {
        *p = (struct plan) {
            .suite = s->suite,
            .experiment = mem_string(s->name),
            .title = mem_string(s->title),
            .declared = mem_string(s->declared),
            .runs = g.runs,
            .n = order_runs(s->suite, g.runs, g.n),
            .phase1 = g.phase1,
            .n_phase1 = order_runs(s->suite, g.phase1, g.n_phase1),
            .keep_models = s->experiment.keep_models,
            .stress = s->stress,
            .stress_sets = mem_string(s->stress.sets),
            .stress_rho = mem_string(s->stress.rho),
            .incremental = s->incremental,
            .incremental_order = mem_string(s->incremental.order),
            .incremental_negatives = mem_string(s->incremental.negatives),
            .incremental_rivals = mem_string(s->incremental.rivals),
            .sets = g.sets,
            .notes = g.notes,
        };
        p->stress.sets = p->stress_sets;
        p->stress.rho = p->stress_rho;
        p->incremental.order = p->incremental_order;
        p->incremental.negatives = p->incremental_negatives;
        p->incremental.rivals = p->incremental_rivals;
        g.sets = (struct sets) { 0 };
        g.notes = (struct text) { 0 };
        g.runs = g.phase1 = NULL;
        g.n = g.n_phase1 = 0;
        plan_index_phases(p);
        rc = plan_check_idle(p, s, problems);
        rc |= check_incremental(p, s, problems);
        struct text spec = TEXT_INIT;
        spec_as_one(s, p, &spec);
        p->spec = spec.s;
        p->files = split_copy(s->files);
        if (rc)
            plan_release(p);
    }
    grid_release(&g);
    return rc;
}

void plan_release(struct plan *p)
{
    for (size_t i = 0; i < p->n; i++)
        run_release(&p->runs[i]);
    for (size_t i = 0; i < p->n_phase1; i++)
        run_release(&p->phase1[i]);
    free(p->runs);
    free(p->phase1);
    free(p->phase1_by_id);
    free(p->experiment);
    free(p->title);
    free(p->declared);
    free(p->stress_sets);
    free(p->stress_rho);
    free(p->incremental_order);
    free(p->incremental_negatives);
    free(p->incremental_rivals);
    free(p->spec);
    split_free(p->files);
    text_release(&p->notes);
    sets_release(&p->sets);
    *p = (struct plan) { 0 };
}

const struct run *plan_first(const struct plan *p, const struct run *r)
{
    struct run wanted;
    const struct run *key = &wanted;
    if (!r->phase1[0])
        return NULL;
    memcpy(wanted.id, r->phase1, sizeof wanted.id);
    const struct run *const *found = bsearch(&key, p->phase1_by_id, p->n_phase1, sizeof *p->phase1_by_id, compare_ids);
    return found ? *found : NULL;
}

static int same_task(const struct run *a, const struct run *b)
{
    return a->seed == b->seed && strcmp(a->dataset, b->dataset) == 0 &&
           classes_compare(&a->task.positive, &b->task.positive) == 0 &&
           classes_compare(&a->task.anomaly, &b->task.anomaly) == 0;
}

/* The only run of the detector on the task, or NULL. */
static const struct run *only_one(const struct plan *p, const struct run *task, const struct detector *d)
{
    const struct run *found = NULL;
    for (size_t i = 0; i < p->n; i++)
        if (p->runs[i].detector == d && same_task(&p->runs[i], task)) {
            if (found)
                return NULL;
            found = &p->runs[i];
        }
    return found;
}

const struct run *plan_counterpart(const struct plan *p, const struct run *r, const struct detector *d)
{
    struct run wanted;
    size_t i = 0;
    run_copy(&wanted, r);
    wanted.detector = d;
    run_seal(&wanted);
    while (i < p->n && strcmp(p->runs[i].id, wanted.id) != 0)
        i++;
    run_release(&wanted);
    return i < p->n ? &p->runs[i] : only_one(p, r, d);
}

const struct dataset *plan_dataset(const struct plan *p, const char *dataset)
{
    for (size_t i = 0; i < p->sets.n; i++)
        if (strcmp(p->sets.of[i]->data.name, dataset) == 0)
            return &p->sets.of[i]->data;
    return NULL;
}

char *const *plan_classes(const struct plan *p, const char *dataset, int *n)
{
    const struct dataset *d = plan_dataset(p, dataset);
    if (!d)
        return NULL;
    *n = d->n_classes;
    return d->classes;
}
