#include "detect/parts/starts.h"

#include <stdio.h>

#include "base/rng.h"

/* A constant answer whose loss is no more than rounding is the right one: all images are the same. */
static const double PERFECT = 1e-6;

int start_fails(int epoch, int epochs, int last_start, double loss, double constant)
{
    int quarter = epochs / 4 > 2 ? epochs / 4 : 2;
    return constant > PERFECT && loss > STUCK_SHARE * constant &&
           (last_start ? epoch == epochs && epoch >= quarter : epoch == quarter);
}

uint64_t start_seed(uint64_t seed, int start)
{
    char which[16];
    snprintf(which, sizeof which, "%d", start);
    return start ? rng_seed_for(seed, "restart", which) : seed;
}
