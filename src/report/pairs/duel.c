#include "report/pairs/duel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/order.h"
#include "base/text.h"
#include "eval/summary.h"

/* On one task: the difference, and DeLong's of the first seed that both have. */
struct round {
    double difference; /* NaN where they have no seed in common */
    double z, p;       /* NaN where scores are not there */
};

static const struct run *run_with(const struct groups *of, const struct group *g, const char *positive, long seed,
                                  double *auc)
{
    for (size_t i = 0; i < g->n; i++)
        if (g->runs[i]->seed == seed && strcmp(g->runs[i]->positive, positive) == 0) {
            *auc = groups_auc(of, g->runs[i]->id, "all", "auc");
            return isfinite(*auc) ? g->runs[i] : NULL;
        }
    return NULL;
}

/* Differences of numbers with six decimals, of which those that are equal there are to be so here. */
static double rounded(double difference)
{
    return round(difference * 1e9) / 1e9;
}

/* Plays the task of run number `first` of d->one, its first of that task. */
static void play(struct round *r, const struct duel *d, const struct groups *of, size_t first,
                 struct score_parts *scores)
{
    const char *positive = d->one->runs[first]->positive;
    double sum = 0;
    size_t n = 0;
    *r = (struct round) { NAN, NAN, NAN };
    for (size_t i = first; i < d->one->n; i++) {
        double auc, against;
        const long seed = d->one->runs[i]->seed;
        const struct run *a = strcmp(d->one->runs[i]->positive, positive) == 0
                                  ? run_with(of, d->one, positive, seed, &auc)
                                  : NULL;
        const struct run *b = a ? run_with(of, d->other, positive, seed, &against) : NULL;
        struct auc_difference paired;
        if (!b)
            continue;
        if (n == 0 && score_parts_compare(scores, &paired, a, auc, b, against) == 0) {
            r->z = paired.z;
            r->p = paired.p;
        }
        sum += auc - against;
        n++;
    }
    if (n)
        r->difference = rounded(sum / (double)n);
}

static size_t play_all(struct round *rounds, const struct duel *d, const struct groups *of, struct score_parts *scores)
{
    size_t n = 0;
    for (size_t i = 0; i < d->one->n; i++) {
        if (!group_begins_task(d->one, i))
            continue;
        play(&rounds[n], d, of, i, scores);
        n += isfinite(rounds[n].difference) != 0;
    }
    return n;
}

/* `differences` are sorted. Half the sum of the middle two: interpolation between them would round in another way. */
static double median(const double *differences, size_t n)
{
    return n ? 0.5 * (differences[(n - 1) / 2] + differences[n / 2]) : NAN;
}

static void count_significant(struct duel *d, const struct round *rounds)
{
    double *p = mem_alloc(d->n_tasks, sizeof *p);
    size_t n = 0;
    for (size_t i = 0; i < d->n_tasks; i++)
        if (isfinite(rounds[i].p))
            p[n++] = rounds[i].p;
    holm_adjust(p, n);
    d->tested = n;
    n = 0;
    for (size_t i = 0; i < d->n_tasks; i++) {
        if (!isfinite(rounds[i].p))
            continue;
        const int found = paired_significant(p[n++]);
        d->significant += found && rounds[i].z > 0;
        d->behind += found && rounds[i].z < 0;
    }
    free(p);
}

void duel_compute(struct duel *d, const struct groups *of, const struct group *one, const struct group *other,
                  struct score_parts *scores)
{
    struct round *rounds = mem_alloc(one->n + 1, sizeof *rounds);
    double *differences = mem_alloc(one->n, sizeof *differences);
    struct summary s;
    *d = (struct duel) { .one = one, .other = other, .test = { 0, NAN, NAN, NAN } };
    d->n_tasks = play_all(rounds, d, of, scores);
    for (size_t i = 0; i < d->n_tasks; i++) {
        differences[i] = rounds[i].difference;
        d->wins += differences[i] > 0;
        d->ties += differences[i] == 0;
        d->losses += differences[i] < 0;
    }
    count_significant(d, rounds);
    sort_rising(differences, d->n_tasks);
    summary_compute(&s, differences, d->n_tasks);
    d->mean = s.mean;
    d->half = s.half;
    d->median = median(differences, d->n_tasks);
    if (d->n_tasks && d->n_tasks <= WILCOXON_MAX)
        wilcoxon_compute(&d->test, differences, d->n_tasks);
    free(rounds);
    free(differences);
}
