#include "report/group.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "eval/summary.h"
#include "plan/columns.h"
#include "store/file.h"

/* What the runs of a group have in common: the cells of its row in summary.csv. */
static void group_key(const struct run *r, struct text *out)
{
    struct text cell = TEXT_INIT;
    text_clear(out);
    for (const struct column *c = all_columns; c->name; c++)
        if (c->tables & IN_SUMMARY && column_names_run(c))
            text_format(out, "%s|", column_cell(c, r, &cell));
    /* the column `latent` has the size of the code, which need not be the value of [model] latent */
    const struct setting *latent = sections_setting(r->settings.sections, "model", "latent");
    text_clear(&cell);
    if (run_uses(r, latent))
        settings_value(&r->settings, latent, &cell);
    text_append(out, text_of(&cell));
    text_release(&cell);
}

static void find_groups(struct groups *g)
{
    const struct plan *p = g->plan;
    char **keys = mem_zero(p->n + 1, sizeof *keys);
    struct text key = TEXT_INIT;
    g->group = mem_zero(p->n + 1, sizeof *g->group);
    for (size_t i = 0; i < p->n; i++) {
        size_t at = 0;
        group_key(&p->runs[i], &key);
        while (at < g->n && strcmp(keys[at], text_of(&key)) != 0)
            at++;
        if (at == g->n)
            keys[g->n++] = mem_string(text_of(&key));
        struct group *to = &g->group[at];
        to->runs = mem_resize(to->runs, to->n + 1, sizeof *to->runs);
        to->runs[to->n++] = &p->runs[i];
    }
    for (size_t i = 0; i < g->n; i++)
        free(keys[i]);
    free(keys);
    text_release(&key);
}

int groups_read(struct groups *g, const struct plan *p, const char *results, struct error *e)
{
    char *path = path_join(results, p->experiment, "auc.csv", NULL);
    *g = (struct groups) { .plan = p };
    int bad = csv_read(&g->auc, path, e);
    free(path);
    if (bad)
        return -1;
    csv_index_init(&g->auc_by_id, &g->auc, "run_id");
    find_groups(g);
    return 0;
}

void groups_release(struct groups *g)
{
    for (size_t i = 0; i < g->n; i++)
        free(g->group[i].runs);
    free(g->group);
    csv_index_release(&g->auc_by_id);
    csv_release(&g->auc);
    *g = (struct groups) { 0 };
}

/* A cell of one run in auc.csv, or NaN. */
static double run_auc(const struct groups *g, const char *id, const char *outlier, const char *column)
{
    const size_t *rows;
    size_t n = csv_index_find(&g->auc_by_id, id, &rows);
    for (size_t i = 0; i < n; i++) {
        double value;
        if (strcmp(csv_cell(&g->auc, rows[i], "outlier"), outlier) == 0)
            return parse_double(csv_cell(&g->auc, rows[i], column), &value) ? NAN : value;
    }
    return NAN;
}

/* Adds to a list of distinct words or numbers; returns its index. */
static size_t task_index(const char **words, size_t *n, const char *word)
{
    size_t i = 0;
    while (i < *n && strcmp(words[i], word) != 0)
        i++;
    if (i == *n)
        words[(*n)++] = word;
    return i;
}

static size_t seed_index(long *seeds, size_t *n, long seed)
{
    size_t i = 0;
    while (i < *n && seeds[i] != seed)
        i++;
    if (i == *n)
        seeds[(*n)++] = seed;
    return i;
}

/* Where a run of a group stands in a table (task, seed). */
struct slot {
    size_t task, seed;
};

/* Slots of the runs, and how many of them are of the wanted tasks. Those of others have task SIZE_MAX. */
static size_t find_slots(const struct group *g, const char *positive, struct slot *slot, size_t *n_tasks,
                         size_t *n_seeds)
{
    const char **tasks = mem_zero(g->n, sizeof *tasks);
    long *seeds = mem_zero(g->n, sizeof *seeds);
    size_t n = 0;
    *n_tasks = *n_seeds = 0;
    for (size_t i = 0; i < g->n; i++) {
        const struct run *r = g->runs[i];
        int in = !positive || strcmp(positive, r->positive) == 0;
        slot[i].task = in ? task_index(tasks, n_tasks, r->positive) : SIZE_MAX;
        slot[i].seed = in ? seed_index(seeds, n_seeds, r->seed) : 0;
        n += (size_t)in;
    }
    free(tasks);
    free(seeds);
    return n;
}

void group_mean(const struct groups *of, const struct group *g, const char *positive, const char *outlier,
                struct group_mean *out)
{
    struct slot *slot = mem_alloc(g->n, sizeof *slot);
    const struct run *only = NULL;
    *out = (struct group_mean) { NAN, NAN, NAN, NAN, 0, 0, 0, 0 };
    out->n_planned = find_slots(g, positive, slot, &out->n_tasks, &out->n_seeds);
    const size_t width = out->n_seeds, size = out->n_tasks * width;
    double *table = mem_alloc(size, sizeof *table); /* (task, seed), NaN where nothing is */
    for (size_t i = 0; i < size; i++)
        table[i] = NAN;
    for (size_t i = 0; i < g->n; i++) {
        double value = slot[i].task == SIZE_MAX ? NAN : run_auc(of, g->runs[i]->id, outlier, "auc");
        if (!isfinite(value))
            continue;
        only = g->runs[i];
        out->n_ok++;
        table[slot[i].task * width + slot[i].seed] = value;
    }
    double *means = mem_alloc(g->n, sizeof *means), *values = mem_alloc(g->n, sizeof *values);
    size_t n = 0, whole = 0;
    struct summary s;
    for (size_t t = 0; t < out->n_tasks; t++) {
        size_t m = 0;
        for (size_t k = 0; k < out->n_seeds; k++)
            if (isfinite(table[t * width + k]))
                values[m++] = table[t * width + k];
        summary_compute(&s, values, m);
        if (m)
            means[n++] = s.mean;
    }
    summary_compute(&s, means, n);
    out->mean = s.mean;
    for (size_t k = 0; k < out->n_seeds; k++) {
        size_t m = 0;
        for (size_t t = 0; t < out->n_tasks; t++)
            if (isfinite(table[t * width + k]))
                values[m++] = table[t * width + k];
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
        out->lo = run_auc(of, only->id, outlier, "auc_lo");
        out->hi = run_auc(of, only->id, outlier, "auc_hi");
    }
    free(means);
    free(values);
    free(table);
    free(slot);
}

void group_mean_put(const struct group_mean *m, const char *column, struct row *row)
{
    row_number(row, column, "%.6f", m->mean);
    row_number(row, "sd", "%.6f", m->sd);
    row_number(row, "lo", "%.6f", m->lo);
    row_number(row, "hi", "%.6f", m->hi);
    row_count(row, "n_tasks", m->n_tasks);
    row_count(row, "n_seeds", m->n_seeds);
    row_count(row, "n_ok", m->n_ok);
    row_count(row, "n_planned", m->n_planned);
}
