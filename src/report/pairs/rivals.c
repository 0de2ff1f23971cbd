#include "report/pairs/rivals.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plan/columns.h"

const struct run *rival_run(const struct group *g)
{
    return g->runs[0];
}

int rival_learns(const struct group *g)
{
    return run_learns_negative(rival_run(g));
}

static int same_word(const struct run *a, const struct run *b, const char *column)
{
    struct text x = TEXT_INIT, y = TEXT_INIT;
    int same = strcmp(run_cell(a, column, &x), run_cell(b, column, &y)) == 0;
    text_release(&x);
    text_release(&y);
    return same;
}

/* Have they a task in common, and in all that they have the same anomalies? */
static int same_tasks(const struct group *a, const struct group *b)
{
    size_t n = 0;
    for (size_t i = 0; i < a->n; i++)
        for (size_t k = 0; k < b->n; k++) {
            if (strcmp(a->runs[i]->positive, b->runs[k]->positive) != 0)
                continue;
            if (classes_compare(&a->runs[i]->task.anomaly, &b->runs[k]->task.anomaly) != 0)
                return 0;
            n++;
        }
    return n > 0;
}

/* Does `g` belong into the column that `first` tells? */
static int meets(const struct group *first, const struct group *g, enum rivals_with with)
{
    const struct run *a = rival_run(first), *b = rival_run(g);
    const int rival = rival_learns(g) ? rival_learns(first) && strcmp(a->negative, b->negative) == 0
                                      : with == RIVALS_AND_ALL || b->detector->flags & AS_FIRST_PHASE;
    return rival && same_word(a, b, "dataset") && same_word(a, b, "task") && same_tasks(first, g);
}

/* Does a column begin with this group? With one that learns from negatives; with another one only where it shares its
 * tasks with none of these. */
static int tells(const struct groups *of, const struct group *g, enum rivals_with with)
{
    if (rival_learns(g) || with != RIVALS_AND_ALL)
        return rival_learns(g);
    for (size_t i = 0; i < of->n; i++)
        if (rival_learns(&of->group[i]) && meets(&of->group[i], g, with))
            return 0;
    return 1;
}

/* Was it in the column of one before it? */
static int is_done(const struct groups *of, size_t which, enum rivals_with with)
{
    const struct group *g = of->group;
    size_t i = 0;
    while (i < which && !(tells(of, &g[i], with) && meets(&g[i], &g[which], with)))
        i++;
    return i < which;
}

int rivals_next(struct rivals *r, const struct groups *of, enum rivals_with with, size_t *after)
{
    *r = (struct rivals) { .first = NULL };
    while (*after < of->n && (!tells(of, &of->group[*after], with) || is_done(of, *after, with)))
        ++*after;
    if (*after == of->n)
        return 0;
    r->first = &of->group[(*after)++];
    r->of = mem_alloc(of->n, sizeof(const struct group *));
    for (size_t i = 0; i < of->n; i++)
        if (meets(r->first, &of->group[i], with))
            r->of[r->n++] = &of->group[i];
    return 1;
}

void rivals_release(struct rivals *r)
{
    free(r->of);
    *r = (struct rivals) { .first = NULL };
}
