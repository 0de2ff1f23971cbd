#include "report/mean_ranks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "eval/friedman.h"
#include "plan/columns.h"
#include "report/rivals.h"
#include "store/file.h"

/* A column of a table: a number for each task and method. */
struct ranking {
    const struct rivals *who;
    const char **task; /* positive classes */
    size_t n_tasks;    /* on which somebody has a number */
    int *is_ranked;    /* by method */
    size_t n_ranked;
    double *mean_rank; /* of those that are ranked */
    struct friedman test;
};

/* The mean AUC over seeds; NaN where none is there. */
static double number_of(const struct groups *of, const struct group *g, const char *task)
{
    double sum = 0;
    size_t n = 0;
    for (size_t i = 0; i < g->n; i++) {
        if (strcmp(g->runs[i]->positive, task) != 0)
            continue;
        const double auc = groups_auc(of, g->runs[i]->id, "all", "auc");
        sum += isfinite(auc) ? auc : 0;
        n += isfinite(auc) != 0;
    }
    return n ? sum / (double)n : NAN;
}

static int somebody_has(const struct groups *of, const struct rivals *who, const char *task)
{
    size_t i = 0;
    while (i < who->n && !isfinite(number_of(of, who->of[i], task)))
        i++;
    return i < who->n;
}

static int is_listed(const struct ranking *r, const char *task)
{
    size_t i = 0;
    while (i < r->n_tasks && strcmp(r->task[i], task) != 0)
        i++;
    return i < r->n_tasks;
}

static void find_tasks(struct ranking *r, const struct groups *of)
{
    for (size_t i = 0; i < r->who->n; i++)
        for (size_t k = 0; k < r->who->of[i]->n; k++) {
            const char *task = r->who->of[i]->runs[k]->positive;
            if (is_listed(r, task) || !somebody_has(of, r->who, task))
                continue;
            r->task = mem_resize(r->task, r->n_tasks + 1, sizeof *r->task);
            r->task[r->n_tasks++] = task;
        }
}

static void find_ranked(struct ranking *r, const struct groups *of)
{
    for (size_t i = 0; i < r->who->n; i++) {
        size_t k = 0;
        while (k < r->n_tasks && isfinite(number_of(of, r->who->of[i], r->task[k])))
            k++;
        r->is_ranked[i] = r->n_tasks && k == r->n_tasks;
        r->n_ranked += (size_t)r->is_ranked[i];
    }
}

static void compute(struct ranking *r, const struct groups *of, const struct rivals *who)
{
    *r = (struct ranking) { .who = who, .is_ranked = mem_zero(who->n, sizeof(int)) };
    find_tasks(r, of);
    find_ranked(r, of);
    double *values = mem_alloc(r->n_tasks * r->n_ranked + 1, sizeof *values);
    for (size_t t = 0, n = 0; t < r->n_tasks; t++)
        for (size_t i = 0; i < who->n; i++)
            if (r->is_ranked[i]) /* six decimals, so that what is equal in the tables ties */
                values[n++] = round(number_of(of, who->of[i], r->task[t]) * 1e6) / 1e6;
    r->mean_rank = mem_alloc(r->n_ranked + 1, sizeof *r->mean_rank);
    friedman_compute(&r->test, values, r->n_tasks, r->n_ranked, r->mean_rank);
    free(values);
}

static void release(struct ranking *r)
{
    free(r->task);
    free(r->is_ranked);
    free(r->mean_rank);
}

static void put(struct row *row, const struct ranking *r)
{
    const struct run *first = rival_run(r->who->first);
    const double apart = r->n_ranked > 1 && r->n_tasks ? nemenyi_difference(r->n_tasks, r->n_ranked) : NAN;
    for (size_t i = 0, ranked = 0; i < r->who->n; i++) {
        row_run(row, rival_run(r->who->of[i]));
        row_set(row, "negative", first->negative);
        row_count(row, "n_tasks", r->n_tasks);
        row_count(row, "n_ranked", r->n_ranked);
        row_number(row, "mean_rank", "%.6f", r->is_ranked[i] ? r->mean_rank[ranked++] : NAN);
        row_number(row, "rank_difference", "%.6f", apart);
        row_number(row, "friedman", "%.6f", r->test.statistic);
        row_number(row, "friedman_p", "%.6g", r->test.p);
        row_put(row);
    }
}

int mean_ranks_write(const struct groups *g, const char *folder, struct error *e)
{
    char *path = path_join(folder, "mean-ranks.csv", NULL);
    struct csv_out out;
    int bad = columns_begin(&out, path, "", IN_MEAN_RANKS, e);
    if (!bad) {
        struct row row;
        struct rivals who;
        size_t after = 0;
        row_init(&row, &out);
        row_set(&row, "experiment", g->plan->experiment);
        while (rivals_next(&who, g, RIVALS_AND_ALL, &after)) {
            struct ranking r;
            compute(&r, g, &who);
            put(&row, &r);
            release(&r);
            rivals_release(&who);
        }
        row_release(&row);
        bad = csv_out_commit(&out, e);
        csv_out_abandon(&out);
    }
    free(path);
    return bad;
}
