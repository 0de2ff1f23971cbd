/* All that a program can train, and all the keys that a spec can set for it: opened once at its start, handed to
 * whoever looks something up, and not changed any more. */
#ifndef DETECT_SUITE_H
#define DETECT_SUITE_H

#include <stddef.h>

#include "base/text.h"
#include "detect/detector.h"

struct suite {
    const struct detector *const *detectors; /* NULL-terminated, in the order of tables and help texts */
    size_t n;
    /* The sections that detectors share, then those of their own in the order of the detectors. */
    struct sections sections;
};

/* `detectors` must outlive the suite. -1 where their tables contradict each other: a name or section twice, a
 * pattern or a need that names no key, a first phase that is not hidden. suite_close() either way. */
int suite_open(struct suite *s, const struct detector *const *detectors, struct error *e);
void suite_close(struct suite *s);

/* NULL where there is none of this name. */
const struct detector *suite_find(const struct suite *s, const char *name);
/* Its place among the detectors. */
size_t suite_place(const struct suite *s, const struct detector *d);
/* The detectors that can be named, a line each: `start`, name, what it is. */
void suite_describe(const struct suite *s, const char *start, struct text *out);

#endif
