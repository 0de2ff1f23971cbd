/* Ranges of a spec: a..b, and a..b:step. */
#ifndef PLAN_RANGE_H
#define PLAN_RANGE_H

#include <stddef.h>

#include "base/error.h"

enum ranges { RANGES_NONE, RANGES_WHOLE, RANGES_DECIMAL };

/* The numbers of a range as texts that are exact to the digit, NULL-terminated, split_free(); their number in `*n`.
 * `kind`: of whole numbers, or of decimals, which want a step. The last number is `b` where the steps meet it, else the
 * last before it. NULL with a message where it is no such range, runs downwards, or has more than `most` numbers. */
char **range_numbers(const char *text, enum ranges kind, size_t most, size_t *n, struct error *e);

#endif
