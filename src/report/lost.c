#include "report/lost.h"

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
    for (size_t i = 0; i < l->n; i++)
        if (strcmp(l->ids[i], id) == 0)
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

/* Of an auc.csv that may not be there. */
static int find(struct losses *l, const char *folder, const struct merged_table *auc, struct error *e)
{
    struct csv c;
    char *path = path_join(folder, auc->name, NULL);
    int bad = 0;
    if (path_exists(path)) {
        bad = columns_read(&c, path, all_columns, auc->table, e);
        for (size_t row = 0; row < c.n_rows && !bad; row++) {
            const char *id = csv_cell(&c, row, "run_id");
            if (strcmp(csv_cell(&c, row, "status"), "ok") != 0 || is_known(l, id) || is_elsewhere(l, id))
                continue;
            l->ids = mem_resize(l->ids, l->n + 1, sizeof *l->ids);
            l->ids[l->n++] = mem_string(id);
        }
        csv_release(&c);
    }
    free(path);
    return bad ? error_prefix(e, "the old table stays, and can be moved away to have a new one") : 0;
}

/* Adds the rows of runs `from` to `to` in the list of IDs. A table that is not there has none. */
static int copy_rows(const struct losses *l, size_t from, size_t to, const char *path, enum table table,
                     struct csv_out *out, struct error *e)
{
    const struct losses part = { .ids = l->ids + from, .n = to - from };
    struct csv c;
    struct row row;
    if (from == to || !path_exists(path))
        return 0;
    int bad = columns_read(&c, path, all_columns, table, e);
    row_init(&row, out);
    for (size_t i = 0; i < c.n_rows && !bad; i++)
        if (is_known(&part, csv_cell(&c, i, "run_id"))) {
            row_copy(&row, &c, i);
            row_put(&row);
        }
    row_release(&row);
    csv_release(&c);
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
