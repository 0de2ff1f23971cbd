/* lof: local outlier factor on pixels (Breunig, Kriegel, Ng & Sander 2000), as a novelty score: with N(x) the k
 * nearest positives of an image x, itself left out, and d_k(o) the distance of a positive o to the k-th of its own,
 *
 *     reach(x, o) = max(d_k(o), ||x - o||)
 *     lrd(x)      = 1 / (mean over o in N(x) of reach(x, o) + 1e-10)
 *     score(x)    = mean over o in N(x) of lrd(o) / lrd(x).
 *
 * That is scikit-learn's LocalOutlierFactor with novelty = True, 1e-10 included. Distances are exact: pixels are
 * bytes, so their squares are whole numbers. SGEMM says which positives may be among the k nearest (detect/parts/
 * distances.h, less accurate for near ones), and only for those the whole numbers are summed. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "detect/detector.h"
#include "detect/parts/distances.h"
#include "detect/parts/model_file.h"
#include "detect/parts/reference.h"

enum { BLOCK = 128, NEIGHBOURS_MAX = 1000 };

static const double TINY = 1e-10;

/* [lof] */
struct lof_keys {
    int neighbours;
};

static const struct key keys[] = {
    INT_KEY(struct lof_keys, neighbours, "20", 1, NEIGHBOURS_MAX,
            "nearest positives that an image's density is compared with"),
    { 0 },
};

static const struct section lof_section = { "lof", sizeof(struct lof_keys), keys, NULL };

static int neighbours_of(const struct settings *s)
{
    const struct lof_keys *k = settings_of(s, &lof_section);
    return k->neighbours;
}

struct lof {
    struct reference support; /* the positives */
    int k;
    double norm_most;             /* the largest squared norm of a centred positive */
    double *k_distance, *density; /* d_k and lrd of the positives */
};

static void release(void *model)
{
    struct lof *m = model;
    if (m) {
        reference_release(&m->support);
        free(m->k_distance);
        free(m->density);
    }
    free(m);
}

static struct lof *create(const struct images *im, int k)
{
    struct lof *m = mem_zero(1, sizeof *m);
    reference_init(&m->support, im);
    m->k = k;
    m->k_distance = mem_zero(im->n, sizeof *m->k_distance);
    m->density = mem_zero(im->n, sizeof *m->density);
    for (size_t i = 0; i < im->n; i++)
        m->norm_most = fmax(m->norm_most, (double)m->support.points.norms[i]);
    return m;
}

struct neighbour {
    double distance;
    size_t index;
};

/* Of two that are as near the first of the data counts, so that the order of SGEMM's sums decides nothing. */
static int by_distance(const void *a, const void *b)
{
    const struct neighbour *p = a, *q = b;
    int c = (p->distance > q->distance) - (p->distance < q->distance);
    return c ? c : (p->index > q->index) - (p->index < q->index);
}

/* In the unit of pixels in [0, 1]; the sum is below 2^53. */
static double exact_distance(const uint8_t *x, const uint8_t *y, size_t d)
{
    uint64_t sum = 0;
    for (size_t at = 0; at < d; at += 4096) { /* so many squares of bytes fit into 32 bits */
        uint32_t part = 0;
        for (size_t i = at; i < d && i < at + 4096; i++)
            part += (uint32_t)((x[i] - y[i]) * (x[i] - y[i]));
        sum += part;
    }
    return sqrt((double)sum) / 255;
}

/* What a block of images needs. */
struct search {
    float *x, *norms, *distance; /* (BLOCK, d), (BLOCK), (BLOCK, n) */
    float nearest[NEIGHBOURS_MAX];
    struct neighbour *found; /* (n) */
};

static void search_init(struct search *s, const struct lof *m)
{
    const struct points *p = &m->support.points;
    s->x = mem_alloc(BLOCK * p->d, sizeof *s->x);
    s->norms = mem_alloc(BLOCK, sizeof *s->norms);
    s->distance = mem_alloc(BLOCK * p->n, sizeof *s->distance);
    s->found = mem_alloc(p->n, sizeof *s->found);
}

static void search_release(struct search *s)
{
    free(s->x);
    free(s->norms);
    free(s->distance);
    free(s->found);
}

/* The k nearest positives of an image into s->found[0..k-1], but for `self`. `approximate` (n) are SGEMM's squared
 * distances. Each of its sums of d products is wrong by at most d u times the sum of their sizes (u: half of
 * FLT_EPSILON), so whoever is within twice that of the k-th smallest may be among the nearest, and nobody else. */
static void find_nearest(const struct lof *m, struct search *s, const uint8_t *image, float *approximate, double norm,
                         size_t self)
{
    const struct points *p = &m->support.points;
    const double wrong = 4 * ((double)p->d + 8) * (FLT_EPSILON / 2) * (norm + m->norm_most);
    size_t n = 0;
    if (self < p->n)
        approximate[self] = INFINITY;
    double limit = (double)kth_smallest(approximate, p->n, m->k, s->nearest) + 2 * wrong;
    for (size_t j = 0; j < p->n; j++)
        if (j != self && (double)approximate[j] <= limit)
            s->found[n++] = (struct neighbour) { exact_distance(image, m->support.images.pixels + j * p->d, p->d), j };
    qsort(s->found, n, sizeof *s->found, by_distance);
}

/* The k nearest positives of each image, (im->n, k), free(). `own`: the images are the positives themselves, none of
 * which is its own neighbour. */
