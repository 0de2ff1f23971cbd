/* One side of a comparison (`lisae compare A B`): the runs of an experiment's folder, of all experiments in a results
 * folder, or of kept tables. Only tables are read here: auc.csv, times.csv and, where it is there, kept.csv. */
#ifndef REPORT_GATE_SIDE_H
#define REPORT_GATE_SIDE_H

#include <stddef.h>

#include "base/error.h"
#include "run/folder.h"
#include "run/kept.h"

struct gate_table {
    char *folder, *experiment;
    struct kept_tables read; /* one: that of the folder */
    struct csv kept;         /* which runs' rows are from which table of others; may be without rows */
    struct csv_index kept_by_id;
};

/* Texts are those of the tables, but for the keys. */
struct gate_run {
    const struct gate_table *table;
    size_t row;       /* of auc.csv, the one against all anomalies */
    char *key;        /* the row of the comparison that it is in: its specification without task and seed */
    size_t settings;  /* of the key, the bytes before the protocol (holdout, limits) */
    const char *task; /* the positive classes, and how many they are: tasks of one and of two are never in one mean */
    size_t classes;
    long seed;
    const char *id, *edition, *scores, *kernels, *reason; /* "" where the tables do not say */
    enum run_status status;
    double auc; /* NaN where it is not RUN_OK */
};

struct gate_side {
    struct gate_table *tables;
    size_t n_tables;
    struct gate_run *runs; /* by key, task, seed */
    size_t n;
};

/* The folders of experiments that a path means: itself, or those in it that have an auc.csv; none where it is not
 * there. NULL-terminated, split_free(); NULL on failure. */
char **side_folders(const char *path, struct error *e);

/* Reads these experiments; with `named` the experiment's name is part of the keys. A run that stands twice, by its key,
 * task and seed, is an error with both places. 0 or -1; side_release() either way. */
int side_read(struct gate_side *s, char *const *folders, int named, struct error *e);
void side_release(struct gate_side *s);

/* A cell of the run's row in auc.csv. */
const char *side_cell(const struct gate_run *r, const char *column);
/* Order of runs: 0 where they are the same run of two sides. */
int side_compare(const struct gate_run *a, const struct gate_run *b);

#endif
