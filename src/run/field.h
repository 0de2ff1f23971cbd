/* A detector over the plane: which part of a square it takes for its data, for models of two-dimensional sets
 * (data/synthetic.h).
 *
 * q50 and q95 are quantiles of the scores of the set's test points of class 0, `far` the 99 % quantile of the distances
 * of its train points from their nearest neighbours. A place is far where its distance from the nearest train point is
 * more than that; it is blind at q where it is far and its score at most q. */
#ifndef RUN_FIELD_H
#define RUN_FIELD_H

#include "data/dataset.h"
#include "detect/detector.h"

struct field {
    double range;         /* the square is [-range, range]^2 */
    int grid;             /* points along a side */
    struct images points; /* (grid * grid), x varies fastest */
    double *score, *nearest;
    double q50, q95, far;
    double blind50, blind95; /* shares of the grid */
    double max_nn;           /* the largest distance of a place that is accepted at q95; 0 where none is */
    double min_slope; /* the least ||f(x) - x|| / ||x|| over 3600 directions at ||x|| = 10000; NaN where the detector
                                reconstructs nothing */
};

/* The model was trained on class 0 of the set, whose points have two coordinates; else it is refused. field_release()
 * either way. */
int field_make(struct field *f, const struct detector *d, void *model, const struct dataset *set, double range,
               int grid, struct error *e);
void field_release(struct field *f);

#endif
