/* iforest: isolation forest (Liu, Ting & Zhou 2008). Each tree splits psi of the positives, drawn
 * without replacement, at random pixels and thresholds until an image is alone, all are equal or
 * the height is ceil(log2 psi). With h(x) the number of splits that x passes plus c(m) at a leaf
 * of m images,
 *     score(x) = 2^(-mean of h(x) over the trees / c(psi)),
 *     c(m) = 2 H(m - 1) - 2 (m - 1) / m,  H(i) = ln i + 0.5772156649,  c(2) = 1,  c(1) = 0.
 *
 * As the height has a limit, each tree is kept as a perfect binary one: the children of node i are
 * 2 i + 1 and 2 i + 2, and below a leaf all ends hold the leaf's path length. So an image goes
 * down without a branch and without pointers, many of them side by side, and no file can lead it
 * astray. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/rng.h"
#include "base/simd.h"
#include "detect/detector.h"
#include "detect/parts/model_file.h"

enum { TREES_MOST = 1000, SAMPLES_MOST = 65536 };

/* [iforest] */
struct iforest_keys {
    int trees, samples;
};

static const struct key keys[] = {
    INT_KEY(struct iforest_keys, trees, "100", 1, TREES_MOST, "trees"),
    INT_KEY(struct iforest_keys, samples, "256", 2, SAMPLES_MOST,
            "positives that a tree is grown from; all where there are fewer"),
    { 0 },
};

static const struct section iforest_section = { "iforest", sizeof(struct iforest_keys), keys, NULL };

static const struct iforest_keys *iforest_of(const struct settings *s)
{
    return settings_of(s, &iforest_section);
}

enum { BLOCK = 32 }; /* images that go through a tree side by side: their pixels stay in the cache */

struct iforest {
    struct shape size;
    int trees, samples, height; /* samples is psi; the height is the trees' limit */
    int32_t *pixels;            /* (trees, 2^height - 1) the pixel that a node looks at */
    uint8_t *thresholds;        /* (trees, 2^height - 1) a larger byte goes right */
    double *lengths;            /* (trees, 2^height) h of the images that end here */
};

static size_t ends_of(const struct iforest *m)
{
    return (size_t)1 << m->height;
}

/* Section 3 of the paper, with its value of Euler's constant. */
static double average_path(size_t m)
{
    double n = (double)m;
    return m < 2 ? 0 : m == 2 ? 1 : 2 * (log(n - 1) + 0.5772156649) - 2 * (n - 1) / n;
}

static int height_limit(int samples)
{
    int height = 0;
    while (1L << height < samples)
        height++;
    return height;
}

static struct iforest *create(struct shape size, int trees, int samples)
{
    struct iforest *m = mem_zero(1, sizeof *m);
    m->size = size;
    m->trees = trees;
    m->samples = samples;
    m->height = height_limit(samples);
    size_t ends = (size_t)trees * ends_of(m), nodes = ends - (size_t)trees;
    m->pixels = mem_zero(nodes, sizeof *m->pixels);
    m->thresholds = mem_zero(nodes, sizeof *m->thresholds);
    m->lengths = mem_zero(ends, sizeof *m->lengths);
    return m;
}

static void release(void *model)
{
    struct iforest *m = model;
    if (m) {
        free(m->pixels);
        free(m->thresholds);
        free(m->lengths);
    }
    free(m);
}

/* A tree while it grows. */
struct growth {
    const struct images *im;
    struct rng rng;
    int height;
    int32_t *pixels;
    uint8_t *thresholds, *least, *most; /* least, most (d): of each pixel in a node */
    double *lengths;
};

SIMD static void widen(const uint8_t *restrict x, size_t d, uint8_t *restrict least, uint8_t *restrict most)
{
    for (size_t k = 0; k < d; k++) {
        least[k] = x[k] < least[k] ? x[k] : least[k];
        most[k] = x[k] > most[k] ? x[k] : most[k];
    }
}

SIMD static size_t count_different(const uint8_t *restrict a, const uint8_t *restrict b, size_t d)
{
    uint32_t n = 0;
    for (size_t k = 0; k < d; k++)
        n += a[k] != b[k];
    return n;
}

/* A pixel that is not the same in all n images, each such pixel as likely; -1 where there is none.
 * Leaves the least and the greatest byte of each pixel. */
static int32_t draw_pixel(struct growth *g, const int *rows, size_t n)
{
    size_t d = images_size(g->im);
    memcpy(g->least, g->im->pixels + (size_t)rows[0] * d, d);
    memcpy(g->most, g->least, d);
    for (size_t i = 1; i < n; i++)
        widen(g->im->pixels + (size_t)rows[i] * d, d, g->least, g->most);
    size_t varying = count_different(g->least, g->most, d);
    if (varying == 0)
        return -1;
    size_t left = rng_below(&g->rng, varying) + 1, k = 0;
    while (left -= g->least[k] != g->most[k])
        k++;
    return (int32_t)k;
}

