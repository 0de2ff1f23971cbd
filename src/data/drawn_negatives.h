/* Negatives that are drawn, from nothing or from the positives: noise, turned positives, positives in pieces. Images,
 * all labels 0. data/strokes.h has another kind. */
#ifndef DATA_DRAWN_NEGATIVES_H
#define DATA_DRAWN_NEGATIVES_H

#include "base/rng.h"
#include "data/images.h"

/* Each byte drawn by itself, uniformly. */
void noise_draw(struct images *out, size_t n, int height, int width, int channels, struct rng *r);

/* Each a random one of `from` (at least one, square), turned by 90, 180 or 270 degrees to the left. */
void rotated_draw(struct images *out, size_t n, const struct images *from, struct rng *r);

/* Each put together from 4 x 4 patches, each patch cut out of a random one of `from` (at least one, 4 x 4 pixels or
 * more) at a random place: what is near is as in the positives, what is far is not. */
void patches_draw(struct images *out, size_t n, const struct images *from, struct rng *r);

#endif
