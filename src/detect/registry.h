/* The detectors that there are. */
#ifndef DETECT_REGISTRY_H
#define DETECT_REGISTRY_H

#include <stddef.h>

#include "base/text.h"
#include "detect/detector.h"

/* NULL-terminated, in the order of tables and help texts; hidden ones last. */
extern const struct detector *const detectors[];

const struct detector *detector_find(const char *name);
/* The detectors that can be named, a line each: `start`, name, what it is. */
void detectors_describe(const char *start, struct text *out);
/* Its place in `detectors`; of NULL how many there are. */
size_t detector_place(const struct detector *d);

#endif
