/* raw-l2: the distance ||x - c||_2 to the positives' mean image c. Nothing is learned but the
 * mean: what a detector gains over it is what it has understood of the images. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/batch.h"
#include "detect/detector.h"
#include "detect/parts/model_file.h"
#include "nn/loss.h"

enum { BLOCK = 128 };

struct raw_l2 {
    struct shape size;
    float *mean; /* (d) */
};

static struct raw_l2 *create(struct shape size)
{
    struct raw_l2 *m = mem_zero(1, sizeof *m);
    m->size = size;
    m->mean = mem_alloc((size_t)shape_size(size), sizeof *m->mean);
    return m;
}

static void release(void *model)
{
    struct raw_l2 *m = model;
    if (m)
        free(m->mean);
    free(m);
}

static void *fit(const struct detector *d, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    struct raw_l2 *m = create(images_shape(in->positive));
    images_mean(in->positive, m->mean);
    return m;
}

static int score(const struct detector *d, void *model, const struct images *im, double *scores, struct error *e)
{
    const struct raw_l2 *m = model;
    size_t dims = (size_t)shape_size(m->size);
    if (model_expect_size(m->size, im, e))
        return -1;
    float *x = mem_alloc(BLOCK * dims, sizeof *x);
    for (size_t at = 0; at < im->n; at += BLOCK) {
        size_t n = im->n - at < BLOCK ? im->n - at : BLOCK;
        batch_floats(im, NULL, at, n, x);
        for (size_t i = 0; i < n; i++)
            reconstruction_error(LOSS_L2, m->mean, x + i * dims, 1, dims, scores + at + i);
    }
    free(x);
    return 0;
}

static int score_gradient(const struct detector *d, void *model, struct shape image, const float *x, size_t n,
                          double *scores, float *gradient, struct error *e)
{
    const struct raw_l2 *m = model;
    const size_t dims = (size_t)shape_size(m->size);
    if (model_expect_shape(m->size, image, e))
        return -1;
    for (size_t i = 0; i < n; i++) {
        const double one = 1;
        reconstruction_error(LOSS_L2, x + i * dims, m->mean, 1, dims, scores + i);
        reconstruction_gradient(LOSS_L2, x + i * dims, m->mean, 1, dims, scores + i, &one, gradient + i * dims);
    }
    return 0;
}

static void save(const void *model, struct archive_writer *w)
{
    const struct raw_l2 *m = model;
    model_put_size(w, m->size);
    archive_add_vector(w, "mean", ARCHIVE_F32, (size_t)shape_size(m->size), m->mean);
}

static void *load(const struct detector *d, const struct sections *known, const struct archive *a, struct error *e)
{
    const struct archive_entry *mean = archive_get(a, "mean", ARCHIVE_F32, e);
    struct shape size;
    if (!mean || model_get_size(a, &size, e))
        return NULL;
    if (mean->count != (size_t)shape_size(size)) {
        error_set(e, "%s: expected %d numbers in 'mean', found %zu", a->path, shape_size(size), mean->count);
        return NULL;
    }
    struct raw_l2 *m = create(size);
    memcpy(m->mean, mean->data, mean->count * sizeof *m->mean);
    return m;
}

static double work(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    /* a pixel waits for memory and conversions as long as 20 operations of SGEMM take */
    return 20.0 * size->height * size->width * size->channels * (double)(size->n_positive + size->n_test);
}

const struct detector detector_raw_l2 = {
    .name = "raw-l2",
    .help = "L2 distance to the positives' mean image",
    .label = "Mean-distance",
    .line = 22,
    .work = work,
    .fit = fit,
    .score = score,
    .score_gradient = score_gradient,
    .save = save,
    .load = load,
    .free = release,
};
