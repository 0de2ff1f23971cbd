#include "report/lost.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "run/outcome.h"
#include "run/row.h"
#include "store/file.h"

/* The runs that are to be kept, by their IDs. */
struct losses {
    const struct plan *plan;
    const unsigned char *ok;
    const struct run **planned; /* by their IDs */
    const char *results;
    char **ids;
    size_t n;
};

static int is_known(const struct losses *l, const char *id)
{
    for (size_t i = l->n; i > 0; i--) /* rows of a run stand together: it is mostly the last one */
        if (strcmp(l->ids[i - 1], id) == 0)
            return 1;
    return 0;
}

static int by_id(const void *a, const void *b)
{
    return strcmp((*(const struct run *const *)a)->id, (*(const struct run *const *)b)->id);
}

static int compare_id(const void *id, const void *run)
{
    return strcmp(id, (*(const struct run *const *)run)->id);
}

static const struct run **runs_by_id(const struct plan *p)
{
    const struct run **all = mem_alloc(p->n, sizeof *all);
    for (size_t i = 0; i < p->n; i++)
        all[i] = &p->runs[i];
    if (p->n)
        qsort(all, p->n, sizeof *all, by_id);
    return all;
}

/* Has a run a place other than this table: the new tables, or a folder of its own? */
static int is_elsewhere(const struct losses *l, const char *id)
{
    const struct run *const *found = l->plan->n ? bsearch(id, l->planned, l->plan->n, sizeof *l->planned, compare_id)
                                                : NULL;
    if (found)
        return l->ok[*found - l->plan->runs];
    char *place = place_of_run(l->results, l->plan->experiment, id);
    int is = run_folder_status(place, id, NULL, 0) == RUN_OK;
    free(place);
    return is;
}

/* A table that is read in portions: with the curves of thousands of runs it is larger than what is kept of it. */
struct portions {
    const char *path;
    FILE *f;
    char *line;
    size_t room;
    struct text head, rows;
    int n; /* 1: there was one; of a table without rows the head is looked at, too */
};

/* Appends the next row with its line ends, those in quoted cells too. 0 where there is none. */
static int read_row(struct portions *p, struct text *to)
{
    int quotes = 0;
    do {
        const ssize_t n = getline(&p->line, &p->room, p->f);
        if (n <= 0)
            return quotes != 0;
        for (ssize_t i = 0; i < n; i++)
            quotes ^= p->line[i] == '"';
        text_append_bytes(to, p->line, (size_t)n);
    } while (quotes);
    return 1;
}

/* The next rows as a table with the head. 1, or 0 where there are no more, or -1; csv_release() after a 1. */
static int next_portion(struct portions *p, struct csv *c, enum table table, struct error *e)
{
    enum { MOST = 1 << 20 };
    text_clear(&p->rows);
    text_append_bytes(&p->rows, p->head.s, p->head.length);
    while (p->rows.length < MOST && read_row(p, &p->rows))
        continue;
    if (ferror(p->f))
        return error_system(e, "cannot read '%s'", p->path);
    if (p->rows.length == p->head.length && p->n)
        return 0;
    p->n = 1;
    if (csv_read_bytes(c, p->path, p->rows.s, p->rows.length, e) == 0 &&
        columns_check(c, p->path, all_columns, table, e) == 0)
        return 1;
    /* once more and whole, for a message with the right line */
    csv_release(c);
    columns_read(c, p->path, all_columns, table, e);
    csv_release(c);
    return -1;
}

static void close_portions(struct portions *p)
{
    if (p->f)
        fclose(p->f);
    free(p->line);
    text_release(&p->head);
    text_release(&p->rows);
}

