/* Batches: rows of images as floats in [0, 1], of points as they are, and the order in which training sees them. */
#ifndef DATA_BATCH_H
#define DATA_BATCH_H

#include <stddef.h>

#include "base/rng.h"
#include "data/augment.h"
#include "data/images.h"

/* Images in a step of a training that sees `n`: `batch`, or all of fewer. */
size_t batch_size(size_t n, int batch);

/* Rows rows[0..n) as floats, byte / 255, into out (n, h w c); with `rows` NULL the rows
 * first, first + 1, ... */
void batch_floats(const struct images *im, const int *rows, size_t first, size_t n, float *out);
/* The same, each image augmented first (data/augment.h) where there is something to do; points stay as they are. */
void batch_augmented(const struct images *im, const int *rows, size_t n, const struct augmentation *a, struct rng *r,
                     float *out);

/* The mean image (h w c), in [0, 1], or point. */
void images_mean(const struct images *im, float *mean);

/* An endless stream of row numbers 0..n-1, shuffled anew on each pass. */
struct row_stream {
    struct rng rng;
    int *rows;
    size_t n, at;
};

void row_stream_init(struct row_stream *s, size_t n, uint64_t seed);
void row_stream_release(struct row_stream *s);
/* The next `count` rows; they belong to the caller. Passes join without a gap. */
void row_stream_next(struct row_stream *s, size_t count, int *rows);

#endif
