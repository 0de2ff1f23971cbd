/* Images that distances are taken to: a copy of them, and their pixels in [0, 1] as points; or points as they are. */
#ifndef DETECT_PARTS_REFERENCE_H
#define DETECT_PARTS_REFERENCE_H

#include "data/images.h"
#include "detect/parts/points.h"

struct reference {
    struct images images; /* all labels 0 */
    struct points points; /* (n, d), centred on the images' mean */
};

void reference_init(struct reference *r, const struct images *im);
void reference_release(struct reference *r);

/* Squared distances (rows, n) of the images first..first+rows of `im`, which have the same size;
 * x (rows, d) and norms (rows) are scratch. */
void reference_distances(const struct reference *r, const struct images *im, size_t first, size_t rows, float *x,
                         float *norms, float *out);
/* Distances of the images first..first+rows of the reference to those from `first` on, (rows,
 * n - first). The matrix of all distances is symmetric, so such blocks of rows, one below the other, are
 * the half of it that has to be computed. The square of the rows among themselves is symmetric, with zeros
 * on its diagonal, to the bit. */
void reference_own_distances(const struct reference *r, size_t first, size_t rows, float *out);

/* Bytes of n images of d numbers, and of the distances of a block of others from them. */
double reference_memory(double n, double d);

#endif
