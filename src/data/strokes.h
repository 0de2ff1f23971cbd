/* Random pen strokes, the cheapest negative set: one to three quadratic Bezier curves with
 * a round pen, white on black, anti-aliased. */
#ifndef DATA_STROKES_H
#define DATA_STROKES_H

#include "base/rng.h"
#include "data/images.h"

void strokes_draw(struct images *out, size_t n, int height, int width, int channels, struct rng *r);

#endif
