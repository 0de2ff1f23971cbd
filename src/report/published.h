/* The numbers that the paper prints (results/published/paper.csv), and which of them a group of runs reproduces. */
#ifndef REPORT_PUBLISHED_H
#define REPORT_PUBLISHED_H

#include <stddef.h>

#include "base/error.h"
#include "report/group.h"
#include "run/row.h"
#include "store/csv.h"

/* The columns of such a file: a printed cell a row. */
#define PUBLISHED_COLUMNS "table,dataset,task,method,positive,negative,outlier,outlier_classes,auc,note"

/* Reads one; an empty table for `path` NULL. 0 or -1; csv_release() either way. */
int published_read(struct csv *out, const char *path, struct error *e);

/* Is this row about what the group did: data set, kind of task, method, negatives and number of outlier classes, and
 * whole splits seen and judged? */
int published_about(const struct csv *published, size_t row, const struct group *g);

/* A class as printed, by name, number or "mean": `*out` gets what auc.csv has, a number in `digits`, or `mean`. -1
 * where the data set of the group has no such class. */
int published_class(const struct groups *of, const struct group *g, const char *printed, const char *mean,
                    const char **out, char *digits, size_t room);

/* The printed mean over all tasks (the first that fits) of a group that has all; NaN for none. */
double published_mean(const struct csv *published, const struct groups *of, const struct group *g);

/* Sets difference and verdict: "match" up to 0.01 of difference, "higher", "lower"; "missing" where nothing was
 * reproduced, "" where nothing is printed (NaN). */
void published_put(struct row *row, double reproduced, double published);

#endif
