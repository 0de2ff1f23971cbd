#include "report/pairs/mean_ranks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "eval/friedman.h"
#include "plan/columns.h"
#include "report/pairs/rivals.h"
#include "store/file.h"

/* Of fewer tasks Friedman's test would say nothing: its p is that of many, and of one task always the same. */
enum { FEWEST = 3 };

/* A column of a table. */
struct ranking {
    const struct rivals *who;
    size_t n_tasks; /* on which somebody has a number */
    int *is_ranked; /* by method */
    size_t n_ranked;
    double *mean_rank; /* of those that are ranked */
    struct friedman test;
};

/* The mean AUC over seeds, with six decimals, so that what is equal in the tables ties; NaN where none is there. */
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
    return n ? round(sum / (double)n * 1e6) / 1e6 : NAN;
}

static int is_listed(const char *const *tasks, size_t n, const char *task)
{
    size_t i = 0;
    while (i < n && strcmp(tasks[i], task) != 0)
        i++;
    return i < n;
}

/* The positive classes of all tasks, each once. */
static const char **list_tasks(const struct rivals *who, size_t *n)
{
    const char **tasks = NULL;
    *n = 0;
    for (size_t i = 0; i < who->n; i++)
        for (size_t k = 0; k < who->of[i]->n; k++) {
            const char *task = who->of[i]->runs[k]->positive;
            if (is_listed(tasks, *n, task))
                continue;
            tasks = mem_resize(tasks, *n + 1, sizeof *tasks);
            tasks[(*n)++] = task;
        }
    return tasks;
}

/* The numbers (n_tasks, who->n) on the tasks on which somebody has one; free(). */
static double *find_numbers(struct ranking *r, const struct groups *of)
{
    size_t n;
    const char **tasks = list_tasks(r->who, &n);
    double *numbers = mem_alloc(n * r->who->n, sizeof *numbers);
    for (size_t t = 0; t < n; t++) {
        int known = 0;
        for (size_t i = 0; i < r->who->n; i++) {
            double *number = &numbers[r->n_tasks * r->who->n + i];
            *number = number_of(of, r->who->of[i], tasks[t]);
            known = known || isfinite(*number);
        }
        r->n_tasks += (size_t)known;
    }
    free(tasks);
    return numbers;
}

static void find_ranked(struct ranking *r, const double *numbers)
{
    for (size_t i = 0; i < r->who->n; i++) {
        size_t t = 0;
        while (t < r->n_tasks && isfinite(numbers[t * r->who->n + i]))
            t++;
        r->is_ranked[i] = r->n_tasks && t == r->n_tasks;
        r->n_ranked += (size_t)r->is_ranked[i];
    }
}

static void compute(struct ranking *r, const struct groups *of, const struct rivals *who)
{
    *r = (struct ranking) { .who = who, .is_ranked = mem_zero(who->n, sizeof(int)) };
    double *numbers = find_numbers(r, of);
    find_ranked(r, numbers);
    size_t n = 0;
    for (size_t at = 0; at < r->n_tasks * who->n; at++) /* in place: those of the ranked move to the front */
        if (r->is_ranked[at % who->n])
            numbers[n++] = numbers[at];
    r->mean_rank = mem_alloc(r->n_ranked + 1, sizeof *r->mean_rank);
    friedman_compute(&r->test, numbers, r->n_tasks, r->n_ranked, r->mean_rank);
    if (r->n_tasks < FEWEST)
        r->test = (struct friedman) { NAN, NAN };
    free(numbers);
}

static void release(struct ranking *r)
{
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
