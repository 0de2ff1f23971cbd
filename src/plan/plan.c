#include "plan/plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/rng.h"
#include "plan/grid.h"

static int compare_longs(long a, long b)
{
    return (a > b) - (a < b);
}

static int compare_classes(const struct class_list *a, const struct class_list *b)
{
    for (int i = 0; i < a->n && i < b->n; i++)
        if (a->of[i] != b->of[i])
            return compare_longs(a->of[i], b->of[i]);
    return compare_longs(a->n, b->n);
}

static int compare_ints(const struct int_list *a, const struct int_list *b)
{
    for (int i = 0; i < a->n && i < b->n; i++)
        if (a->of[i] != b->of[i])
            return compare_longs(a->of[i], b->of[i]);
    return compare_longs(a->n, b->n);
}

static int compare_value(const struct settings_key *k, const void *a, const void *b)
{
    const double *x = a, *y = b;
    switch (k->type) {
    case KEY_INT:
        return compare_longs(*(const int *)a, *(const int *)b);
    case KEY_REAL:
        return (*x > *y) - (*x < *y);
    case KEY_CHOICE: /* both point into the key's list of words */
        return compare_longs(*(const char *const *)a - k->words, *(const char *const *)b - k->words);
    case KEY_INTS:
        return compare_ints(a, b);
    }
    return 0;
}

static int compare_settings(const struct settings *a, const struct settings *b)
{
    for (const struct settings_key *k = settings_keys; k->section; k++) {
        int c = compare_value(k, (const char *)a + k->offset, (const char *)b + k->offset);
        if (c)
            return c;
    }
    return 0;
}

static int compare_tasks(const struct run *a, const struct run *b)
{
    int c = compare_classes(&a->task.positive, &b->task.positive);
    if (c == 0)
        c = compare_longs((long)a->task.source, (long)b->task.source);
    if (c == 0)
        c = compare_classes(&a->task.negative, &b->task.negative);
    if (c == 0)
        c = strcmp(a->foreign, b->foreign);
    if (c == 0)
        c = compare_classes(&a->task.anomaly, &b->task.anomaly);
    return c;
}

/* The words last: of doubles always the same one stays. */
static int compare_runs(const void *p, const void *q)
{
    const struct run *a = p, *b = q;
    int c = strcmp(a->dataset, b->dataset);
    if (c == 0)
        c = compare_longs((long)detector_place(a->detector), (long)detector_place(b->detector));
    if (c == 0)
        c = compare_tasks(a, b);
    if (c == 0)
        c = compare_settings(&a->settings, &b->settings);
    if (c == 0)
        c = compare_longs(a->seed, b->seed);
    if (c == 0)
        c = strcmp(a->id, b->id);
    if (c == 0)
        c = strcmp(a->anomaly, b->anomaly);
    return c ? c : strcmp(a->variant, b->variant);
}

/* Sorts and drops doubles; returns how many stay. */
static size_t sort_runs(struct run *runs, size_t n)
{
    size_t kept = 0;
    if (n)
        qsort(runs, n, sizeof *runs, compare_runs);
    for (size_t i = 0; i < n; i++) {
        if (kept && strcmp(runs[kept - 1].id, runs[i].id) == 0) {
            run_release(&runs[i]);
            continue;
        }
        if (kept != i) {
            runs[kept] = runs[i];
            memset(&runs[i], 0, sizeof runs[i]); /* it is one and the same */
        }
        kept++;
    }
    return kept;
}

static int compare_ids(const void *p, const void *q)
{
    const struct run *const *a = p, *const *b = q;
    return strcmp((*a)->id, (*b)->id);
}

static void index_phases(struct plan *p)
{
    p->phase1_by_id = mem_alloc(p->n_phase1, sizeof *p->phase1_by_id);
    for (size_t i = 0; i < p->n_phase1; i++)
        p->phase1_by_id[i] = &p->phase1[i];
    if (p->n_phase1)
        qsort(p->phase1_by_id, p->n_phase1, sizeof *p->phase1_by_id, compare_ids);
}

static int any_uses(const struct plan *p, const struct settings_key *k)
{
    for (size_t i = 0; i < p->n; i++)
        if (run_uses(&p->runs[i], k))
            return 1;
    for (size_t i = 0; i < p->n_phase1; i++)
        if (run_uses(&p->phase1[i], k))
            return 1;
    return 0;
}

static void find_idle(struct plan *p, const struct spec *s)
{
    for (size_t i = 0; i < s->n_axes; i++)
        if (!any_uses(p, s->axes[i].key))
            text_format(&p->idle, "%s: no run of this spec depends on '%s' in [%s]\n", s->axes[i].list.where,
                        s->axes[i].key->name, s->axes[i].key->section);
}

int plan_make(struct plan *p, const struct spec *s, const char *data_folder, struct text *problems)
{
    struct grid g;
    *p = (struct plan) { 0 };
    int rc = grid_make(&g, s, data_folder, problems);
    if (rc == 0) {
        *p = (struct plan) {
            .experiment = mem_string(s->name),
            .title = mem_string(s->title),
            .runs = g.runs,
            .n = sort_runs(g.runs, g.n),
            .phase1 = g.phase1,
            .n_phase1 = sort_runs(g.phase1, g.n_phase1),
            .keep_models = s->keep_models,
            .sets = g.sets,
        };
        g.sets = (struct sets) { 0 };
        g.runs = g.phase1 = NULL;
        g.n = g.n_phase1 = 0;
        index_phases(p);
        find_idle(p, s);
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
    text_release(&p->idle);
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

char *const *plan_classes(const struct plan *p, const char *dataset, int *n)
{
    for (size_t i = 0; i < p->sets.n; i++)
        if (strcmp(p->sets.of[i]->data.name, dataset) == 0) {
            *n = p->sets.of[i]->data.n_classes;
            return p->sets.of[i]->data.classes;
        }
    return NULL;
}

double run_work(const struct run *r)
{
    return r->detector->work ? r->detector->work(&r->settings, &r->problem) : 0;
}

uint64_t run_seed(const struct run *r, const char *role)
{
    struct text axes = TEXT_INIT;
    text_append(&axes, r->dataset);
    if (strcmp(role, "split") != 0)
        text_format(&axes, "/%s", r->positive);
    uint64_t seed = rng_seed_for((uint64_t)r->seed, role, text_of(&axes));
    text_release(&axes);
    return seed;
}
