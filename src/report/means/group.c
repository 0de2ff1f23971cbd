#include "report/means/group.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "eval/auc.h"
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

int groups_read(struct groups *g, const struct plan *p, const char *folder, struct error *e)
{
    char *auc = path_join(folder, "auc.csv", NULL);
    char *times = path_join(folder, "times.csv", NULL);
    char *kept = path_join(folder, "kept.csv", NULL);
    *g = (struct groups) { .plan = p };
    int bad = csv_read(&g->auc, auc, e) || csv_read(&g->times, times, e) ||
              (path_exists(kept) && csv_read(&g->kept, kept, e));
    free(auc);
    free(times);
    free(kept);
    if (bad)
        return -1;
    csv_index_init(&g->auc_by_id, &g->auc, "run_id");
    csv_index_init(&g->times_by_id, &g->times, "run_id");
    csv_index_init(&g->kept_by_id, &g->kept, "run_id");
    find_groups(g);
    return 0;
}

void groups_release(struct groups *g)
{
    for (size_t i = 0; i < g->n; i++)
        free(g->group[i].runs);
    free(g->group);
    csv_index_release(&g->auc_by_id);
    csv_index_release(&g->times_by_id);
    csv_index_release(&g->kept_by_id);
    csv_release(&g->auc);
    csv_release(&g->times);
    csv_release(&g->kept);
    *g = (struct groups) { 0 };
}

const char *groups_auc_cell(const struct groups *g, const char *id, const char *outlier, const char *column)
{
    const size_t *rows;
    size_t n = csv_index_find(&g->auc_by_id, id, &rows);
    for (size_t i = 0; i < n; i++)
        if (strcmp(csv_cell(&g->auc, rows[i], "outlier"), outlier) == 0)
            return csv_cell(&g->auc, rows[i], column);
    return "";
}

double groups_auc(const struct groups *g, const char *id, const char *outlier, const char *column)
{
    double value;
    return parse_double(groups_auc_cell(g, id, outlier, column), &value) ? NAN : value;
}

const char *groups_kept_in(const struct groups *g, const char *id)
{
    const size_t *rows;
    return csv_index_find(&g->kept_by_id, id, &rows) ? csv_cell(&g->kept, rows[0], "kept_in") : "";
}

