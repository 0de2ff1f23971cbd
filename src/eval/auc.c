#include "eval/auc.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/order.h"

int count_labels(const double *scores, const uint8_t *labels, size_t n, size_t *n_normal, size_t *n_anomaly,
                 struct error *e)
{
    *n_normal = *n_anomaly = 0;
    for (size_t i = 0; i < n; i++) {
        if (labels[i] > 1)
            return error_set(e, "expected the label 0 or 1 for sample %zu, found %d", i, labels[i]);
        if (!isfinite(scores[i]))
            return error_set(e, "expected a finite score for sample %zu, found %g", i, scores[i]);
        *(labels[i] ? n_anomaly : n_normal) += 1;
    }
    if (!*n_normal || !*n_anomaly)
        return error_set(e, "expected normal samples and anomalies, found %zu and %zu", *n_normal, *n_anomaly);
    return 0;
}

/* Where the values that are equal to order[begin]'s end. */
static size_t end_of_tie(const double *values, const size_t *order, size_t begin, size_t n)
{
    size_t end = begin + 1;
    while (end < n && values[order[end]] == values[order[begin]])
        end++;
    return end;
}

void mid_ranks(const double *values, size_t n, double *ranks)
{
    size_t *order = order_rising(values, n);
    for (size_t i = 0, end; i < n; i = end) {
        end = end_of_tie(values, order, i, n);
        /* i+1 .. end are the ranks of this tie. */
        for (size_t k = i; k < end; k++)
            ranks[order[k]] = 0.5 * (double)(i + 1 + end);
    }
    free(order);
}

/* (n) for each sample how many of the other label lie below it, those of the same score one half; exact. */
static double *count_others_below(const double *scores, const uint8_t *labels, size_t n)
{
    size_t *order = order_rising(scores, n), below[2] = { 0, 0 };
    double *others = mem_alloc(n, sizeof *others);
    for (size_t i = 0, end; i < n; i = end) {
        size_t alike[2] = { 0, 0 };
        end = end_of_tie(scores, order, i, n);
        for (size_t k = i; k < end; k++)
            alike[labels[order[k]]]++;
        for (size_t k = i; k < end; k++) {
            const int other = !labels[order[k]];
            others[order[k]] = (double)below[other] + 0.5 * (double)alike[other];
        }
        below[0] += alike[0];
        below[1] += alike[1];
    }
    free(order);
    return others;
}

int auc_parts_init(struct auc_parts *p, const double *scores, const uint8_t *labels, size_t n, struct error *e)
{
    size_t n_normal, n_anomaly;
    if (count_labels(scores, labels, n, &n_normal, &n_anomaly, e))
        return -1;
    double *below = count_others_below(scores, labels, n), u = 0; /* a sum of halves: exact */
    *p = (struct auc_parts) {
        .n_normal = n_normal,
        .n_anomaly = n_anomaly,
        .normal = mem_alloc(n_normal, sizeof *p->normal),
        .anomaly = mem_alloc(n_anomaly, sizeof *p->anomaly),
    };
    for (size_t i = 0, normal = 0, anomaly = 0; i < n; i++)
        if (labels[i]) {
            p->anomaly[anomaly++] = below[i] / (double)n_normal;
            u += below[i];
        } else
            p->normal[normal++] = 1 - below[i] / (double)n_anomaly;
    p->auc = u / ((double)n_normal * (double)n_anomaly);
    free(below);
    return 0;
}

void auc_parts_release(struct auc_parts *p)
{
    free(p->normal);
    free(p->anomaly);
}

/* Variance of the mean of `values`; of a single one: `largest`. */
static double variance_of_mean(const double *values, size_t n, double largest)
{
    if (n == 1)
        return largest;
    double mean = 0, squares = 0;
    for (size_t i = 0; i < n; i++)
        mean += values[i];
    mean /= (double)n;
    for (size_t i = 0; i < n; i++)
        squares += (values[i] - mean) * (values[i] - mean);
    return squares / ((double)(n - 1) * (double)n);
}

double unanimous_bound(size_t n_normal, size_t n_anomaly)
{
    return pow(0.05 / 2, 1 / (double)(n_normal < n_anomaly ? n_normal : n_anomaly));
}

double auc_random_variance(size_t n_normal, size_t n_anomaly)
{
    const double m = (double)n_normal, n = (double)n_anomaly;
    return (m + n + 1) / (12 * m * n);
}

double auc_largest_variance(double auc, size_t n_normal, size_t n_anomaly)
{
    return auc * (1 - auc) / (double)(n_normal < n_anomaly ? n_normal : n_anomaly);
}

int auc_compute(struct auc *out, const double *scores, const uint8_t *labels, size_t n, struct error *e)
{
    /* A share lies in [0, 1]. */
    static const double LARGEST = 0.25;
    struct auc_parts c;
    if (auc_parts_init(&c, scores, labels, n, e))
        return -1;
    double variance = variance_of_mean(c.normal, c.n_normal, LARGEST) +
                      variance_of_mean(c.anomaly, c.n_anomaly, LARGEST);
    double half = Z_95 * sqrt(variance), alike = unanimous_bound(c.n_normal, c.n_anomaly);
    *out = (struct auc) {
        .auc = c.auc,
        .variance = variance,
        .lo = fmax(c.auc - half, 0),
        .hi = fmin(c.auc + half, 1),
        .n_normal = c.n_normal,
        .n_anomaly = c.n_anomaly,
    };
    if (variance == 0) {
        out->lo = c.auc * alike; /* the pairs that do not end alike may all be wrong, or all right */
        out->hi = 1 - (1 - c.auc) * alike;
    }
    auc_parts_release(&c);
    return 0;
}

/* The variance of the differences of the components is the sum of both variances less twice the covariance, without the
 * cancellation of that formula. */
static double variance_of_difference(const double *a, const double *b, size_t n)
{
    static const double LARGEST = 1; /* a difference of shares lies in [-1, 1] */
    double *differences = mem_alloc(n, sizeof *differences);
    for (size_t i = 0; i < n; i++)
        differences[i] = a[i] - b[i];
    const double variance = variance_of_mean(differences, n, LARGEST);
    free(differences);
    return variance;
}

void auc_parts_compare(struct auc_difference *out, const struct auc_parts *a, const struct auc_parts *b)
{
    /* What rounding leaves of equal differences; those of 100,000 samples, one of which differs, have more. */
    static const double NOTHING = 1e-24;
    const size_t least = a->n_normal < a->n_anomaly ? a->n_normal : a->n_anomaly;
    const double difference = a->auc - b->auc, variance = variance_of_difference(a->normal, b->normal, a->n_normal) +
                                                          variance_of_difference(a->anomaly, b->anomaly, a->n_anomaly);
    const int varies = variance > NOTHING * difference * difference;
    const double z = difference == 0 ? 0 : varies ? difference / sqrt(variance) : copysign(INFINITY, difference);
    const double p = isinf(z) ? exp2(1 - (double)least) : erfc(fabs(z) / sqrt(2));
    *out = (struct auc_difference) { difference, variance, z, p };
}

int auc_compare(struct auc_difference *out, const double *a, const double *b, const uint8_t *labels, size_t n,
                struct error *e)
{
    struct auc_parts of_a, of_b;
    if (auc_parts_init(&of_a, a, labels, n, e))
        return -1;
    int bad = auc_parts_init(&of_b, b, labels, n, e);
    if (!bad) {
        auc_parts_compare(out, &of_a, &of_b);
        auc_parts_release(&of_b);
    }
    auc_parts_release(&of_a);
    return bad;
}
