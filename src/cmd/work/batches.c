#include "cmd/work/batches.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { MOST = 100 }; /* units of a batch: its command has a name for each */

/* Seconds. A run takes the least time to begin and end, whatever it does; a batch of the shortest time is as long as
 * its worker takes to load; one of the longest is what a job may be idle for in the end. */
static const double LEAST = 0.02, SHORTEST = 0.1, LONGEST = 2;

static double seconds_of(const struct pace *pace, const struct run *r)
{
    return fmax(LEAST, pace_seconds(pace, r->detector, run_work(r)));
}

/* How long a batch of these may be. */
static double most_seconds(const double *seconds, size_t n, int jobs)
{
    enum { EACH = 4 }; /* batches for each job */
    double total = 0;
    for (size_t i = 0; i < n; i++)
        total += seconds[i];
    return fmin(fmin(fmax(total / (EACH * jobs), SHORTEST), LONGEST), total / jobs);
}

/* First phases that start from no other one of these, then those that start from them, and so on. */
static void order_phases(struct batches *b, const struct plan *all, const struct left *left)
{
    unsigned char *placed = mem_zero(all->n_phase1, 1);
    for (size_t before = 1; before > 0;) {
        const size_t begun = b->n_units;
        for (size_t i = 0; i < all->n_phase1; i++) {
            const struct run *first = plan_first(all, &all->phase1[i]);
            const size_t at = first ? (size_t)(first - all->phase1) : 0;
            if (left->phase1[i] && !placed[i] && (!first || !left->phase1[at] || placed[at]))
                b->units[b->n_units++] = &all->phase1[i];
        }
        for (size_t i = begun; i < b->n_units; i++)
            placed[b->units[i] - all->phase1] = 1;
        before = b->n_units - begun;
    }
    b->n_phases = b->n_units;
    free(placed);
}

/* What the units of a batch start from is looked for here. */
struct links {
    const struct plan *all;
    size_t *batch_of; /* of each first phase of the plan, plus 1; 0: of none */
    size_t n_after;
};

static int compare(const void *a, const void *b)
{
    const size_t *one = a, *other = b;
    return (*one > *other) - (*one < *other);
}

/* Adds the batches before that of the units. */
static void link_batch(struct batches *b, struct batch *batch, struct links *l)
{
    size_t *after = b->after + l->n_after, n = 0;
    for (size_t i = batch->first; i < batch->first + batch->n; i++) {
        const struct run *first = plan_first(l->all, b->units[i]);
        const size_t in = first ? l->batch_of[first - l->all->phase1] : 0;
        if (in)
            after[n++] = in - 1;
    }
    qsort(after, n, sizeof *after, compare);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || after[i] != after[i - 1])
            after[batch->n_after++] = after[i];
    batch->after = after;
    l->n_after += batch->n_after;
}

static int keeps_model(const struct plans *p, const struct run *r)
{
    const struct plan *all = p->all;
    return r >= all->runs && r < all->runs + all->n ? p->keep_model[r - all->runs] : 1;
}

/* May the unit be in one batch with the one before? A first phase not with that which it starts from: of a batch that
 * fails half-way others may be done. */
static int fits(const struct batches *b, const struct plans *p, size_t i, const struct links *l, size_t batch)
{
    const struct run *first = plan_first(l->all, b->units[i]);
    if (i == b->n_phases || (first && l->batch_of[first - l->all->phase1] == batch + 1))
        return 0;
    return keeps_model(p, b->units[i]) == keeps_model(p, b->units[i - 1]);
}

static void divide(struct batches *b, const struct plans *p, struct links *l, const double *seconds, int jobs)
{
    const double most[] = { most_seconds(seconds, b->n_phases, jobs),
                            most_seconds(seconds + b->n_phases, b->n_units - b->n_phases, jobs) };
    for (size_t i = 0; i < b->n_units; b->n++) {
        struct batch *batch = &b->of[b->n];
        double sum = 0;
        *batch = (struct batch) { .first = i };
        do {
            sum += seconds[i];
            if (i < b->n_phases)
                l->batch_of[b->units[i] - l->all->phase1] = b->n + 1;
            batch->n++;
            i++;
        } while (i < b->n_units && batch->n < MOST && sum + seconds[i] <= most[i >= b->n_phases] &&
                 fits(b, p, i, l, b->n));
        link_batch(b, batch, l);
    }
}

void batches_init(struct batches *b, const struct plans *p, const struct left *left, const struct pace *pace, int jobs)
{
    const struct plan *all = p->all;
    const size_t n = left->n_runs + left->n_phase1;
    struct links l = { all, mem_zero(all->n_phase1, sizeof *l.batch_of), 0 };
    double *seconds = mem_alloc(n, sizeof *seconds);
    *b = (struct batches) { .units = mem_alloc(n, sizeof *b->units),
                            .of = mem_alloc(n, sizeof *b->of),
                            .after = mem_alloc(n, sizeof *b->after) };
    order_phases(b, all, left);
    for (size_t i = 0; i < all->n; i++)
        if (left->runs[i])
            b->units[b->n_units++] = &all->runs[i];
    for (size_t i = 0; i < b->n_units; i++)
        seconds[i] = seconds_of(pace, b->units[i]);
    divide(b, p, &l, seconds, jobs);
    free(seconds);
    free(l.batch_of);
}

void batches_release(struct batches *b)
{
    free(b->units);
    free(b->of);
    free(b->after);
    *b = (struct batches) { 0 };
}
