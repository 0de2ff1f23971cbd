/* The directions in which images vary most: the eigenvectors of their scatter. */
#ifndef DETECT_PARTS_EIGENIMAGES_H
#define DETECT_PARTS_EIGENIMAGES_H

#include "base/error.h"
#include "data/images.h"

/* Rows first..first + n - 1 of the images less `mean` (d), in [0, 1], into x (n, d). */
void images_centred(const struct images *im, size_t first, size_t n, const float *mean, float *x);

/* The `rank` first eigenvectors of the sum of (x - mean)(x - mean)' over the images, as orthonormal rows of
 * `components` (rank, d), in double precision until they are kept. Those of eigenvalues that can be nothing but
 * rounding are left at 0, and `*kept` is the number of the others: n images less their mean vary in n - 1 directions at
 * most, often in fewer, and the rest of the eigenvectors is arbitrary. */
int eigenimages(const struct images *im, const float *mean, int rank, float *components, int *kept, struct error *e);

/* Bytes that this takes for images of `d` numbers. */
double eigenimages_memory(double d, int rank);

#endif
