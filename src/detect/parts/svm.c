#include "detect/parts/svm.h"

#include <libsvm/svm.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/exp_plain.h"
#include "base/late.h"
#include "base/memory.h"
#include "base/simd.h"
#include "detect/parts/model_file.h"
#include "late_files.h"

enum { BLOCK = 128, TILE = 8 };

static const double CACHE_MIB = 100; /* of LIBSVM's columns: they are cheap to make again */

/* ---- distances of the images among themselves ---- */

/* Row block b has the images first = b BLOCK, first + 1, ... against those from `first` on. */
struct triangle {
    size_t n, n_blocks;
    float **block;   /* (rows, n - first) */
    double furthest; /* a bound of all */
};

static size_t rows_from(size_t n, size_t first)
{
    return n - first < BLOCK ? n - first : BLOCK;
}

/* A bound of the squared distances among centred points. */
static double furthest(const struct points *p)
{
    double most = 0;
    for (size_t i = 0; i < p->n; i++)
        most = fmax(most, (double)p->norms[i]);
    return 4 * most;
}

static void triangle_init(struct triangle *t, const struct images *im, const struct progress *progress)
{
    struct reference r;
    reference_init(&r, im);
    *t = (struct triangle) { .n = im->n, .n_blocks = (im->n + BLOCK - 1) / BLOCK, .furthest = furthest(&r.points) };
    t->block = mem_alloc(t->n_blocks, sizeof *t->block);
    for (size_t b = 0; b < t->n_blocks; b++) {
        size_t first = b * BLOCK, rows = rows_from(t->n, first);
        t->block[b] = mem_alloc(rows * (t->n - first), sizeof *t->block[b]);
        reference_own_distances(&r, first, rows, t->block[b]);
        progress_report(progress, "distances", (int)(first + rows), (int)t->n, 0);
    }
    reference_release(&r);
}

static void triangle_release(struct triangle *t)
{
    for (size_t b = 0; b < t->n_blocks; b++)
        free(t->block[b]);
    free(t->block);
}

/* ---- the kernel matrix as LIBSVM reads it ---- */

/* For a PRECOMPUTED kernel k(i, j) is x[i][j + 1].value, and x[j][0].value is j + 1. A svm_node is
 * that number behind an index, which this kernel does not read: so each two rows of nodes lie
 * in one another, the values of the second in the place of the first one's indices, which
 * halves the memory. */
_Static_assert(sizeof(struct svm_node) == 2 * sizeof(double), "a node is two numbers wide");
_Static_assert(offsetof(struct svm_node, value) == sizeof(double), "its value is the second one");

struct kernel {
    size_t n;
    double *cells;
    struct svm_node **rows; /* (n) */
};

/* Where the first of these two rows has its index; row i's k(i, j) is i % 2 + 2 j + 3 on. */
static double *pair_of_rows(const struct kernel *k, size_t i)
{
    return k->cells + i / 2 * 2 * (k->n + 1);
}

static void kernel_init(struct kernel *k, size_t n)
{
    *k = (struct kernel) { .n = n };
    k->cells = mem_alloc((n + 1) / 2 * 2 * (n + 1) + 1, sizeof *k->cells);
    k->rows = mem_alloc(n, sizeof *k->rows);
    for (size_t i = 0; i < n; i++) {
        double *row = pair_of_rows(k, i) + i % 2;
        row[1] = (double)(i + 1);
        k->rows[i] = (struct svm_node *)(void *)row;
    }
}

static void kernel_release(struct kernel *k)
{
    free(k->cells);
    free(k->rows);
}

SIMD static void exponentials(const float *restrict distance, size_t n, float gamma, float *restrict out)
{
    for (size_t i = 0; i < n; i++) {
        float x = -gamma * distance[i];
        out[i] = exp_plain(x < -87.0f ? -87.0f : x);
    }
}

/* One row (n), or two that stand one behind the other, side by side from their first column to be set on. */
SIMD static void put_pair(const float *restrict a, int two, size_t n, double *restrict cells)
{
    const float *b = a + n;
    if (two)
        for (size_t j = 0; j < n; j++) {
            cells[2 * j] = (double)a[j];
            cells[2 * j + 1] = (double)b[j];
        }
    else
        for (size_t j = 0; j < n; j++)
            cells[2 * j] = (double)a[j];
}

/* `value` (rows, width) are the kernel's rows from `first` on, their columns too: sets these and
 * the same columns of the rows behind them. */
