/* pca: principal components of the positives in closed form. With the mean m and the
 * eigenvectors V (d, r) of the r largest eigenvalues of the covariance, the score of x is
 * ||(x - m) - V V' (x - m)||_2 (the residual of Eckart and Young's best rank-r fit). Of as many components as
 * pixels nothing is left over; and n images vary in n - 1 directions at most, often in fewer: the rest of the
 * eigenvectors is arbitrary, and no part of V. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/batch.h"
#include "detect/autoencoder/network_keys.h"
#include "detect/detector.h"
#include "detect/parts/eigenimages.h"
#include "detect/parts/model_file.h"
#include "nn/blas.h"
#include "nn/loss.h"

/* [pca] */
struct pca_keys {
    int components;
};

static const struct key keys[] = {
    INT_KEY(struct pca_keys, components, "0", 0, 4096, "rank; 0 takes [model] latent"),
    { 0 },
};

static const struct section pca_section = { "pca", sizeof(struct pca_keys), keys, NULL };

static const struct pca_keys *pca_of(const struct settings *s)
{
    return settings_of(s, &pca_section);
}

enum { BLOCK = 256 };

struct pca {
    int height, width, channels, rank;
    float *mean;       /* (d) */
    float *components; /* (rank, d), orthonormal rows */
};

static size_t pixels_of(const struct pca *m)
{
    return (size_t)m->height * (size_t)m->width * (size_t)m->channels;
}

static void release(void *model)
{
    struct pca *m = model;
    if (m) {
        free(m->mean);
        free(m->components);
    }
    free(m);
}

static int rank_of(const struct detector *d, const struct settings *s)
{
    return pca_of(s)->components ? pca_of(s)->components : model_of(s)->latent;
}

static void *fit(const struct detector *d, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    const struct images *im = in->positive;
    size_t dims = images_size(im);
    struct pca *m = mem_zero(1, sizeof *m);
    *m = (struct pca) { im->height, im->width, im->channels, rank_of(d, in->settings), NULL, NULL };
    m->mean = mem_alloc(dims, sizeof *m->mean);
    m->components = mem_zero((size_t)m->rank * dims, sizeof *m->components);
    images_mean(im, m->mean);
    int kept, bad = eigenimages(im, m->mean, m->rank, m->components, &kept, e);
    if (!bad && kept < m->rank)
        fit_report_note(report, "%d components of %d: the images vary in no more directions", kept, m->rank);
    if (bad) {
        release(m);
        return NULL;
    }
    return m;
}

/* Rooms for BLOCK images: those less the mean, what the components hold of them, and that again as pixels. */
struct projection {
    float *x, *code, *y;
};

static void projection_init(struct projection *p, const struct pca *m)
{
    p->x = mem_alloc(BLOCK * pixels_of(m), sizeof *p->x);
    p->y = mem_alloc(BLOCK * pixels_of(m), sizeof *p->y);
    p->code = mem_alloc(BLOCK * (size_t)m->rank, sizeof *p->code);
}

static void projection_release(struct projection *p)
{
    free(p->x);
    free(p->y);
    free(p->code);
}

/* y = V V' x of n rows. */
static void project(const struct pca *m, struct projection *p, size_t n)
{
    const int dims = (int)pixels_of(m);
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)n, m->rank, dims, 1, p->x, dims, m->components, dims, 0,
                p->code, m->rank);
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)n, dims, m->rank, 1, p->code, m->rank, m->components,
                dims, 0, p->y, dims);
}

static int score(const struct detector *d, void *model, const struct images *im, double *scores, struct error *e)
{
    const struct pca *m = model;
    struct projection p;
    if (model_expect_size((struct shape) { m->height, m->width, m->channels }, im, e))
        return -1;
    projection_init(&p, m);
    for (size_t at = 0; at < im->n; at += BLOCK) {
        size_t n = im->n - at < BLOCK ? im->n - at : BLOCK;
        images_centred(im, at, n, m->mean, p.x);
        project(m, &p, n);
        reconstruction_error(LOSS_L2, p.y, p.x, n, pixels_of(m), scores + at);
    }
    projection_release(&p);
    return 0;
}

static int reconstruct(const struct detector *d, void *model, struct shape image, const float *x, size_t n, float *y,
                       struct error *e)
{
    const struct pca *m = model;
    const size_t dims = pixels_of(m);
    struct projection p;
    if (model_expect_shape((struct shape) { m->height, m->width, m->channels }, image, e))
        return -1;
    projection_init(&p, m);
    for (size_t at = 0; at < n; at += BLOCK) {
        const size_t rows = n - at < BLOCK ? n - at : BLOCK;
        for (size_t i = 0; i < rows * dims; i++)
            p.x[i] = x[at * dims + i] - m->mean[i % dims];
        project(m, &p, rows);
        for (size_t i = 0; i < rows * dims; i++)
            y[at * dims + i] = p.y[i] + m->mean[i % dims];
    }
    projection_release(&p);
    return 0;
}

