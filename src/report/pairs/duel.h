/* Two settings of detectors on the same tasks: by how much the one lies above the other, and whether that can be
 * chance. */
#ifndef REPORT_PAIRS_DUEL_H
#define REPORT_PAIRS_DUEL_H

#include <stddef.h>

#include "eval/paired.h"
#include "report/means/group.h"
#include "report/pairs/score_parts.h"

struct duel {
    const struct group *one, *other;
    size_t n_tasks;                     /* tasks with a seed that both have */
    size_t wins, ties, losses;          /* of these, by the sign of the difference */
    double mean, half, median;          /* of the differences; the half width of Student's 95 % interval */
    struct wilcoxon test;               /* p is NaN where there are no tasks, or more than WILCOXON_MAX */
    size_t tested, significant, behind; /* tasks with scores of both; where one is above by paired DeLong, and below */
};

/* On a task the difference of their AUCs against all anomalies, one less the other, is the mean over the seeds that
 * both have. DeLong's test is that of the first such seed, at 0.05 after Holm over the tasks. */
void duel_compute(struct duel *d, const struct groups *of, const struct group *one, const struct group *other,
                  struct score_parts *scores);

#endif
