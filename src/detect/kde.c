/* kde: Gaussian kernel density estimate over the positives' pixels,
 *     log p(x) = -log n - d log h - (d / 2) log(2 pi) + log sum_i exp(-||x - x_i||^2 / (2 h^2)),
 * score -log p(x). The bandwidth h is given, or the one of a grid of powers of two with the
 * best likelihood of held-out positives over k folds.
 *
 * Distances come from ||x||^2 + ||y||^2 - 2 x'y by SGEMM on images less the positives' mean,
 * which keeps the three terms small. */
#include <cblas.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/exp_plain.h"
#include "base/memory.h"
#include "base/rng.h"
#include "base/simd.h"
#include "data/batch.h"
#include "detect/detector.h"
#include "detect/model_file.h"

enum { BLOCK = 128 };

struct kde {
    struct images support; /* the positives, for save() */
    float *x, *norms;      /* (n, d) less the mean, and their squared norms (n) */
    float *mean;           /* (d) */
    double bandwidth;
};

static void centre(const float *mean, size_t n, size_t d, float *x, float *norms)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < d; k++)
            x[i * d + k] -= mean[k];
        norms[i] = (float)cblas_dsdot((int)d, x + i * d, 1, x + i * d, 1);
    }
}

/* products (n) of one row -> squared distances, not below 0. */
SIMD static void finish_distances(float *restrict row, float norm, const float *restrict norms, size_t n)
{
    for (size_t j = 0; j < n; j++) {
        float v = norm + norms[j] - 2.0f * row[j];
        row[j] = v > 0.0f ? v : 0.0f;
    }
}

/* Squared distances (rows, n) of `rows` centred images to the support. */
static void distances(const struct kde *m, const float *x, const float *norms, size_t rows, float *out)
{
    size_t n = m->support.n, d = images_size(&m->support);
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)rows, (int)n, (int)d, 1, x, (int)d, m->x, (int)d, 0, out, (int)n);
    for (size_t i = 0; i < rows; i++)
        finish_distances(out + i * n, norms[i], m->norms, n);
}

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

/* log p from one row of squared distances; `n` of them count for the mean (those at
 * INFINITY, a held-out fold, do not). */
static double log_density(const float *distance, size_t length, double n, double d, double h)
{
    double scale = 1 / (2 * h * h), from = (double)least(distance, length);
    double sum = sum_of_exponentials(distance, length, (float)from, (float)scale);
    return log(sum) - from * scale - log(n) - d * log(h) - d / 2 * log(2 * 3.14159265358979323846);
}

/* Sum over all positives of log p under the other folds, for each bandwidth of the grid. */
static void held_out_likelihoods(const struct kde *m, const int *fold, const size_t *fold_size,
                                 const double *grid, int points, double *likelihood,
                                 const struct progress *progress)
{
    size_t n = m->support.n, d = images_size(&m->support);
    float *distance = mem_alloc(BLOCK * n, sizeof *distance);
    for (int g = 0; g < points; g++)
        likelihood[g] = 0;
    for (size_t at = 0; at < n; at += BLOCK) {
        size_t rows = n - at < BLOCK ? n - at : BLOCK;
        distances(m, m->x + at * d, m->norms + at, rows, distance);
        for (size_t i = 0; i < rows; i++) {
            float *row = distance + i * n;
            for (size_t j = 0; j < n; j++)
                row[j] = fold[j] == fold[at + i] ? INFINITY : row[j];
            for (int g = 0; g < points; g++)
                likelihood[g] += log_density(row, n, (double)(n - fold_size[fold[at + i]]), (double)d, grid[g]);
        }
        progress_report(progress, "bandwidth", (int)((at + rows) * 100 / n), 100, 0);
    }
    free(distance);
}

static double choose_bandwidth(const struct kde *m, const struct fit_input *in, struct fit_report *report)
{
    const struct settings *s = in->settings;
    const int points = s->kde.grid_points, folds = s->kde.folds;
    size_t n = m->support.n, fold_size[20] = { 0 };
    int *fold = mem_alloc(n, sizeof *fold), best = 0;
    double grid[200], likelihood[200];
    struct rng r;
    for (size_t i = 0; i < n; i++) {
        fold[i] = (int)(i % (size_t)folds);
        fold_size[fold[i]]++;
    }
    rng_seed(&r, rng_seed_for(in->seed, "folds", ""));
    rng_shuffle(&r, fold, n);
    for (int g = 0; g < points; g++)
        grid[g] = exp2(s->kde.grid_low + (s->kde.grid_high - s->kde.grid_low) * g / (points - 1));
    held_out_likelihoods(m, fold, fold_size, grid, points, likelihood, in->progress);
    for (int g = 1; g < points; g++)
        if (likelihood[g] > likelihood[best])
            best = g;
    snprintf(report->note, sizeof report->note, "bandwidth %.6g by %d-fold likelihood%s", grid[best], folds,
             best == 0 || best == points - 1 ? ", at the end of the grid" : "");
    free(fold);
    return grid[best];
}

