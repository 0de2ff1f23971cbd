/* latent-mahalanobis: distance of a code from the positives' mean code m in the metric of their
 * covariance, score sqrt((z - m)' C^-1 (z - m)).
 *
 * C = (1 - r) S + r (tr S / d) I, S the sample covariance (1/n). r is given, or Ledoit and
 * Wolf's (2004, lemma 3.2 and section 3.3): with |A|^2 the sum of squares,
 *     r = min(a, b) / a,  a = |S - (tr S / d) I|^2,  b = sum_i |x_i x_i' - S|^2 / n^2
 *       = (sum_i ||x_i||^4 - n |S|^2) / n^2  for x_i = z_i - m.
 * Cholesky's C = L L' gives the score as ||L^-1 (z - m)||. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "detect/codes/encoder.h"
#include "nn/blas.h"

enum { BLOCK = 256 };

struct mahalanobis {
    struct latent latent;
    double *mean;   /* (d) */
    double *factor; /* (d, d) column-major, L in the lower triangle */
};

/* Sums over codes (n, d). */
struct moments {
    double *mean;    /* (d) */
    double *scatter; /* (d, d) column-major: S in the lower triangle, zeros above */
    double fourth;   /* sum of ||x_i||^4 */
};

static void centre(const float *codes, size_t n, size_t d, const double *mean, double *x)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < d; k++)
            x[i * d + k] = (double)codes[i * d + k] - mean[k];
}

static void moments_of(const float *codes, size_t n, size_t d, struct moments *m)
{
    double *x = mem_alloc(BLOCK * d, sizeof *x);
    *m = (struct moments) { mem_zero(d, sizeof *m->mean), mem_zero(d * d, sizeof *m->scatter), 0 };
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < d; k++)
            m->mean[k] += (double)codes[i * d + k] / (double)n;
    for (size_t at = 0; at < n; at += BLOCK) {
        size_t rows = n - at < BLOCK ? n - at : BLOCK;
        centre(codes + at * d, rows, d, m->mean, x);
        /* codes as rows are the columns of a column-major (d, rows) */
        cblas_dsyrk(CblasColMajor, CblasLower, CblasNoTrans, (int)d, (int)rows, 1 / (double)n, x, (int)d, 1, m->scatter,
                    (int)d);
        for (size_t i = 0; i < rows; i++) {
            double norm = cblas_ddot((int)d, x + i * d, 1, x + i * d, 1);
            m->fourth += norm * norm;
        }
    }
    free(x);
}

static double trace(const double *s, size_t d)
{
    double sum = 0;
    for (size_t k = 0; k < d; k++)
        sum += s[k * (d + 1)];
    return sum;
}

static double ledoit_wolf(const struct moments *m, size_t n, size_t d)
{
    double squares = 0, mean = trace(m->scatter, d) / (double)d;
    for (size_t j = 0; j < d; j++)
        for (size_t i = j; i < d; i++)
            squares += (i == j ? 1 : 2) * m->scatter[j * d + i] * m->scatter[j * d + i];
    double spread = squares - (double)d * mean * mean;
    double noise = (m->fourth - (double)n * squares) / ((double)n * (double)n);
    return noise < spread ? noise / spread : 1;
}

/* S -> the factor of C, in place. A pivot of which rounding has left nothing is a zero. */
static int factorise(double *s, size_t d, double shrinkage, struct error *e)
{
    static const double LEAST_PIVOT = 1e-12; /* as a share of the variance */
    double mean = trace(s, d) / (double)d, *variance = mem_alloc(d, sizeof *variance);
    for (size_t j = 0; j < d; j++)
        for (size_t i = j; i < d; i++)
            s[j * d + i] = (1 - shrinkage) * s[j * d + i] + (i == j ? shrinkage * mean : 0);
    for (size_t k = 0; k < d; k++)
        variance[k] = s[k * (d + 1)];
    int bad = LAPACKE_dpotrf(LAPACK_COL_MAJOR, 'L', (lapack_int)d, s, (lapack_int)d) != 0;
    for (size_t k = 0; k < d && !bad; k++)
        bad = !(s[k * (d + 1)] * s[k * (d + 1)] > LEAST_PIVOT * variance[k]);
    free(variance);
    if (bad)
        return error_set(e,
                         "latent-mahalanobis: expected a positive definite covariance of the positives' codes, found "
                         "a singular one with shrinkage %.3g",
                         shrinkage);
    return 0;
}

static void release(void *model)
{
    struct mahalanobis *m = model;
    if (m) {
        latent_release(&m->latent);
        free(m->mean);
        free(m->factor);
    }
    free(m);
}

