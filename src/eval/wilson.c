#include "eval/wilson.h"

#include <math.h>

static const double Z = 1.959963984540054; /* 97.5 % of a standard normal distribution lie below */

struct interval wilson_interval(size_t hits, size_t n)
{
    const double p = (double)hits / (double)n, of = Z * Z / (double)n;
    const double middle = (p + of / 2) / (1 + of);
    const double half = Z / (1 + of) * sqrt(p * (1 - p) / (double)n + of / (4 * (double)n));
    return (struct interval) { hits ? middle - half : 0, hits < n ? middle + half : 1 };
}
