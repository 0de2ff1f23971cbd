/* metrics.csv of an experiment: what a run's scores are worth beside the AUC, against all anomalies pooled, against
 * each class of them, and as the plain mean over these classes. */
#ifndef REPORT_MEANS_METRICS_H
#define REPORT_MEANS_METRICS_H

#include <stddef.h>

#include "eval/precision.h"
#include "run/kept.h"
#include "run/result.h"
#include "run/row.h"

/* A run against one class of anomalies, or all of them pooled. NaN where something is not known. */
struct metric {
    long outlier; /* the class; below 0 for all */
    double auc;
    struct precision precision;
    long n_positive, n_outlier; /* images */
};

/* Puts the n rows, whose first is the pooled one, and behind that one the means over the others, the classes: each
 * weighs the same there, however many images it has. The row's cells that name the run are set. */
void metrics_put(struct row *row, const struct metric *m, size_t n);

/* The same of a run that is done here, and of one from another table. */
void metrics_put_result(struct row *row, const struct result *res);
void metrics_put_kept(struct row *row, const struct kept_table *kept, const char *id);

#endif