/* The residual is orthogonal to what is projected away, so its norm grows along the residual itself. */
static int score_gradient(const struct detector *d, void *model, struct shape image, const float *x, size_t n,
                          double *scores, float *gradient, struct error *e)
{
    const struct pca *m = model;
    const size_t dims = pixels_of(m);
    double weight[BLOCK];
    struct projection p;
    if (model_expect_shape((struct shape) { m->height, m->width, m->channels }, image, e))
        return -1;
    for (size_t i = 0; i < BLOCK; i++)
        weight[i] = 1;
    projection_init(&p, m);
    for (size_t at = 0; at < n; at += BLOCK) {
        const size_t rows = n - at < BLOCK ? n - at : BLOCK;
        for (size_t i = 0; i < rows * dims; i++)
            p.x[i] = x[at * dims + i] - m->mean[i % dims];
        project(m, &p, rows);
        reconstruction_error(LOSS_L2, p.x, p.y, rows, dims, scores + at);
        reconstruction_gradient(LOSS_L2, p.x, p.y, rows, dims, scores + at, weight, gradient + at * dims);
    }
    projection_release(&p);
    return 0;
}

static void save(const void *model, struct archive_writer *w)
{
    const struct pca *m = model;
    const int32_t size[4] = { m->height, m->width, m->channels, m->rank };
    archive_add_vector(w, "size", ARCHIVE_I32, 4, size);
    archive_add_vector(w, "mean", ARCHIVE_F32, pixels_of(m), m->mean);
    archive_add_vector(w, "components", ARCHIVE_F32, (size_t)m->rank * pixels_of(m), m->components);
}

static void *load(const struct detector *d, const struct sections *known, const struct archive *a, struct error *e)
{
    const struct archive_entry *size = archive_get(a, "size", ARCHIVE_I32, e), *mean, *components;
    if (!size || !(mean = archive_get(a, "mean", ARCHIVE_F32, e)) ||
        !(components = archive_get(a, "components", ARCHIVE_F32, e)))
        return NULL;
    const int32_t *n = size->data;
    struct pca *m = mem_zero(1, sizeof *m);
    if (size->count == 4)
        *m = (struct pca) { n[0], n[1], n[2], n[3], NULL, NULL };
    if (m->height < 1 || m->width < 1 || m->channels < 1 || m->rank < 1 || mean->count != pixels_of(m) ||
        components->count != (size_t)m->rank * mean->count) {
        error_set(e, "%s: the sizes of 'size', 'mean' and 'components' do not agree", a->path);
        free(m);
        return NULL;
    }
    m->mean = mem_alloc(mean->count, sizeof *m->mean);
    m->components = mem_alloc(components->count, sizeof *m->components);
    memcpy(m->mean, mean->data, mean->count * sizeof *m->mean);
    memcpy(m->components, components->data, components->count * sizeof *m->components);
    return m;
}

static int check(const struct detector *d, const struct settings *s, const struct sizes *size, struct error *e)
{
    const int pixels = size->height * size->width * size->channels, rank = rank_of(d, s);
    if (rank < pixels)
        return 0;
    return error_set(e,
                     "expected a rank below %d (the number of pixels: of as many components nothing is left over), "
                     "found %d from %s",
                     pixels, rank,
                     pca_of(s)->components ? "'components' in [pca]"
                                           : "'latent' in [model]; 'components' in [pca] sets another one");
}

static double work(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    double dims = (double)size->height * size->width * size->channels;
    /* dsyrk, the reduction to tridiagonal form at about a quarter of its speed, projections */
    return 2 * dims * dims * (double)size->n_positive + 4 * 4.0 / 3 * dims * dims * dims +
           4 * dims * rank_of(d, s) * (double)size->n_test;
}

static const char *const uses[] = { "model.latent", NULL };

/* The matrix of all pairs of pixels, and what LAPACK makes of it. */
static double memory(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    const double dims = (double)size->height * size->width * size->channels;
    return eigenimages_memory(dims, rank_of(d, s)) + sizeof(float) * dims * rank_of(d, s);
}

static void normalise(const struct detector *d, struct settings *s, const struct sizes *size)
{
    struct pca_keys *k = settings_edit(s, &pca_section);
    k->components = rank_of(d, s);
}

static const struct key_need needs[] = {
    { .key = "model.latent", .other = "pca.components", .values = "0" },
    { 0 },
};

const struct detector detector_pca = {
    .name = "pca",
    .help = "principal components in closed form; residual norm",
    .label = "PCA",
    .line = 5,
    .section = &pca_section,
    .uses = uses,
    .needs = needs,
    .normalise = normalise,
    .check = check,
    .work = work,
    .memory = memory,
    .code_size = rank_of,
    .fit = fit,
    .score = score,
    .reconstruct = reconstruct,
    .score_gradient = score_gradient,
    .save = save,
    .load = load,
    .free = release,
};
