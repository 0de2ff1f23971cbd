#include "report/gate/noise.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "data/synthetic.h"
#include "eval/summary.h"
#include "plan/columns.h"
#include "report/gate/decide.h"
#include "run/row.h"
#include "store/output.h"

static double sd_of(const double *values, size_t n)
{
    struct summary s;
    summary_compute(&s, values, n);
    return s.sd;
}

void noise_parts(struct noise_parts *p, const double *auc, size_t n_tasks, size_t n_seeds)
{
    double *means = mem_zero(n_seeds, sizeof *means), squares = 0;
    for (size_t t = 0; t < n_tasks; t++) {
        const double sd = sd_of(auc + t * n_seeds, n_seeds);
        squares += sd * sd;
        for (size_t s = 0; s < n_seeds; s++)
            means[s] += auc[t * n_seeds + s] / (double)n_tasks;
    }
    *p = (struct noise_parts) { sd_of(means, n_seeds), sqrt(squares / (double)n_tasks), n_tasks, n_seeds };
    free(means);
}

/* The runs of one key are sorted by task, then seed. */
static size_t count_tasks(const struct gate_run *runs, size_t from, size_t to)
{
    size_t n = from < to;
    for (size_t i = from + 1; i < to; i++)
        n += strcmp(runs[i].task, runs[i - 1].task) != 0;
    return n;
}

static size_t runs_of_seed(const struct gate_run *runs, size_t from, size_t to, long seed)
{
    size_t n = 0;
    for (size_t i = from; i < to; i++)
        n += runs[i].seed == seed && isfinite(runs[i].auc);
    return n;
}

void noise_of_runs(struct noise_parts *p, const struct gate_run *runs, size_t from, size_t to)
{
    const size_t n_tasks = count_tasks(runs, from, to);
    double *auc = mem_alloc(to - from, sizeof *auc);
    size_t n = 0;
    for (size_t i = from; i < to; i++)
        if (runs_of_seed(runs, from, to, runs[i].seed) == n_tasks)
            auc[n++] = runs[i].auc;
    *p = (struct noise_parts) { NAN, NAN, n_tasks, 0 };
    if (n_tasks && n / n_tasks >= 2)
        noise_parts(p, auc, n_tasks, n / n_tasks);
    free(auc);
}

/* Numbers of six decimals that differ at all. */
static int varies(const struct noise_parts *p)
{
    static const double SEEN = 1e-7;
    return p->n_seeds >= 2 && p->within > SEEN;
}

double noise_ratio(const struct noise_parts *rows, size_t n)
{
    double sum = 0, count = 0;
    for (size_t i = 0; i < n; i++)
        if (varies(&rows[i])) {
            sum += rows[i].seeds * rows[i].seeds / (rows[i].within * rows[i].within / (double)rows[i].n_tasks);
            count++;
        }
    return count > 0 ? fmax(1, sum / count) : 1;
}

void noise_combine(struct noise *out, const struct noise_parts *p, double ratio, size_t tasks)
{
    const double scale = sqrt((double)p->n_tasks / (double)tasks);
    *out = (struct noise) { .sd = NAN, .source = "", .matters = NAN, .seeds = p->n_seeds, .tasks = p->n_tasks };
    if (p->n_seeds < 2)
        return;
    const int chance = varies(p);
    out->sd = chance ? fmax(p->seeds * scale, p->within * sqrt(ratio / (double)tasks)) : 0;
    out->df = chance ? p->n_tasks * (p->n_seeds - 1) : SIZE_MAX;
}

/* ---- the file ---- */

/* Appends the columns: a row is named by what names a group of runs, and by how many classes its tasks have. */
static void append_columns(struct text *out)
{
    for (const struct column *c = column_of_group(NULL); c; c = column_of_group(c))
        text_format(out, "%s,", c->name);
    text_append(out, "classes,n_tasks,n_seeds,sd_seeds,sd_within,ratio,sd,df,limit,headroom,smallest,matters");
}

