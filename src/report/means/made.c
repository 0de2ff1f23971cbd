#include "report/means/made.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "run/marks.h"

/* Distinct words. */
struct words {
    char **of;
    size_t n;
};

/* The cell holds several with " + " between, where a run and its first phase were made with different ones. */
static void add(struct words *w, const char *cell)
{
    char **parts = split(cell, "+", 0, NULL);
    for (char **part = parts; *part; part++) {
        size_t i = 0;
        while (i < w->n && strcmp(w->of[i], *part) != 0)
            i++;
        if (i < w->n)
            continue;
        w->of = mem_resize(w->of, w->n + 1, sizeof *w->of);
        w->of[w->n++] = mem_string(*part);
    }
    split_free(parts);
}

static size_t count_and_release(struct words *w)
{
    size_t n = w->n;
    for (size_t i = 0; i < n; i++)
        free(w->of[i]);
    free(w->of);
    return n;
}

/* A run's cell in times.csv; "" where it has no row or the table no such column. */
static const char *times_cell(const struct groups *g, const char *id, const char *column)
{
    const size_t *rows;
    return csv_index_find(&g->times_by_id, id, &rows) ? csv_cell(&g->times, rows[0], column) : "";
}

void made_of(const struct groups *of, const struct group *g, struct made *out)
{
    struct words revisions = { 0 }, kernels = { 0 };
    unsigned marks;
    *out = (struct made) { 0 };
    for (size_t i = 0; i < g->n; i++) {
        const char *id = g->runs[i]->id;
        const char *revision = times_cell(of, id, "revision"), *kernel = times_cell(of, id, "kernels");
        if (!isfinite(groups_auc(of, id, "all", "auc")))
            continue;
        add(&revisions, revision);
        add(&kernels, kernel);
        out->n_unknown += !*revision || !*kernel;
        marks_parse(groups_auc_cell(of, id, "all", "mark"), &marks);
        out->n_stuck += (marks & MARK_STUCK) != 0;
        out->n_constant += (marks & MARK_CONSTANT) != 0;
    }
    out->n_revisions = count_and_release(&revisions);
    out->n_kernels = count_and_release(&kernels);
}

int made_mixed(const struct made *m)
{
    return m->n_revisions > 1 || m->n_kernels > 1;
}

void made_say_mixed(const struct groups *of, struct text *out)
{
    size_t n = 0;
    for (size_t i = 0; i < of->n; i++) {
        struct made made;
        made_of(of, &of->group[i], &made);
        n += (size_t)made_mixed(&made);
    }
    if (n)
        text_format(out,
                    "%zu of %zu means are over runs of several kernels or revisions of the program: the columns "
                    "n_kernels and n_revisions of summary.csv\n",
                    n, of->n);
}

void made_put(const struct made *m, struct row *row)
{
    row_count(row, "n_revisions", m->n_revisions);
    row_count(row, "n_kernels", m->n_kernels);
    row_count(row, "n_unknown", m->n_unknown);
    row_count(row, "n_stuck", m->n_stuck);
    row_count(row, "n_constant", m->n_constant);
}
