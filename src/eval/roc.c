#include "eval/roc.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "eval/auc.h"
#include "eval/samples.h"

/* Samples at or above a threshold. */
struct point {
    uint64_t normal, anomaly;
    double threshold;
};

static int on_a_line(const struct point *a, const struct point *b, const struct point *c)
{
    return (b->anomaly - a->anomaly) * (c->normal - b->normal) == (c->anomaly - b->anomaly) * (b->normal - a->normal);
}

int roc_compute(struct roc *r, const double *scores, const uint8_t *labels, size_t n, struct error *e)
{
    size_t n_normal, n_anomaly, kept = 1;
    *r = (struct roc) { 0 };
    if (count_labels(scores, labels, n, &n_normal, &n_anomaly, e))
        return -1;
    struct sample *sorted = samples_sort(scores, labels, n);
    struct point *points = mem_alloc(n + 1, sizeof *points);
    struct point at = { 0, 0, INFINITY };
    points[0] = at;
    for (size_t i = n; i > 0;) {
        at.threshold = sorted[i - 1].score;
        for (; i > 0 && sorted[i - 1].score == at.threshold; i--)
            *(sorted[i - 1].label ? &at.anomaly : &at.normal) += 1;
        if (kept > 1 && on_a_line(&points[kept - 2], &points[kept - 1], &at))
            kept--;
        points[kept++] = at;
    }
    *r = (struct roc) {
        .n = kept,
        .fpr = mem_alloc(kept, sizeof *r->fpr),
        .tpr = mem_alloc(kept, sizeof *r->tpr),
        .threshold = mem_alloc(kept, sizeof *r->threshold),
    };
    for (size_t i = 0; i < kept; i++) {
        r->fpr[i] = (double)points[i].normal / (double)n_normal;
        r->tpr[i] = (double)points[i].anomaly / (double)n_anomaly;
        r->threshold[i] = points[i].threshold;
    }
    free(points);
    free(sorted);
    return 0;
}

void roc_release(struct roc *r)
{
    free(r->fpr);
    free(r->tpr);
    free(r->threshold);
    *r = (struct roc) { 0 };
}

double roc_area(const struct roc *r)
{
    double area = 0;
    for (size_t i = 1; i < r->n; i++)
        area += 0.5 * (r->fpr[i] - r->fpr[i - 1]) * (r->tpr[i] + r->tpr[i - 1]);
    return area;
}

int tradeoff_compute(struct tradeoff *t, const double *scores, const uint8_t *labels, size_t n, size_t points,
                     struct error *e)
{
    size_t n_normal, n_anomaly;
    *t = (struct tradeoff) { 0 };
    if (points < 2)
        return error_set(e, "expected at least 2 points of a curve, found %zu", points);
    if (count_labels(scores, labels, n, &n_normal, &n_anomaly, e))
        return -1;
    struct sample *sorted = samples_sort(scores, labels, n);
    *t = (struct tradeoff) {
        .n = points,
        .threshold = mem_alloc(points, sizeof *t->threshold),
        .normal = mem_alloc(points, sizeof *t->normal),
        .anomaly = mem_alloc(points, sizeof *t->anomaly),
    };
    size_t below[2] = { 0, 0 }, next = 0;
    for (size_t k = 0; k < points; k++) {
        /* A quantile that is one of the scores: nothing is made up between two of them. */
        t->threshold[k] = sorted[k * (n - 1) / (points - 1)].score;
        for (; sorted[next].score < t->threshold[k]; next++)
            below[sorted[next].label]++;
        t->normal[k] = (double)below[0] / (double)n_normal;
        t->anomaly[k] = (double)(n_anomaly - below[1]) / (double)n_anomaly;
    }
    free(sorted);
    return 0;
}

void tradeoff_release(struct tradeoff *t)
{
    free(t->threshold);
    free(t->normal);
    free(t->anomaly);
    *t = (struct tradeoff) { 0 };
}
