/* DeLong's components of runs' kept scores, read when they are first asked for and kept until they are released: each
 * of a column's detectors is compared with all others. */
#ifndef REPORT_SCORE_PARTS_H
#define REPORT_SCORE_PARTS_H

#include <stddef.h>

#include "eval/auc.h"
#include "plan/plan.h"
#include "run/scores.h"

struct score_parts {
    const struct plan *plan;
    const char *results;
    struct read_scores {
        const struct run *run;
        struct scores scores;
        struct auc_parts parts; /* against all anomalies */
        int there;              /* 0: there are none, or they do not give the AUC that the table has */
    } * of;
    size_t n;
};

void score_parts_init(struct score_parts *s, const struct plan *p, const char *results);
void score_parts_release(struct score_parts *s);

/* Two runs on the same images, of which auc.csv has these AUCs against all anomalies. 0, or -1 where scores of one are
 * not there, or not of the same images. */
int score_parts_compare(struct score_parts *s, struct auc_difference *out, const struct run *a, double auc_a,
                        const struct run *b, double auc_b);

#endif