static int number(const struct csv *c, size_t row, const char *column, double least, double *value, const char *path,
                  struct error *e)
{
    const char *cell = csv_cell(c, row, column);
    if (parse_double(cell, value) == 0 && *value >= least)
        return 0;
    return error_set(e, "%s:%zu: expected a number from %g in '%s', found '%s'", path, csv_line(c, row), least, column,
                     cell);
}

int noise_file_read(struct noise_file *f, const char *path, struct error *e)
{
    struct text columns = TEXT_INIT;
    double value;
    *f = (struct noise_file) { .ratio = 1 };
    append_columns(&columns);
    const int bad = csv_read_as(&f->table, path, text_of(&columns), e);
    text_release(&columns);
    if (bad)
        return -1;
    for (size_t row = 0; row < f->table.n_rows; row++) {
        const char *matters = csv_cell(&f->table, row, "matters");
        if (number(&f->table, row, "n_tasks", 1, &value, path, e) ||
            number(&f->table, row, "n_seeds", 2, &value, path, e) ||
            number(&f->table, row, "sd_seeds", 0, &value, path, e) ||
            number(&f->table, row, "sd_within", 0, &value, path, e) ||
            number(&f->table, row, "ratio", 1, &f->ratio, path, e) ||
            (*matters && number(&f->table, row, "matters", 0, &value, path, e)))
            return -1;
    }
    return 0;
}

void noise_file_release(struct noise_file *f)
{
    csv_release(&f->table);
    *f = (struct noise_file) { 0 };
}

static int is_of(const struct csv *c, size_t row, const struct gate_run *r)
{
    long classes;
    const struct column *name = column_of_group(NULL);
    while (name && strcmp(csv_cell(c, row, name->name), side_cell(r, name->name)) == 0)
        name = column_of_group(name);
    return !name && parse_long(csv_cell(c, row, "classes"), &classes) == 0 && classes == (long)r->classes;
}

static double cell_number(const struct csv *c, size_t row, const char *column)
{
    double value;
    return parse_double(csv_cell(c, row, column), &value) ? NAN : value;
}

static void take(struct noise *out, const struct noise_file *f, size_t row, size_t tasks, const char *source)
{
    const struct noise_parts p = { cell_number(&f->table, row, "sd_seeds"), cell_number(&f->table, row, "sd_within"),
                                   (size_t)cell_number(&f->table, row, "n_tasks"),
                                   (size_t)cell_number(&f->table, row, "n_seeds") };
    noise_combine(out, &p, f->ratio, tasks);
    out->source = source;
    out->matters = cell_number(&f->table, row, "matters");
}

void noise_find(struct noise *out, const struct noise_file *f, const struct gate_run *r, size_t tasks)
{
    *out = (struct noise) { .sd = NAN, .source = "", .matters = NAN };
    for (size_t row = 0; row < f->table.n_rows; row++)
        if (is_of(&f->table, row, r)) {
            take(out, f, row, tasks, "kept");
            return;
        }
    for (size_t row = 0; row < f->table.n_rows; row++)
        if (strcmp(csv_cell(&f->table, row, "detector"), side_cell(r, "detector")) == 0) {
            struct noise other;
            take(&other, f, row, tasks, "pooled");
            other.matters = NAN; /* which is for that row alone */
            if (!(out->sd >= other.sd))
                *out = other;
        }
}

/* A row of a side: its runs, which stand together, and how much their mean varies. */
struct span_of_runs {
    size_t from, to;
    double sd;
};

/* Of two rows with the same settings, of several experiments: does the other one go first? That with more runs does,
 * then that which varies more, as what sets them apart may be keys that no column has ([augment]). */
static int goes_first(const struct span_of_runs *other, const struct span_of_runs *row)
{
    const size_t its = other->to - other->from, mine = row->to - row->from;
    if (its != mine)
        return its > mine;
    return other->sd != row->sd ? other->sd > row->sd : other < row;
}

