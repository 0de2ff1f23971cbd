#include "report/paper/compare.h"

#include <stdlib.h>

#include "plan/columns.h"
#include "report/paper/protocol.h"
#include "report/paper/published.h"
#include "store/file.h"

/* The printed cell of this row beside the group's, where the group has it. */
static void add_row(struct csv_out *out, const struct groups *groups, const struct group *g, const struct published *p,
                    size_t row)
{
    const char *positive, *outlier;
    char digits[2][32];
    struct printed printed;
    struct group_mean mean;
    struct row to;
    if (!published_about(p, row, groups, g) ||
        published_class(groups, g, csv_cell(&p->cells, row, "positive"), NULL, &positive, digits[0],
                        sizeof digits[0]) ||
        published_class(groups, g, csv_cell(&p->cells, row, "outlier"), "all", &outlier, digits[1], sizeof digits[1]))
        return;
    group_mean(groups, g, positive, outlier, &mean);
    if (mean.n_planned == 0 || (!positive && !protocol_all_tasks(groups, g)))
        return;
    printed_parse(&printed, csv_cell(&p->cells, row, "auc"));
    row_init(&to, out);
    row_run(&to, g->runs[0]);
    row_copy(&to, &p->cells, row); /* as printed, where the run's cell is another */
    group_mean_put(&mean, "reproduced", &to);
    verdict_put(&to, &mean, &printed);
    row_put(&to);
    row_release(&to);
}

int compare_write(const struct groups *g, const char *folder, const struct published *p, struct error *e)
{
    char *path = path_join(folder, "compare.csv", NULL);
    struct csv_out out;
    int bad = columns_begin(&out, path, PUBLISHED_COLUMNS, IN_COMPARE, e);
    for (size_t row = 0; row < p->cells.n_rows && !bad; row++)
        for (size_t i = 0; i < g->n; i++)
            add_row(&out, g, &g->group[i], p, row);
    if (!bad)
        bad = csv_out_commit(&out, e);
    free(path);
    return bad;
}
