/* The list of the detectors that are built in. */
#ifndef DETECT_REGISTRY_H
#define DETECT_REGISTRY_H

#include "detect/detector.h"

/* NULL-terminated, in the order of tables, help texts and canonical texts (sections of detectors); hidden ones last. */
extern const struct detector *const registry[];

#endif
