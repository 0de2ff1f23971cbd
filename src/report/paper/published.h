/* The numbers that the paper prints (results/published/paper.csv), and which of them a group of runs reproduces. */
#ifndef REPORT_PAPER_PUBLISHED_H
#define REPORT_PAPER_PUBLISHED_H

#include <stddef.h>

#include "base/error.h"
#include "report/means/group.h"
#include "report/paper/verdict.h"
#include "store/csv.h"

/* The columns of such a file: a printed cell a row. */
#define PUBLISHED_COLUMNS "table,dataset,task,method,positive,negative,outlier,outlier_classes,auc,note"

/* The printed numbers, and the data sets that they are of. */
struct published {
    struct csv cells;
    struct csv data; /* report/paper/protocol.h */
};

/* Reads both; each is empty where its path is NULL. A cell's number is an AUC from 0 to 1. 0 or -1; published_release()
 * either way. */
int published_read(struct published *out, const char *path, const char *data_path, struct error *e);
void published_release(struct published *p);

/* Is this row about what the group did: data set, images, kind of task, method, negatives and outlier classes? */
int published_about(const struct published *p, size_t row, const struct groups *of, const struct group *g);

/* Appends a line for each set of the plan that is named like one of the paper's but has other images: nothing is
 * compared with it. */
void published_strangers(const struct published *p, const struct plan *plan, struct text *out);

/* Is one of the plan's sets named mnist, fashion-mnist, svhn or cifar10, which the paper prints numbers of? */
int published_expected(const struct plan *plan);

/* A class as printed, by name, number or "mean": `*out` gets what auc.csv has, a number in `digits`, or `mean`. -1
 * where the data set of the group has no such class. */
int published_class(const struct groups *of, const struct group *g, const char *printed, const char *mean,
                    const char **out, char *digits, size_t room);

/* The printed mean over all tasks (the first that fits) of a group that has all; NaN for none. */
void published_mean(const struct published *p, const struct groups *of, const struct group *g, struct printed *out);

#endif
