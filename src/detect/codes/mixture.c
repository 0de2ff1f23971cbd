#include "detect/codes/mixture.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/rng.h"
#include "detect/codes/gaussian.h"
#include "nn/blas.h"

enum { BLOCK = 256, STARTS = 5, LLOYD_MAX = 50, STEPS_MAX = 200 };

/* The last step is the one that raises the mean log-likelihood by less. */
static const double CONVERGED = 1e-5;
/* A component with less than this of a code has lost all. */
static const double LEAST_CODES = 1e-6;

static void shape_mixture(struct mixture *m, size_t k, size_t d, int full)
{
    *m = (struct mixture) { .k = k, .d = d, .full = full };
    m->weight = mem_zero(k, sizeof *m->weight);
    m->mean = mem_zero(k * d, sizeof *m->mean);
    m->factor = mem_zero(k * d * (full ? d : 1), sizeof *m->factor);
}

void mixture_release(struct mixture *m)
{
    free(m->weight);
    free(m->mean);
    free(m->factor);
    *m = (struct mixture) { 0 };
}

static double squared(const float *code, const double *mean, size_t d)
{
    double sum = 0;
    for (size_t c = 0; c < d; c++)
        sum += ((double)code[c] - mean[c]) * ((double)code[c] - mean[c]);
    return sum;
}

/* --- the start: responsibilities (n, k) of 0 and 1 by k-means */

/* The centres: each drawn among the codes with a chance that grows with the squared distance from those before. Returns
 * how many there are: fewer where no code is left that is not one of them. */
static size_t draw_centres(const float *codes, size_t n, size_t d, size_t k, uint64_t seed, double *centre)
{
    struct rng r;
    double *nearest = mem_alloc(n, sizeof *nearest);
    rng_seed(&r, seed);
    size_t found = 0, at = (size_t)rng_below(&r, n);
    for (size_t i = 0; i < n; i++)
        nearest[i] = DBL_MAX;
    for (;;) {
        double sum = 0;
        for (size_t c = 0; c < d; c++)
            centre[found * d + c] = (double)codes[at * d + c];
        for (size_t i = 0; i < n; i++) {
            nearest[i] = fmin(nearest[i], squared(codes + i * d, centre + found * d, d));
            sum += nearest[i];
        }
        if (++found == k || !(sum > 0))
            break;
        double left = rng_uniform(&r) * sum;
        for (at = 0; at + 1 < n && left >= nearest[at]; at++)
            left -= nearest[at];
        while (!(nearest[at] > 0)) /* rounding may lead past the last of them */
            at--;
    }
    free(nearest);
    return found;
}

/* The nearest centre of each code. 1 where some code has another one than before; `sum` is that of the squared
 * distances. */
static int assign(const float *codes, size_t n, size_t d, const double *centre, size_t k, size_t *of, double *sum)
{
    int changed = 0;
    *sum = 0;
    for (size_t i = 0; i < n; i++) {
        size_t best = 0;
        double least = DBL_MAX;
        for (size_t j = 0; j < k; j++) {
            const double distance = squared(codes + i * d, centre + j * d, d);
            if (distance < least) {
                least = distance;
                best = j;
            }
        }
        changed |= of[i] != best;
        of[i] = best;
        *sum += least;
    }
    return changed;
}

/* The mean of each centre's codes; one without any stays where it is. */
static void move_centres(const float *codes, size_t n, size_t d, const size_t *of, double *centre, size_t k)
{
    double *sum = mem_zero(k * d, sizeof *sum), *count = mem_zero(k, sizeof *count);
    for (size_t i = 0; i < n; i++) {
        count[of[i]]++;
        for (size_t c = 0; c < d; c++)
            sum[of[i] * d + c] += (double)codes[i * d + c];
    }
    for (size_t j = 0; j < k; j++)
        for (size_t c = 0; c < d && count[j] > 0; c++)
            centre[j * d + c] = sum[j * d + c] / count[j];
    free(sum);
    free(count);
}

/* One start of k-means: the cluster of each code; returns how many clusters there are. */
static size_t cluster_once(const float *codes, size_t n, size_t d, size_t k, uint64_t seed, size_t *of, double *sum)
{
    double *centre = mem_alloc(k * d, sizeof *centre);
    const size_t found = draw_centres(codes, n, d, k, seed, centre);
    for (size_t i = 0; i < n; i++)
        of[i] = k;
    for (int step = 0; assign(codes, n, d, centre, found, of, sum) && step < LLOYD_MAX; step++)
        move_centres(codes, n, d, of, centre, found);
    free(centre);
    return found;
}

