#include "detect/parts/density.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/exp_plain.h"
#include "base/memory.h"
#include "base/rng.h"
#include "base/simd.h"
#include "detect/parts/distances.h"
#include "nn/blas.h"

static const struct key keys[] = {
    CHOICE_KEY(struct kde_keys, select, "cv", "fixed cv",
               "bandwidth as given, or by cross-validated likelihood on the training images"),
    REAL_KEY(struct kde_keys, bandwidth, "1", 1e-6, 1e6, "bandwidth for select = fixed, in pixel units of [0, 1]"),
    INT_KEY(struct kde_keys, folds, "5", 2, 20, "folds of the cross-validation"),
    REAL_KEY(struct kde_keys, grid_low, "-4.5", -20, 20, "log2 of the smallest bandwidth tried"),
    REAL_KEY(struct kde_keys, grid_high, "5", -20, 20, "log2 of the largest bandwidth tried"),
    INT_KEY(struct kde_keys, grid_points, "20", 2, 200, "bandwidths tried"),
    { 0 },
};

static const struct key_need needs[] = {
    { .key = "kde.bandwidth", .other = "kde.select", .values = "fixed" },
    { .key = "kde.folds", .other = "kde.select", .values = "cv" },
    { .key = "kde.grid_low", .other = "kde.select", .values = "cv" },
    { .key = "kde.grid_high", .other = "kde.select", .values = "cv" },
    { .key = "kde.grid_points", .other = "kde.select", .values = "cv" },
    { 0 },
};

const struct section kde_section = { "kde", sizeof(struct kde_keys), keys, needs };

enum { BLOCK = 128 };

static const double LOG_2_PI = 1.8378770664093453;

SIMD static float least(const float *v, size_t n)
{
    float best = INFINITY;
    for (size_t i = 0; i < n; i++)
        best = v[i] < best ? v[i] : best;
    return best;
}

SIMD static double sum_of_exponentials(const float *restrict distance, size_t n, float from, float scale)
{
    enum { LANES = 16 };
    float sums[LANES] = { 0 };
    double sum = 0;
    size_t i = 0;
    for (; i + LANES <= n; i += LANES)
        for (size_t k = 0; k < LANES; k++) {
            float x = (from - distance[i + k]) * scale;
            sums[k] += exp_plain(x < -87.0f ? -87.0f : x);
        }
    for (; i < n; i++) {
        float x = (from - distance[i]) * scale;
        sum += (double)exp_plain(x < -87.0f ? -87.0f : x);
    }
    for (size_t k = 0; k < LANES; k++)
        sum += (double)sums[k];
    return sum;
}

SIMD static double sum_of_exponentials_less_one(const float *restrict distance, size_t n, double from, double scale)
{
    enum { LANES = 8 };
    double sums[LANES] = { 0 }, sum = 0;
    size_t i = 0;
    for (; i + LANES <= n; i += LANES)
        for (size_t k = 0; k < LANES; k++)
            sums[k] += exp_less_one(((double)distance[i + k] - from) * scale);
    for (; i < n; i++)
        sum += exp_less_one(((double)distance[i] - from) * scale);
    for (size_t k = 0; k < LANES; k++)
        sum += sums[k];
    return sum;
}

/* What log p has in common for all x. */
static double log_constant(double n, double d, double h)
{
    return log(n) + d * log(h) + d / 2 * LOG_2_PI;
}

/* log p from one row of squared distances; `n` of them count for the mean (those at
 * INFINITY, a held-out fold, do not). `exact`, for which all have to count: where the kernel is so wide that all
 * exponentials are near 1, single precision has next to nothing of what they differ by; then it is their mean less 1
 * that is summed, in double. */
static double log_density(const float *distance, size_t length, double n, double d, double h, int exact)
{
    static const double FLAT = 15.0 / 16;
    double scale = 1 / (2 * h * h), from = (double)least(distance, length);
    double sum = sum_of_exponentials(distance, length, (float)from, (float)scale), log_sum = log(sum);
    if (exact && sum > FLAT * n)
        log_sum = log1p(sum_of_exponentials_less_one(distance, length, from, scale) / n) + log(n);
    return log_sum - from * scale - log(n) - d * log(h) - d / 2 * LOG_2_PI;
}

/* Is so little of log p about x that a double's digits do not tell points apart? The bandwidth is refused then: a
 * distance that is typical of these points changes log p by about as much as a ten-thousand-fold of its rounding, or
 * less. Points that are all the same say nothing of what is to come. */
static int too_wide(const struct points *p, double h, const char *who, struct error *e)
{
    double norms = 0, n = (double)p->n, constant = fabs(log_constant(n, (double)p->d, h));
    for (size_t i = 0; i < p->n; i++)
        norms += (double)p->norms[i] / n;
    double typical = norms / (h * h); /* a squared distance of twice the norm, over 2 h^2 */
    if (norms == 0 || typical > 1e4 * DBL_EPSILON * constant)
        return 0;
    return error_set(
        e,
        "%s: a bandwidth of %.6g is too wide: log-densities of about %.3g would differ by %.3g, of which a "
        "number has no digits left; the points' root mean square from their mean is %.3g ([kde])",
        who, h, constant, typical, sqrt(norms));
}

