/* The runs of a plan that make up one line of a table: one detector with one setting on all
 * its tasks and seeds. */
#ifndef REPORT_MEANS_GROUP_H
#define REPORT_MEANS_GROUP_H

#include <stddef.h>

#include "base/error.h"
#include "base/text.h"
#include "plan/plan.h"
#include "report/means/spread.h"
#include "run/row.h"
#include "store/csv.h"

struct group {
    const struct run **runs; /* in the plan's order: tasks, seeds */
    size_t n;
};

/* Is run number `i` the group's first of its task? */
int group_begins_task(const struct group *g, size_t i);

/* All groups of a plan, in its order, with the AUCs of its runs. */
struct groups {
    const struct plan *plan;
    struct group *group;
    size_t n;
    struct csv auc, times, kept; /* the experiment's auc.csv, times.csv and, where it is there, kept.csv */
    struct csv_index auc_by_id, times_by_id, kept_by_id;
};

/* Reads FOLDER/auc.csv, times.csv and kept.csv. 0 or -1; groups_release() either way. */
int groups_read(struct groups *g, const struct plan *p, const char *folder, struct error *e);
void groups_release(struct groups *g);

/* A cell of a run's row in auc.csv against `outlier`; "" where there is none. The same as a number, or NaN. */
const char *groups_auc_cell(const struct groups *g, const char *id, const char *outlier, const char *column);
double groups_auc(const struct groups *g, const char *id, const char *outlier, const char *column);

/* The auc.csv of others that a run's rows are from; "" where they are its own. */
const char *groups_kept_in(const struct groups *g, const char *id);

/* A group's AUC: the mean over its tasks and seeds, what it is made of and how much it varies. */
struct group_mean {
    double mean;          /* over tasks of the means over seeds; NaN where no run is there */
    double sd;            /* over seeds that have all tasks, of their means over tasks; NaN for one */
    double lo, hi;        /* 95 %, within [0, 1]; NaN for none */
    const char *interval; /* what it is over: "seeds", Student's around the mean of those seeds; "images", DeLong's of
                           * one task whose seeds do not differ, or that has one; "" */
    size_t n_ok, n_planned, n_tasks, n_seeds;
    struct spread spread;
    double random_lo; /* the lower end of where scores drawn at random have their mean over these tasks, at 95 %; NaN
                       * where the numbers of images are not known */
};

/* Over the tasks with these positive classes (NULL: all tasks), against `outlier`, a class or "all". */
void group_mean(const struct groups *of, const struct group *g, const char *positive, const char *outlier,
                struct group_mean *out);

/* Sets the columns of a mean; the mean itself is in `column`. */
void group_mean_put(const struct group_mean *m, const char *column, struct row *row);

#endif