/* Hands a table to `see`, portion by portion. One that is not there has none. */
static int read_portions(const char *path, enum table table, void (*see)(const struct csv *c, void *context),
                         void *context, struct error *e)
{
    struct portions p = { .path = path, .head = TEXT_INIT, .rows = TEXT_INIT };
    struct csv c = { 0 };
    int got = 0;
    if (!path_exists(path))
        return 0;
    p.f = fopen(path, "re");
    if (!p.f || !read_row(&p, &p.head))
        got = p.f ? columns_read(&c, path, all_columns, table, e) : error_system(e, "cannot open '%s'", path);
    else
        while ((got = next_portion(&p, &c, table, e)) > 0) {
            see(&c, context);
            csv_release(&c);
        }
    close_portions(&p);
    return got;
}

static void find_in(const struct csv *c, void *context)
{
    struct losses *l = context;
    for (size_t row = 0; row < c->n_rows; row++) {
        const char *id = csv_cell(c, row, "run_id");
        if (strcmp(csv_cell(c, row, "status"), "ok") != 0 || is_known(l, id) || is_elsewhere(l, id))
            continue;
        l->ids = mem_resize(l->ids, l->n + 1, sizeof *l->ids);
        l->ids[l->n++] = mem_string(id);
    }
}

static int find(struct losses *l, const char *folder, const struct merged_table *auc, struct error *e)
{
    char *path = path_join(folder, auc->name, NULL);
    int bad = read_portions(path, auc->table, find_in, l, e);
    free(path);
    return bad ? error_prefix(e, "the old table stays, and can be moved away to have a new one") : 0;
}

/* The rows of these runs go on to another table. */
struct copying {
    char **ids; /* in their order */
    size_t n;
    struct csv_out *out;
};

static void copy_from(const struct csv *c, void *context)
{
    const struct copying *to = context;
    struct row row;
    row_init(&row, to->out);
    for (size_t i = 0; i < c->n_rows; i++) {
        const char *id = csv_cell(c, i, "run_id");
        if (bsearch(&id, to->ids, to->n, sizeof *to->ids, compare_strings)) {
            row_copy(&row, c, i);
            row_put(&row);
        }
    }
    row_release(&row);
}

/* Adds the rows of runs `from` to `to` in the list of IDs. A table that is not there has none. */
static int copy_rows(const struct losses *l, size_t from, size_t to, const char *path, enum table table,
                     struct csv_out *out, struct error *e)
{
    struct copying copying = { mem_alloc(to - from, sizeof *copying.ids), to - from, out };
    int bad = 0;
    for (size_t i = from; i < to; i++)
        copying.ids[i - from] = l->ids[i];
    if (from < to) {
        qsort(copying.ids, copying.n, sizeof *copying.ids, compare_strings);
        bad = read_portions(path, table, copy_from, &copying, e);
    }
    free(copying.ids);
    return bad;
}

/* `now`: how many of the runs lose their place now; the others lost it before. */
static int keep_table(const struct losses *l, size_t now, const char *folder, const char *keep,
                      const struct merged_table *file, struct error *e)
{
    char *from = path_join(folder, file->name, NULL), *to = path_join(keep, file->name, NULL);
    struct csv_out out;
    int bad = columns_begin(&out, to, "", file->table, e) || copy_rows(l, 0, now, from, file->table, &out, e) ||
              copy_rows(l, now, l->n, to, file->table, &out, e) || csv_out_commit(&out, e);
    csv_out_abandon(&out);
    free(from);
    free(to);
    return bad;
}

int lost_keep(const struct plan *p, const unsigned char *ok, const char *results, const char *folder, const char *keep,
              const struct merged_table *files, size_t *n, struct error *e)
{
    struct losses l = { .plan = p, .ok = ok, .planned = runs_by_id(p), .results = results };
    int bad = find(&l, folder, files, e);
    const size_t now = *n = l.n;
    folder_sweep(keep); /* what a killed call left */
    if (now && !bad)
        bad = folder_make(keep, e) || find(&l, keep, files, e);
    for (; files->name && now && !bad; files++)
        bad = keep_table(&l, now, folder, keep, files, e);
    for (size_t i = 0; i < l.n; i++)
        free(l.ids[i]);
    free(l.ids);
    free(l.planned);
    return bad ? -1 : 0;
}
