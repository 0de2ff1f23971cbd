/* A spec: the INI file that says what to run (its syntax: `lisae help spec`).
 *
 * Reading checks everything that can be checked without the data: sections, keys, numbers,
 * ranges, words, detectors' names, duplicates. All problems are collected, each a line
 * "FILE:LINE: message" with the nearest valid name where a name is unknown. */
#ifndef PLAN_SPEC_H
#define PLAN_SPEC_H

#include <stddef.h>

#include "base/text.h"
#include "detect/settings.h"

/* The values of one key of the spec's own sections. */
struct spec_values {
    char **values; /* NULL-terminated, no value twice */
    size_t n;
    char *where; /* as messages name it: "FILE:LINE", "-D section.key=value", or "FILE" for
                    * a default */
};

/* The same for a key of the settings, in canonical text: more than one value makes it an
 * axis of the grid. */
struct axis {
    const struct settings_key *key;
    struct spec_values list;
};

struct spec {
    char *path, *name; /* name: the path's last part without .ini */
    char *title;
    long *seeds;
    size_t n_seeds;
    struct spec_values dataset, positive, negative, anomaly, detectors;
    long train_limit, test_limit, strokes, holdout;
    int keep_models;
    struct axis *axes; /* keys that the spec or -D sets, in the order of settings_keys */
    size_t n_axes;
};

/* `overrides`: n texts "section.key=value" of -D. 0, or -1 with at least one line in
 * `problems`. */
int spec_read(struct spec *s, const char *path, const char *const *overrides, size_t n, struct text *problems);
void spec_release(struct spec *s);

/* All sections and keys with defaults, ranges and help, for `lisae help spec`. */
void spec_describe(struct text *out);

#endif
