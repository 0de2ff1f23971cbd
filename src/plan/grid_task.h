/* One task of a grid: from the words of a spec to classes and numbers of images. */
#ifndef PLAN_GRID_TASK_H
#define PLAN_GRID_TASK_H

#include "plan/run.h"
#include "plan/sets.h"
#include "plan/spec.h"

struct task_words {
    const struct set *set;
    const struct class_list *positive;
    const char *negative, *anomaly; /* of the spec */
};

/* Fills the part of a run that words and data give; `r` is initialised. 0, or -1 with lines in `problems`: words that
 * do not fit, a positive class without train images, a class without images to be judged on, negatives that are not
 * there or are the judged images. */
int grid_task(struct run *r, const struct spec *s, struct sets *sets, const struct task_words *words,
              struct text *problems);

#endif
