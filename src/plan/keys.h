/* The keys of a spec that are no settings: [experiment], [data] and [detectors]. */
#ifndef PLAN_KEYS_H
#define PLAN_KEYS_H

#include <stddef.h>

#include "base/error.h"
#include "base/text.h"
#include "plan/spec.h"

struct spec_key {
    const char *section, *name;
    const char *start; /* default, an example where the key must be given */
    int required;
    int (*read)(struct spec *s, const struct spec_key *k, const char *where, const char *value, struct text *problems);
    size_t offset;                                    /* in struct spec */
    long least, most;                                 /* of numbers */
    int ranges;                                       /* a..b is possible among the values */
    int (*check)(const char *value, struct error *e); /* of each value, may be NULL */
    const char *expected;                             /* for people */
    const char *help;
    void (*describe)(const char *start, struct text *out); /* more lines of help, may be NULL */
};

/* Ended by one whose section is NULL. */
extern const struct spec_key spec_keys[];

const struct spec_key *spec_key_find(const char *section, const char *name);

#endif
