#include "report/means/mean_runs.h"

#include <string.h>

#include "plan/columns.h"

int mean_has_run(const struct csv *summary, size_t mean, const struct csv *auc, size_t run)
{
    int has = strcmp(csv_cell(auc, run, "status"), "ok") == 0;
    for (const struct column *c = column_of_group(NULL); c && has; c = column_of_group(c))
        has = csv_column(summary, c->name) < 0 ||
              strcmp(csv_cell(auc, run, c->name), csv_cell(summary, mean, c->name)) == 0;
    return has;
}

static int is_done(const struct csv_index *ids, const char *id)
{
    const size_t *rows, n = csv_index_find(ids, id, &rows);
    size_t i = 0;
    while (i < n && strcmp(csv_cell(ids->table, rows[i], "status"), "ok") != 0)
        i++;
    return i < n;
}

int mean_is_within(const struct csv *summary, size_t mean, const struct csv *auc, const struct csv *other)
{
    struct csv_index ids;
    int any = 0, within = 1;
    csv_index_init(&ids, other, "run_id");
    for (size_t run = 0; run < auc->n_rows && within; run++)
        if (mean_has_run(summary, mean, auc, run)) {
            any = 1;
            within = is_done(&ids, csv_cell(auc, run, "run_id"));
        }
    csv_index_release(&ids);
    return any && within;
}