static void put_block(const struct kernel *k, size_t first, size_t rows, const float *value)
{
    size_t width = k->n - first;
    for (size_t i = 0; i < rows; i += 2)
        put_pair(value + i * width, i + 1 < rows, width, pair_of_rows(k, first + i) + 3 + 2 * first);
    for (size_t from = rows; from < width; from += TILE)
        for (size_t i = 0; i < rows; i++)
            for (size_t j = from; j < width && j < from + TILE; j++)
                pair_of_rows(k, first + j)[(first + j) % 2 + 3 + 2 * (first + i)] = (double)value[i * width + j];
}

/* With a small gamma all of the kernel is near 1, and single precision has too little of what it differs by. As the sum
 * of a is fixed, the optimum is that of (k - 1) / s with any s > 0, too: LIBSVM is given that, with the largest
 * gamma ||x - y||^2 as s, so that tolerance and digits are as good as for any gamma. 0: gamma is not that small. */
static double flat_scale(double gamma, double furthest_squared)
{
    static const double FLAT = 1.0 / 16;
    double s = gamma * furthest_squared;
    return s <= FLAT ? s : 0;
}

SIMD static void flat_exponentials(const float *restrict distance, size_t n, double gamma, double scale,
                                   float *restrict out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = (float)(exp_less_one(gamma * (double)distance[i]) / scale);
}

/* `scale`: flat_scale()'s. */
static void kernel_fill(const struct kernel *k, const struct triangle *t, double gamma, double scale)
{
    float *value = mem_alloc(BLOCK * t->n, sizeof *value);
    for (size_t b = 0; b < t->n_blocks; b++) {
        size_t first = b * BLOCK, rows = rows_from(t->n, first), n = rows * (t->n - first);
        if (scale > 0)
            flat_exponentials(t->block[b], n, gamma, scale, value);
        else
            exponentials(t->block[b], n, (float)gamma, value);
        put_block(k, first, rows, value);
    }
    free(value);
}

/* ---- fitting ---- */

/* The largest sum_j k(i, j). */
static double largest_row(const struct kernel *k)
{
    double largest = -INFINITY;
    for (size_t i = 0; i < k->n; i++) {
        const double *row = pair_of_rows(k, i) + i % 2 + 3;
        double sum = 0;
        for (size_t j = 0; j < k->n; j++)
            sum += row[2 * j];
        largest = fmax(largest, sum);
    }
    return largest;
}

static void say_nothing(const char *text)
{
}

static double sum_of(const float *alpha, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (double)alpha[i];
    return sum;
}

#define LIBSVM(X) X(svm_check_parameter) X(svm_set_print_string_function) X(svm_train) X(svm_free_and_destroy_model)

struct svm_calls {
    LIBSVM(LATE_POINTER)
};

static int load(struct svm_calls *svm, struct error *e)
{
    static const char *const names[] = { LIBSVM(LATE_NAME) };
    return late_load_cxx(svm, names, sizeof names / sizeof *names, LATE_SVM, e);
}

/* However coarse the tolerance that is asked for, it is finer than what sums of a k can differ by: LIBSVM would take
 * the a that it begins with for the optimum. They differ by at most the sum of all a; in a flat kernel by much of
 * that. */
static double fine_tolerance(double tolerance, double sum, double scale)
{
    static const double SHARE = 1e-3, FLAT_SHARE = 1e-5;
    return scale > 0 ? fmin(tolerance / scale, FLAT_SHARE * sum) : fmin(tolerance, SHARE * sum);
}

/* One machine's a (n, mostly 0) and rho. */
static int solve(const struct kernel *k, double nu, double tolerance, float *alpha, double *rho, struct error *e)
{
    const struct svm_parameter parameter = {
        .svm_type = ONE_CLASS,
        .kernel_type = PRECOMPUTED,
        .cache_size = CACHE_MIB,
        .eps = tolerance,
        .nu = nu,
        .shrinking = 1,
    };
    double *unused = mem_zero(k->n, sizeof *unused);
    const struct svm_problem problem = { (int)k->n, unused, k->rows };
    struct svm_calls svm;
    if (load(&svm, e)) {
        free(unused);
        return -1;
    }
    const char *objection = svm.svm_check_parameter(&problem, &parameter);
    if (objection) {
        free(unused);
        return error_set(e, "LIBSVM: %s", objection);
    }
    svm.svm_set_print_string_function(say_nothing);
    struct svm_model *model = svm.svm_train(&problem, &parameter);
    memset(alpha, 0, k->n * sizeof *alpha);
    for (int i = 0; i < model->l; i++)
        alpha[model->sv_indices[i] - 1] = (float)model->sv_coef[0][i];
    /* With nu = 1 all a are 1 and any rho that is not below the sums is right: LIBSVM has infinity. For
     * nu just below 1 it is the largest sum, of the one image whose a is free. */
    *rho = isfinite(model->rho[0]) ? model->rho[0] : largest_row(k);
    svm.svm_free_and_destroy_model(&model);
    free(unused);
    return 0;
}

