/* Distances to the nearest of a set of points: how far from its data a place is. In double precision and
 * one at a time, for few numbers a point: far out in the plane the sums of stress/neighbourhood.h, which are floats and
 * matrix products for many images of many pixels, would lose the digits that count. */
#ifndef DATA_NEAREST_H
#define DATA_NEAREST_H

#include <stddef.h>

/* A place is far where it is farther from the nearest point than this share of them from their nearest other ones. */
#define FAR_SHARE 0.99

/* The Euclidean distance of x (d) from the nearest of points (n, d); n > 0. */
double nearest_distance(const float *points, size_t n, size_t d, const float *x);
/* The `share`-quantile of the distances of each of n > 1 points from the nearest other one. */
double nearest_quantile(const float *points, size_t n, size_t d, double share);

#endif
