/* A spec: the INI file that says what to run (its syntax: `lisae help spec`).
 *
 * Reading checks everything that can be checked without the data: sections, keys, numbers,
 * ranges, words, detectors' names, duplicates. All problems are collected, each a line
 * "FILE:LINE: message" with the nearest valid name where a name is unknown. */
#ifndef PLAN_SPEC_H
#define PLAN_SPEC_H

#include <stddef.h>

#include "base/text.h"
#include "detect/suite.h"
#include "incremental/keys.h"
#include "plan/spec_keys.h"
#include "store/ini.h"
#include "stress/keys.h"

/* The values of one key, in canonical text. */
struct spec_values {
    char **values; /* NULL-terminated, no value twice */
    size_t n;
    char *where; /* as messages name it: "FILE:LINE", "-D section.key=value", "FILE" for a default, or of an included
                  * file "FILE:LINE: included in FILE:LINE" */
};

/* A key with its values: more than one make it an axis of the grid. */
struct axis {
    const struct setting *key;
    struct spec_values list;
    int included; /* 1: another file gives it */
};

struct axes {
    struct axis *of; /* in the order of their keys' lists */
    size_t n;
};

struct spec {
    const struct suite *suite;
    char *path, *name;   /* name: the path's last part without .ini */
    char **files;        /* the real paths of those it was read from, its own first; NULL-terminated */
    struct ini ini;      /* what the file says, with what it includes, and -D over both */
    struct sections own; /* spec_sections */
    struct axes fixed;   /* all keys of these, those that the spec leaves out at their defaults */
    struct axes axes;    /* keys of the suite's sections that the spec or -D sets */
    struct experiment_keys experiment;
    struct data_keys data;
    struct stress_request stress;                                   /* what its texts point to is of `fixed` */
    struct incremental_request incremental;                         /* likewise */
    const struct spec_values *incremental_base, *incremental_order; /* of `fixed` */
    const char *title;                                              /* the name where it has none */
    const char *declared; /* settings that are declared elsewhere, "" for none (report/sweep.h) */
    long *seeds;
    size_t n_seeds;
    const struct spec_values *dataset, *positive, *negative, *anomaly, *negative_limit, *holdout,
        *detectors; /* of `fixed` */
};

/* `overrides`: n texts "section.key=value" of -D. The suite must outlive the spec. 0, or -1 with at least one line in
 * `problems`; spec_release() either way. */
int spec_read(struct spec *s, const struct suite *suite, const char *path, const char *const *overrides, size_t n,
              struct text *problems);
void spec_release(struct spec *s);

/* All sections and keys with defaults, ranges and help, for `lisae help spec`. */
void spec_describe(const struct suite *suite, struct text *out);
/* One section likewise: 0, or -1 where a spec has none of the name. */
int spec_describe_section(const struct suite *suite, const char *name, struct text *out, struct error *e);

#endif