/* Rows with a byte up to the threshold come first; returns how many. */
static size_t partition(const struct growth *g, int *rows, size_t n, int32_t pixel, uint8_t threshold)
{
    const uint8_t *column = g->im->pixels + pixel;
    size_t d = images_size(g->im), low = 0;
    for (size_t i = 0; i < n; i++)
        if (column[(size_t)rows[i] * d] <= threshold) {
            int row = rows[i];
            rows[i] = rows[low];
            rows[low++] = row;
        }
    return low;
}

static void grow(struct growth *g, size_t node, int depth, int *rows, size_t n)
{
    int32_t pixel = depth < g->height && n > 1 ? draw_pixel(g, rows, n) : -1;
    if (pixel < 0) {
        /* The splits below stay zero, they lead to equal ends whichever way they send an image. */
        size_t ends = (size_t)1 << (g->height - depth), first = (node + 1) * ends - ((size_t)1 << g->height);
        for (size_t i = 0; i < ends; i++)
            g->lengths[first + i] = depth + average_path(n);
        return;
    }
    /* A real threshold, uniform between the two, sends bytes where its whole part does. */
    int least = g->least[pixel], span = g->most[pixel] - least;
    uint8_t threshold = (uint8_t)(least + (int)rng_below(&g->rng, (uint64_t)span));
    g->pixels[node] = pixel;
    g->thresholds[node] = threshold;
    size_t low = partition(g, rows, n, pixel, threshold);
    grow(g, 2 * node + 1, depth + 1, rows, low);
    grow(g, 2 * node + 2, depth + 1, rows + low, n - low);
}

/* The first n of the rows become a sample without replacement. */
static void draw_sample(struct rng *r, int *rows, size_t total, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t j = i + rng_below(r, total - i);
        int row = rows[i];
        rows[i] = rows[j];
        rows[j] = row;
    }
}

static int too_few(size_t n, struct error *e)
{
    return n < 2 ? error_set(e, "iforest: expected at least 2 images to split, found %zu", n) : 0;
}

static void *fit(const struct detector *d, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    const struct images *im = in->positive;
    const struct settings *s = in->settings;
    if (too_few(im->n, e))
        return NULL;
    int all = im->n < (size_t)iforest_of(s)->samples, samples = all ? (int)im->n : iforest_of(s)->samples;
    if (all)
        fit_report_note(report, "samples = %d, all there are", samples);
    struct iforest *m = create(images_shape(im), iforest_of(s)->trees, samples);
    size_t dims = images_size(im), ends = ends_of(m);
    struct growth g = { .im = im, .height = m->height, .least = mem_alloc(dims, 1), .most = mem_alloc(dims, 1) };
    int *rows = mem_alloc(im->n, sizeof *rows), *sample = mem_alloc((size_t)samples, sizeof *sample);
    for (size_t i = 0; i < im->n; i++)
        rows[i] = (int)i;
    rng_seed(&g.rng, rng_seed_for(in->seed, "trees", ""));
    for (int t = 0; t < m->trees; t++) {
        g.pixels = m->pixels + (size_t)t * (ends - 1);
        g.thresholds = m->thresholds + (size_t)t * (ends - 1);
        g.lengths = m->lengths + (size_t)t * ends;
        draw_sample(&g.rng, rows, im->n, (size_t)samples);
        memcpy(sample, rows, (size_t)samples * sizeof *sample);
        grow(&g, 0, 0, sample, (size_t)samples);
        progress_report(in->progress, "trees", t + 1, m->trees, 0);
    }
    free(rows);
    free(sample);
    free(g.least);
    free(g.most);
    return m;
}

/* Adds h of each of the n images x (n, d), n at most BLOCK, to sums. */
static void add_lengths(const struct iforest *m, size_t tree, const uint8_t *x, size_t n, size_t d, double *sums)
{
    size_t ends = ends_of(m);
    const int32_t *pixels = m->pixels + tree * (ends - 1);
    const uint8_t *thresholds = m->thresholds + tree * (ends - 1);
    const double *lengths = m->lengths + tree * ends;
    uint32_t node[BLOCK] = { 0 };
    for (int depth = 0; depth < m->height; depth++)
        for (size_t i = 0; i < n; i++)
            node[i] = 2 * node[i] + 1 + (x[i * d + (size_t)pixels[node[i]]] > thresholds[node[i]]);
    for (size_t i = 0; i < n; i++)
        sums[i] += lengths[node[i] - (ends - 1)];
}

static int score(const struct detector *d, void *model, const struct images *im, double *scores, struct error *e)
{
    const struct iforest *m = model;
    size_t dims = (size_t)shape_size(m->size);
    if (model_expect_size(m->size, im, e))
        return -1;
    double unit = m->trees * average_path((size_t)m->samples);
    for (size_t at = 0; at < im->n; at += BLOCK) {
        size_t n = im->n - at < BLOCK ? im->n - at : BLOCK;
        double sums[BLOCK] = { 0 };
        for (int t = 0; t < m->trees; t++)
            add_lengths(m, (size_t)t, im->pixels + at * dims, n, dims, sums);
        for (size_t i = 0; i < n; i++)
            scores[at + i] = exp2(-sums[i] / unit);
    }
    return 0;
}

