/* The scores of one run, a row for each test sample: everything that evaluation needs, so
 * that AUC, curves and tests are computed again without training. A gzip CSV file with the
 * columns index,class,label,score. */
#ifndef RUN_SCORES_H
#define RUN_SCORES_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/text.h"

struct scores {
    size_t n;
    int32_t *index, *class_; /* (n) place in the data set's test part; class number */
    uint8_t *label;          /* (n) 1 = anomaly, 0 = normal */
    double *score;           /* (n) higher = more anomalous */
};

/* Room for `n` samples, zeroed. */
void scores_init(struct scores *s, size_t n);
void scores_release(struct scores *s);

/* How many values there are among the scores; in `*most` the number of images that have the commonest one. */
size_t scores_distinct(const struct scores *s, size_t *most);

/* Appends a score with the fewest digits (9 or 17) that read back as the same value. */
void score_append(struct text *t, double score);
/* Writes atomically, the same bytes for the same scores; one that is not finite is an error. */
int scores_write(const struct scores *s, const char *path, struct error *e);
/* Other columns, labels other than 0 and 1, or what is no number: "FILE:LINE: ...". */
int scores_read(struct scores *s, const char *path, struct error *e);

#endif
