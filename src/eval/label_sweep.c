#include "eval/label_sweep.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

/* What a machine calls an anomaly. */
struct called {
    size_t normal, anomaly;
};

static int compare_called(const void *a, const void *b)
{
    const struct called *x = a, *y = b;
    if (x->normal != y->normal)
        return x->normal < y->normal ? -1 : 1;
    return (x->anomaly > y->anomaly) - (x->anomaly < y->anomaly);
}

static int count_called(struct called *called, const double *scores, const uint8_t *labels, size_t n, struct error *e)
{
    for (size_t i = 0; i < n; i++) {
        if (!(scores[i] >= 0 && scores[i] < ldexp(1, LABELS_MOST)) || scores[i] != floor(scores[i]))
            return error_set(e, "expected a whole number from 0 below 2^%d for sample %zu, found %g", LABELS_MOST, i,
                             scores[i]);
        uint64_t bits = (uint64_t)scores[i];
        for (int g = 0; g < LABELS_MOST; g++)
            *(labels[i] ? &called[g].anomaly : &called[g].normal) += bits >> g & 1;
    }
    return 0;
}

int sweep_roc(struct roc *r, const double *scores, const uint8_t *labels, size_t n, struct error *e)
{
    enum { POINTS = LABELS_MOST + 2 };
    struct called called[POINTS] = { 0 }; /* the last but one stays (0, 0) */
    size_t n_normal, n_anomaly;
    *r = (struct roc) { 0 };
    if (count_labels(scores, labels, n, &n_normal, &n_anomaly, e) || count_called(called, scores, labels, n, e))
        return -1;
    called[POINTS - 1] = (struct called) { n_normal, n_anomaly };
    qsort(called, POINTS, sizeof *called, compare_called);
    *r = (struct roc) {
        .fpr = mem_alloc(POINTS, sizeof *r->fpr),
        .tpr = mem_alloc(POINTS, sizeof *r->tpr),
        .threshold = mem_alloc(POINTS, sizeof *r->threshold),
    };
    for (size_t k = 0; k < POINTS; k++) {
        if (k > 0 && compare_called(&called[k], &called[k - 1]) == 0)
            continue;
        r->fpr[r->n] = (double)called[k].normal / (double)n_normal;
        r->tpr[r->n] = (double)called[k].anomaly / (double)n_anomaly;
        r->threshold[r->n++] = NAN;
    }
    return 0;
}

int sweep_auc(struct auc *out, const double *scores, const uint8_t *labels, size_t n, struct error *e)
{
    struct roc r;
    *out = (struct auc) { NAN, NAN, NAN, NAN, 0, 0 };
    if (sweep_roc(&r, scores, labels, n, e))
        return -1;
    out->auc = roc_area(&r);
    roc_release(&r);
    return count_labels(scores, labels, n, &out->n_normal, &out->n_anomaly, e);
}

int sweep_tradeoff(struct tradeoff *t, const double *scores, const uint8_t *labels, size_t n, struct error *e)
{
    struct roc r;
    *t = (struct tradeoff) { 0 };
    if (sweep_roc(&r, scores, labels, n, e))
        return -1;
    *t = (struct tradeoff) {
        .n = r.n,
        .threshold = mem_alloc(r.n, sizeof *t->threshold),
        .normal = mem_alloc(r.n, sizeof *t->normal),
        .anomaly = mem_alloc(r.n, sizeof *t->anomaly),
    };
    for (size_t k = 0; k < r.n; k++) { /* from (1, 1) back */
        t->threshold[k] = NAN;
        t->normal[k] = 1 - r.fpr[r.n - 1 - k];
        t->anomaly[k] = r.tpr[r.n - 1 - k];
    }
    roc_release(&r);
    return 0;
}
