/* The rows that a detector has learned, pixels or codes, ready for distances to all of them. */
#ifndef DETECT_PARTS_POINTS_H
#define DETECT_PARTS_POINTS_H

#include <stddef.h>

#include "store/archive.h"

struct points {
    size_t n, d;
    float *x, *norms; /* (n, d) less the mean, and their squared norms (n) */
    float *mean;      /* (d) */
};

/* Takes over x (n, d) and `mean` (d), and takes `mean` off each row: any point near the middle of the rows. */
void points_init(struct points *p, float *x, size_t n, size_t d, float *mean);
/* The same with the rows' own mean. */
void points_init_centred(struct points *p, float *x, size_t n, size_t d);
void points_release(struct points *p);

/* Squared distances (rows, n) of x (rows, d), which is overwritten; norms (rows) is scratch. */
void points_distances(const struct points *p, float *x, size_t rows, float *norms, float *out);

/* Entries 'points' (n, d) less 'points_mean' (d). Reading refuses another d, or no row. */
void points_save(const struct points *p, struct archive_writer *w);
int points_load(struct points *p, const struct archive *a, size_t d, struct error *e);

#endif
