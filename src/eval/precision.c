#include "eval/precision.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "eval/auc.h"

enum { SHARE = 95 }; /* percent of the anomalies */

struct sample {
    double score;
    int label;
};

static int falling(const void *a, const void *b)
{
    double x = ((const struct sample *)a)->score, y = ((const struct sample *)b)->score;
    return (x < y) - (x > y);
}

int precision_compute(struct precision *out, const double *scores, const uint8_t *labels, size_t n, struct error *e)
{
    size_t n_normal, n_anomaly, normal = 0, anomaly = 0;
    if (count_labels(scores, labels, n, &n_normal, &n_anomaly, e))
        return -1;
    struct sample *sorted = mem_alloc(n, sizeof *sorted);
    for (size_t i = 0; i < n; i++)
        sorted[i] = (struct sample) { scores[i], labels[i] };
    qsort(sorted, n, sizeof *sorted, falling);
    *out = (struct precision) { 0, NAN };
    for (size_t i = 0; i < n;) {
        const double threshold = sorted[i].score;
        const size_t before = anomaly;
        for (; i < n && sorted[i].score == threshold; i++)
            *(sorted[i].label ? &anomaly : &normal) += 1;
        out->average += (double)(anomaly - before) / (double)n_anomaly * (double)anomaly / (double)(anomaly + normal);
        if (isnan(out->fpr95) && 100 * anomaly >= SHARE * n_anomaly)
            out->fpr95 = (double)normal / (double)n_normal;
    }
    free(sorted);
    return 0;
}
