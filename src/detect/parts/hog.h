/* Histograms of oriented gradients (Dalal & Triggs 2005), the features of classical recognition: what an image shows
 * without anything learnt. As scikit-image's hog() with 9 orientations, blocks of 2 x 2 cells and L2-Hys:
 *
 * - gradients by central differences, 0 at the border; of three channels, in each pixel, the one that is steepest;
 * - in each cell of `cell` x `cell` pixels a histogram of the directions in [0, 180) degrees, each pixel with its
 *   gradient's size, divided by the pixels of a cell; cells start at the upper left, what is left over is not used;
 * - blocks of 2 x 2 cells, one at each cell, each divided by its norm, cut at 0.2, and divided by its norm again. Where
 *   an image has one row or column of cells, a block has one, too. */
#ifndef DETECT_PARTS_HOG_H
#define DETECT_PARTS_HOG_H

#include <stddef.h>

#include "base/error.h"
#include "nn/network.h"

enum { HOG_BINS = 9 };

struct hog {
    struct shape image;
    int cell;                      /* pixels */
    int rows, columns;             /* of cells */
    int block_rows, block_columns; /* cells in a block: 2, or 1 */
    size_t n;                      /* features */
    float *cells;                  /* room for the histograms of an image */
};

/* 0, or -1 where an image has no room for a cell ('cell'). hog_release() where it is 0. */
int hog_init(struct hog *h, struct shape image, int cell, struct error *e);
void hog_release(struct hog *h);
/* The features (n) of an image (height, width, channels) in [0, 1]. */
void hog_features(struct hog *h, const float *image, float *out);

#endif
