/* hog-lda: a control without any network. Gradient histograms (detect/parts/hog.h) and a linear discriminant between
 * positives and negatives, with both counted alike however many there are: with the means m+ and m- and the mean S of
 * the two covariances of the features,
 *
 *     w = (S + ridge tr(S) / d I)^-1 (m- - m+),    score(x) = w' (x - (m+ + m-) / 2).
 *
 * That is Fisher's discriminant (1936) with a ridge (Friedman 1989). Each negative is augmented once, where [augment]
 * says so. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/batch.h"
#include "detect/detector.h"
#include "detect/parts/hog.h"
#include "detect/parts/model_file.h"
#include "nn/blas.h"

enum { BLOCK = 256 };

/* [hog-lda] */
struct hog_lda_keys {
    int cell;
    double ridge;
};

static const struct key keys[] = {
    INT_KEY(struct hog_lda_keys, cell, "8", 2, 64, "pixels of a histogram's side"),
    REAL_KEY(struct hog_lda_keys, ridge, "0.01", 1e-6, 1000,
             "what is added to the covariance's diagonal, in means of that diagonal"),
    { 0 },
};

static const struct section hog_lda_section = { "hog-lda", sizeof(struct hog_lda_keys), keys, NULL };

static const struct hog_lda_keys *keys_of(const struct settings *s)
{
    return settings_of(s, &hog_lda_section);
}

struct hog_lda {
    struct shape size;
    struct hog hog;
    float *weights; /* (hog.n) */
    double offset;  /* of the score: minus w' of the middle between the means */
};

static void release(void *model)
{
    struct hog_lda *m = model;
    if (m) {
        hog_release(&m->hog);
        free(m->weights);
    }
    free(m);
}

static struct hog_lda *create(struct shape size, int cell, struct error *e)
{
    struct hog_lda *m = mem_zero(1, sizeof *m);
    m->size = size;
    if (hog_init(&m->hog, size, cell, e)) {
        free(m);
        return NULL;
    }
    m->weights = mem_zero(m->hog.n, sizeof *m->weights);
    return m;
}

/* How images are augmented, or that they are not. */
struct changes {
    const struct augmentation *augmentation; /* NULL: not at all */
    struct rng rng;
};

/* The features of rows first.. of the images, (n, hog.n). `pixels`: room for n images. */
static void features(struct hog *h, const struct images *im, size_t first, size_t n, struct changes *changes,
                     float *pixels, float *out)
{
    if (changes && changes->augmentation) {
        int rows[BLOCK];
        for (size_t i = 0; i < n; i++)
            rows[i] = (int)(first + i);
        batch_augmented(im, rows, n, changes->augmentation, &changes->rng, pixels);
    } else {
        batch_floats(im, NULL, first, n, pixels);
    }
    for (size_t i = 0; i < n; i++)
        hog_features(h, pixels + i * images_size(im), out + i * h->n);
}

/* The mean (d) of the features, and adds half of their covariance to the upper triangle of `covariance` (d, d).
 * Features are at most 1, so that double precision has digits enough for the difference of the squares' mean and the
 * mean's. */
static void moments(struct hog *h, const struct images *im, struct changes *changes, double *mean, double *covariance)
{
    const size_t d = h->n;
    const double share = 1 / (double)im->n;
    float *pixels = mem_alloc(BLOCK * images_size(im), sizeof *pixels), *block = mem_alloc(BLOCK * d, sizeof *block);
    double *rows = mem_alloc(BLOCK * d, sizeof *rows);
    memset(mean, 0, d * sizeof *mean);
    for (size_t at = 0; at < im->n; at += BLOCK) {
        const size_t n = im->n - at < BLOCK ? im->n - at : BLOCK;
        features(h, im, at, n, changes, pixels, block);
        for (size_t i = 0; i < n * d; i++) {
            rows[i] = (double)block[i];
            mean[i % d] += rows[i] * share;
        }
        cblas_dsyrk(CblasRowMajor, CblasUpper, CblasTrans, (int)d, (int)n, 0.5 * share, rows, (int)d, 1, covariance,
                    (int)d);
    }
    cblas_dsyr(CblasRowMajor, CblasUpper, (int)d, -0.5, mean, 1, covariance, (int)d);
    free(pixels);
    free(block);
    free(rows);
}

/* Weights and offset from both means and the covariance, which is overwritten, as is `negative`. */
static int solve(struct hog_lda *m, const double *positive, double *negative, double *covariance, double ridge,
                 struct error *e)
{
    const size_t d = m->hog.n;
    double trace = 0;
    for (size_t i = 0; i < d; i++)
        trace += covariance[i * d + i];
    if (!(trace > 0))
        return error_set(e, "hog-lda: expected images with gradients that differ, found all alike");
    double middle = 0;
    double *w = mem_alloc(d, sizeof *w);
    for (size_t i = 0; i < d; i++) {
        covariance[i * d + i] += ridge * trace / (double)d;
        w[i] = negative[i] - positive[i];
    }
    /* the upper triangle of a row-major matrix is the lower one of a column-major one */
    const lapack_int status = LAPACKE_dposv(LAPACK_COL_MAJOR, 'L', (lapack_int)d, 1, covariance, (lapack_int)d, w,
                                            (lapack_int)d);
    for (size_t i = 0; i < d; i++) {
        m->weights[i] = (float)w[i];
        middle += (double)m->weights[i] * (positive[i] + negative[i]) / 2;
    }
    m->offset = -middle;
    free(w);
    return status ? error_set(e, "hog-lda: the covariance has no inverse (dposv status %d)", (int)status) : 0;
}