/* The best of several starts; returns the number of clusters. */
static size_t cluster(const float *codes, size_t n, size_t d, size_t k, uint64_t seed, double *share)
{
    size_t *of = mem_alloc(n, sizeof *of), clusters = 0;
    double least = DBL_MAX, sum;
    struct rng r;
    rng_seed(&r, seed);
    for (int start = 0; start < STARTS; start++) {
        const size_t found = cluster_once(codes, n, d, k, rng_next(&r), of, &sum);
        if (start && !(sum < least))
            continue;
        least = sum;
        clusters = found;
        memset(share, 0, n * k * sizeof *share);
        for (size_t i = 0; i < n; i++)
            share[i * found + of[i]] = 1;
    }
    free(of);
    return clusters;
}

/* --- expectation */

/* Half the logarithm of a component's determinant. */
static double log_volume(const struct mixture *m, size_t j)
{
    const double *factor = m->factor + j * m->d * (m->full ? m->d : 1);
    double sum = 0;
    for (size_t c = 0; c < m->d; c++)
        sum += log(factor[m->full ? c * (m->d + 1) : c]);
    return sum;
}

/* Distances of `rows` codes from a component's mean in its metric. `x` has room for them. */
static void component_distances(const struct mixture *m, size_t j, const float *codes, size_t rows, double *x,
                                double *out)
{
    const size_t d = m->d;
    codes_centred(codes, rows, d, m->mean + j * d, x);
    if (m->full) {
        whitened_norms(m->factor + j * d * d, d, x, rows, out);
        return;
    }
    for (size_t i = 0; i < rows; i++) {
        double sum = 0;
        for (size_t c = 0; c < d; c++)
            sum += x[i * d + c] / m->factor[j * d + c] * (x[i * d + c] / m->factor[j * d + c]);
        out[i] = sqrt(sum);
    }
}

/* log(w_j N(z; m_j, C_j)) of at most BLOCK codes, (rows, k). */
static void component_logs(const struct mixture *m, const float *codes, size_t rows, double *x, double *out)
{
    double distance[BLOCK];
    const double unit = (double)m->d / 2 * log(2 * acos(-1));
    for (size_t j = 0; j < m->k; j++) {
        const double top = log(m->weight[j]) - unit - log_volume(m, j);
        component_distances(m, j, codes, rows, x, distance);
        for (size_t i = 0; i < rows; i++)
            out[i * m->k + j] = top - distance[i] * distance[i] / 2;
    }
}

static double log_sum(const double *logs, size_t k)
{
    double most = logs[0], sum = 0;
    for (size_t j = 1; j < k; j++)
        most = fmax(most, logs[j]);
    for (size_t j = 0; j < k; j++)
        sum += exp(logs[j] - most);
    return most + log(sum);
}

void mixture_log(const struct mixture *m, const float *codes, size_t n, double *out)
{
    double *x = mem_alloc(BLOCK * m->d, sizeof *x), *logs = mem_alloc(BLOCK * m->k, sizeof *logs);
    for (size_t at = 0; at < n; at += BLOCK) {
        size_t rows = n - at < BLOCK ? n - at : BLOCK;
        component_logs(m, codes + at * m->d, rows, x, logs);
        for (size_t i = 0; i < rows; i++)
            out[at + i] = log_sum(logs + i * m->k, m->k);
    }
    free(logs);
    free(x);
}

/* C_j^-1 (z - m_j) of codes, in x (rows, d). */
static void component_slopes(const struct mixture *m, size_t j, const float *codes, size_t rows, double *x)
{
    const size_t d = m->d;
    double distance[BLOCK];
    component_distances(m, j, codes, rows, x, distance);
    if (m->full)
        whiten_back(m->factor + j * d * d, d, x, rows);
    for (size_t k = 0; k < rows * d && !m->full; k++)
        x[k] /= m->factor[j * d + k % d] * m->factor[j * d + k % d];
}

void mixture_log_gradient(const struct mixture *m, const float *codes, size_t n, double *out, float *dz)
{
    const size_t d = m->d;
    double *x = mem_alloc(BLOCK * d, sizeof *x), *logs = mem_alloc(BLOCK * m->k, sizeof *logs);
    double *sum = mem_alloc(BLOCK * d, sizeof *sum);
    for (size_t at = 0; at < n; at += BLOCK) {
        const size_t rows = n - at < BLOCK ? n - at : BLOCK;
        component_logs(m, codes + at * d, rows, x, logs);
        for (size_t i = 0; i < rows; i++)
            out[at + i] = log_sum(logs + i * m->k, m->k);
        memset(sum, 0, rows * d * sizeof *sum);
        for (size_t j = 0; j < m->k; j++) {
            component_slopes(m, j, codes + at * d, rows, x);
            for (size_t k = 0; k < rows * d; k++)
                sum[k] -= exp(logs[k / d * m->k + j] - out[at + k / d]) * x[k];
        }
        for (size_t k = 0; k < rows * d; k++)
            dz[at * d + k] = (float)sum[k];
    }
    free(x);
    free(logs);
    free(sum);
}