/* From a of all images, (m->n, im->n), to those that support any machine. */
static void keep_support(struct machines *m, const struct images *im, const float *alpha)
{
    size_t n = 0, *kept = mem_alloc(im->n, sizeof *kept);
    for (size_t i = 0; i < im->n; i++) {
        int used = 0;
        for (int g = 0; g < m->n; g++)
            used |= alpha[(size_t)g * im->n + i] > 0;
        if (used)
            kept[n++] = i;
    }
    struct images support;
    images_alloc_like(&support, n, im);
    m->alpha = mem_alloc((size_t)m->n * n, sizeof *m->alpha);
    for (size_t i = 0; i < n; i++) {
        images_copy_row(&support, i, im, kept[i]);
        for (int g = 0; g < m->n; g++)
            m->alpha[(size_t)g * n + i] = alpha[(size_t)g * im->n + kept[i]];
    }
    reference_init(&m->support, &support);
    images_release(&support);
    free(kept);
}

int machines_fit(struct machines *m, const struct images *im, const double *gamma, int n, double nu, double tolerance,
                 const struct progress *progress, struct error *e)
{
    struct triangle distances;
    struct kernel kernel;
    float *alpha = mem_alloc((size_t)n * im->n, sizeof *alpha);
    int bad = 0;
    *m = (struct machines) { .n = n };
    memcpy(m->gamma, gamma, (size_t)n * sizeof *gamma);
    triangle_init(&distances, im, progress);
    kernel_init(&kernel, im->n);
    for (int g = 0; g < n && !bad; g++) {
        float *a = alpha + (size_t)g * im->n;
        double scale = flat_scale(gamma[g], distances.furthest);
        kernel_fill(&kernel, &distances, gamma[g], scale);
        bad = solve(&kernel, nu, fine_tolerance(tolerance, nu * (double)im->n, scale), a, &m->rho[g], e);
        if (scale > 0)
            m->rho[g] = scale * m->rho[g] + sum_of(a, im->n);
        progress_report(progress, "machines", g + 1, n, 0);
    }
    kernel_release(&kernel);
    triangle_release(&distances);
    if (!bad)
        keep_support(m, im, alpha);
    free(alpha);
    return bad;
}

void machines_release(struct machines *m)
{
    reference_release(&m->support);
    free(m->alpha);
    m->alpha = NULL;
}

double machines_memory(size_t n, size_t d)
{
    double images = (double)n;
    /* kernel, distances, LIBSVM's cache; pixels as bytes and as numbers */
    return images * images * (sizeof(double) + sizeof(float) / 2.0) + fmin(CACHE_MIB * 1048576, 4 * images * images) +
           images * (double)d * (sizeof(float) + 1);
}

/* ---- scoring ---- */

/* sum alpha_j exp(-gamma distance_j) */
SIMD static double kernel_sum(const float *restrict distance, const float *restrict alpha, size_t n, float gamma)
{
    enum { LANES = 16 };
    float sums[LANES] = { 0 };
    double sum = 0;
    size_t i = 0;
    for (; i + LANES <= n; i += LANES)
        for (size_t k = 0; k < LANES; k++) {
            float x = -gamma * distance[i + k];
            sums[k] += alpha[i + k] * exp_plain(x < -87.0f ? -87.0f : x);
        }
    for (; i < n; i++) {
        float x = -gamma * distance[i];
        sum += (double)(alpha[i] * exp_plain(x < -87.0f ? -87.0f : x));
    }
    for (size_t k = 0; k < LANES; k++)
        sum += (double)sums[k];
    return sum;
}

