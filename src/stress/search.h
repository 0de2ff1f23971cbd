/* The search for images that a detector accepts although they are far from all that it was trained on.
 *
 * From each start x it goes down
 *     J(x) = score(x) / scale + lambda max(0, 1.05 rho - d(x))
 * in the box [0, 1], d being the l2 distance (stress/neighbourhood.h): with the gradient of the score, where the
 * detector has one, by Adam; else by a (1 + 8) evolution strategy with steps of smooth noise. With lambda 0 nothing but
 * the score counts; lambda 1 holds x away. A start hits at the first step at which score(x) <= q and d(x) > rho, and
 * the hit holds where that is so of x rounded to bytes, too. No hit proves nothing: a search bounds from below. Results
 * with a gradient and without are not to be compared. */
#ifndef STRESS_SEARCH_H
#define STRESS_SEARCH_H

#include "stress/neighbourhood.h"
#include "stress/sets.h"

enum { SEARCH_QUANTILES = 2, SEARCH_RHOS = 8, SEARCH_CHILDREN = 8 };

struct search_settings {
    int gradient; /* 1: goes along it; the detector has to have one */
    int steps;    /* scores of each start, at most */
    double rho[SEARCH_RHOS];
    size_t n_rho;
    double quantile[SEARCH_QUANTILES]; /* of normal scores: .5 and .95 */
    double scale;                      /* of the score, above 0 */
    uint64_t seed;
};

/* What became of one start at one rho and quantile. */
struct hit {
    int found, holds; /* 1: as above */
    int step;         /* 0 is the start itself */
    double moved;     /* ||x - start||_2 */
    double l2, shape; /* distances at the hit */
};

/* Of one set of starts, n, all of one lambda. */
struct search {
    size_t n;
    struct hit *hits; /* (n, n_rho, SEARCH_QUANTILES) */
    float *image;     /* (n, d): where it hit at the first rho and the last quantile, as bytes */
};

static inline struct hit *search_hit(const struct search *s, const struct search_settings *how, size_t start,
                                     size_t rho, size_t quantile)
{
    return &s->hits[(start * how->n_rho + rho) * SEARCH_QUANTILES + quantile];
}

/* From the n images x. With lambda 0 one way serves all rho; else each has its own. search_release() either way. */
int search_make(struct search *s, const struct stress_source *from, const struct neighbourhood *nb,
                const struct search_settings *how, const char *name, const float *x, size_t n, double lambda,
                struct error *e);
void search_release(struct search *s);

#endif
