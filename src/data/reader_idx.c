/* IDX, the format of MNIST: two zero bytes, a type (0x08: unsigned bytes), the number of
 * dimensions, the dimensions as big-endian 32-bit numbers, the data.
 * http://yann.lecun.com/exdb/mnist/ */
#include <stdlib.h>

#include "base/memory.h"
#include "data/reader.h"
#include "data/stream.h"

enum { TYPE_BYTE = 0x08, RANK_MAX = 4 };

static int read_header(struct stream *s, int least, int most, int *rank, size_t *dims, struct error *e)
{
    unsigned char magic[4], d[4];
    if (stream_read(s, magic, sizeof magic, e))
        return -1;
    if (magic[0] || magic[1])
        return error_set(e, "%s: expected an IDX file (00 00 08 ...), found %02x %02x %02x %02x", s->path, magic[0],
                         magic[1], magic[2], magic[3]);
    if (magic[2] != TYPE_BYTE)
        return error_set(e, "%s: expected unsigned bytes (type 0x08), found type 0x%02x", s->path, magic[2]);
    *rank = magic[3];
    if (*rank < least || *rank > most)
        return error_set(e, "%s: expected %d to %d dimensions, found %d", s->path, least, most, *rank);
    for (int i = 0; i < *rank; i++) {
        if (stream_read(s, d, sizeof d, e))
            return -1;
        dims[i] = (size_t)d[0] << 24 | (size_t)d[1] << 16 | (size_t)d[2] << 8 | d[3];
    }
    return 0;
}

static int read_images(struct images *out, const char *path, struct error *e)
{
    struct stream s;
    size_t dims[RANK_MAX] = { 0, 0, 0, 1 };
    int rank, rc = -1;
    if (stream_open(&s, path, e))
        return -1;
    if (read_header(&s, 3, RANK_MAX, &rank, dims, e) == 0 &&
        images_check_size(path, dims[0], dims[1], dims[2], dims[3], e) == 0 &&
        file_can_hold(path, dims[0] * dims[1] * dims[2] * dims[3], stream_packed(&s), e) == 0) {
        images_alloc(out, dims[0], (int)dims[1], (int)dims[2], (int)dims[3]);
        if (stream_read(&s, out->pixels, out->n * images_size(out), e) == 0 && stream_end(&s, e) == 0)
            rc = 0;
    }
    stream_close(&s);
    return rc;
}

static int read_labels(struct images *out, const char *path, struct error *e)
{
    struct stream s;
    size_t n;
    int rank, rc = -1;
    if (stream_open(&s, path, e))
        return -1;
    unsigned char *labels = mem_alloc(out->n, 1);
    if (read_header(&s, 1, 1, &rank, &n, e))
        rc = -1;
    else if (n != out->n)
        rc = error_set(e, "%s: expected %zu labels, one for each image, found %zu", path, out->n, n);
    else if (stream_read(&s, labels, n, e) == 0 && stream_end(&s, e) == 0)
        rc = 0;
    for (size_t i = 0; rc == 0 && i < n; i++)
        out->labels[i] = labels[i];
    free(labels);
    stream_close(&s);
    return rc;
}

static int read_idx(struct images *out, const struct read_input *in, struct class_names *classes, struct error *e)
{
    images_init(out);
    if (in->n_files != 1 || !in->labels)
        return error_set(e, "expected one file of images and one of labels, found %zu and %d", in->n_files,
                         in->labels != NULL);
    if (read_images(out, in->files[0], e) || read_labels(out, in->labels, e) ||
        labels_check(out, in, in->labels, classes, e)) {
        images_release(out);
        return -1;
    }
    return 0;
}

const struct reader reader_idx = { .name = "idx", .labels_apart = 1, .compressed = 1, .read = read_idx };
