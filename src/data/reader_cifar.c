/* CIFAR-10's binary version: records of one byte of label and 32x32 pixels as a red, a green
 * and a blue plane. Several files are read one behind the other.
 * https://www.cs.toronto.edu/~kriz/cifar.html */
#include <stdlib.h>

#include "base/memory.h"
#include "data/reader.h"
#include "data/stream.h"

enum { SIDE = 32, CHANNELS = 3, PIXELS = SIDE * SIDE, RECORD = 1 + CHANNELS * PIXELS };

struct records {
    unsigned char *bytes;
    size_t n, room;
};

static int read_file(struct records *r, const char *path, struct error *e)
{
    struct stream s;
    size_t got = RECORD, before = r->n;
    if (stream_open(&s, path, e))
        return -1;
    int rc = 0;
    while (rc == 0) {
        if (r->n == r->room) {
            r->room = r->room ? r->room + r->room / 2 : 256;
            r->bytes = mem_resize(r->bytes, r->room, RECORD);
        }
        rc = stream_some(&s, r->bytes + r->n * RECORD, RECORD, &got, e);
        if (rc || got == 0)
            break;
        if (got < RECORD)
            rc = error_set(e, "%s: expected records of %d bytes, found %zu bytes in the last", path, RECORD, got);
        else if (++r->n > READ_BYTES_MAX / RECORD)
            rc = error_set(e, "%s: expected at most %zu records, found more", path, READ_BYTES_MAX / RECORD);
    }
    stream_close(&s);
    if (rc == 0 && r->n == before)
        rc = error_set(e, "%s: expected records of %d bytes, found an empty file", path, RECORD);
    return rc;
}

static int read_cifar(struct images *out, const struct read_input *in, struct class_names *classes, struct error *e)
{
    struct records r = { 0 };
    size_t *ends = mem_zero(in->n_files + 1, sizeof *ends);
    int rc = 0;
    images_init(out);
    for (size_t i = 0; i < in->n_files && rc == 0; i++) {
        rc = read_file(&r, in->files[i], e);
        ends[i] = r.n;
    }
    if (rc == 0 && r.n == 0)
        rc = error_set(e, "expected files of records, found none");
    if (rc) {
        free(r.bytes);
        free(ends);
        return -1;
    }
    images_alloc(out, r.n, SIDE, SIDE, CHANNELS);
    for (size_t i = 0; i < r.n; i++) {
        const unsigned char *record = r.bytes + i * RECORD;
        uint8_t *pixels = out->pixels + i * CHANNELS * PIXELS;
        out->labels[i] = record[0];
        for (int c = 0; c < CHANNELS; c++)
            for (int p = 0; p < PIXELS; p++)
                pixels[p * CHANNELS + c] = record[1 + c * PIXELS + p];
    }
    free(r.bytes);
    rc = labels_check_files(out, in, ends, classes, e);
    if (rc)
        images_release(out);
    free(ends);
    return rc;
}

const struct reader reader_cifar = { .name = "cifar", .compressed = 1, .read = read_cifar };
