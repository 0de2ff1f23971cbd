/* A picture of pictures: rows and columns of images of one size, on white, with a gap around each. */
#ifndef DATA_MOSAIC_H
#define DATA_MOSAIC_H

#include "data/picture.h"

enum { MOSAIC_GAP = 2 }; /* pixels between images, and around all */

struct mosaic {
    struct picture picture;
    int height, width; /* of an image */
};

/* Images of `channels` (1 or 3). */
void mosaic_init(struct mosaic *m, size_t rows, size_t columns, int height, int width, int channels);
void mosaic_release(struct mosaic *m);
/* Puts an image x (height, width, channels) into its place; the numbers `black` and `white` are drawn as these, what
 * lies outside is cut off. */
void mosaic_put(struct mosaic *m, size_t row, size_t column, const float *x, double black, double white);

#endif
