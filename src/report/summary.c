#include "report/summary.h"

#include <stdlib.h>

#include "plan/columns.h"
#include "report/means/gain.h"
#include "report/means/made.h"
#include "report/paper/published.h"
#include "store/file.h"

static void add_row(struct csv_out *out, const struct groups *groups, const struct group *g,
                    const struct published *published)
{
    const struct run *base = gain_base(groups, g->runs[0]);
    struct group_mean mean;
    struct printed printed;
    struct made made;
    struct row row;
    struct text name = TEXT_INIT;
    group_mean(groups, g, NULL, "all", &mean);
    row_init(&row, out);
    row_run(&row, g->runs[0]);
    row_set(&row, "experiment", groups->plan->experiment);
    group_mean_put(&mean, "mean", &row);
    published_mean(published, groups, g, &printed);
    row_number(&row, "published", "%.6f", printed.value);
    verdict_put(&row, &mean, &printed);
    if (base) {
        row_set(&row, "base", run_cell(base, "method", &name));
        row_number(&row, "gain", "%.6f", gain_over(groups, g));
    }
    made_of(groups, g, &made);
    made_put(&made, &row);
    row_put(&row);
    row_release(&row);
    text_release(&name);
}

int summary_write(const struct groups *g, const char *folder, const struct published *published, struct error *e)
{
    char *path = path_join(folder, "summary.csv", NULL);
    struct csv_out out;
    int bad = columns_begin(&out, path, "", IN_SUMMARY, e);
    for (size_t i = 0; i < g->n && !bad; i++)
        add_row(&out, g, &g->group[i], published);
    if (!bad)
        bad = csv_out_commit(&out, e);
    free(path);
    return bad;
}
