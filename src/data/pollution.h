/* Training images that are not what they are taken for: anomalies among the positives, positives among negatives. */
#ifndef DATA_POLLUTION_H
#define DATA_POLLUTION_H

#include <stdint.h>

#include "base/error.h"
#include "data/classes.h"
#include "data/images.h"
#include "keys/settings.h"

struct pollution {
    double positives, negatives; /* per cent */
};

/* [pollution]: the shares of both. */
extern const struct section pollution_section;

static inline const struct pollution *pollution_of(const struct settings *s)
{
    return settings_of(s, &pollution_section);
}

/* How many of `n` images are polluted: the share, rounded. */
size_t pollution_count(double per_cent, size_t n);

/* Puts other images in the place of that many of `im`: of the rows (n) of `from`, which has images of the same size,
 * those that come first in an order drawn by `seed`, into places that are drawn, too. The labels of the places stay, so
 * that nothing tells them. Fails where there are too few rows; the error says how many. */
int pollution_put(struct images *im, double per_cent, const struct images *from, const int *rows, size_t n,
                  uint64_t seed, struct error *e);

#endif
