#include "plan/spec_keys.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/dataset.h"
#include "data/names.h"
#include "data/synthetic.h"
#include "detect/suite.h"
#include "incremental/keys.h"
#include "plan/words.h"
#include "stress/keys.h"

static int check_dataset(const char *name, const void *context, struct error *e)
{
    if (synthetic_named(name))
        return synthetic_known(name, e);
    if (strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_.") != strlen(name) || name[0] == '.' ||
        strlen(name) >= DATASET_NAME)
        return error_set(e, "expected a data set's name of a-z 0-9 - _ . with at most %d characters, found '%s'",
                         DATASET_NAME - 1, name);
    return 0;
}

static int check_negative(const char *word, const void *context, struct error *e)
{
    return negative_check(word, e);
}

static int check_anomaly(const char *word, const void *context, struct error *e)
{
    return anomaly_check(word, e);
}

static int check_detector(const char *name, const void *context, struct error *e)
{
    const struct suite *suite = context;
    const struct detector *found = suite_find(suite, name);
    if (found && !(found->flags & HIDDEN))
        return 0;
    const char **names = mem_zero(suite->n + 1, sizeof *names);
    struct text what = TEXT_INIT;
    for (size_t i = 0, n = 0; i < suite->n; i++)
        if (!(suite->detectors[i]->flags & HIDDEN))
            names[n++] = suite->detectors[i]->name;
    text_format(&what, "detector '%s'", name);
    unknown_name(text_of(&what), name, names, e);
    text_release(&what);
    free(names);
    return -1;
}

/* It is text in tables and pictures; gnuplot puts it into an SVG where "]]>" ends all text. */
static int check_title(const char *value, const void *context, struct error *e)
{
    if (text_name_check("a title", value, e))
        return -1;
    return strstr(value, "]]>") ? error_set(e, "expected a title without ']]>', found '%.300s'", value) : 0;
}

static int check_declared(const char *value, const void *context, struct error *e)
{
    char **words = split(value, " ", 0, NULL);
    int bad = 0;
    for (size_t i = 0; words[i] && !bad; i++) {
        const char *equals = strchr(words[i], '=');
        if (!equals || equals == words[i] || !equals[1])
            bad = error_set(e, "expected words such as latent=16 or vae:latent=32, found '%s'", words[i]);
    }
    split_free(words);
    return bad;
}

static void describe_dataset(const char *start, const void *context, struct text *out)
{
    synthetic_describe(start, out);
}

static void describe_negative(const char *start, const void *context, struct text *out)
{
    negative_describe(start, out);
}

static void describe_anomaly(const char *start, const void *context, struct text *out)
{
    anomaly_describe(start, out);
}

static void describe_detectors(const char *start, const void *context, struct text *out)
{
    suite_describe(context, start, out);
}

#define LIST "commas make an axis: "

static const struct key experiment_keys[] = {
    { .name = "title",
      .type = KEY_TEXT,
      .start = "",
      .expected = "text in UTF-8, without control characters",
      .help = "heading of tables and figures; empty takes the file's name",
      .flags = KEY_SINGLE,
      .check = check_title },
    { .name = "declared",
      .type = KEY_TEXT,
      .start = "",
      .expected = "words AXIS=VALUE or DETECTOR:AXIS=VALUE with blanks between, as sweep.csv names axes",
      .help = "settings of a sweep that are declared elsewhere: pictures mark them, no run depends on them",
      .flags = KEY_SINGLE,
      .check = check_declared },
    { .name = "include",
      .type = KEY_TEXT,
      .start = "",
      .expected = "names of files, blanks or commas between",
      .help = "other files whose keys are taken, but for those that this one sets; relative to this file",
      .flags = KEY_SINGLE },
    { .name = "seeds",
      .type = KEY_INT,
      .offset = KEY_OFFSET(struct experiment_keys, seeds, int),
      .start = "1",
      .least = 0,
      .most = INT_MAX,
      .expected = "whole numbers, " LIST "1, 2 or 1..3",
      .help = "one run of everything for each" },
    { .name = "keep_models",
      .type = KEY_SWITCH,
      .offset = KEY_OFFSET(struct experiment_keys, keep_models, int),
      .start = "on",
      .words = "on off",
      .expected = "on or off",
      .help = "keep the trained detectors in their run folders",
      .flags = KEY_SINGLE },
    { 0 },
};

