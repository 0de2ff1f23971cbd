/* Value lists of a spec: commas make an axis, a..b is a range of numbers (plan/range.h), blanks stay
 * inside one value. */
#ifndef PLAN_VALUES_H
#define PLAN_VALUES_H

#include <stddef.h>

#include "base/text.h"
#include "plan/range.h"

enum {
    GRID_MAX = 100000,  /* numbers of a range, values of a key, and runs of a grid */
    BAD_VALUES_MAX = 5, /* messages about the numbers of a key: a wrong end of a range makes many of them wrong */
    BAD_WORDS_MAX = 100 /* about the words of a key: each is a mistake of its own, unless the line is no list at all */
};

/* The values of `value`, NULL-terminated (split_free()), blanks inside reduced to one each;
 * NULL with lines in `problems` for an empty value, a bad range, or one where `ranges` is RANGES_NONE, and more than
 * GRID_MAX. Of words `behind` has those behind which whole numbers are a range (keys/key.h), or is NULL. */
char **values_split(const char *value, enum ranges ranges, const char *const *behind, const char *where,
                    struct text *problems, size_t *n);

/* Complains about values that stand there twice; 0 or -1. */
int values_distinct(char *const *values, size_t n, const char *where, struct text *problems);

#endif
