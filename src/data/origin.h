/* Which images a saved model was trained on: enough to prepare new pictures likewise and to call classes by the same
 * numbers. Texts of the model's archive: "data/name", "data/edition", "data/payload" and "data/classes" (one a line)
 * are those of the prepared set (data/dataset.h), "data/positive" has the numbers of the positives' classes, and where
 * the set tells it there is "data/preparation". Models of earlier versions have none of them. */
#ifndef DATA_ORIGIN_H
#define DATA_ORIGIN_H

#include "data/dataset.h"
#include "data/preparation.h"

struct origin {
    const char *name, *edition, *payload, *positive; /* inside the archive; `name` is NULL where it tells nothing */
    struct class_names classes;                      /* fixed */
    int prepared;                                    /* 1: `preparation` is known */
    struct preparation preparation;
};

void origin_put(struct archive_writer *w, const struct dataset *d, const char *positive);
/* origin_release() either way; the archive must outlive it. */
int origin_get(struct origin *o, const struct archive *a, struct error *e);
void origin_release(struct origin *o);

#endif
