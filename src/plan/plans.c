#include "plan/plans.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plan/order.h"

/* Where a run of `all` is in its list. */
struct place {
    const char *id;
    size_t at;
};

static int compare_places(const void *p, const void *q)
{
    const struct place *a = p, *b = q;
    return strcmp(a->id, b->id);
}

static struct place *places_of(const struct run *runs, size_t n)
{
    struct place *places = mem_alloc(n, sizeof *places);
    for (size_t i = 0; i < n; i++)
        places[i] = (struct place) { runs[i].id, i };
    if (n)
        qsort(places, n, sizeof *places, compare_places);
    return places;
}

static size_t find(const struct place *places, size_t n, const char *id)
{
    const struct place key = { id, 0 };
    return ((const struct place *)bsearch(&key, places, n, sizeof *places, compare_places))->at;
}

/* Adds copies with texts of their own. */
static void add(struct run *to, size_t *n, const struct run *from, size_t n_from)
{
    for (size_t i = 0; i < n_from; i++) {
        run_copy(&to[*n], &from[i]);
        to[(*n)++].canonical = mem_string(from[i].canonical);
    }
}

static char *name_all(const struct plans *p)
{
    enum { NAMED = 3 };
    struct text name = TEXT_INIT;
    for (size_t i = 0; i < p->n && (i < NAMED || p->n == NAMED + 1); i++)
        text_format(&name, "%s%s", i ? " + " : "", p->of[i].experiment);
    if (p->n > NAMED + 1)
        text_format(&name, " + %zu more", p->n - NAMED);
    return name.s;
}

static void join(struct plans *p)
{
    struct plan *all = &p->joined;
    size_t n = 0, n_phase1 = 0;
    for (size_t i = 0; i < p->n; i++) {
        n += p->of[i].n;
        n_phase1 += p->of[i].n_phase1;
    }
    *all = (struct plan) { .suite = p->of[0].suite,
                           .experiment = name_all(p),
                           .runs = mem_alloc(n, sizeof *all->runs),
                           .phase1 = mem_alloc(n_phase1, sizeof *all->phase1) };
    for (size_t i = 0; i < p->n; i++) {
        add(all->runs, &all->n, p->of[i].runs, p->of[i].n);
        add(all->phase1, &all->n_phase1, p->of[i].phase1, p->of[i].n_phase1);
        all->keep_models |= p->of[i].keep_models;
    }
    all->n = order_runs(all->suite, all->runs, all->n);
    all->n_phase1 = order_runs(all->suite, all->phase1, all->n_phase1);
    plan_index_phases(all);
}

/* Which plan has which run: of several the first. */
static void find_owners(struct plans *p)
{
    const struct plan *all = p->all;
    struct place *runs = places_of(all->runs, all->n), *phase1 = places_of(all->phase1, all->n_phase1);
    p->run_of = mem_alloc(all->n, sizeof *p->run_of);
    p->phase1_of = mem_alloc(all->n_phase1, sizeof *p->phase1_of);
    p->keep_model = mem_zero(all->n, 1);
    for (size_t k = p->n; k-- > 0;) {
        const struct plan *one = &p->of[k];
        for (size_t i = 0; i < one->n; i++) {
            size_t at = find(runs, all->n, one->runs[i].id);
            p->run_of[at] = one;
            p->keep_model[at] |= one->keep_models != 0;
        }
        for (size_t i = 0; i < one->n_phase1; i++)
            p->phase1_of[find(phase1, all->n_phase1, one->phase1[i].id)] = one;
    }
    free(runs);
    free(phase1);
}

void plans_join(struct plans *p, struct plan *of, size_t n)
{
    *p = (struct plans) { .of = of, .n = n, .all = &of[0] };
    if (n > 1) {
        join(p);
        p->all = &p->joined;
    }
    find_owners(p);
}

void plans_release(struct plans *p)
{
    for (size_t i = 0; i < p->n; i++)
        plan_release(&p->of[i]);
    if (p->n > 1)
        plan_release(&p->joined);
    free(p->of);
    free(p->run_of);
    free(p->phase1_of);
    free(p->keep_model);
    *p = (struct plans) { 0 };
}
