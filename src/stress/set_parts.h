/* Parts of the sets: images in a drawn order, images changed, and the directions in which images vary. */
#ifndef STRESS_SET_PARTS_H
#define STRESS_SET_PARTS_H

#include "base/error.h"
#include "base/rng.h"
#include "data/images.h"
#include "nn/network.h"

/* At most `most` of the images in a drawn order, as floats x (n, h w c); how many. */
size_t images_drawn(const struct images *im, size_t most, struct rng *r, float *x);

/* Changes of one image x (h, w, c). */
/* Its squares of `side` pixels change places; the rest of a line or column that has no whole one stays. */
void image_shuffle(float *x, struct shape size, int side, struct rng *r);
/* Moves it right and down; what comes in repeats the border. */
void image_shift(float *x, struct shape size, int right, int down);
/* A white square in the darkest of 50 drawn places. */
void image_dot(float *x, struct shape size, int side, struct rng *r);

/* The mean (d), the first principal components (rank, d) and the deviations along them (rank) of images. */
enum { DIRECTIONS_MOST = 16 };

struct directions {
    size_t d;
    int rank;
    float *mean, *components;
    double deviation[DIRECTIONS_MOST];
};

/* Of 16 components, or as many as the images vary in. directions_release() either way. */
int directions_find(struct directions *to, const struct images *im, struct error *e);
void directions_release(struct directions *v);
/* n points x (n, d): the mean and `t` N(0, 1) deviations along each component. */
void directions_draw(const struct directions *v, double t, size_t n, struct rng *r, float *x);
/* The mean and t deviations along one component, each one's two ends: 2 rank of them, x (2 rank, d). */
size_t directions_ends(const struct directions *v, double t, float *x);

#endif
