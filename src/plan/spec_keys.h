/* The keys of a spec that are no settings of detectors: [experiment], [data], [detectors], [stress]
 * (stress/keys.h) and [incremental] (incremental/keys.h). */
#ifndef PLAN_SPEC_KEYS_H
#define PLAN_SPEC_KEYS_H

#include "keys/sections.h"

/* [experiment]; struct spec has the seeds, which may be many: the field here is what its key is checked with */
struct experiment_keys {
    int seeds, keep_models;
};

/* [data]; the words for data sets and classes are texts, which no struct has; struct spec has the limits on negatives,
 * which may be many: the field here is what their key is checked with */
struct data_keys {
    int train_limit, test_limit, negative_limit, strokes, holdout;
};

/* NULL-terminated. Their checks and descriptions want a struct suite as context. */
extern const struct section *const spec_sections[];

#endif
