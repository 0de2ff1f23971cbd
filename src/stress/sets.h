/* Sets of images that a detector is asked about, most of which no test set has: from black to what its own decoder
 * makes. All are seeded, of the size of the images that it was trained on, and rounded to 8 bits, so that they are
 * images. */
#ifndef STRESS_SETS_H
#define STRESS_SETS_H

#include "base/error.h"
#include "base/text.h"
#include "detect/detector.h"

/* What sets are made of. */
struct stress_source {
    const struct detector *detector;
    void *model;
    const struct images *train;  /* bytes; those that the detector was trained on, more than one */
    const struct images *normal; /* normal ones that it was not trained on, more than one */
    const struct images *other;  /* anomalies; may be empty */
    uint64_t seed;
};

struct stress_set {
    const char *name; /* a constant */
    size_t n;
    float *x; /* (n, h w c), in [0, 1] */
};

struct stress_sets {
    struct stress_set *of;
    size_t n;
};

/* Images of a set that are drawn. */
enum { STRESS_DRAWN = 200 };

/* Names of sets, blanks between, or "all". 0 or -1 with the nearest name. */
int stress_sets_check(const char *names, struct error *e);
/* Is this one among them? */
int stress_sets_named(const char *names, const char *name);
/* A line for each: its name, how it is made. */
void stress_sets_describe(const char *start, struct text *out);

/* The sets of these names, in the order of the list, but for those that the detector cannot have: of decoders without
 * one, of anomalies without any. 0 or -1; stress_sets_release() either way. */
int stress_sets_make(struct stress_sets *s, const struct stress_source *from, const char *names, struct error *e);
void stress_sets_release(struct stress_sets *s);
/* NULL where it is not among them. */
const struct stress_set *stress_sets_find(const struct stress_sets *s, const char *name);

/* Rounds to what bytes can be, cut to [0, 1]. */
void stress_round(float *x, size_t n);

#endif
