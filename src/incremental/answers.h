/* Which class a test image is given to, and how often that is right. Scores: the lower, the more an image is of the
 * class. */
#ifndef INCREMENTAL_ANSWERS_H
#define INCREMENTAL_ANSWERS_H

#include <stddef.h>

#include "eval/auc.h"
#include "incremental/arrivals.h"

/* How scores of detectors that were trained apart are made comparable, each by scores of images of its own class that
 * it was not trained on: not at all; over their median; less their median, over what the 95 % quantile is above it. */
enum answer_rule { RULE_RAW, RULE_RATIO, RULE_LEVEL, ANSWER_RULES };

extern const char *const answer_rules[ANSWER_RULES]; /* "raw", "ratio", "level" */

/* The scores of all test images for each class, and what scales them. */
struct answers {
    int n_classes;
    size_t n;             /* test images */
    double *score;        /* (n_classes, n), by the classes' numbers */
    double *median, *q95; /* (n_classes); NaN where the scores need no scale */
};

void answers_init(struct answers *a, int n_classes, size_t n);
void answers_release(struct answers *a);
/* Of n scores (n > 0), which it sorts: the median and q95 of a class. */
void answers_scale(struct answers *a, int class_, double *held, size_t n);

/* Can the rule be used for the first `known` classes of the order? Not the second with a median of 0 or below, nor the
 * third where it is the 95 % quantile; of scores without a scale, the first alone. */
int answers_allow(const struct answers *a, enum answer_rule rule, const int *order, int known);
/* The class, one of the first `known` of the order, whose scaled score is the least; of equal ones that which came
 * first. */
int answers_give(const struct answers *a, enum answer_rule rule, const int *order, int known, size_t image);

/* Images of the classes that are known, and those that were given to the right one: of all, of those that were there at
 * first, of the later ones. */
struct answer_counts {
    size_t n, right, n_base, right_base, n_late, right_late;
};

void answers_count(const struct answers *a, enum answer_rule rule, const struct arrivals *c, int known,
                   struct answer_counts *counts);
/* The scores of a class, images of it against those of all other classes. */
int answers_auc(const struct answers *a, const struct images *test, int class_, struct auc *out, struct error *e);

#endif