/* The components' shares (n, k) of each code; returns the mean log-likelihood. */
static double expect(const struct mixture *m, const float *codes, size_t n, double *share)
{
    double *x = mem_alloc(BLOCK * m->d, sizeof *x), sum = 0;
    for (size_t at = 0; at < n; at += BLOCK) {
        size_t rows = n - at < BLOCK ? n - at : BLOCK;
        component_logs(m, codes + at * m->d, rows, x, share + at * m->k);
        for (size_t i = at; i < at + rows; i++) {
            const double whole = log_sum(share + i * m->k, m->k);
            sum += whole / (double)n;
            for (size_t j = 0; j < m->k; j++)
                share[i * m->k + j] = exp(share[i * m->k + j] - whole);
        }
    }
    free(x);
    return sum;
}

/* --- maximisation */

/* Leaves out the components that have lost all codes: share (n, k) -> (n, components left), returns how many. */
static size_t drop_empty(double *share, size_t n, size_t k, double *count)
{
    size_t left = 0, *kept = mem_alloc(k, sizeof *kept);
    for (size_t j = 0; j < k; j++) {
        double sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += share[i * k + j];
        if (sum < LEAST_CODES)
            continue;
        count[left] = sum;
        kept[left++] = j;
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < left; j++)
            share[i * left + j] = share[i * k + kept[j]];
    free(kept);
    return left;
}

static void component_mean(const float *codes, size_t n, const double *share, size_t j, double count, struct mixture *m)
{
    double *mean = m->mean + j * m->d;
    memset(mean, 0, m->d * sizeof *mean);
    for (size_t i = 0; i < n; i++)
        for (size_t c = 0; c < m->d; c++)
            mean[c] += share[i * m->k + j] * (double)codes[i * m->d + c] / count;
}

/* Adds the weighted squares of at most BLOCK centred codes x (rows, d), which is overwritten. */
static void add_spread(const struct mixture *m, double *x, size_t rows, const double *share, size_t j, double count,
                       double *spread)
{
    const size_t d = m->d;
    for (size_t i = 0; i < rows; i++) {
        cblas_dscal((int)d, sqrt(share[i * m->k + j]), x + i * d, 1);
        for (size_t c = 0; c < d && !m->full; c++)
            spread[c] += x[i * d + c] * x[i * d + c] / count;
    }
    if (m->full)
        cblas_dsyrk(CblasColMajor, CblasLower, CblasNoTrans, (int)d, (int)rows, 1 / count, x, (int)d, 1, spread,
                    (int)d);
}

/* The component's covariance, and then its factor, or the deviations. -1 where it is singular. */
static int component_factor(const float *codes, size_t n, const double *share, size_t j, double count, double ridge,
                            struct mixture *m)
{
    const size_t d = m->d, size = m->full ? d * d : d;
    double *spread = m->factor + j * size, *x = mem_alloc(BLOCK * d, sizeof *x);
    memset(spread, 0, size * sizeof *spread);
    for (size_t at = 0; at < n; at += BLOCK) {
        size_t rows = n - at < BLOCK ? n - at : BLOCK;
        codes_centred(codes + at * d, rows, d, m->mean + j * d, x);
        add_spread(m, x, rows, share + at * m->k, j, count, spread);
    }
    free(x);
    for (size_t c = 0; c < d; c++)
        spread[m->full ? c * (d + 1) : c] += ridge;
    if (m->full)
        return factorise(spread, d);
    for (size_t c = 0; c < d; c++) {
        if (!(spread[c] > 0))
            return -1;
        spread[c] = sqrt(spread[c]);
    }
    return 0;
}

/* share (n, m->k), fewer columns where components are lost. */
static int maximise(struct mixture *m, const float *codes, size_t n, double ridge, double *share, struct error *e)
{
    double *count = mem_alloc(m->k, sizeof *count);
    int bad = 0;
    m->k = drop_empty(share, n, m->k, count);
    for (size_t j = 0; j < m->k && !bad; j++) {
        m->weight[j] = count[j] / (double)n;
        component_mean(codes, n, share, j, count[j], m);
        bad = component_factor(codes, n, share, j, count[j], ridge, m);
    }
    free(count);
    return bad ? error_set(e,
                           "expected positive definite covariances of the positives' codes, found a singular one: set "
                           "a larger 'regularisation' in [latent-gmm]")
               : 0;
}

