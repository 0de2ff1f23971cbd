/* Images as bytes, row-major (n, height, width, channels), with a class each. */
#ifndef DATA_IMAGES_H
#define DATA_IMAGES_H

#include <stddef.h>
#include <stdint.h>

struct images {
    size_t n;
    int height, width, channels; /* channels 1 or 3 */
    uint8_t *pixels;             /* n * height * width * channels */
    int32_t *labels;             /* n class numbers */
};

static inline size_t images_size(const struct images *im)
{
    return (size_t)im->height * (size_t)im->width * (size_t)im->channels;
}

void images_init(struct images *im);
/* Room for n images; contents undefined. */
void images_alloc(struct images *im, size_t n, int height, int width, int channels);
void images_release(struct images *im);
/* Row `i` of `from` becomes row `to_row` of `to`; same shape. */
void images_copy_row(struct images *to, size_t to_row, const struct images *from, size_t i);

/* The pixels of row `i` of `from` with the size and channels of `to` into its row `to_row`: colour to grey with the
 * luma weights .299 .587 .114 (ITU-R BT.601), grey to colour by repetition, size by an area filter (each new pixel is
 * the mean of the old area that it covers, by exact overlap). Labels stay. */
void images_match_row(struct images *to, size_t to_row, const struct images *from, size_t i);
/* A copy of all rows and labels, made so. */
void images_match(struct images *out, const struct images *in, int height, int width, int channels);

/* The area filter on one channel-interleaved image of floats. */
void area_resize(const float *in, int in_h, int in_w, float *out, int out_h, int out_w, int channels);

#endif