static struct neighbour *nearest_of(const struct lof *m, const struct images *im, int own,
                                    const struct progress *progress)
{
    const size_t d = m->support.points.d, n = m->support.points.n, k = (size_t)m->k;
    struct neighbour *nearest = mem_alloc(im->n * k, sizeof *nearest);
    struct search s;
    search_init(&s, m);
    for (size_t at = 0; at < im->n; at += BLOCK) {
        size_t rows = im->n - at < BLOCK ? im->n - at : BLOCK;
        reference_distances(&m->support, im, at, rows, s.x, s.norms, s.distance);
        for (size_t i = 0; i < rows; i++) {
            find_nearest(m, &s, im->pixels + (at + i) * d, s.distance + i * n, (double)s.norms[i],
                         own ? at + i : SIZE_MAX);
            memcpy(nearest + (at + i) * k, s.found, k * sizeof *nearest);
        }
        progress_report(progress, "neighbours", (int)((at + rows) * 100 / im->n), 100, 0);
    }
    search_release(&s);
    return nearest;
}

/* lrd of an image with these nearest. */
static double density_of(const struct lof *m, const struct neighbour *nearest)
{
    double reach = 0;
    for (int i = 0; i < m->k; i++)
        reach += fmax(m->k_distance[nearest[i].index], nearest[i].distance);
    return 1 / (reach / m->k + TINY);
}

static int too_few(size_t n, int k, struct error *e)
{
    if (n > (size_t)k)
        return 0;
    return error_set(e, "'neighbours' in [lof]: expected fewer than the %zu positives, found %d", n, k);
}

static void *fit(const struct detector *d, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    const struct images *im = in->positive;
    const int k = neighbours_of(in->settings);
    if (too_few(im->n, k, e))
        return NULL;
    struct lof *m = create(im, k);
    struct neighbour *nearest = nearest_of(m, im, 1, in->progress);
    for (size_t i = 0; i < im->n; i++)
        m->k_distance[i] = nearest[(i + 1) * (size_t)k - 1].distance;
    for (size_t i = 0; i < im->n; i++)
        m->density[i] = density_of(m, nearest + i * (size_t)k);
    free(nearest);
    return m;
}

static int score(const struct detector *d, void *model, const struct images *im, double *scores, struct error *e)
{
    const struct lof *m = model;
    if (model_expect_size(images_shape(&m->support.images), im, e))
        return -1;
    struct neighbour *nearest = nearest_of(m, im, 0, NULL);
    for (size_t i = 0; i < im->n; i++) {
        const struct neighbour *own = nearest + i * (size_t)m->k;
        double sum = 0;
        for (int j = 0; j < m->k; j++)
            sum += m->density[own[j].index];
        scores[i] = sum / m->k / density_of(m, own);
    }
    free(nearest);
    return 0;
}

static void save(const void *model, struct archive_writer *w)
{
    const struct lof *m = model;
    archive_add_number(w, "neighbours", m->k);
    model_put_images(w, "support", &m->support.images);
    archive_add_vector(w, "k_distance", ARCHIVE_F64, m->support.images.n, m->k_distance);
    archive_add_vector(w, "density", ARCHIVE_F64, m->support.images.n, m->density);
}

/* Entry `name`: n numbers, none negative. */
static int read_numbers(const struct archive *a, const char *name, size_t n, double *to, struct error *e)
{
    const struct archive_entry *entry = archive_get(a, name, ARCHIVE_F64, e);
    if (!entry)
        return -1;
    if (entry->count != n)
        return error_set(e, "%s: expected %zu numbers in '%s', found %zu", a->path, n, name, entry->count);
    memcpy(to, entry->data, n * sizeof *to);
    for (size_t i = 0; i < n; i++)
        if (!(to[i] >= 0) || !isfinite(to[i]))
            return error_set(e, "%s: expected numbers from 0 in '%s', found %g", a->path, name, to[i]);
    return 0;
}

static void *load(const struct detector *d, const struct sections *known, const struct archive *a, struct error *e)
{
    struct images support;
    double k;
    if (model_get_images(a, "support", &support, e) || archive_number(a, "neighbours", &k, e))
        return NULL;
    if (!(k >= 1 && k <= NEIGHBOURS_MAX && k < (double)support.n && k == floor(k))) {
        error_set(e, "%s: expected 'neighbours' from 1 to %d and fewer than the %zu images, found %.9g", a->path,
                  NEIGHBOURS_MAX, support.n, k);
        return NULL;
    }
    struct lof *m = create(&support, (int)k);
    if (read_numbers(a, "k_distance", support.n, m->k_distance, e) ||
        read_numbers(a, "density", support.n, m->density, e)) {
        release(m);
        return NULL;
    }
    return m;
}

static int check(const struct detector *d, const struct settings *s, const struct sizes *size, struct error *e)
{
    return too_few(size->n_positive, neighbours_of(s), e);
}

static double memory(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    return reference_memory((double)size->n_positive, (double)size->height * size->width * size->channels) +
           (double)size->n_positive * neighbours_of(s) * sizeof(struct neighbour);
}

static double work(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    /* looking at a distance costs about as much as two multiplications and additions */
    double n = (double)size->n_positive, pixels = (double)size->height * size->width * size->channels;
    return n * (n + (double)size->n_test) * (2 * pixels + 4);
}

const struct detector detector_lof = {
    .name = "lof",
    .help = "local outlier factor on pixels; density of the nearest positives over the image's own",
    .label = "LOF",
    .line = 27,
    .flags = NEEDS_IMAGES,
    .section = &lof_section,
    .check = check,
    .work = work,
    .memory = memory,
    .fit = fit,
    .score = score,
    .save = save,
    .load = load,
    .free = release,
};
