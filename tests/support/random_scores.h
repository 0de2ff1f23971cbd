/* Scores with ties for the tests of what is made of them. */
#ifndef TESTS_SUPPORT_RANDOM_SCORES_H
#define TESTS_SUPPORT_RANDOM_SCORES_H

#include <math.h>

#include "base/rng.h"

/* Scores of `levels` values (0: any), anomalies a little higher, every third an anomaly. */
static inline void draw(struct rng *r, double *scores, uint8_t *labels, size_t n, int levels)
{
    for (size_t i = 0; i < n; i++) {
        labels[i] = i % 3 == 0;
        double x = rng_normal(r) + labels[i];
        scores[i] = levels ? floor(x * levels / 4) : x;
    }
}

#endif
