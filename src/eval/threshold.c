#include "eval/threshold.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/order.h"

enum { FEWEST = 19 }; /* .95 (19 + 1) = 19 */

double threshold_accepts(double threshold, const double *score, size_t n)
{
    size_t accepted = 0;
    for (size_t i = 0; i < n; i++)
        accepted += score[i] <= threshold;
    return n ? (double)accepted / (double)n : NAN;
}

/* The scores of a label in their order; of the normal ones those with places of this parity. */
static size_t pick(const double *score, const uint8_t *label, size_t n, int wanted, size_t first, size_t step,
                   double *out)
{
    size_t place = 0, found = 0;
    for (size_t i = 0; i < n; i++)
        if (label[i] == wanted && place++ % step == first)
            out[found++] = score[i];
    return found;
}

int threshold_carry(struct carried *out, const double *score, const uint8_t *label, size_t n, struct error *e)
{
    double *some = mem_alloc(n, sizeof *some);
    *out = (struct carried) { .n_set = pick(score, label, n, 0, 0, 2, some) };
    if (out->n_set < FEWEST) {
        free(some);
        return error_set(e, "expected %d normal samples or more to set a threshold on, found %zu", FEWEST, out->n_set);
    }
    sort_rising(some, out->n_set);
    const double rank = ceil(THRESHOLD_SHARE * (double)(out->n_set + 1) - 1e-9); /* less what .95 is off by */
    out->threshold = some[(size_t)rank - 1];
    out->n_normal = pick(score, label, n, 0, 1, 2, some);
    out->false_alarms = 1 - threshold_accepts(out->threshold, some, out->n_normal);
    out->n_anomaly = pick(score, label, n, 1, 0, 1, some);
    out->missed = threshold_accepts(out->threshold, some, out->n_anomaly);
    free(some);
    return 0;
}
