/* DeLong's components of runs' scores, or of the ranks that are kept beside tables, read when they are first asked for
 * and kept until they are released: each of a column's detectors is compared with all others. */
#ifndef REPORT_PAIRS_SCORE_PARTS_H
#define REPORT_PAIRS_SCORE_PARTS_H

#include <stddef.h>

#include "eval/auc.h"
#include "report/means/group.h"
#include "run/run_scores.h"

struct score_parts {
    const struct groups *groups;
    const char *results;
    struct read_scores {
        const struct run *run;
        struct run_scores scores;
        struct auc_parts parts; /* against all anomalies */
        int there;              /* 0: there are none, or they do not give the AUC that the table has */
    } * of;
    size_t n;
    struct error unread; /* why the first of the runs' own scores could not be read; "": all could */
    int bad;             /* 1: kept ranks could not be read, or are not those of their rows */
    struct error error;
};

/* Of runs whose rows the groups have; `results` is where they are. */
void score_parts_init(struct score_parts *s, const struct groups *g, const char *results);
void score_parts_release(struct score_parts *s);

/* Two runs on the same images, of which auc.csv has these AUCs against all anomalies. 0, or -1 where scores of one are
 * not there, or not of the same images; where kept ranks are wrong `bad` and `error` say so in the end, and `unread`
 * where a run's own scores are there, but damaged or not to be read. */
int score_parts_compare(struct score_parts *s, struct auc_difference *out, const struct run *a, double auc_a,
                        const struct run *b, double auc_b);

#endif
