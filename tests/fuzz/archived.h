/* Fuzz targets: prepared data sets and saved detectors, archives whose checksum is made right. */
#ifndef TESTS_FUZZ_ARCHIVED_H
#define TESTS_FUZZ_ARCHIVED_H

#include <nettle/sha2.h>

#include "base/memory.h"
#include "detect/parts/model_file.h"
#include "fuzz/work.h"

/* An archive's bytes without its end: the mark behind the last entry and the checksum. */
enum { ARCHIVE_END = 4 + SHA256_DIGEST_SIZE };

static inline void put_archive(const char *path, const uint8_t *bytes, size_t n)
{
    struct sha256_ctx sum;
    uint8_t *whole = malloc(n + ARCHIVE_END);
    memcpy(whole, bytes, n);
    memset(whole + n, 0xff, 4);
    sha256_init(&sum);
    sha256_update(&sum, n + 4, whole);
    sha256_digest(&sum, SHA256_DIGEST_SIZE, whole + n + 4);
    put_bytes(path, whole, n + ARCHIVE_END);
    free(whole);
}

static inline void fuzz_set(const uint8_t *bytes, size_t n)
{
    struct dataset d;
    struct error e;
    put_archive("data/fuzzed.lisae", bytes, n);
    if (dataset_open(&d, "data", "fuzzed", &e) == 0) {
        size_t *counts = mem_alloc((size_t)d.n_classes, sizeof *counts);
        dataset_count(&d.train, d.n_classes, counts);
        free(counts);
        dataset_release(&d);
    }
    if (dataset_peek(&d, "data", "fuzzed", &e) == 0)
        dataset_release(&d);
}

/* Two small images are scored with it. */
static inline void use_model(const struct detector *d, void *model, const struct archive *a)
{
    struct shape size;
    struct images im;
    struct error e;
    double scores[2];
    if (model_find_size(a, &size) == 0 && (size_t)size.h * (size_t)size.w * (size_t)size.c <= 4096) {
        images_alloc(&im, 2, size.h, size.w, size.c);
        memset(im.pixels, 9, 2 * images_size(&im));
        d->score(d, model, &im, scores, &e);
        images_release(&im);
    }
}

static inline void fuzz_model(const uint8_t *bytes, size_t n)
{
    struct archive a;
    struct error e;
    put_archive("fuzzed.lisae", bytes, n);
    const char *name = archive_open(&a, "fuzzed.lisae", &e) ? NULL : archive_text(&a, "detector", &e);
    const struct detector *d = name ? suite_find(suite(), name) : NULL;
    void *model = d ? d->load(d, &suite()->sections, &a, &e) : NULL;
    if (model) {
        if (!(d->flags & HIDDEN))
            use_model(d, model, &a);
        d->free(model);
    }
    archive_release(&a);
}

#endif
