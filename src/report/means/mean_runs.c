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
