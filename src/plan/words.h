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

/* Sets `source` and `negative` of a task whose positives are set. For "outliers" the classes
 * are left to anomaly_resolve(), for "dataset:" and "strokes" the images to the caller.
 * `normal` gets the word with class numbers, ascending. */
int negative_resolve(const char *word, const struct dataset *set, struct task_spec *t, struct text *normal,
                     struct error *e);

/* Sets `anomaly` of a task whose positives and negatives are set (and the negatives of
 * "outliers"). No class is both; none left is an error. */
int anomaly_resolve(const char *word, const struct dataset *set, struct task_spec *t, struct text *normal,
                    struct error *e);

/* Does a word make sense for a data set, whatever the positives are? */
int negative_check_alone(const char *word, const struct dataset *set, struct error *e);
int anomaly_check_alone(const char *word, const struct dataset *set, struct error *e);

/* The name in "dataset:NAME", or NULL for other words. */
const char *negative_dataset(const char *word);

/* The words and what they mean, each a line with `start` before it. */
void negative_describe(const char *start, struct text *out);
void anomaly_describe(const char *start, struct text *out);

#endif
