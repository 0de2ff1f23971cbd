/* kde: Gaussian kernel density estimate (detect/parts/density.h) over the positives' pixels, score
 * -log p(x). */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/batch.h"
#include "detect/detector.h"
#include "detect/parts/density.h"
#include "detect/parts/model_file.h"
#include "detect/parts/reference.h"

enum { BLOCK = 128 };

struct kde {
    struct reference support; /* the positives */
    struct density density;
};

static struct kde *build(const struct images *im)
{
    struct kde *m = mem_zero(1, sizeof *m);
    reference_init(&m->support, im);
    m->density.points = &m->support.points;
    return m;
}

static void release(void *model)
{
    struct kde *m = model;
    if (m)
        reference_release(&m->support);
    free(m);
}

static void *fit(const struct detector *d, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    struct kde *m = build(in->positive);
    if (density_choose(&m->density, in, "kde", report, e)) {
        release(m);
        return NULL;
    }
    return m;
}

static int score(const struct detector *d, void *model, const struct images *im, double *scores, struct error *e)
{
    const struct kde *m = model;
    size_t dims = m->support.points.d;
    if (model_expect_size(images_shape(&m->support.images), im, e))
        return -1;
    float *x = mem_alloc(BLOCK * dims, sizeof *x);
    for (size_t at = 0; at < im->n; at += BLOCK) {
        size_t rows = im->n - at < BLOCK ? im->n - at : BLOCK;
        batch_floats(im, NULL, at, rows, x);
        density_log(&m->density, x, rows, scores + at);
        for (size_t i = 0; i < rows; i++)
            scores[at + i] = -scores[at + i];
    }
    free(x);
    return 0;
}

static int score_gradient(const struct detector *d, void *model, struct shape image, const float *x, size_t n,
                          double *scores, float *gradient, struct error *e)
{
    const struct kde *m = model;
    const size_t total = n * m->support.points.d;
    if (model_expect_shape(images_shape(&m->support.images), image, e))
        return -1;
    float *own = mem_alloc(total, sizeof *own);
    memcpy(own, x, total * sizeof *own);
    density_gradient(&m->density, own, n, scores, gradient);
    for (size_t i = 0; i < n; i++)
        scores[i] = -scores[i];
    for (size_t k = 0; k < total; k++)
        gradient[k] = -gradient[k];
    free(own);
    return 0;
}

static void save(const void *model, struct archive_writer *w)
{
    const struct kde *m = model;
    archive_add_number(w, "bandwidth", m->density.bandwidth);
    model_put_images(w, "support", &m->support.images);
}

static void *load(const struct detector *d, const struct sections *known, const struct archive *a, struct error *e)
{
    struct images support;
    double bandwidth;
    if (model_get_images(a, "support", &support, e) || archive_number(a, "bandwidth", &bandwidth, e))
        return NULL;
    if (!(bandwidth > 0)) {
        error_set(e, "%s: expected a positive 'bandwidth', found %g", a->path, bandwidth);
        return NULL;
    }
    struct kde *m = build(&support);
    m->density.bandwidth = bandwidth;
    return m;
}

static double memory(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    return reference_memory((double)size->n_positive, (double)size->height * size->width * size->channels);
}

static int check(const struct detector *d, const struct settings *s, const struct sizes *size, struct error *e)
{
    return density_check(s, size->n_positive, d->name, e);
}

static double work(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    return density_work(s, (double)size->n_positive, (double)size->height * size->width * size->channels,
                        (double)size->n_test);
}

const struct detector detector_kde = {
    .name = "kde",
    .help = "Gaussian kernel density estimate on pixels; negative log-density",
    .label = "KDE",
    .line = 6,
    .section = &kde_section,
    .check = check,
    .work = work,
    .memory = memory,
    .fit = fit,
    .score = score,
    .score_gradient = score_gradient,
    .save = save,
    .load = load,
    .free = release,
};
