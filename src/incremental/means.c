/* Rivals that add a class without looking at older ones: each class leaves its mean, and its share of one covariance.
 *
 *     mean   score of class c: ||f - m_c||
 *     lda    -log of the class's share in exp(d_c), d_c = w_c'f - w_c'm_c / 2, w_c = (S + ridge tr(S) / d I)^-1 m_c,
 *            S the mean of the covariances of the classes that are known (Fisher 1936, Friedman 1989) */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/batch.h"
#include "detect/autoencoder/autoencoder.h"
#include "detect/parts/hog.h"
#include "detect/parts/model_file.h"
#include "incremental/protocol.h"
#include "nn/blas.h"

/* What is known of classes, by numbers (d) of an image. */
struct means {
    const struct incremental_task *task;
    enum incremental_rival rival;
    void *model; /* of the first phase; NULL for gradient histograms */
    size_t d;
    float *test;        /* (test.n, d) */
    double *mean;       /* (n_classes, d) */
    double *covariance; /* (d, d), the upper triangle: the sum over the classes; NULL without a discriminant */
};

static int is_discriminant(enum incremental_rival rival)
{
    return rival == RIVAL_CODE_LDA || rival == RIVAL_FEATURE_LDA || rival == RIVAL_HOG_LDA;
}

static float *histograms(struct means *m, const struct images *im, struct error *e)
{
    struct hog h;
    float *pixels = mem_alloc(images_size(im), sizeof *pixels), *out = NULL;
    if (hog_init(&h, images_shape(im), m->task->request->keys.cell, e) == 0) {
        m->d = h.n;
        out = mem_alloc(im->n * h.n, sizeof *out);
        for (size_t i = 0; i < im->n; i++) {
            batch_floats(im, NULL, i, 1, pixels);
            hog_features(&h, pixels, out + i * h.n);
        }
        hog_release(&h);
    }
    free(pixels);
    return out;
}

/* The numbers (n, d) of images; free(). NULL on failure. */
static float *numbers_of(struct means *m, const struct images *im, struct error *e)
{
    const struct autoencoder *ae = m->model;
    if (!ae)
        return histograms(m, im, e);
    if (m->rival == RIVAL_FEATURE_MEAN || m->rival == RIVAL_FEATURE_LDA) {
        m->d = autoencoder_features(ae);
        return autoencoder_encode(ae, im, e);
    }
    m->d = ae->code.width;
    float *codes = mem_alloc(im->n * m->d, sizeof *codes);
    if (autoencoder_codes(ae, 0, im, codes, e)) {
        free(codes);
        return NULL;
    }
    return codes;
}

/* The mean (d), and adds the covariance. */
static void take(const float *f, size_t n, size_t d, double *mean, double *covariance)
{
    enum { BLOCK = 256 };
    double *rows = mem_alloc(BLOCK * d, sizeof *rows);
    memset(mean, 0, d * sizeof *mean);
    for (size_t i = 0; i < n * d; i++)
        mean[i % d] += (double)f[i] / (double)n;
    for (size_t at = 0; at < n && covariance; at += BLOCK) {
        const size_t count = n - at < BLOCK ? n - at : BLOCK;
        for (size_t i = 0; i < count * d; i++)
            rows[i] = (double)f[at * d + i] - mean[i % d];
        cblas_dsyrk(CblasRowMajor, CblasUpper, CblasTrans, (int)d, (int)count, 1 / (double)n, rows, (int)d, 1,
                    covariance, (int)d);
    }
    free(rows);
}

static int add_class(struct means *m, int class_, struct error *e)
{
    const struct images *im = &m->task->arrivals->train[class_];
    float *f = numbers_of(m, im, e);
    if (f)
        take(f, im->n, m->d, m->mean + (size_t)class_ * m->d, m->covariance);
    free(f);
    return f ? 0 : -1;
}

static void score_by_means(const struct means *m, int known, struct answers *a)
{
    for (int k = 0; k < known; k++) {
        const size_t class_ = (size_t)m->task->arrivals->order[k];
        for (size_t i = 0; i < a->n; i++) {
            double sum = 0;
            for (size_t j = 0; j < m->d; j++) {
                const double off = (double)m->test[i * m->d + j] - m->mean[class_ * m->d + j];
                sum += off * off;
            }
            a->score[class_ * a->n + i] = sqrt(sum);
        }
    }
}