/* Takes a copy of the images and prepares what scoring needs. */
static struct kde *build(const struct images *im)
{
    struct kde *m = mem_zero(1, sizeof *m);
    size_t d = images_size(im);
    images_alloc(&m->support, im->n, im->height, im->width, im->channels);
    memcpy(m->support.pixels, im->pixels, im->n * d);
    memset(m->support.labels, 0, im->n * sizeof *m->support.labels);
    m->mean = mem_alloc(d, sizeof *m->mean);
    m->x = mem_alloc(im->n * d, sizeof *m->x);
    m->norms = mem_alloc(im->n, sizeof *m->norms);
    images_mean(im, m->mean);
    batch_floats(im, NULL, 0, im->n, m->x);
    centre(m->mean, im->n, d, m->x, m->norms);
    return m;
}

static void release(void *model)
{
    struct kde *m = model;
    if (m) {
        images_release(&m->support);
        free(m->x);
        free(m->norms);
        free(m->mean);
    }
    free(m);
}

static void *fit(const struct fit_input *in, struct fit_report *report, struct error *e)
{
    const struct settings *s = in->settings;
    int by_likelihood = choice_is(s->kde.select, "cv");
    if (by_likelihood && in->positive->n < (size_t)s->kde.folds) {
        error_set(e, "kde: %d folds need as many images, found %zu", s->kde.folds, in->positive->n);
        return NULL;
    }
    struct kde *m = build(in->positive);
    m->bandwidth = by_likelihood ? choose_bandwidth(m, in, report) : s->kde.bandwidth;
    return m;
}

static int score(void *model, const struct images *im, double *scores, struct error *e)
{
    const struct kde *m = model;
    size_t n = m->support.n, d = images_size(&m->support);
    if (model_expect_size(images_shape(&m->support), im, e))
        return -1;
    float *x = mem_alloc(BLOCK * d, sizeof *x), norms[BLOCK], *distance = mem_alloc(BLOCK * n, sizeof *distance);
    for (size_t at = 0; at < im->n; at += BLOCK) {
        size_t rows = im->n - at < BLOCK ? im->n - at : BLOCK;
        batch_floats(im, NULL, at, rows, x);
        centre(m->mean, rows, d, x, norms);
        distances(m, x, norms, rows, distance);
        for (size_t i = 0; i < rows; i++)
            scores[at + i] = -log_density(distance + i * n, n, (double)n, (double)d, m->bandwidth);
    }
    free(x);
    free(distance);
    return 0;
}

static void save(const void *model, struct archive_writer *w)
{
    const struct kde *m = model;
    const uint64_t dims[4] = { m->support.n, (uint64_t)m->support.height, (uint64_t)m->support.width,
                               (uint64_t)m->support.channels };
    archive_add_number(w, "bandwidth", m->bandwidth);
    archive_add(w, "support", ARCHIVE_U8, 4, dims, m->support.pixels);
}

static void *load(const struct archive *a, struct error *e)
{
    const struct archive_entry *support = archive_get(a, "support", ARCHIVE_U8, e);
    double bandwidth;
    if (!support || archive_number(a, "bandwidth", &bandwidth, e))
        return NULL;
    if (support->rank != 4 || support->count == 0 || !(bandwidth > 0)) {
        error_set(e, "%s: expected images in 'support' and a positive 'bandwidth'", a->path);
        return NULL;
    }
    struct images im = { .n = support->dims[0], .height = (int)support->dims[1], .width = (int)support->dims[2],
                         .channels = (int)support->dims[3], .pixels = (uint8_t *)support->data };
    struct kde *m = build(&im);
    m->bandwidth = bandwidth;
    return m;
}

static double work(const struct settings *s, const struct problem *p)
{
    double n = (double)p->n_positive, d = (double)p->height * p->width * p->channels;
    /* an exponential costs about as much as 20 multiplications and additions at SGEMM's speed */
    double chosen = choice_is(s->kde.select, "cv") ? n * n * (2 * d + 20.0 * s->kde.grid_points) : 0;
    return chosen + n * (double)p->n_test * (2 * d + 20);
}

static const char *const keys[] = { "kde.*", NULL };

const struct detector detector_kde = {
    .name = "kde", .help = "Gaussian kernel density estimate on pixels; negative log-density",
    .keys = keys, .work = work, .fit = fit, .score = score, .save = save, .load = load, .free = release,
};
