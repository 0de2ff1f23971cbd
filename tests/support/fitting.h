/* What the tests of detectors share: a scratch folder as the tests' state, settings from text,
 * images to learn, fits, and models that go through a file. */
#ifndef TESTS_SUPPORT_FITTING_H
#define TESTS_SUPPORT_FITTING_H

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/rng.h"
#include "data/batch.h"
#include "detect/codes/encoder.h"
#include "detect/detector.h"
#include "detect/dsvdd/dsvdd.h"
#include "detect/gan/gan.h"
#include "detect/parts/density.h"
#include "store/file.h"
#include "support/archives.h"
#include "support/folder.h"
#include "support/main.h"
#include "support/suite.h"

/* An autoencoder that is trained in a moment; keys may follow. */
#define SMALL_AUTOENCODER \
    "model.kind=conv model.encoder=4_6 model.decoder=6_4 model.latent=3 train.batch=16 " \
    "train.learning_rate=0.01 "

/* "section.key=value section.key=value"; '_' in a value stands for a blank. */
static inline void configure(struct settings *s, const char *text)
{
    char **parts = split(text, " ", 0, NULL);
    settings_start(s);
    for (char **part = parts; *part; part++) {
        struct error e = { .text = "" };
        char *key = strchr(*part, '.'), *value = key ? strchr(key, '=') : NULL;
        assert_non_null(value);
        *key++ = *value++ = '\0';
        for (char *blank = value; (blank = strchr(blank, '_'));)
            *blank = ' ';
        const struct setting *k = setting_named(*part, key);
        assert_non_null(k);
        settings_set(s, k, value, &e);
        assert_string_equal(e.text, "");
    }
    split_free(parts);
}

static inline void images_new(struct images *im, size_t n, int height, int width, int channels)
{
    images_alloc(im, n, height, width, channels);
    memset(im->labels, 0, n * sizeof *im->labels);
}

/* Noise about grey, and a part that all pixels of an image share more or less. */
static inline void random_images(struct images *im, size_t n, int height, int width, int channels, uint64_t seed)
{
    struct rng r;
    rng_seed(&r, seed);
    images_new(im, n, height, width, channels);
    for (size_t i = 0; i < n; i++) {
        double common = rng_normal(&r);
        for (size_t k = 0; k < images_size(im); k++)
            im->pixels[i * images_size(im) + k] = (uint8_t)
                fmin(fmax(128 + 15 * rng_normal(&r) + 10 * common * (double)(k % 4), 0), 255);
    }
}

/* Positives are mixtures of a ramp from left to right and one from top to bottom; negatives
 * are stripes with a bright spot. */
static inline void draw_images(struct images *im, size_t n, int side, int negative, uint64_t seed)
{
    struct rng r;
    rng_seed(&r, seed);
    images_new(im, n, side, side, 1);
    for (size_t i = 0; i < n; i++) {
        double a = rng_uniform(&r), b = rng_uniform(&r);
        int spot = (int)rng_below(&r, (uint64_t)(side * side));
        for (int k = 0; k < side * side; k++) {
            double x = k % side / (double)(side - 1), y = (double)(k / side) / (side - 1);
            double ramps = 0.2 + 0.3 * (a * x + b * y) + 0.02 * rng_normal(&r);
            double stripes = 0.2 + (0.15 + 0.3 * a) * (k / side % 4 < 2) + (k == spot ? 0.2 : 0);
            im->pixels[i * (size_t)(side * side) + (size_t)k] = (uint8_t)(255 *
                                                                          fmin(fmax(negative ? stripes : ramps, 0), 1));
        }
    }
}

/* n draws of a Gaussian; free(). */
static inline float *drawn_normals(size_t n, double mean, double deviation, uint64_t seed)
{
    struct rng r;
    float *x = mem_alloc(n, sizeof *x);
    rng_seed(&r, seed);
    for (size_t i = 0; i < n; i++)
        x[i] = (float)(mean + deviation * rng_normal(&r));
    return x;
}

/* The next `n` images of a stream of rows, x (n, pixels). */
static inline void next_batch(const struct images *im, struct row_stream *rows, size_t n, double *x)
{
    size_t d = images_size(im);
    for (size_t i = 0; i < n; i++) {
        int row;
        row_stream_next(rows, 1, &row);
        for (size_t k = 0; k < d; k++)
            x[i * d + k] = im->pixels[(size_t)row * d + k] / 255.0;
    }
}

static inline double mean_of(const double *v, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += v[i] / (double)n;
    return sum;
}

/* What a fit reported of its progress. */
struct reports {
    int n, last, total;
    char stage[16];
};

static inline void count_reports(void *context, const char *stage, int done, int total, double loss)
{
    struct reports *r = context;
    r->n++;
    r->last = done;
    r->total = total;
    snprintf(r->stage, sizeof r->stage, "%s", stage);
    assert_true(loss > 0);
}

static inline void *fit_with(const char *name, const struct fit_input *in, struct fit_report *report)
{
    struct error e = { .text = "" };
    const struct detector *d = detector_named(name);
    assert_non_null(d);
    *report = (struct fit_report) { 0 };
    void *model = d->fit(d, in, report, &e);
    assert_string_equal(e.text, "");
    assert_non_null(model);
    return model;
}

/* It must fail with a message that holds `words`. */
static inline void assert_no_fit(const char *name, const struct fit_input *in, const char *words)
{
    struct error e = { .text = "" };
    struct fit_report report = { 0 };
    assert_null(detector_named(name)->fit(detector_named(name), in, &report, &e));
    assert_says(e.text, words);
    fit_report_release(&report);
}

static inline double *scores_of(const char *name, void *model, const struct images *im)
{
    struct error e = { .text = "" };
    double *scores = mem_alloc(im->n, sizeof *scores);
    int bad = detector_named(name)->score(detector_named(name), model, im, scores, &e);
    assert_string_equal(e.text, "");
    assert_int_equal(bad, 0);
    return scores;
}

/* Saves a model and opens the file. */
static inline void save_model(const char *name, const void *model, const char *path, struct archive *a)
{
    struct error e = { .text = "" };
    struct archive_writer *w = archive_create(path, &e);
    assert_non_null(w);
    detector_named(name)->save(model, w);
    assert_int_equal(archive_commit(w, &e), 0);
    assert_int_equal(archive_open(a, path, &e), 0);
}

/* A copy of an archive with another number in one entry. */
static inline void put_number(const struct archive *from, const char *path, const char *name, double value)
{
    struct error e = { .text = "" };
    struct archive_writer *w = archive_create(path, &e);
    assert_non_null(w);
    for (size_t i = 0; i < from->n_entries; i++) {
        const struct archive_entry *entry = &from->entries[i];
        if (strcmp(entry->name, name) == 0)
            archive_add_number(w, name, value);
        else
            archive_add(w, entry->name, entry->type, entry->rank, entry->dims, entry->data);
    }
    assert_int_equal(archive_commit(w, &e), 0);
}

/* The detector must refuse the file, with a message that holds `words`. */
static inline void assert_refused(const char *name, const char *path, const char *words)
{
    struct archive a;
    struct error e = { .text = "" };
    assert_int_equal(archive_open(&a, path, &e), 0);
    assert_null(detector_named(name)->load(detector_named(name), &suite()->sections, &a, &e));
    assert_says(e.text, words);
    archive_release(&a);
}

#endif
