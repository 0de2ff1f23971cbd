/* What is done and left of the stress tests that specs ask of their runs (`[stress] run = on`). */
#ifndef CMD_STRESS_LEFT_H
#define CMD_STRESS_LEFT_H

#include "base/text.h"
#include "cmd/line/options.h"
#include "plan/plans.h"

struct stress_left {
    size_t asked, left;
    double seconds; /* of what is left: as those of its detector took that are done, else as all; -1: none tells */
};

/* Does a spec before number `i` ask the same of run number `k` of that one? Then it is one test. */
int stress_asked_before(const struct options *o, const struct plans *p, size_t i, size_t k);

/* Nothing is asked where no spec asks, and of an experiment whose folder is only to be read. */
void stress_left_find(struct stress_left *s, const struct options *o, const struct plans *p);

/* "stress tests: 3 done, 2 left, about 10 s with -j 2", with a line's end; nothing where none is asked. */
void stress_left_append(struct text *out, const struct stress_left *s, int jobs);

#endif
