/* Fuzz targets: what reads data sets and pictures. Checksums that a changed input cannot get right are made right
 * first, so that what stands behind them is reached. */
#ifndef TESTS_FUZZ_READERS_H
#define TESTS_FUZZ_READERS_H

#include <zlib.h>

#include "data/picture.h"
#include "data/reader.h"
#include "fuzz/work.h"

static inline void read_files(const struct reader *r, const char *file, const char *labels, int zero)
{
    struct images out;
    struct class_names classes = { 0 };
    struct text notes = TEXT_INIT;
    struct error e;
    const struct read_input in = {
        .files = &file, .n_files = 1, .labels = labels, .zero_label = zero, .loose = 1, .notes = &notes
    };
    if (r->read(&out, &in, &classes, &e) == 0)
        images_release(&out);
    class_names_release(&classes);
    text_release(&notes);
}

/* Two files: of images, and of labels behind a length in the first two bytes. */
static inline void fuzz_idx(const uint8_t *bytes, size_t n)
{
    if (n < 2)
        return;
    size_t labels = (size_t)(bytes[0] << 8 | bytes[1]);
    labels = labels < n - 2 ? labels : n - 2;
    put_bytes("labels", bytes + 2, labels);
    put_bytes("images", bytes + 2 + labels, n - 2 - labels);
    read_files(&reader_idx, "images", "labels", -1);
}

static inline void fuzz_cifar(const uint8_t *bytes, size_t n)
{
    put_bytes("batch.bin", bytes, n);
    read_files(&reader_cifar, "batch.bin", NULL, -1);
}

static inline void fuzz_matlab(const uint8_t *bytes, size_t n)
{
    put_bytes("set.mat", bytes, n);
    read_files(&reader_matlab, "set.mat", NULL, 10);
}

static inline void fuzz_zip(const uint8_t *bytes, size_t n)
{
    put_bytes("set.zip", bytes, n);
    read_files(&reader_images, "set.zip", NULL, -1);
}

/* Gives each chunk of a PNG its checksum. */
static inline void mend_chunks(uint8_t *bytes, size_t n)
{
    for (size_t at = 8; n >= 12 && at <= n - 12;) {
        size_t length = (size_t)bytes[at] << 24 | (size_t)bytes[at + 1] << 16 | (size_t)bytes[at + 2] << 8 |
                        bytes[at + 3];
        if (length > n - 12 - at)
            return;
        uLong crc = crc32(0, bytes + at + 4, (uInt)(length + 4));
        for (int i = 0; i < 4; i++)
            bytes[at + 8 + length + (size_t)i] = (uint8_t)(crc >> (24 - 8 * i));
        at += 12 + length;
    }
}

static inline void fuzz_picture(const uint8_t *bytes, size_t n)
{
    struct picture p;
    struct error e;
    uint8_t *copy = malloc(n ? n : 1);
    memcpy(copy, bytes, n);
    if (n > 4 && memcmp(copy, "\x89PNG", 4) == 0)
        mend_chunks(copy, n);
    /* large ones are slow and nothing else */
    if (picture_look(&p, copy, n, &e) == 0 && (size_t)p.height * (size_t)p.width <= 1 << 16) {
        if (picture_read(&p, copy, n, &e) == 0)
            picture_release(&p);
    }
    free(copy);
}

#endif
