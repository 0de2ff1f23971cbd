/* The images of a data set by their classes, and the order in which these come. */
#ifndef INCREMENTAL_ARRIVALS_H
#define INCREMENTAL_ARRIVALS_H

#include "data/dataset.h"
#include "incremental/keys.h"

/* What is taken of a data set. */
struct arrivals_wanted {
    size_t train_limit, test_limit; /* images of a class; 0: all */
    uint64_t split, seed;           /* that draw which images; the order */
};

struct arrivals {
    int n, base;          /* classes; how many are there at first */
    int *order;           /* (n) their numbers as they come */
    struct images *train; /* (n) by number: to train on */
    struct images *held;  /* (n) of the train split, too: to set a scale by */
    struct images test;   /* of all classes */
    int32_t *index;       /* (test.n) row in the test split */
};

/* Errors: as task_make() and incremental_order(), fewer classes than come at first, a class without images. Images
 * are copied. arrivals_release() either way. */
int arrivals_make(struct arrivals *c, const struct dataset *set, const struct incremental_request *request,
                  const struct arrivals_wanted *wanted, struct error *e);
void arrivals_release(struct arrivals *c);

/* Of the first `known` classes that came, all train images but those of class `but` (-1: of all), in the order of their
 * coming; images_release(). */
void arrivals_join(const struct arrivals *c, int known, int but, struct images *to);
/* The place of a class in the order. */
int arrivals_place(const struct arrivals *c, int class_);

#endif
