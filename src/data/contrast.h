/* Global contrast normalisation with the L1 norm, as Ruff et al. (2018) prepare images: each
 * image less its mean over all pixels and channels, over its mean absolute deviation; then
 * scaled so that the training images fill [0, 1]. Other images may leave that range. */
#ifndef DATA_CONTRAST_H
#define DATA_CONTRAST_H

#include "data/images.h"

/* Least and greatest value of the normalised training images; low < high. */
struct contrast {
    double low, high;
};

/* From the images to train on. */
void contrast_fit(struct contrast *c, const struct images *im);
/* n images of d floats in place. An image of one colour is 0 before the scaling. */
void contrast_apply(const struct contrast *c, float *x, size_t n, size_t d);
/* The gradient of a function of what contrast_apply() makes of n images x, from that at its results, in `dx` (n, d), to
 * that at the images, in place. That of an image of one colour is 0. */
void contrast_backward(const struct contrast *c, const float *x, float *dx, size_t n, size_t d);

#endif
