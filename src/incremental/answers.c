#include "incremental/answers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/order.h"

const char *const answer_rules[ANSWER_RULES] = { [RULE_RAW] = "raw", [RULE_RATIO] = "ratio", [RULE_LEVEL] = "level" };

void answers_init(struct answers *a, int n_classes, size_t n)
{
    const size_t classes = (size_t)n_classes;
    *a = (struct answers) { .n_classes = n_classes, .n = n };
    a->score = mem_zero(classes * n, sizeof *a->score);
    a->median = mem_alloc(classes, sizeof *a->median);
    a->q95 = mem_alloc(classes, sizeof *a->q95);
    for (size_t i = 0; i < classes; i++)
        a->median[i] = a->q95[i] = NAN;
}

void answers_release(struct answers *a)
{
    free(a->score);
    free(a->median);
    free(a->q95);
    *a = (struct answers) { 0 };
}

void answers_scale(struct answers *a, int class_, double *held, size_t n)
{
    a->median[class_] = quantile(held, n, 0.5);
    a->q95[class_] = quantile(held, n, 0.95);
}

int answers_allow(const struct answers *a, enum answer_rule rule, const int *order, int known)
{
    int can = 1;
    for (int i = 0; i < known && rule != RULE_RAW; i++) {
        const double median = a->median[order[i]], q95 = a->q95[order[i]];
        can = can && (rule == RULE_RATIO ? median > 0 : q95 > median);
    }
    return can;
}

static double scaled(const struct answers *a, enum answer_rule rule, int class_, size_t image)
{
    const double score = a->score[(size_t)class_ * a->n + image], median = a->median[class_];
    return rule == RULE_RAW     ? score
           : rule == RULE_RATIO ? score / median
                                : (score - median) / (a->q95[class_] - median);
}

int answers_give(const struct answers *a, enum answer_rule rule, const int *order, int known, size_t image)
{
    int best = order[0];
    double least = scaled(a, rule, best, image);
    for (int i = 1; i < known; i++) {
        const double one = scaled(a, rule, order[i], image);
        if (one < least) {
            least = one;
            best = order[i];
        }
    }
    return best;
}

void answers_count(const struct answers *a, enum answer_rule rule, const struct arrivals *c, int known,
                   struct answer_counts *counts)
{
    *counts = (struct answer_counts) { 0 };
    for (size_t i = 0; i < a->n; i++) {
        const int place = arrivals_place(c, c->test.labels[i]);
        if (place >= known)
            continue;
        const size_t right = answers_give(a, rule, c->order, known, i) == c->test.labels[i], late = place >= c->base;
        counts->n++;
        counts->right += right;
        counts->n_base += !late;
        counts->right_base += right && !late;
        counts->n_late += late;
        counts->right_late += right && late;
    }
}

int answers_auc(const struct answers *a, const struct images *test, int class_, struct auc *out, struct error *e)
{
    uint8_t *other = mem_alloc(a->n, 1);
    for (size_t i = 0; i < a->n; i++)
        other[i] = test->labels[i] != class_;
    int bad = auc_compute(out, a->score + (size_t)class_ * a->n, other, a->n, e);
    free(other);
    return bad;
}
