#include "report/group.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "eval/summary.h"
#include "report/cell.h"

/* What the runs of a group have in common. */
static void group_key(const struct run *r, struct text *out)
{
    static const char *const columns[] = { "dataset", "detector", "negative", "latent", "gamma", "beta", "linsep", "variant" };
    struct text cell = TEXT_INIT;
    text_clear(out);
    text_format(out, "%d", r->task.positive.n);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        text_format(out, "|%s", run_cell(r, columns[i], &cell));
    text_release(&cell);
}

void groups_init(struct groups *g, const struct plan *p)
{
    char **keys = mem_zero(p->n + 1, sizeof *keys);
    struct text key = TEXT_INIT;
    *g = (struct groups) { mem_zero(p->n + 1, sizeof *g->group), 0 };
    for (size_t i = 0; i < p->n; i++) {
        size_t at = 0;
        group_key(&p->runs[i], &key);
        while (at < g->n && strcmp(keys[at], text_of(&key)) != 0)
            at++;
        if (at == g->n) {
            keys[g->n++] = mem_string(text_of(&key));
        }
        struct group *to = &g->group[at];
        to->runs = mem_resize(to->runs, to->n + 1, sizeof *to->runs);
        to->runs[to->n++] = &p->runs[i];
    }
    for (size_t i = 0; i < g->n; i++)
        free(keys[i]);
    free(keys);
    text_release(&key);
}

void groups_release(struct groups *g)
{
    for (size_t i = 0; i < g->n; i++)
        free(g->group[i].runs);
    free(g->group);
    *g = (struct groups) { 0 };
}

/* The cell of one run, or NaN. Rows of a run stand together, but a plan's order is not
 * auc.csv's promise, so all rows are looked at. */
static double run_auc(const struct csv *auc, const char *id, const char *outlier, const char *column)
{
    int c_id = csv_column(auc, "run_id"), c_outlier = csv_column(auc, "outlier"), c_value = csv_column(auc, column);
    for (size_t row = 0; row < auc->n_rows && c_id >= 0 && c_outlier >= 0 && c_value >= 0; row++) {
        char **cells = auc->cells + row * auc->n_columns;
        double value;
        if (strcmp(cells[c_id], id) == 0 && strcmp(cells[c_outlier], outlier) == 0)
            return parse_double(cells[c_value], &value) ? NAN : value;
    }
    return NAN;
}

/* Adds to a list of distinct words or numbers; returns its place. */
static size_t place_of(const char **words, size_t *n, const char *word)
{
    size_t i = 0;
    while (i < *n && strcmp(words[i], word) != 0)
        i++;
    if (i == *n)
        words[(*n)++] = word;
    return i;
}

static size_t seed_place(long *seeds, size_t *n, long seed)
{
    size_t i = 0;
    while (i < *n && seeds[i] != seed)
        i++;
    if (i == *n)
        seeds[(*n)++] = seed;
    return i;
}

void group_cell(const struct group *g, const struct csv *auc, const char *positive,
                const char *outlier, struct cell *out)
{
    const char **tasks = mem_zero(g->n, sizeof *tasks);
    long *seeds = mem_zero(g->n, sizeof *seeds);
    double *table = mem_alloc(g->n * g->n, sizeof *table); /* (task, seed), NaN where nothing is */
    const struct run *only = NULL;
    *out = (struct cell) { NAN, NAN, NAN, NAN, 0, 0, 0, 0 };
    for (size_t i = 0; i < g->n * g->n; i++)
        table[i] = NAN;
    for (size_t i = 0; i < g->n; i++) {
        const struct run *r = g->runs[i];
        if (positive && strcmp(positive, r->positive) != 0)
            continue;
        size_t task = place_of(tasks, &out->n_tasks, r->positive), seed = seed_place(seeds, &out->n_seeds, r->seed);
        double value = run_auc(auc, r->id, outlier, "auc");
        out->n_planned++;
        if (!isfinite(value))
            continue;
        only = r;
        out->n_ok++;
        table[task * g->n + seed] = value;
    }
    double *means = mem_alloc(g->n, sizeof *means), *values = mem_alloc(g->n, sizeof *values);
    size_t n = 0, whole = 0;
    struct summary s;
    for (size_t t = 0; t < out->n_tasks; t++) {
        size_t m = 0;
        for (size_t k = 0; k < out->n_seeds; k++)
            if (isfinite(table[t * g->n + k]))
                values[m++] = table[t * g->n + k];
        summary_compute(&s, values, m);
        if (m)
            means[n++] = s.mean;
    }
    summary_compute(&s, means, n);
    out->mean = s.mean;
    for (size_t k = 0; k < out->n_seeds; k++) {
        size_t m = 0;
        for (size_t t = 0; t < out->n_tasks; t++)
            if (isfinite(table[t * g->n + k]))
                values[m++] = table[t * g->n + k];
        summary_compute(&s, values, m);
        if (m == out->n_tasks)
            means[whole++] = s.mean;
    }
    summary_compute(&s, means, whole);
    out->sd = s.sd;
    if (whole > 1) {
        out->lo = fmax(0, out->mean - s.half);
        out->hi = fmin(1, out->mean + s.half);
    } else if (out->n_planned == 1 && only) {
        out->lo = run_auc(auc, only->id, outlier, "auc_lo");
        out->hi = run_auc(auc, only->id, outlier, "auc_hi");
    }
    free(means);
    free(values);
    free(table);
    free(seeds);
    free(tasks);
}