/* The weights (known, d) of the classes that are known, in the order in which they came. */
static int solve(const struct means *m, int known, double *w, struct error *e)
{
    const size_t d = m->d;
    double *s = mem_alloc(d * d, sizeof *s), trace = 0;
    for (size_t i = 0; i < d * d; i++)
        s[i] = m->covariance[i] / known;
    for (size_t i = 0; i < d; i++)
        trace += s[i * d + i];
    for (size_t i = 0; i < d; i++)
        s[i * d + i] += m->task->request->keys.ridge * trace / (double)d;
    for (int k = 0; k < known; k++)
        memcpy(w + (size_t)k * d, m->mean + (size_t)m->task->arrivals->order[k] * d, d * sizeof *w);
    /* the upper triangle of a row-major matrix is the lower one of a column-major one */
    const lapack_int status = trace > 0 ? LAPACKE_dposv(LAPACK_COL_MAJOR, 'L', (lapack_int)d, known, s, (lapack_int)d,
                                                        w, (lapack_int)d)
                                        : 1;
    free(s);
    return status ? error_set(e, "%s: the covariance has no inverse", incremental_rivals[m->rival]) : 0;
}

static int score_by_discriminant(const struct means *m, int known, struct answers *a, struct error *e)
{
    const size_t d = m->d;
    const int *order = m->task->arrivals->order;
    double *w = mem_alloc((size_t)known * d, sizeof *w), *offset = mem_zero((size_t)known, sizeof *offset);
    double *of = mem_alloc((size_t)known, sizeof *of);
    int bad = solve(m, known, w, e);
    for (int k = 0; k < known && !bad; k++)
        for (size_t j = 0; j < d; j++)
            offset[k] -= w[(size_t)k * d + j] * m->mean[(size_t)order[k] * d + j] / 2;
    for (size_t i = 0; i < a->n && !bad; i++) {
        double most = -INFINITY, sum = 0;
        for (int k = 0; k < known; k++) {
            of[k] = offset[k];
            for (size_t j = 0; j < d; j++)
                of[k] += w[(size_t)k * d + j] * (double)m->test[i * d + j];
            most = fmax(most, of[k]);
        }
        for (int k = 0; k < known; k++)
            sum += exp(of[k] - most);
        for (int k = 0; k < known; k++)
            a->score[(size_t)order[k] * a->n + i] = most + log(sum) - of[k];
    }
    free(w);
    free(offset);
    free(of);
    return bad;
}

static int come(struct means *m, struct part_tables *to, struct error *e)
{
    const struct arrivals *c = m->task->arrivals;
    struct answers a;
    int bad = 0;
    answers_init(&a, c->n, c->test.n);
    for (int i = 0; i < c->n && !bad; i++) {
        bad = add_class(m, c->order[i], e);
        if (bad || i + 1 < c->base)
            continue;
        if (m->covariance)
            bad = score_by_discriminant(m, i + 1, &a, e);
        else
            score_by_means(m, i + 1, &a);
        bad = bad || part_tables_add(to, "", &a, i + 1, e);
    }
    answers_release(&a);
    return bad ? -1 : 0;
}

int incremental_means(const struct incremental_task *t, enum incremental_rival rival, struct part_tables *to,
                      struct error *e)
{
    struct means m = { .task = t, .rival = rival };
    if (incremental_rival_needs_first(rival) &&
        !(m.model = autoencoder_load(&detector_phase1, t->settings->sections, t->first, e)))
        return -1;
    int bad = (m.test = numbers_of(&m, &t->arrivals->test, e)) == NULL;
    if (!bad) {
        m.mean = mem_zero((size_t)t->arrivals->n * m.d, sizeof *m.mean);
        m.covariance = is_discriminant(rival) ? mem_zero(m.d * m.d, sizeof *m.covariance) : NULL;
        bad = come(&m, to, e);
    }
    free(m.test);
    free(m.mean);
    free(m.covariance);
    if (m.model)
        autoencoder_free(m.model);
    return bad ? -1 : 0;
}