/* Sum over all points of log p under the other folds, for each bandwidth of the grid. */
static void held_out_likelihoods(const struct density *m, const int *fold, const size_t *fold_size, const double *grid,
                                 int points, double *likelihood, const struct progress *progress)
{
    const struct points *p = m->points;
    size_t n = p->n, d = p->d;
    float *distance = mem_alloc(BLOCK * n, sizeof *distance);
    for (int g = 0; g < points; g++)
        likelihood[g] = 0;
    for (size_t at = 0; at < n; at += BLOCK) {
        size_t rows = n - at < BLOCK ? n - at : BLOCK;
        squared_distances(p->x + at * d, p->norms + at, rows, p->x, p->norms, n, d, distance);
        for (size_t i = 0; i < rows; i++) {
            float *row = distance + i * n;
            for (size_t j = 0; j < n; j++)
                row[j] = fold[j] == fold[at + i] ? INFINITY : row[j];
            for (int g = 0; g < points; g++) /* bandwidths differ by more than the last digits of a log p */
                likelihood[g] += log_density(row, n, (double)(n - fold_size[fold[at + i]]), (double)d, grid[g], 0);
        }
        progress_report(progress, "bandwidth", (int)((at + rows) * 100 / n), 100, 0);
    }
    free(distance);
}

static double choose_bandwidth(const struct density *m, const struct fit_input *in, struct fit_report *report)
{
    const struct settings *s = in->settings;
    const int points = kde_of(s)->grid_points, folds = kde_of(s)->folds;
    size_t n = m->points->n, fold_size[20] = { 0 };
    int *fold = mem_alloc(n, sizeof *fold), best = 0;
    double grid[200] = { 0 }, likelihood[200];
    struct rng r;
    for (size_t i = 0; i < n; i++) {
        fold[i] = (int)(i % (size_t)folds);
        fold_size[fold[i]]++;
    }
    rng_seed(&r, rng_seed_for(in->seed, "folds", ""));
    rng_shuffle(&r, fold, n);
    for (int g = 0; g < points; g++)
        grid[g] = exp2(kde_of(s)->grid_low + (kde_of(s)->grid_high - kde_of(s)->grid_low) * g / (points - 1));
    held_out_likelihoods(m, fold, fold_size, grid, points, likelihood, in->progress);
    for (int g = 1; g < points; g++)
        if (likelihood[g] > likelihood[best])
            best = g;
    fit_report_note(report, "bandwidth %.6g by %d-fold likelihood%s", grid[best], folds,
                    best == 0 || best == points - 1 ? ", at the end of the grid" : "");
    free(fold);
    return grid[best];
}

static int by_likelihood(const struct settings *s)
{
    return choice_is(kde_of(s)->select, "cv");
}

int density_check(const struct settings *s, size_t n, const char *who, struct error *e)
{
    if (!by_likelihood(s) || n >= (size_t)kde_of(s)->folds)
        return 0;
    return error_set(e, "%s: 'folds = %d' in [kde] needs as many images, found %zu", who, kde_of(s)->folds, n);
}

int density_choose(struct density *m, const struct fit_input *in, const char *who, struct fit_report *report,
                   struct error *e)
{
    const struct settings *s = in->settings;
    if (density_check(s, m->points->n, who, e))
        return -1;
    m->bandwidth = by_likelihood(s) ? choose_bandwidth(m, in, report) : kde_of(s)->bandwidth;
    return too_wide(m->points, m->bandwidth, who, e);
}

void density_log(const struct density *m, float *x, size_t rows, double *out)
{
    size_t n = m->points->n, d = m->points->d;
    float norms[BLOCK], *distance = mem_alloc(BLOCK * n, sizeof *distance);
    for (size_t at = 0; at < rows; at += BLOCK) {
        size_t count = rows - at < BLOCK ? rows - at : BLOCK;
        points_distances(m->points, x + at * d, count, norms, distance);
        for (size_t i = 0; i < count; i++)
            out[at + i] = log_density(distance + i * n, n, (double)n, (double)d, m->bandwidth, 1);
    }
    free(distance);
}

/* Squared distances (n) to the weights of the points in log p, which sum to 1. */
static void kernel_weights(float *distance, size_t n, double h)
{
    const float from = least(distance, n);
    double sum = 0;
    for (size_t j = 0; j < n; j++) {
        distance[j] = expf((from - distance[j]) * (float)(1 / (2 * h * h)));
        sum += (double)distance[j];
    }
    for (size_t j = 0; j < n; j++)
        distance[j] /= (float)sum;
}

void density_gradient(const struct density *m, float *x, size_t rows, double *out, float *gradient)
{
    const struct points *p = m->points;
    const size_t n = p->n, d = p->d;
    const double h = m->bandwidth;
    float norms[BLOCK], *distance = mem_alloc(BLOCK * n, sizeof *distance);
    for (size_t at = 0; at < rows; at += BLOCK) {
        const size_t count = rows - at < BLOCK ? rows - at : BLOCK;
        float *here = x + at * d, *to = gradient + at * d;
        points_distances(p, here, count, norms, distance); /* takes the mean off `here` */
        for (size_t i = 0; i < count; i++) {
            out[at + i] = log_density(distance + i * n, n, (double)n, (double)d, h, 1);
            kernel_weights(distance + i * n, n, h);
        }
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)count, (int)d, (int)n, 1, distance, (int)n, p->x,
                    (int)d, 0, to, (int)d);
        for (size_t k = 0; k < count * d; k++)
            to[k] = (float)(((double)to[k] - (double)here[k]) / (h * h));
    }
    free(distance);
}

double density_work(const struct settings *s, double n, double d, double n_test)
{
    /* an exponential costs about as much as 20 multiplications and additions at SGEMM's speed */
    double chosen = choice_is(kde_of(s)->select, "cv") ? n * n * (2 * d + 20.0 * kde_of(s)->grid_points) : 0;
    return chosen + n * n_test * (2 * d + 20);
}