static void *fit(const struct detector *d, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    struct mahalanobis *m = mem_zero(1, sizeof *m);
    float *codes = latent_fit(&m->latent, in, e) ? NULL : latent_codes(&m->latent, in->positive, e);
    int bad = !codes;
    if (!bad) {
        const struct settings *s = in->settings;
        size_t n = in->positive->n, dims = m->latent.size;
        struct moments moments;
        moments_of(codes, n, dims, &moments);
        double shrinkage = choice_is(latent_keys_of(s)->covariance, "fixed") ? latent_keys_of(s)->shrinkage
                                                                             : ledoit_wolf(&moments, n, dims);
        fit_report_note(report, "shrinkage %.6g", shrinkage);
        m->mean = moments.mean;
        m->factor = moments.scatter;
        bad = factorise(m->factor, dims, shrinkage, e);
    }
    free(codes);
    if (bad) {
        release(m);
        return NULL;
    }
    return m;
}

static int score(const struct detector *d, void *model, const struct images *im, double *scores, struct error *e)
{
    const struct mahalanobis *m = model;
    size_t dims = m->latent.size;
    float *codes = latent_codes(&m->latent, im, e);
    if (!codes)
        return -1;
    double *x = mem_alloc(BLOCK * dims, sizeof *x);
    for (size_t at = 0; at < im->n; at += BLOCK) {
        size_t rows = im->n - at < BLOCK ? im->n - at : BLOCK;
        centre(codes + at * dims, rows, dims, m->mean, x);
        cblas_dtrsm(CblasColMajor, CblasLeft, CblasLower, CblasNoTrans, CblasNonUnit, (int)dims, (int)rows, 1,
                    m->factor, (int)dims, x, (int)dims);
        for (size_t i = 0; i < rows; i++)
            scores[at + i] = cblas_dnrm2((int)dims, x + i * dims, 1);
    }
    free(x);
    free(codes);
    return 0;
}

static void save(const void *model, struct archive_writer *w)
{
    const struct mahalanobis *m = model;
    size_t d = m->latent.size;
    latent_save(&m->latent, w);
    archive_add_vector(w, "code_mean", ARCHIVE_F64, d, m->mean);
    archive_add_vector(w, "code_factor", ARCHIVE_F64, d * d, m->factor);
}

static void *load(const struct detector *d, const struct sections *known, const struct archive *a, struct error *e)
{
    struct mahalanobis *m = mem_zero(1, sizeof *m);
    const struct archive_entry *mean = NULL, *factor = NULL;
    int bad = latent_load(&m->latent, known, a, e) || !(mean = archive_get(a, "code_mean", ARCHIVE_F64, e)) ||
              !(factor = archive_get(a, "code_factor", ARCHIVE_F64, e));
    size_t dims = m->latent.size;
    if (!bad && (mean->count != dims || factor->count != dims * dims))
        bad = error_set(e, "%s: expected %zu numbers in 'code_mean' and %zu in 'code_factor', found %zu and %zu",
                        a->path, dims, dims * dims, mean->count, factor->count);
    for (size_t k = 0; k < dims && !bad; k++)
        if (!(((const double *)factor->data)[k * (dims + 1)] > 0))
            bad = error_set(e, "%s: expected a positive diagonal in 'code_factor'", a->path);
    if (bad) {
        release(m);
        return NULL;
    }
    m->mean = mem_alloc(dims, sizeof *m->mean);
    m->factor = mem_alloc(dims * dims, sizeof *m->factor);
    memcpy(m->mean, mean->data, dims * sizeof *m->mean);
    memcpy(m->factor, factor->data, dims * dims * sizeof *m->factor);
    return m;
}

/* What the codes' covariance must be of, or it is singular: that of two is shrunk by nothing (Ledoit & Wolf), that of
 * one is zero. */
static int check(const struct detector *d, const struct settings *s, const struct sizes *size, struct error *e)
{
    const int dims = detector_code_size(d, s), fixed = choice_is(latent_keys_of(s)->covariance, "fixed");
    const size_t shrunk = dims > 1 && !fixed ? 3 : 2;
    const size_t least = fixed && latent_keys_of(s)->shrinkage <= 0 ? (size_t)dims + 1 : shrunk;
    if (size->n_positive < least)
        return error_set(e, "expected at least %zu positives for the covariance of %d numbers in a code, found %zu",
                         least, dims, size->n_positive);
    return latent_check(d, s, size, e);
}

static double work(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    double dims = model_of(s)->latent;
    return latent_work(s, size, size->n_positive + size->n_test) +
           dims * dims * (double)(size->n_positive + size->n_test) + dims * dims * dims / 3;
}

static const char *const uses[] = { "latent.encoder", "latent.layer", "latent.covariance", "latent.shrinkage", NULL };

const struct detector detector_latent_mahalanobis = {
    .name = "latent-mahalanobis",
    .help = "Mahalanobis distance of an autoencoder's code from the positives' codes",
    .label = "Latent-Mahalanobis",
    .line = 17,
    .section = &latent_section,
    .uses = uses,
    .first = &detector_encoder,
    .base = &latent_base,
    .check = check,
    .normalise = latent_normalise,
    .work = work,
    .memory = latent_memory,
    .fit = fit,
    .score = score,
    .save = save,
    .load = load,
    .free = release,
};