/* 0 where the codes are equal but for the rounding of sums. */
static double mean_variance(const float *codes, size_t n, size_t d)
{
    static const double ROUNDING = 1e-20; /* as a share of the mean square */
    double sum = 0, square = 0;
    for (size_t c = 0; c < d; c++) {
        double mean = 0;
        for (size_t i = 0; i < n; i++)
            mean += (double)codes[i * d + c] / (double)n;
        for (size_t i = 0; i < n; i++)
            sum += ((double)codes[i * d + c] - mean) * ((double)codes[i * d + c] - mean) / (double)n;
        square += mean * mean;
    }
    return sum > ROUNDING * square ? sum / (double)d : 0;
}

int mixture_fit(struct mixture *m, const float *codes, size_t n, size_t d, const struct mixture_wish *wish,
                const struct progress *progress, struct mixture_end *end, struct error *e)
{
    const size_t most = wish->k < n ? wish->k : n;
    const double variance = mean_variance(codes, n, d), ridge = wish->share * variance;
    *m = (struct mixture) { 0 };
    if (!(variance > 0))
        return error_set(e, "expected codes of the positives that vary, found %zu equal ones", n);
    double *share = mem_alloc(n * most, sizeof *share);
    shape_mixture(m, most, d, wish->full);
    m->k = cluster(codes, n, d, most, wish->seed, share);
    int bad = maximise(m, codes, n, ridge, share, e);
    *end = (struct mixture_end) { .log_likelihood = -INFINITY };
    while (!bad && !end->converged && end->steps < STEPS_MAX) {
        const double found = expect(m, codes, n, share);
        end->converged = found - end->log_likelihood < CONVERGED;
        end->log_likelihood = found;
        end->steps++;
        progress_report(progress, "mixture", end->steps, STEPS_MAX, -found);
        bad = !end->converged && maximise(m, codes, n, ridge, share, e);
    }
    free(share);
    return bad ? -1 : 0;
}

void mixture_save(const struct mixture *m, struct archive_writer *w)
{
    archive_add_number(w, "mixture_full", m->full);
    archive_add_vector(w, "mixture_weights", ARCHIVE_F64, m->k, m->weight);
    archive_add_vector(w, "mixture_means", ARCHIVE_F64, m->k * m->d, m->mean);
    archive_add_vector(w, "mixture_factors", ARCHIVE_F64, m->k * m->d * (m->full ? m->d : 1), m->factor);
}

static int expect_positive(const double *of, size_t n, size_t step, const char *what, const char *path, struct error *e)
{
    for (size_t i = 0; i < n; i++)
        if (!(of[i * step] > 0))
            return error_set(e, "%s: expected positive %s, found %.9g", path, what, of[i * step]);
    return 0;
}

int mixture_load(struct mixture *m, const struct archive *a, size_t d, struct error *e)
{
    const struct archive_entry *weights, *means, *factors;
    double full = 0;
    *m = (struct mixture) { 0 };
    if (archive_number(a, "mixture_full", &full, e) || !(weights = archive_get(a, "mixture_weights", ARCHIVE_F64, e)) ||
        !(means = archive_get(a, "mixture_means", ARCHIVE_F64, e)) ||
        !(factors = archive_get(a, "mixture_factors", ARCHIVE_F64, e)))
        return -1;
    const size_t k = weights->count, size = full > 0 ? d * d : d;
    if (k == 0 || means->count != k * d || factors->count != k * size)
        return error_set(e,
                         "%s: expected a component or more, %zu numbers in 'mixture_means' and %zu in "
                         "'mixture_factors' for each, found %zu, %zu and %zu",
                         a->path, d, size, k, means->count, factors->count);
    shape_mixture(m, k, d, full > 0);
    memcpy(m->weight, weights->data, k * sizeof *m->weight);
    memcpy(m->mean, means->data, k * d * sizeof *m->mean);
    memcpy(m->factor, factors->data, k * size * sizeof *m->factor);
    int bad = expect_positive(m->weight, k, 1, "numbers in 'mixture_weights'", a->path, e);
    for (size_t j = 0; j < k && !bad; j++)
        bad = expect_positive(m->factor + j * size, d, m->full ? d + 1 : 1, "diagonals in 'mixture_factors'", a->path,
                              e);
    return bad;
}

double mixture_work(const struct mixture_wish *wish, double d, double n, double n_test)
{
    const double k = (double)wish->k, usual_steps = 60, usual_lloyd = 15 * STARTS;
    const double density = k * (wish->full ? d * d : 4 * d);
    return usual_lloyd * n * k * 3 * d + usual_steps * 2 * n * density + n_test * density;
}

double mixture_memory(const struct mixture_wish *wish, double d, double n)
{
    return sizeof(double) * (double)wish->k * (n + d * (wish->full ? d : 1));
}
