/* Which settings of a plan meet in a column of a table: on the same tasks, against the same anomalies. */
#ifndef REPORT_PAIRS_RIVALS_H
#define REPORT_PAIRS_RIVALS_H

#include "report/means/group.h"

struct rivals {
    const struct group *first; /* tells the column: its negatives, where it learns from some */
    const struct group **of;   /* in the plan's order */
    size_t n;
};

/* Who stands beside those that learn from the column's negatives: of the methods that learn from none the autoencoder
 * that is LIS-AE's first phase, or all. */
enum rivals_with { RIVALS_AND_BASE, RIVALS_AND_ALL };

/* The next column after `*after` groups (0 at first), which is moved on; 0 where there is none any more. With
 * RIVALS_AND_ALL those that meet nobody who learns from negatives have columns of their own. rivals_release() after
 * each. */
int rivals_next(struct rivals *r, const struct groups *of, enum rivals_with with, size_t *after);
void rivals_release(struct rivals *r);

/* A run that stands for its group, and whether it learns from negatives. */
const struct run *rival_run(const struct group *g);
int rival_learns(const struct group *g);

#endif
