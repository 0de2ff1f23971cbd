/* The tables of earlier mergings, kept after their runs are gone or made on other machines: the rows of runs that were
 * done there. */
#ifndef RUN_KEPT_H
#define RUN_KEPT_H

#include <stddef.h>

#include "base/error.h"
#include "eval/precision.h"
#include "store/csv.h"

/* The tables of one folder. */
struct kept_table {
    char *path;                     /* of auc.csv */
    struct csv auc, times, metrics; /* the last without rows where the folder has no metrics.csv */
    struct csv_index auc_by_id, times_by_id, metrics_by_id;
};

struct kept_tables {
    struct kept_table *of; /* in the order of the folders */
    size_t n;
};

/* auc.csv, times.csv and, where there is one, metrics.csv of each folder, of this version of lisae or an older one.
 * `folders`: up to NULL, or NULL for none. Refused, with file and line: status words, IDs of runs or numbers that
 * lisae does not write, a run's row twice, a run that was done without an AUC against all anomalies, two tables of
 * which one has another AUC. 0 or -1; kept_release() either way. */
int kept_read(struct kept_tables *k, const char *const *folders, struct error *e);
/* The first table that has the run as done, or NULL. */
const struct kept_table *kept_find(const struct kept_tables *k, const char *id);
/* Is this row of auc.csv one of a run that was done? */
int kept_row_done(const struct kept_table *t, size_t row);
/* The AUC of a run that was done, against all anomalies; NaN where it has none. */
double kept_auc(const struct kept_table *t, const char *id);
/* What auc.csv has of the sum of the run's scores (run/digest.h), DIGEST_SHORT digits; "" where it has none. */
const char *kept_scores(const struct kept_table *t, const char *id);
/* What metrics.csv says of the run against `outlier`, a class or "all" pooled; NaN where it says nothing. */
void kept_precision(const struct kept_table *t, const char *id, const char *outlier, struct precision *out);
void kept_release(struct kept_tables *k);

#endif
