#include "plan/keys.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/dataset.h"
#include "detect/detector.h"
#include "detect/registry.h"
#include "plan/problem.h"
#include "plan/values.h"
#include "plan/words.h"

static int read_title(struct spec *s, const struct spec_key *k, const char *where, const char *value,
                      struct text *problems)
{
    (void)k, (void)where, (void)problems;
    s->title = mem_string(*value ? value : s->name);
    return 0;
}

static int read_switch(struct spec *s, const struct spec_key *k, const char *where, const char *value,
                       struct text *problems)
{
    int on = strcmp(value, "on") == 0;
    if (!on && strcmp(value, "off") != 0)
        return problem_add(problems, where, "'%s' in [%s]: expected on or off, found '%s'", k->name, k->section, value);
    *(int *)((char *)s + k->offset) = on;
    return 0;
}

static int parse_bounded(const struct spec_key *k, const char *where, const char *value, long *number,
                         struct text *problems)
{
    if (parse_long(value, number) || *number < k->least || *number > k->most)
        return problem_add(problems, where, "'%s' in [%s]: expected a whole number from %ld to %ld, found '%s'",
                           k->name, k->section, k->least, k->most, value);
    return 0;
}

static int read_number(struct spec *s, const struct spec_key *k, const char *where, const char *value,
                       struct text *problems)
{
    return parse_bounded(k, where, value, (long *)((char *)s + k->offset), problems);
}

static int read_seeds(struct spec *s, const struct spec_key *k, const char *where, const char *value,
                      struct text *problems)
{
    size_t n;
    char **values = values_split(value, k->ranges, where, problems, &n);
    if (!values)
        return -1;
    int bad = 0;
    s->seeds = mem_alloc(n, sizeof *s->seeds);
    s->n_seeds = n;
    for (size_t i = 0; i < n && bad < BAD_VALUES_MAX; i++) {
        struct text number = TEXT_INIT;
        if (parse_bounded(k, where, values[i], &s->seeds[i], problems)) {
            bad++;
            continue;
        }
        text_format(&number, "%ld", s->seeds[i]); /* 01 is 1 */
        free(values[i]);
        values[i] = number.s;
    }
    bad = values_distinct(values, n, where, problems) || bad;
    split_free(values);
    return bad ? -1 : 0;
}

static int read_values(struct spec *s, const struct spec_key *k, const char *where, const char *value,
                       struct text *problems)
{
    struct spec_values list = { .where = mem_string(where) };
    int bad = 0;
    list.values = values_split(value, k->ranges, where, problems, &list.n);
    *(struct spec_values *)((char *)s + k->offset) = list;
    if (!list.values)
        return -1;
    for (size_t i = 0; i < list.n && k->check && bad < BAD_WORDS_MAX; i++) {
        struct error e;
        if (k->check(list.values[i], &e))
            bad += problem_add(problems, where, "'%s' in [%s]: %s", k->name, k->section, e.text) != 0;
    }
    return values_distinct(list.values, list.n, where, problems) || bad ? -1 : 0;
}

static int check_dataset(const char *name, struct error *e)
{
    if (strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_.") != strlen(name) || name[0] == '.' ||
        strlen(name) >= DATASET_NAME)
        return error_set(e,
                         "expected a data set's name of a-z 0-9 - _ . with at most %d "
                         "characters, found '%s'",
                         DATASET_NAME - 1, name);
    return 0;
}

static int check_detector(const char *name, struct error *e)
{
    const struct detector *found = detector_find(name);
    if (found && !(found->flags & HIDDEN))
        return 0;
    size_t n = 0;
    while (detectors[n])
        n++;
    const char **names = mem_alloc(n + 1, sizeof *names);
    struct text list = TEXT_INIT;
    n = 0;
    for (const struct detector *const *d = detectors; *d; d++)
        if (!((*d)->flags & HIDDEN)) {
            text_format(&list, "%s%s", n ? ", " : "", (*d)->name);
            names[n++] = (*d)->name;
        }
    names[n] = NULL;
    const char *near = nearest(name, names);
    if (near)
        error_set(e, "unknown detector '%s', did you mean '%s'?", name, near);
    else
        error_set(e, "unknown detector '%s', possible are %s", name, text_of(&list));
    text_release(&list);
    free(names);
    return -1;
}

#define FIELD(name) offsetof(struct spec, name)
#define LIST "commas make an axis: "

const struct spec_key spec_keys[] = {
    { "experiment", "title", "", 0, read_title, 0, 0, 0, 0, NULL, "any text",
      "heading of tables and figures; empty takes the file's name", NULL },
    { "experiment", "seeds", "1", 0, read_seeds, 0, 0, INT_MAX, 1, NULL, "whole numbers, " LIST "1, 2 or 1..3",
      "one run of everything for each", NULL },
    { "experiment", "keep_models", "on", 0, read_switch, FIELD(keep_models), 0, 0, 0, NULL, "on or off",
      "keep the trained detectors in their run folders", NULL },
    { "data", "dataset", "mnist", 1, read_values, FIELD(dataset), 0, 0, 0, check_dataset,
      "names, " LIST "svhn, cifar10", "prepared data sets (`lisae data list`)", NULL },
    { "data", "positive", "each", 0, read_values, FIELD(positive), 0, 0, 1, NULL,
      "each (class in turn), pairs (0 1, 2 3, ...), or classes, " LIST "8 or 0 1, 2 3",
      "the normal classes of a task, by number or name", NULL },
    { "data", "negative", "none", 0, read_values, FIELD(negative), 0, 0, 0, negative_check,
      "words, " LIST "class:5, class:6", "what detectors may see beside the positives:", negative_describe },
    { "data", "anomaly", "rest", 0, read_values, FIELD(anomaly), 0, 0, 0, anomaly_check,
      "words, " LIST "rest, own-half", "the test classes that are to be found:", anomaly_describe },
    { "data", "train_limit", "0", 0, read_number, FIELD(train_limit), 0, INT_MAX, 0, NULL, "a whole number, 0 for all",
      "at most this many train images of a class", NULL },
    { "data", "test_limit", "0", 0, read_number, FIELD(test_limit), 0, INT_MAX, 0, NULL, "a whole number, 0 for all",
      "at most this many test images of a class", NULL },
    { "data", "strokes", "10000", 0, read_number, FIELD(strokes), 1, 1000000, 0, NULL,
      "a whole number from 1 to 1000000", "images to draw for negative = strokes", NULL },
    { "data", "holdout", "0", 0, read_number, FIELD(holdout), 0, 1000, 0, NULL, "a whole number, 0 for the test split",
      "for choosing settings without the test split: N judges on "
      "every N-th train image of a class instead, which is then not trained on",
      NULL },
    { "detectors", "run", "kde, ae", 1, read_values, FIELD(detectors), 0, 0, 0, check_detector,
      "names, " LIST "kde, ae", "the detectors:", detectors_describe },
    { NULL, NULL, NULL, 0, NULL, 0, 0, 0, 0, NULL, NULL, NULL, NULL }
};

const struct spec_key *spec_key_find(const char *section, const char *name)
{
    for (const struct spec_key *k = spec_keys; k->section; k++)
        if (strcmp(k->section, section) == 0 && strcmp(k->name, name) == 0)
            return k;
    return NULL;
}
