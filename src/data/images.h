/* Images as bytes, row-major (n, height, width, channels), with a class each; or points, which are not bound to [0, 1]:
 * as numbers, of height 1, the coordinates side by side. */
#ifndef DATA_IMAGES_H
#define DATA_IMAGES_H

#include <stddef.h>
#include <stdint.h>

struct images {
    size_t n;
    int height, width, channels; /* channels 1 or 3 */
    uint8_t *pixels;             /* n * height * width * channels; NULL for points */
    float *values;               /* likewise, of points, whose unit is their own; NULL for images */
    int32_t *labels;             /* n class numbers */
};

static inline size_t images_size(const struct images *im)
{
    return (size_t)im->height * (size_t)im->width * (size_t)im->channels;
}

void images_init(struct images *im);
/* Room for n images; contents undefined. */
void images_alloc(struct images *im, size_t n, int height, int width, int channels);
/* The same for points of `dims` coordinates, and for n rows of the kind and shape of `of`. */
void images_alloc_points(struct images *im, size_t n, int dims);
void images_alloc_like(struct images *im, size_t n, const struct images *of);
void images_release(struct images *im);
/* Row `i` of `from` becomes row `to_row` of `to`; same kind and shape. */
void images_copy_row(struct images *to, size_t to_row, const struct images *from, size_t i);

/* The pixels of row `i` of `from` with the size and channels of `to` into its row `to_row`: colour to grey with the
 * luma weights .299 .587 .114 (ITU-R BT.601), grey to colour by repetition, size by an area filter (each new pixel is
 * the mean of the old area that it covers, by exact overlap). Labels stay. */
void images_match_row(struct images *to, size_t to_row, const struct images *from, size_t i);
/* A copy of all rows and labels, made so; points have to have that size, and stay as they are. */
void images_match(struct images *out, const struct images *in, int height, int width, int channels);

/* The area filter on one channel-interleaved image of floats. */
void area_resize(const float *in, int in_h, int in_w, float *out, int out_h, int out_w, int channels);

#endif