static void *fit(const struct detector *d, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    if (!in->negative || in->negative->n == 0) {
        error_set(e, "%s needs negative images: set 'negative' in [data]", d->name);
        return NULL;
    }
    const struct augmentation *augmentation = augment_of(in->settings);
    struct hog_lda *m = create(images_shape(in->positive), keys_of(in->settings)->cell, e);
    if (!m)
        return NULL;
    const size_t n = m->hog.n;
    struct changes changes = { augmentation_active(augmentation) ? augmentation : NULL, { { 0 } } };
    rng_seed(&changes.rng, rng_seed_for(in->seed, "augmentation", ""));
    double *mean = mem_alloc(2 * n, sizeof *mean), *covariance = mem_zero(n * n, sizeof *covariance);
    moments(&m->hog, in->positive, NULL, mean, covariance);
    moments(&m->hog, in->negative, &changes, mean + n, covariance);
    const int bad = solve(m, mean, mean + n, covariance, keys_of(in->settings)->ridge, e);
    free(mean);
    free(covariance);
    if (bad) {
        release(m);
        return NULL;
    }
    return m;
}

static int score(const struct detector *d, void *model, const struct images *im, double *scores, struct error *e)
{
    struct hog_lda *m = model;
    const size_t n = m->hog.n;
    if (model_expect_size(m->size, im, e))
        return -1;
    float *pixels = mem_alloc(BLOCK * images_size(im), sizeof *pixels), *block = mem_alloc(BLOCK * n, sizeof *block);
    for (size_t at = 0; at < im->n; at += BLOCK) {
        const size_t rows = im->n - at < BLOCK ? im->n - at : BLOCK;
        features(&m->hog, im, at, rows, NULL, pixels, block);
        for (size_t i = 0; i < rows; i++) {
            double sum = m->offset;
            for (size_t k = 0; k < n; k++)
                sum += (double)m->weights[k] * (double)block[i * n + k];
            scores[at + i] = sum;
        }
    }
    free(pixels);
    free(block);
    return 0;
}

static void save(const void *model, struct archive_writer *w)
{
    const struct hog_lda *m = model;
    model_put_size(w, m->size);
    archive_add_number(w, "cell", m->hog.cell);
    archive_add_vector(w, "weights", ARCHIVE_F32, m->hog.n, m->weights);
    archive_add_number(w, "offset", m->offset);
}

static void *load(const struct detector *d, const struct sections *known, const struct archive *a, struct error *e)
{
    const struct archive_entry *weights = archive_get(a, "weights", ARCHIVE_F32, e);
    struct shape size;
    double cell, offset;
    if (!weights || model_get_size(a, &size, e) || archive_number(a, "cell", &cell, e) ||
        archive_number(a, "offset", &offset, e))
        return NULL;
    if (!(cell >= 2 && cell <= 64 && cell == floor(cell)) || !isfinite(offset)) {
        error_set(e, "%s: expected a finite 'offset' and a whole 'cell' from 2 to 64, found %.9g and %.9g", a->path,
                  offset, cell);
        return NULL;
    }
    struct hog_lda *m = create(size, (int)cell, e);
    if (!m) {
        error_prefix(e, "%s", a->path);
        return NULL;
    }
    int bad = weights->count != m->hog.n;
    if (bad)
        error_set(e, "%s: expected %zu numbers in 'weights', found %zu", a->path, m->hog.n, weights->count);
    for (size_t i = 0; i < m->hog.n && !bad; i++) {
        m->weights[i] = ((const float *)weights->data)[i];
        if (!isfinite(m->weights[i]))
            bad = error_set(e, "%s: expected finite numbers in 'weights', found %g", a->path, (double)m->weights[i]);
    }
    m->offset = offset;
    if (bad) {
        release(m);
        return NULL;
    }
    return m;
}

/* The covariance of the histograms. */
static double memory(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    struct hog h;
    double n = 0;
    if (hog_init(&h, sizes_shape(size), keys_of(s)->cell, NULL) == 0) {
        n = (double)h.n;
        hog_release(&h);
    }
    return sizeof(double) * n * (2 * n + 2 * BLOCK);
}

static int check(const struct detector *d, const struct settings *s, const struct sizes *size, struct error *e)
{
    struct hog h;
    if (hog_init(&h, sizes_shape(size), keys_of(s)->cell, e))
        return -1;
    hog_release(&h);
    if (size->n_positive == 1 && size->n_negative == 1)
        return error_set(e, "expected two positives or two negatives at the least, found one of each");
    return 0;
}

static double work(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    const double pixels = (double)size->height * size->width * size->channels, cell = keys_of(s)->cell;
    const double n = 4 * HOG_BINS * pixels / size->channels / (cell * cell);
    const double trained = (double)(size->n_positive + size->n_negative);
    /* a pixel's gradient and its bin take as long as some 200 operations of SGEMM; dsyrk runs at half its speed */
    return 200 * pixels * (trained + (double)size->n_test) + 2 * n * n * trained + n * n * n;
}

static const char *const uses[] = { "augment.*", NULL };

const struct detector detector_hog_lda = {
    .name = "hog-lda",
    .help = "control: gradient histograms and a linear discriminant against the negatives",
    .label = "HOG-LDA",
    .line = 28,
    .flags = USES_NEGATIVE | NEEDS_IMAGES,
    .section = &hog_lda_section,
    .uses = uses,
    .check = check,
    .work = work,
    .memory = memory,
    .fit = fit,
    .score = score,
    .save = save,
    .load = load,
    .free = release,
};
