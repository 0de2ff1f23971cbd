/* One task of a grid: from the words of a spec to classes and numbers of images. */
#ifndef PLAN_GRID_TASK_H
#define PLAN_GRID_TASK_H

#include "plan/findings.h"
#include "plan/run.h"
#include "plan/sets.h"
#include "plan/spec.h"
#include "plan/words.h"

struct task_words {
    const struct set *set;
    const struct class_list *positive;
    const char *negative, *anomaly; /* of the spec; of a word that stands for several sets of negatives, one of these */
    const struct sweep *sweep;
    enum finding_kind misfit; /* what words are that do not fit these positives, or each other */
    size_t negative_limit;
    size_t n_runs; /* that the task may have, for what is said of it */
};

/* Fills the part of a run that words and data give; `r` is initialised. 0, or -1 with findings. Wrong are words that
 * fit no positives, a positive class without train images, a class without images to be judged on, negatives that are
 * not there or are the judged images. */
int grid_task(struct run *r, const struct spec *s, struct sets *sets, const struct task_words *words,
              struct findings *findings);

/* Keeps that the word for the negatives does not fit these positives. */
void grid_task_refuse(const struct spec *s, const struct task_words *words, struct error *e, struct findings *findings);

#endif
