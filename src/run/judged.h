/* Images of the split that a run is judged on, of any classes: those that it was not judged on, too. */
#ifndef RUN_JUDGED_H
#define RUN_JUDGED_H

#include "plan/run.h"

struct judged_class {
    int class;
    size_t first, n; /* rows of `images` */
};

/* Class by class, ascending; within a class in the order of their index. */
struct judged {
    struct images images;
    int32_t *index; /* (images.n) place in the split of the data set */
    struct judged_class *classes;
    size_t n_classes;
};

/* Of the classes, those that the data set has images of. Reads the run's data set from `data`, which must be the one
 * that the run was planned with. 0 or -1; judged_release() either way. */
int judged_make(struct judged *j, const struct run *r, const struct class_list *classes, const char *data,
                struct error *e);
void judged_release(struct judged *j);

/* The rule by which some images of a class are shown: the row, from 0, of the k-th of `wanted` (at most n) among n.
 * They are evenly spread, and no score has a say. */
size_t judged_rank(size_t k, size_t wanted, size_t n);

#endif