#define COUNT_KEY(field, default_, least_, most_, expected_, help_) \
    { \
        .name = #field, .type = KEY_INT, .offset = KEY_OFFSET(struct data_keys, field, int), .start = default_, \
        .least = least_, .most = most_, .expected = expected_, .help = help_, .flags = KEY_SINGLE \
    }

static const struct key data_keys[] = {
    { .name = "dataset",
      .type = KEY_TEXT,
      .start = "mnist",
      .expected = "names, " LIST "svhn, cifar10",
      .help = "prepared data sets (`lisae data list`), or points that are made:",
      .flags = KEY_REQUIRED,
      .check = check_dataset,
      .describe = describe_dataset },
    { .name = "positive",
      .type = KEY_TEXT,
      .start = "each",
      .expected = "each (class in turn), pairs (0 1, 2 3, ...), or classes, " LIST "8 or 0 1, 2 3",
      .help = "the normal classes of a task, by number or name; where one's name is another's number, name:1 or "
              "number:1",
      .flags = KEY_RANGES },
    { .name = "negative",
      .type = KEY_TEXT,
      .start = "none",
      .expected = "words, " LIST "class:5, class:6 or class:5..6",
      .ranges_behind = (const char *const[]) { "class:", "random-half:", NULL },
      .help = "what detectors may see beside the positives:",
      .check = check_negative,
      .describe = describe_negative },
    { .name = "anomaly",
      .type = KEY_TEXT,
      .start = "rest",
      .expected = "words, " LIST "rest, own-half",
      .ranges_behind = (const char *const[]) { "class:", NULL },
      .help = "the test classes that are to be found:",
      .check = check_anomaly,
      .describe = describe_anomaly },
    COUNT_KEY(train_limit, "0", 0, INT_MAX, "a whole number, 0 for all", "at most this many train images of a class"),
    COUNT_KEY(test_limit, "0", 0, INT_MAX, "a whole number, 0 for all", "at most this many test images of a class"),
    { .name = "negative_limit",
      .type = KEY_INT,
      .offset = KEY_OFFSET(struct data_keys, negative_limit, int),
      .start = "0",
      .least = 0,
      .most = INT_MAX,
      .expected = "whole numbers, 0 for all, " LIST "10, 100, 1000",
      .help = "at most this many negatives in all, as many of each class as can be" },
    COUNT_KEY(strokes, "10000", 1, 1000000, "a whole number from 1 to 1000000",
              "images to draw for negative = strokes, noise, rotated or patches"),
    COUNT_KEY(holdout, "0", 0, 1000, "a whole number, 0 for the test split",
              "for choosing settings without the test split: N judges on every N-th train image of a class instead, "
              "which is then not trained on"),
    { 0 },
};

static const struct key detectors_keys[] = {
    { .name = "run",
      .type = KEY_TEXT,
      .start = "kde, ae",
      .expected = "names, " LIST "kde, ae",
      .help = "the detectors:",
      .flags = KEY_REQUIRED,
      .check = check_detector,
      .describe = describe_detectors },
    { 0 },
};

static const struct section experiment_section = { "experiment", sizeof(struct experiment_keys), experiment_keys,
                                                   NULL };
static const struct section data_section = { "data", sizeof(struct data_keys), data_keys, NULL };
static const struct section detectors_section = { "detectors", 0, detectors_keys, NULL };

const struct section *const spec_sections[] = { &experiment_section, &data_section,        &detectors_section,
                                                &stress_section,     &incremental_section, NULL };
