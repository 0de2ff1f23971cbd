/* How far an image is from those that a detector was trained on, in two ways, each in units of how far these are from
 * each other: over the 99 % quantile of the distances of each from its nearest other one. A place is far where that is
 * above 1.
 *
 * l2: the Euclidean distance of pixels in [0, 1]. shape: the same of images less their mean and over their norm, which
 * is blind to brightness and contrast; an image of one colour is 0. Both are needed: a black image may be nearer to a
 * thin figure than most figures are to each other. */
#ifndef STRESS_NEIGHBOURHOOD_H
#define STRESS_NEIGHBOURHOOD_H

#include "data/images.h"
#include "detect/parts/points.h"

enum distance { DISTANCE_L2, DISTANCE_SHAPE, DISTANCES };

struct neighbourhood {
    size_t n, d;
    float *train;                    /* (n, d), in [0, 1] */
    struct points points[DISTANCES]; /* those, and their shapes */
    double far[DISTANCES];           /* the quantiles, 0 where all are the same */
};

/* The images must be more than one. neighbourhood_release() frees. */
void neighbourhood_init(struct neighbourhood *nb, const struct images *train);
void neighbourhood_release(struct neighbourhood *nb);

/* The distance of each of n images x (n, d) from the nearest, over the quantile, and which that is (n, or NULL). Where
 * the quantile is 0 it is 0 for a distance of 0, else infinite. */
void neighbourhood_distances(const struct neighbourhood *nb, enum distance kind, const float *x, size_t n, double *to,
                             size_t *nearest);

#endif
