/* How much a row's mean over tasks varies from one seed to another: what a difference is measured by. The seed is the
 * unit of training noise; tasks of one seed may err together.
 *
 * With three seeds a standard deviation of their means says little (it has two degrees of freedom). So the spread
 * within tasks is used, too: sqrt(RATIO mean(s_t^2) / T) of T tasks, with T (n - 1) degrees of freedom, where RATIO is
 * by how much the variance of means is above that of independent tasks, over all known rows. The larger of both
 * counts. A kept file has a row for each row of kept results (docs/nightly.md has its columns). */
#ifndef REPORT_GATE_NOISE_H
#define REPORT_GATE_NOISE_H

#include <stddef.h>

#include "base/error.h"
#include "report/gate/side.h"
#include "store/csv.h"

struct noise {
    double sd;           /* of the mean over tasks of one seed; NaN: not known */
    size_t df;           /* what sd rests on; SIZE_MAX where all seeds agree, as those of a detector without chance */
    size_t seeds, tasks; /* that it is made of */
    const char *source;  /* "kept": of the file; "pooled": of the file's rows of this detector; "own"; "" */
    double matters;      /* the file's smallest difference that matters for this row; NaN: it says nothing */
};

/* Of AUCs (tasks, seeds) row-major, all there: the standard deviation of the seeds' means, and the mean variance within
 * tasks. `seeds` >= 2. */
struct noise_parts {
    double seeds, within;
    size_t n_tasks, n_seeds;
};
void noise_parts(struct noise_parts *p, const double *auc, size_t n_tasks, size_t n_seeds);
/* The same of a side's runs [from, to), which are of one key: of the seeds that have all tasks. n_seeds is 0 where
 * there are fewer than two. */
void noise_of_runs(struct noise_parts *p, const struct gate_run *runs, size_t from, size_t to);

/* By how much the variance of means is above that of independent tasks, over many rows; at least 1. */
double noise_ratio(const struct noise_parts *rows, size_t n);
/* For a mean over `tasks` tasks; matters and source are not set. */
void noise_combine(struct noise *out, const struct noise_parts *p, double ratio, size_t tasks);

struct noise_file {
    struct csv table;
    double ratio;
};

/* 0, or -1 with file and line; noise_file_release() either way. */
int noise_file_read(struct noise_file *f, const char *path, struct error *e);
void noise_file_release(struct noise_file *f);
/* For the row that `r` is in, of `tasks` tasks; from the file's row of these settings or, where it has none, the widest
 * of this detector. sd is NaN where the file has neither. */
void noise_find(struct noise *out, const struct noise_file *f, const struct gate_run *r, size_t tasks);
/* Writes the noise of all rows of a side that have two seeds, but for those of points in the plane. `*n` gets how
 * many. 0 or -1. */
int noise_file_write(const struct gate_side *s, const char *path, size_t *n, struct error *e);

#endif