/* sum alpha_j (exp(-gamma distance_j) - 1) */
SIMD static double flat_sum(const float *restrict distance, const float *restrict alpha, size_t n, double gamma)
{
    enum { LANES = 8 };
    double sums[LANES] = { 0 }, sum = 0;
    size_t i = 0;
    for (; i + LANES <= n; i += LANES)
        for (size_t k = 0; k < LANES; k++)
            sums[k] += (double)alpha[i + k] * exp_less_one(gamma * (double)distance[i + k]);
    for (; i < n; i++)
        sum += (double)alpha[i] * exp_less_one(gamma * (double)distance[i]);
    for (size_t k = 0; k < LANES; k++)
        sum += sums[k];
    return sum;
}

void machines_score(const struct machines *m, const struct images *im, double *out)
{
    size_t n = m->support.images.n, d = images_size(im);
    float *x = mem_alloc(BLOCK * d, sizeof *x), norms[BLOCK], *distance = mem_alloc(BLOCK * n, sizeof *distance);
    const double bound = furthest(&m->support.points);
    for (size_t at = 0; at < im->n; at += BLOCK) {
        size_t rows = rows_from(im->n, at);
        reference_distances(&m->support, im, at, rows, x, norms, distance);
        for (size_t g = 0; g < (size_t)m->n; g++) {
            const float *alpha = m->alpha + g * n;
            const int flat = flat_scale(m->gamma[g], bound) > 0;
            const double rho = flat ? m->rho[g] - sum_of(alpha, n) : m->rho[g];
            for (size_t i = 0; i < rows; i++)
                out[(at + i) * (size_t)m->n + g] = rho -
                                                   (flat ? flat_sum(distance + i * n, alpha, n, m->gamma[g])
                                                         : kernel_sum(distance + i * n, alpha, n, (float)m->gamma[g]));
        }
    }
    free(x);
    free(distance);
}

/* An exponential costs about as much as 20 multiplications and additions at SGEMM's speed, a
 * cell of the kernel matrix 100 with its share of the training. */
double machines_fit_work(int n, double images, double d)
{
    return images * images * (d + 100.0 * n);
}

double machines_score_work(int n, double images, double d)
{
    return images * (2 * d + 20.0 * n);
}

/* ---- saving ---- */

void machines_save(const struct machines *m, struct archive_writer *w)
{
    const uint64_t dims[2] = { (uint64_t)m->n, m->support.images.n };
    archive_add_vector(w, "gamma", ARCHIVE_F64, (size_t)m->n, m->gamma);
    archive_add_vector(w, "rho", ARCHIVE_F64, (size_t)m->n, m->rho);
    archive_add(w, "alpha", ARCHIVE_F32, 2, dims, m->alpha);
    model_put_images(w, "support", &m->support.images);
}

int machines_load(struct machines *m, const struct archive *a, struct error *e)
{
    const struct archive_entry *gamma = archive_get(a, "gamma", ARCHIVE_F64, e), *rho, *alpha;
    struct images support;
    if (!gamma || !(rho = archive_get(a, "rho", ARCHIVE_F64, e)) ||
        !(alpha = archive_get(a, "alpha", ARCHIVE_F32, e)) || model_get_images(a, "support", &support, e))
        return -1;
    size_t n = gamma->count;
    if (n < 1 || n > MACHINES_MAX || rho->count != n || alpha->rank != 2 || alpha->dims[0] != n ||
        alpha->dims[1] != support.n)
        return error_set(e, "%s: the sizes of 'gamma', 'rho', 'alpha' and 'support' do not agree", a->path);
    *m = (struct machines) { .n = (int)n };
    memcpy(m->gamma, gamma->data, n * sizeof *m->gamma);
    memcpy(m->rho, rho->data, n * sizeof *m->rho);
    for (size_t g = 0; g < n; g++)
        if (!(m->gamma[g] > 0) || !isfinite(m->gamma[g]) || !isfinite(m->rho[g]))
            return error_set(e, "%s: expected a positive 'gamma' and a finite 'rho', found %g and %g", a->path,
                             m->gamma[g], m->rho[g]);
    const float *values = alpha->data;
    for (size_t i = 0; i < alpha->count; i++)
        if (!(values[i] >= 0 && values[i] <= 1))
            return error_set(e, "%s: expected 0 <= 'alpha' <= 1, found %g", a->path, (double)values[i]);
    m->alpha = mem_alloc(alpha->count, sizeof *m->alpha);
    memcpy(m->alpha, values, alpha->count * sizeof *m->alpha);
    reference_init(&m->support, &support);
    return 0;
}
