/* What planning knows of data sets: looked up once each, with the numbers of images. */
#ifndef PLAN_SETS_H
#define PLAN_SETS_H

#include <stddef.h>

#include "base/error.h"
#include "data/dataset.h"
#include "data/task.h"

struct set {
    struct dataset data;
    size_t *train, *test; /* (classes) images */
    int gone;             /* 1: it is not prepared any more, and known from a note alone, without pixels and labels */
};

struct sets {
    const char *folder;
    const char *noted; /* what an earlier plan noted (plan/sets_noted.h), for sets that are gone; NULL: nothing */
    struct set **of;
    size_t n;
    int unreadable; /* 1: a set is there, but the system did not let it be read */
};

/* The set lives as long as `s`; NULL where it cannot be opened. */
const struct set *sets_find(struct sets *s, const char *name, struct error *e);
void sets_release(struct sets *s);
/* The first of them that is gone, or NULL. */
const struct set *sets_gone(const struct sets *s);
void set_free(struct set *set);

/* How many images of these classes a task takes from a split that has `counts` of them: at most `limit` of each class
 * (0: all). With `held` those that `holdout` keeps out of training, without it the others (data/task.h). */
size_t set_count(const size_t *counts, const struct class_list *classes, size_t holdout, int held, size_t limit);
/* The first of the classes of which that is none; -1 where each has some. */
int set_lacks(const size_t *counts, const struct class_list *classes, size_t holdout, int held);
/* Images of both splits together, at most `limit` of each class. */
size_t set_count_all(const struct set *set, size_t limit);

#endif
