#include "detect/codes/gaussian.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "detect/codes/encoder.h"
#include "nn/blas.h"

enum { BLOCK = 256 };

/* Sums over codes (n, d). */
struct moments {
    double *mean;    /* (d) */
    double *scatter; /* (d, d) column-major: S in the lower triangle, zeros above */
    double fourth;   /* sum of ||x_i||^4 */
};

void codes_centred(const float *codes, size_t n, size_t d, const double *mean, double *x)
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
        codes_centred(codes + at * d, rows, d, m->mean, x);
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

int factorise(double *s, size_t d)
{
    static const double LEAST_PIVOT = 1e-12; /* as a share of the variance */
    double *variance = mem_alloc(d, sizeof *variance);
    for (size_t k = 0; k < d; k++)
        variance[k] = s[k * (d + 1)];
    int bad = LAPACKE_dpotrf(LAPACK_COL_MAJOR, 'L', (lapack_int)d, s, (lapack_int)d) != 0;
    for (size_t k = 0; k < d && !bad; k++)
        bad = !(s[k * (d + 1)] * s[k * (d + 1)] > LEAST_PIVOT * variance[k]);
    free(variance);
    return bad ? -1 : 0;
}

static void shrink(double *s, size_t d, double shrinkage)
{
    const double mean = trace(s, d) / (double)d;
    for (size_t j = 0; j < d; j++)
        for (size_t i = j; i < d; i++)
            s[j * d + i] = (1 - shrinkage) * s[j * d + i] + (i == j ? shrinkage * mean : 0);
}

int gaussian_fit(struct gaussian *g, const float *codes, size_t n, size_t d, const struct settings *s, const char *who,
                 struct fit_report *report, struct error *e)
{
    struct moments moments;
    moments_of(codes, n, d, &moments);
    const double shrinkage = choice_is(latent_keys_of(s)->covariance, "fixed") ? latent_keys_of(s)->shrinkage
                                                                               : ledoit_wolf(&moments, n, d);
    fit_report_note(report, "shrinkage %.6g", shrinkage);
    *g = (struct gaussian) { d, moments.mean, moments.scatter };
    shrink(g->factor, d, shrinkage);
    if (factorise(g->factor, d))
        return error_set(e,
                         "%s: expected a positive definite covariance of the positives' codes, found a singular one "
                         "with shrinkage %.3g",
                         who, shrinkage);
    return 0;
}

void gaussian_release(struct gaussian *g)
{
    free(g->mean);
    free(g->factor);
    *g = (struct gaussian) { 0 };
}

void whitened_norms(const double *factor, size_t d, double *x, size_t n, double *out)
{
    cblas_dtrsm(CblasColMajor, CblasLeft, CblasLower, CblasNoTrans, CblasNonUnit, (int)d, (int)n, 1, factor, (int)d, x,
                (int)d);
    for (size_t i = 0; i < n; i++)
        out[i] = cblas_dnrm2((int)d, x + i * d, 1);
}

void gaussian_distances(const struct gaussian *g, const float *codes, size_t n, double *out)
{
    double *x = mem_alloc(BLOCK * g->d, sizeof *x);
    for (size_t at = 0; at < n; at += BLOCK) {
        size_t rows = n - at < BLOCK ? n - at : BLOCK;
        codes_centred(codes + at * g->d, rows, g->d, g->mean, x);
        whitened_norms(g->factor, g->d, x, rows, out + at);
    }
    free(x);
}

void whiten_back(const double *factor, size_t d, double *x, size_t n)
{
    cblas_dtrsm(CblasColMajor, CblasLeft, CblasLower, CblasTrans, CblasNonUnit, (int)d, (int)n, 1, factor, (int)d, x,
                (int)d);
}

void gaussian_squares(const struct gaussian *g, const float *codes, size_t n, double *out, float *dz)
{
    double *x = mem_alloc(n * g->d, sizeof *x);
    codes_centred(codes, n, g->d, g->mean, x);
    whitened_norms(g->factor, g->d, x, n, out);
    whiten_back(g->factor, g->d, x, n);
    for (size_t i = 0; i < n; i++)
        out[i] *= out[i];
    for (size_t k = 0; k < n * g->d; k++)
        dz[k] = (float)(2 * x[k]);
    free(x);
}

void gaussian_save(const struct gaussian *g, struct archive_writer *w)
{
    archive_add_vector(w, "code_mean", ARCHIVE_F64, g->d, g->mean);
    archive_add_vector(w, "code_factor", ARCHIVE_F64, g->d * g->d, g->factor);
}

int gaussian_load(struct gaussian *g, const struct archive *a, size_t d, struct error *e)
{
    const struct archive_entry *mean = archive_get(a, "code_mean", ARCHIVE_F64, e);
    const struct archive_entry *factor = mean ? archive_get(a, "code_factor", ARCHIVE_F64, e) : NULL;
    *g = (struct gaussian) { .d = d };
    if (!factor)
        return -1;
    if (mean->count != d || factor->count != d * d)
        return error_set(e, "%s: expected %zu numbers in 'code_mean' and %zu in 'code_factor', found %zu and %zu",
                         a->path, d, d * d, mean->count, factor->count);
    for (size_t k = 0; k < d; k++)
        if (!(((const double *)factor->data)[k * (d + 1)] > 0))
            return error_set(e, "%s: expected a positive diagonal in 'code_factor'", a->path);
    g->mean = mem_alloc(d, sizeof *g->mean);
    g->factor = mem_alloc(d * d, sizeof *g->factor);
    memcpy(g->mean, mean->data, d * sizeof *g->mean);
    memcpy(g->factor, factor->data, d * d * sizeof *g->factor);
    return 0;
}

/* The covariance of two is shrunk by nothing (Ledoit & Wolf), that of one is zero. */
int gaussian_check(const struct detector *d, const struct settings *s, const struct sizes *size, struct error *e)
{
    const int dims = latent_size(s), fixed = choice_is(latent_keys_of(s)->covariance, "fixed");
    const size_t shrunk = dims > 1 && !fixed ? 3 : 2;
    const size_t least = fixed && latent_keys_of(s)->shrinkage <= 0 ? (size_t)dims + 1 : shrunk;
    if (size->n_positive < least)
        return error_set(e, "expected at least %zu positives for the covariance of %d numbers in a code, found %zu",
                         least, dims, size->n_positive);
    return 0;
}

double gaussian_work(double d, double n_positive, double n_test)
{
    return d * d * (n_positive + n_test) + d * d * d / 3;
}
