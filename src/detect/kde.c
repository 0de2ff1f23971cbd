/* kde: Gaussian kernel density estimate (detect/density.h) over the positives' pixels, score
 * -log p(x). */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/batch.h"
#include "detect/density.h"
#include "detect/detector.h"
#include "detect/model_file.h"

enum { BLOCK = 128 };

struct kde {
    struct images support; /* the positives, for save() */
    struct density density;
};

/* Takes a copy of the images and prepares what scoring needs. */
static struct kde *build(const struct images *im)
{
    struct kde *m = mem_zero(1, sizeof *m);
    size_t d = images_size(im);
    images_alloc(&m->support, im->n, im->height, im->width, im->channels);
    memcpy(m->support.pixels, im->pixels, im->n * d);
    memset(m->support.labels, 0, im->n * sizeof *m->support.labels);
    float *mean = mem_alloc(d, sizeof *mean), *x = mem_alloc(im->n * d, sizeof *x);
    images_mean(im, mean);
    batch_floats(im, NULL, 0, im->n, x);
    points_init(&m->density.points, x, im->n, d, mean);
    return m;
}

static void release(void *model)
{
    struct kde *m = model;
    if (m) {
        images_release(&m->support);
        points_release(&m->density.points);
    }
    free(m);
}

static void *fit(const struct fit_input *in, struct fit_report *report, struct error *e)
{
    struct kde *m = build(in->positive);
    if (density_choose(&m->density, in, "kde", report, e)) {
        release(m);
        return NULL;
    }
    return m;
}

static int score(void *model, const struct images *im, double *scores, struct error *e)
{
    const struct kde *m = model;
    size_t d = images_size(&m->support);
    if (model_expect_size(images_shape(&m->support), im, e))
        return -1;
    float *x = mem_alloc(BLOCK * d, sizeof *x);
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

static void save(const void *model, struct archive_writer *w)
{
    const struct kde *m = model;
    const uint64_t dims[4] = { m->support.n, (uint64_t)m->support.height, (uint64_t)m->support.width,
                               (uint64_t)m->support.channels };
    archive_add_number(w, "bandwidth", m->density.bandwidth);
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
    m->density.bandwidth = bandwidth;
    return m;
}

static double work(const struct settings *s, const struct problem *p)
{
    return density_work(s, (double)p->n_positive, (double)p->height * p->width * p->channels, (double)p->n_test);
}

static const char *const keys[] = { "kde.*", NULL };

const struct detector detector_kde = {
    .name = "kde", .help = "Gaussian kernel density estimate on pixels; negative log-density",
    .keys = keys, .work = work, .fit = fit, .score = score, .save = save, .load = load, .free = release,
};
