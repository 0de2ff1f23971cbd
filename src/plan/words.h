/* The words for classes in a spec (positive, negative, anomaly) and what they resolve to. */
#ifndef PLAN_WORDS_H
#define PLAN_WORDS_H

#include <stddef.h>

#include "base/error.h"
#include "base/text.h"
#include "data/dataset.h"
#include "data/task.h"

/* Is this a word at all, with an argument where it wants one? Needs no data. */
int negative_check(const char *word, struct error *e);
int anomaly_check(const char *word, struct error *e);

/* The tasks that a word ("each", "pairs") or a list of classes (numbers or names separated by
 * blanks; a name's own blanks may be written '-') stands for: a list for each, ascending,
 * free() them. NULL on failure. */
struct class_list *positive_resolve(const char *word, const struct dataset *set, size_t *n, struct error *e);

/* Sets `source` and `negative` of a task whose positives are set; of a word that stands for several sets of negatives
 * one of its negative_choices() is wanted. For "outliers" the classes
 * are left to anomaly_resolve(), for "dataset:" and those that are drawn the images to the caller.
 * `normal` gets the word with class numbers, ascending. */
int negative_resolve(const char *word, const struct dataset *set, struct task_spec *t, struct text *normal,
                     struct error *e);

/* What the values of `negative` beside one choice of positives mean for the anomalies. */
struct sweep {
    struct class_list negatives; /* of all of them together */
    int left_out;                /* the class that this one of 'other-half-but-one' leaves out; -1 for other words */
};

/* Sets `anomaly` of a task whose positives and negatives are set (and the negatives of
 * "outliers"). No class is both; none left is an error. `sweep` NULL: nothing is swept. */
int anomaly_resolve(const char *word, const struct dataset *set, const struct sweep *sweep, struct task_spec *t,
                    struct text *normal, struct error *e);

/* One set of negatives. */
struct negative_choice {
    char *word; /* that stands for it alone */
    int left_out;
};

/* A word like "other-half-each" stands for several sets of negatives: "class:5", "class:6" ... Others stand for
 * themselves. NULL on failure. negative_count() says how many there will be, where there is no failure. */
struct negative_choice *negative_choices(const char *word, const struct dataset *set, const struct class_list *positive,
                                         size_t *n, struct error *e);
void negative_choices_free(struct negative_choice *choices, size_t n);
size_t negative_count(const char *word, const struct dataset *set, const struct class_list *positive);

/* Does a word make sense for a data set, whatever the positives are? */
int negative_check_alone(const char *word, const struct dataset *set, struct error *e);
int anomaly_check_alone(const char *word, const struct dataset *set, struct error *e);

/* The name in "dataset:NAME", or NULL for other words. */
const char *negative_dataset(const char *word);

/* The words and what they mean, each a line with `start` before it. */
void negative_describe(const char *start, struct text *out);
void anomaly_describe(const char *start, struct text *out);

#endif
