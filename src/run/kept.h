/* The tables of an earlier merging, kept after its runs are gone or made on another machine: the rows of
 * runs that were done there. */
#ifndef RUN_KEPT_H
#define RUN_KEPT_H

#include <stddef.h>

#include "base/error.h"
#include "store/csv.h"

struct kept_tables {
    struct csv auc, times; /* without rows where nothing was kept */
    struct csv_index auc_by_id, times_by_id;
};

/* FOLDER's auc.csv and times.csv, of this version of lisae or an older one; a `folder` of NULL has neither. 0 or -1;
 * kept_release() either way. */
int kept_read(struct kept_tables *k, const char *folder, struct error *e);
/* Was the run done there? */
int kept_has(const struct kept_tables *k, const char *id);
/* Is this row of auc.csv one of a run that was done? */
int kept_row_done(const struct kept_tables *k, size_t row);
void kept_release(struct kept_tables *k);

#endif
