#include "run/kept.h"

#include <stdlib.h>
#include <string.h>

#include "plan/columns.h"
#include "store/file.h"

static int read_table(struct csv *out, const char *folder, const char *name, enum table table, struct error *e)
{
    char *path = path_join(folder, name, NULL);
    int bad = columns_read(out, path, all_columns, table, e);
    free(path);
    return bad;
}

int kept_read(struct kept_tables *k, const char *folder, struct error *e)
{
    *k = (struct kept_tables) { 0 };
    int bad = folder && (read_table(&k->auc, folder, "auc.csv", IN_AUC, e) ||
                         read_table(&k->times, folder, "times.csv", IN_TIMES, e));
    csv_index_init(&k->auc_by_id, &k->auc, "run_id");
    csv_index_init(&k->times_by_id, &k->times, "run_id");
    return bad ? -1 : 0;
}

int kept_row_done(const struct kept_tables *k, size_t row)
{
    return strcmp(csv_cell(&k->auc, row, "status"), "ok") == 0;
}

int kept_has(const struct kept_tables *k, const char *id)
{
    const size_t *rows;
    size_t n = csv_index_find(&k->auc_by_id, id, &rows);
    for (size_t i = 0; i < n; i++)
        if (kept_row_done(k, rows[i]))
            return 1;
    return 0;
}

void kept_release(struct kept_tables *k)
{
    csv_index_release(&k->auc_by_id);
    csv_index_release(&k->times_by_id);
    csv_release(&k->auc);
    csv_release(&k->times);
}
