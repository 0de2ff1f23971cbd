#include "data/batch.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/simd.h"

size_t batch_size(size_t n, int batch)
{
    return n < (size_t)batch ? n : (size_t)batch;
}

SIMD static void to_floats(const uint8_t *restrict bytes, size_t n, float *restrict out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = (float)bytes[i] / 255.0f;
}

/* `n` rows from `first` on. */
static void take(const struct images *im, size_t first, size_t n, float *out)
{
    size_t size = images_size(im);
    if (im->values)
        memcpy(out, im->values + first * size, n * size * sizeof *out);
    else
        to_floats(im->pixels + first * size, n * size, out);
}

void batch_floats(const struct images *im, const int *rows, size_t first, size_t n, float *out)
{
    if (!rows) {
        take(im, first, n, out);
        return;
    }
    for (size_t i = 0; i < n; i++)
        take(im, (size_t)rows[i], 1, out + i * images_size(im));
}

void batch_augmented(const struct images *im, const int *rows, size_t n, const struct augmentation *a, struct rng *r,
                     float *out)
{
    size_t size = images_size(im);
    if (!augmentation_active(a) || im->values) {
        batch_floats(im, rows, 0, n, out);
        return;
    }
    uint8_t *changed = mem_alloc(size, 1);
    for (size_t i = 0; i < n; i++) {
        augment(a, r, im->pixels + (size_t)rows[i] * size, changed, im->height, im->width, im->channels);
        to_floats(changed, size, out + i * size);
    }
    free(changed);
}

static void points_mean(const struct images *im, float *mean)
{
    size_t size = images_size(im);
    double *sums = mem_zero(size, sizeof *sums);
    for (size_t i = 0; i < im->n * size; i++)
        sums[i % size] += (double)im->values[i];
    for (size_t k = 0; k < size; k++)
        mean[k] = (float)(sums[k] / (double)im->n);
    free(sums);
}

void images_mean(const struct images *im, float *mean)
{
    if (im->values) {
        points_mean(im, mean);
        return;
    }
    size_t size = images_size(im);
    uint64_t *sums = mem_zero(size, sizeof *sums);
    for (size_t i = 0; i < im->n; i++)
        for (size_t k = 0; k < size; k++)
            sums[k] += im->pixels[i * size + k];
    for (size_t k = 0; k < size; k++)
        mean[k] = (float)((double)sums[k] / (255.0 * (double)im->n));
    free(sums);
}

void row_stream_init(struct row_stream *s, size_t n, uint64_t seed)
{
    *s = (struct row_stream) { .rows = mem_alloc(n, sizeof *s->rows), .n = n, .at = n };
    rng_seed(&s->rng, seed);
    for (size_t i = 0; i < n; i++)
        s->rows[i] = (int)i;
}

void row_stream_release(struct row_stream *s)
{
    free(s->rows);
    s->rows = NULL;
}

void row_stream_next(struct row_stream *s, size_t count, int *rows)
{
    for (size_t i = 0; i < count; i++) {
        if (s->at == s->n) {
            rng_shuffle(&s->rng, s->rows, s->n);
            s->at = 0;
        }
        rows[i] = s->rows[s->at++];
    }
}