static int is_best(const struct gate_side *s, const struct span_of_runs *rows, size_t n, size_t which)
{
    const struct gate_run *r = &s->runs[rows[which].from];
    for (size_t i = 0; i < n; i++) {
        const struct gate_run *other = &s->runs[rows[i].from];
        const struct column *c = column_of_group(NULL);
        while (c && strcmp(side_cell(r, c->name), side_cell(other, c->name)) == 0)
            c = column_of_group(c);
        if (i != which && !c && r->classes == other->classes && goes_first(&rows[i], &rows[which]))
            return 0;
    }
    return 1;
}

static void put_row(struct csv_out *out, const struct gate_run *r, const struct noise_parts *p, double ratio)
{
    struct row row;
    struct noise noise;
    struct threshold limit;
    noise_combine(&noise, p, ratio, p->n_tasks);
    decide_threshold(&limit, &noise, p->n_seeds, 1, &decide_defaults);
    row_init(&row, out);
    for (const struct column *c = column_of_group(NULL); c; c = column_of_group(c))
        row_set(&row, c->name, side_cell(r, c->name));
    row_count(&row, "classes", r->classes);
    row_count(&row, "n_tasks", p->n_tasks);
    row_count(&row, "n_seeds", p->n_seeds);
    row_number(&row, "sd_seeds", "%.7f", p->seeds);
    row_number(&row, "sd_within", "%.7f", p->within);
    row_number(&row, "ratio", "%.4f", ratio);
    row_number(&row, "sd", "%.7f", noise.sd);
    if (noise.df < SIZE_MAX)
        row_count(&row, "df", noise.df);
    row_number(&row, "limit", "%.6f", limit.limit);
    row_number(&row, "headroom", "%.2f", limit.headroom);
    row_number(&row, "smallest", "%.6f", limit.smallest);
    row_put(&row);
    row_release(&row);
}

/* Points in the plane: one task a set, whose trainings vary by much more than those of images. They would have a say in
 * RATIO, and no night judges them. */
static int is_of_points(const struct gate_run *r)
{
    return synthetic_named(side_cell(r, "dataset"));
}

int noise_file_write(const struct gate_side *s, const char *path, size_t *n, struct error *e)
{
    struct span_of_runs *rows = mem_alloc(s->n + 1, sizeof *rows);
    struct noise_parts *parts = mem_alloc(s->n + 1, sizeof *parts);
    struct text columns = TEXT_INIT, text = TEXT_INIT;
    struct csv_out out;
    size_t n_rows = 0;
    *n = 0;
    for (size_t from = 0, to; from < s->n; from = to) {
        for (to = from + 1; to < s->n && strcmp(s->runs[to].key, s->runs[from].key) == 0;)
            to++;
        if (is_of_points(&s->runs[from]))
            continue;
        rows[n_rows] = (struct span_of_runs) { .from = from, .to = to };
        noise_of_runs(&parts[n_rows++], s->runs, from, to);
    }
    const double ratio = noise_ratio(parts, n_rows);
    for (size_t i = 0; i < n_rows; i++) {
        struct noise noise;
        noise_combine(&noise, &parts[i], ratio, parts[i].n_tasks);
        rows[i].sd = isfinite(noise.sd) ? noise.sd : 0;
    }
    append_columns(&columns);
    int bad = csv_out_begin_text(&out, text_of(&columns), e);
    for (size_t i = 0; i < n_rows && !bad; i++)
        if (parts[i].n_seeds >= 2 && is_best(s, rows, n_rows, i)) {
            put_row(&out, &s->runs[rows[i].from], &parts[i], ratio);
            ++*n;
        }
    bad = bad || csv_out_end_text(&out, &text, e) || output_write(path, text_of(&text), text.length, e);
    text_release(&text);
    text_release(&columns);
    free(rows);
    free(parts);
    return bad ? -1 : 0;
}