int group_begins_task(const struct group *g, size_t i)
{
    size_t before = 0;
    while (before < i && strcmp(g->runs[before]->positive, g->runs[i]->positive) != 0)
        before++;
    return before == i;
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

/* The AUCs of a group's runs. */
struct aucs {
    struct auc_table table;
    double *random;          /* (n_tasks) the variance of scores drawn at random; NaN where it is not known */
    const struct run *first; /* the first run that has one, or NULL */
};

static void aucs_init(struct aucs *t, size_t n_tasks, size_t n_seeds)
{
    const size_t size = n_tasks * n_seeds;
    *t = (struct aucs) { .table = { n_tasks, n_seeds, mem_alloc(size, sizeof(double)),
                                    mem_alloc(size, sizeof(double)) },
                         .random = mem_alloc(n_tasks, sizeof(double)) };
    for (size_t i = 0; i < size; i++)
        t->table.auc[i] = t->table.half[i] = NAN;
    for (size_t i = 0; i < n_tasks; i++)
        t->random[i] = NAN;
}

static void aucs_release(struct aucs *t)
{
    free(t->table.auc);
    free(t->table.half);
    free(t->random);
}

static size_t images(const struct groups *of, const char *id, const char *outlier, const char *column)
{
    long n;
    return parse_long(groups_auc_cell(of, id, outlier, column), &n) == 0 && n > 0 ? (size_t)n : 0;
}

static void fill(struct aucs *t, const struct groups *of, const struct group *g, const struct slot *slot,
                 const char *outlier, struct group_mean *out)
{
    for (size_t i = 0; i < g->n; i++) {
        const char *id = g->runs[i]->id;
        const double value = slot[i].task == SIZE_MAX ? NAN : groups_auc(of, id, outlier, "auc");
        if (!isfinite(value))
            continue;
        const size_t at = slot[i].task * t->table.n_seeds + slot[i].seed;
        const size_t n_normal = images(of, id, outlier, "n_positive"), n_anomaly = images(of, id, outlier, "n_outlier");
        t->first = t->first ? t->first : g->runs[i];
        t->table.auc[at] = value;
        t->table.half[at] = spread_by_images(value, groups_auc(of, id, outlier, "auc_lo"),
                                             groups_auc(of, id, outlier, "auc_hi"), n_normal, n_anomaly);
        if (n_normal && n_anomaly)
            t->random[slot[i].task] = auc_random_variance(n_normal, n_anomaly);
        out->n_ok++;
    }
}

static double mean_over_tasks(const struct auc_table *t)
{
    double *means = mem_alloc(t->n_tasks, sizeof *means), mean;
    for (size_t i = 0; i < t->n_tasks; i++)
        mean_of_those(t->auc + i * t->n_seeds, t->n_seeds, 1, &means[i]);
    mean_of_those(means, t->n_tasks, 1, &mean);
    free(means);
    return mean;
}

/* Over the tasks that have an AUC. */
static double random_lo(const struct aucs *t)
{
    double sum = 0, mean;
    size_t n = 0;
    for (size_t i = 0; i < t->table.n_tasks; i++)
        if (mean_of_those(t->table.auc + i * t->table.n_seeds, t->table.n_seeds, 1, &mean)) {
            sum += t->random[i];
            n++;
        }
    return n ? 0.5 - Z_95 * sqrt(sum) / (double)n : NAN;
}

/* Over the seeds that have all tasks, of their means over tasks. */
static void over_seeds(const struct auc_table *t, struct summary *s)
{
    double *means = mem_alloc(t->n_seeds, sizeof *means), mean;
    size_t whole = 0;
    for (size_t k = 0; k < t->n_seeds; k++)
        if (mean_of_those(t->auc + k, t->n_tasks, t->n_seeds, &mean) == t->n_tasks)
            means[whole++] = mean;
    summary_compute(s, means, whole);
    free(means);
}

/* Seeds that differ have Student's interval, around their own mean. Where they do not, as with a detector without
 * chance, that says nothing of how far the number can be trusted: one task has the interval of its test images, several
 * have none. What has no width in the digits of a table is no interval. */
static void set_interval(struct group_mean *out, const struct groups *of, const struct aucs *t, const char *outlier,
                         const struct summary *seeds)
{
    if (spread_seeds_differ(seeds)) {
        out->lo = fmax(0, seeds->mean - seeds->half);
        out->hi = fmin(1, seeds->mean + seeds->half);
        out->interval = "seeds";
    } else if (t->first && t->table.n_tasks == 1 && (t->table.n_seeds == 1 || seeds->n > 1)) {
        out->lo = groups_auc(of, t->first->id, outlier, "auc_lo");
        out->hi = groups_auc(of, t->first->id, outlier, "auc_hi");
        out->interval = "images";
    }
    if (!(out->hi - out->lo >= SPREAD_SEEN)) {
        out->lo = out->hi = NAN;
        out->interval = "";
    }
}

/* The table of a mean, with the counts that stand beside it. */
static void aucs_of(struct aucs *t, const struct groups *of, const struct group *g, const char *positive,
                    const char *outlier, struct group_mean *out)
{
    struct slot *slot = mem_alloc(g->n, sizeof *slot);
    out->n_planned = find_slots(g, positive, slot, &out->n_tasks, &out->n_seeds);
    aucs_init(t, out->n_tasks, out->n_seeds);
    fill(t, of, g, slot, outlier, out);
    free(slot);
}

/* Over all tasks of the group, against this outlier. */
static void seeds_of_all_tasks(struct seed_variance *v, const struct groups *of, const struct group *g,
                               const char *outlier)
{
    struct aucs all;
    struct group_mean ignored = { 0 };
    aucs_of(&all, of, g, NULL, outlier, &ignored);
    seed_variance_compute(v, &all.table);
    aucs_release(&all);
}

void group_mean(const struct groups *of, const struct group *g, const char *positive, const char *outlier,
                struct group_mean *out)
{
    struct aucs t;
    struct summary seeds;
    struct seed_variance varies;
    *out = (struct group_mean) { .mean = NAN, .sd = NAN, .lo = NAN, .hi = NAN, .interval = "" };
    aucs_of(&t, of, g, positive, outlier, out);
    out->mean = mean_over_tasks(&t.table);
    out->random_lo = random_lo(&t);
    over_seeds(&t.table, &seeds);
    out->sd = seeds.sd;
    set_interval(out, of, &t, outlier, &seeds);
    if (positive)
        seeds_of_all_tasks(&varies, of, g, outlier);
    else
        seed_variance_compute(&varies, &t.table);
    spread_compute(&out->spread, &t.table, out->mean, &seeds, &varies);
    aucs_release(&t);
}

static void put_span(struct row *row, const char *name, const struct span *s)
{
    struct text column = TEXT_INIT;
    text_format(&column, "%s_lo", name);
    row_number(row, text_of(&column), "%.6f", s->lo);
    text_clear(&column);
    text_format(&column, "%s_hi", name);
    row_number(row, text_of(&column), "%.6f", s->hi);
    text_release(&column);
}

void group_mean_put(const struct group_mean *m, const char *column, struct row *row)
{
    row_number(row, column, "%.6f", m->mean);
    row_number(row, "sd", "%.6f", m->sd);
    row_number(row, "lo", "%.6f", m->lo);
    row_number(row, "hi", "%.6f", m->hi);
    row_set(row, "interval", m->interval);
    row_count(row, "n_tasks", m->n_tasks);
    row_count(row, "n_seeds", m->n_seeds);
    row_count(row, "n_ok", m->n_ok);
    row_count(row, "n_planned", m->n_planned);
    put_span(row, "images", &m->spread.images);
    put_span(row, "seeds", &m->spread.seeds);
    put_span(row, "tasks", &m->spread.tasks);
    put_span(row, "both", &m->spread.both);
    row_set(row, "below_random", m->mean < m->random_lo ? "yes" : "");
}