static void save(const void *model, struct archive_writer *w)
{
    const struct iforest *m = model;
    const int32_t forest[2] = { m->trees, m->samples };
    const uint64_t trees = (uint64_t)m->trees, ends = ends_of(m);
    model_put_size(w, m->size);
    archive_add_vector(w, "forest", ARCHIVE_I32, 2, forest);
    archive_add(w, "pixels", ARCHIVE_I32, 2, (const uint64_t[]) { trees, ends - 1 }, m->pixels);
    archive_add(w, "thresholds", ARCHIVE_U8, 2, (const uint64_t[]) { trees, ends - 1 }, m->thresholds);
    archive_add(w, "lengths", ARCHIVE_F64, 2, (const uint64_t[]) { trees, ends }, m->lengths);
}

/* Every pixel within the image, every length one that a tree can have. */
static int check_trees(const struct iforest *m, const char *path, struct error *e)
{
    size_t ends = (size_t)m->trees * ends_of(m), nodes = ends - (size_t)m->trees;
    int d = shape_size(m->size);
    double longest = m->height + average_path((size_t)m->samples);
    for (size_t i = 0; i < nodes; i++)
        if (m->pixels[i] < 0 || m->pixels[i] >= d)
            return error_set(e, "%s: expected numbers below %d in 'pixels', found %d", path, d, (int)m->pixels[i]);
    for (size_t i = 0; i < ends; i++)
        if (!(m->lengths[i] >= 0 && m->lengths[i] <= longest))
            return error_set(e, "%s: expected numbers from 0 to %.6g in 'lengths', found %.6g", path, longest,
                             m->lengths[i]);
    return 0;
}

static void *load(const struct detector *d, const struct sections *known, const struct archive *a, struct error *e)
{
    const struct archive_entry *forest = archive_get(a, "forest", ARCHIVE_I32, e), *pixels, *thresholds, *lengths;
    struct shape size;
    if (!forest || model_get_size(a, &size, e) || !(pixels = archive_get(a, "pixels", ARCHIVE_I32, e)) ||
        !(thresholds = archive_get(a, "thresholds", ARCHIVE_U8, e)) ||
        !(lengths = archive_get(a, "lengths", ARCHIVE_F64, e)))
        return NULL;
    const int32_t *n = forest->data;
    if (forest->count != 2 || n[0] < 1 || n[0] > TREES_MOST || n[1] < 2 || n[1] > SAMPLES_MOST) {
        error_set(e, "%s: expected up to %d trees and 2 to %d samples in 'forest'", a->path, TREES_MOST, SAMPLES_MOST);
        return NULL;
    }
    size_t ends = (size_t)n[0] << height_limit(n[1]), nodes = ends - (size_t)n[0];
    if (pixels->count != nodes || thresholds->count != nodes || lengths->count != ends) {
        error_set(e, "%s: the sizes of 'forest', 'pixels', 'thresholds' and 'lengths' do not agree", a->path);
        return NULL;
    }
    struct iforest *m = create(size, n[0], n[1]);
    memcpy(m->pixels, pixels->data, nodes * sizeof *m->pixels);
    memcpy(m->thresholds, thresholds->data, nodes);
    memcpy(m->lengths, lengths->data, ends * sizeof *m->lengths);
    if (check_trees(m, a->path, e)) {
        release(m);
        return NULL;
    }
    return m;
}

static double memory(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    const double ends = exp2(height_limit(iforest_of(s)->samples));
    return iforest_of(s)->trees * ends * (sizeof(int32_t) + sizeof(uint8_t) + sizeof(double));
}

static int check(const struct detector *d, const struct settings *s, const struct sizes *size, struct error *e)
{
    return too_few(size->n_positive, e);
}

static double work(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    double dims = (double)size->height * size->width * size->channels, n = (double)size->n_positive;
    double samples = fmax(fmin(n, iforest_of(s)->samples), 2);
    /* a step down a tree takes as long as 100 operations of SGEMM, a pixel's least and greatest byte 5 */
    return iforest_of(s)->trees * log2(samples) * (100 * (double)size->n_test + 5 * samples * dims);
}

static void normalise(const struct detector *d, struct settings *s, const struct sizes *size)
{
    struct iforest_keys *k = settings_edit(s, &iforest_section);
    if (size->n_positive < (size_t)k->samples)
        k->samples = (int)size->n_positive;
}

const struct detector detector_iforest = {
    .name = "iforest",
    .help = "isolation forest on pixels; 2^(-mean path length / c(samples))",
    .label = "IF",
    .line = 10,
    .flags = NEEDS_IMAGES,
    .section = &iforest_section,
    .normalise = normalise,
    .check = check,
    .work = work,
    .memory = memory,
    .fit = fit,
    .score = score,
    .save = save,
    .load = load,
    .free = release,
};
