/* Wilson's score interval of a share (Wilson 1927): `hits` of `n`, at 95 %. */
#ifndef EVAL_WILSON_H
#define EVAL_WILSON_H

#include <stddef.h>

struct interval {
    double low, high;
};

/* n > 0. Ends are in [0, 1], 0 and 1 themselves for no hits and all. */
struct interval wilson_interval(size_t hits, size_t n);

#endif
