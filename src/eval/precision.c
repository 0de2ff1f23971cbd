#include "eval/precision.h"

#include <math.h>
#include <stdlib.h>

#include "eval/auc.h"
#include "eval/samples.h"

enum { SHARE = 95 }; /* percent of the anomalies */

int precision_compute(struct precision *out, const double *scores, const uint8_t *labels, size_t n, struct error *e)
{
    size_t n_normal, n_anomaly, normal = 0, anomaly = 0;
    if (count_labels(scores, labels, n, &n_normal, &n_anomaly, e))
        return -1;
    struct sample *sorted = samples_sort(scores, labels, n);
    *out = (struct precision) { 0, NAN };
    for (size_t i = n; i > 0;) {
        const double threshold = sorted[i - 1].score;
        const size_t before = anomaly;
        for (; i > 0 && sorted[i - 1].score == threshold; i--)
            *(sorted[i - 1].label ? &anomaly : &normal) += 1;
        out->average += (double)(anomaly - before) / (double)n_anomaly * (double)anomaly / (double)(anomaly + normal);
        if (isnan(out->fpr95) && 100 * anomaly >= SHARE * n_anomaly)
            out->fpr95 = (double)normal / (double)n_normal;
    }
    free(sorted);
    return 0;
}
