#include "plan/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plan/words.h"
#include "store/file.h"
#include "store/ini.h"

enum { FORMAT = 1 };

static int is_phase1(const struct run *r)
{
    return (r->detector->flags & HIDDEN) != 0;
}

int run_learns_negative(const struct run *r)
{
    const struct detector *d = r->detector;
    return d->uses_negative ? d->uses_negative(&r->settings) : (detector_flags(d, &r->settings) & USES_NEGATIVE) != 0;
}

/* Does its phase 1, or is it one that does, separate positives from negatives? */
static int separates(const struct run *r)
{
    return (r->detector->flags & NEEDS_LINSEP) || choice_is(r->settings.shape.linsep, "on");
}

int run_uses(const struct run *r, const struct settings_key *k)
{
    if (!detector_uses(r->detector, &r->settings, k))
        return 0;
    if (strcmp(k->section, "augment") == 0)
        return run_learns_negative(r);
    if (strcmp(k->section, "shape") == 0 && starts_with(k->name, "linsep_"))
        return separates(r);
    return 1;
}

/* Keys that format 1 did not have from its start; their defaults mean what was done before. */
static const char *const later_keys[] = { "augment.transpose", NULL };

static int at_default(const struct settings *s, const struct settings_key *k)
{
    struct settings with_default = *s;
    struct text value = TEXT_INIT, start = TEXT_INIT;
    settings_set(&with_default, k, k->start, NULL);
    settings_value(s, k, &value);
    settings_value(&with_default, k, &start);
    int same = strcmp(text_of(&value), text_of(&start)) == 0;
    text_release(&value);
    text_release(&start);
    return same;
}

static void print_settings(const struct run *r, struct text *out)
{
    struct text names = TEXT_INIT;
    for (const struct settings_key *k = settings_keys; k->section; k++)
        if (run_uses(r, k) && !(settings_used(later_keys, k) && at_default(&r->settings, k)))
            text_format(&names, "%s.%s ", k->section, k->name);
    char **patterns = split(text_of(&names), " ", 0, NULL);
    settings_print(&r->settings, (const char *const *)patterns, out);
    split_free(patterns);
    text_release(&names);
}

static void print_classes(const char *key, const struct class_list *list, struct text *out)
{
    text_format(out, "%s = ", key);
    classes_print(list, out);
    text_append(out, "\n");
}

static void print_negative(const struct run *r, struct text *out)
{
    if (!is_phase1(r))
        text_format(out, "negative = %s\n", r->negative);
    switch (r->task.source) {
    case NEGATIVE_NONE:
        break;
    case NEGATIVE_CLASSES:
        print_classes("negative_classes", &r->task.negative, out);
        break;
    case NEGATIVE_DATASET:
        text_format(out, "negative_dataset = %s\nnegative_edition = %s\nnegative_payload = %s\n", r->foreign,
                    r->foreign_edition, r->foreign_payload);
        break;
    case NEGATIVE_STROKES:
        text_format(out, "negative_strokes = %zu\n", r->task.strokes);
        break;
    }
}

static void print_run(const struct run *r, struct text *out)
{
    text_format(out, "[run]\nformat = %d\ndetector = %s\nseed = %ld\n", FORMAT, r->detector->name, r->seed);
    text_format(out, "[data]\ndataset = %s\nedition = %s\npayload = %s\n", r->dataset, r->edition, r->payload);
    print_classes("positive", &r->task.positive, out);
    if (!is_phase1(r))
        print_classes("anomaly", &r->task.anomaly, out);
    text_format(out, "train_limit = %zu\nholdout = %zu\n", r->task.train_limit, r->task.holdout);
    if (!is_phase1(r))
        text_format(out, "test_limit = %zu\n", r->task.test_limit);
    if (run_learns_negative(r))
        print_negative(r, out);
    print_settings(r, out);
}

void run_init(struct run *r)
{
    *r = (struct run) {
        .positive = mem_string(""), .negative = mem_string(""), .anomaly = mem_string(""), .variant = mem_string("")
    };
}

void run_copy(struct run *to, const struct run *from)
{
    *to = *from;
    to->canonical = NULL;
    to->positive = mem_string(from->positive);
    to->negative = mem_string(from->negative);
    to->anomaly = mem_string(from->anomaly);
    to->variant = mem_string(from->variant);
}

static void forget_negative(struct run *r)
{
    r->task.source = NEGATIVE_NONE;
    r->task.negative = (struct class_list) { 0 };
    r->task.strokes = 0;
    r->problem.n_negative = 0;
    r->negative[0] = r->foreign[0] = r->foreign_edition[0] = r->foreign_payload[0] = '\0';
}

/* Only what the canonical text says may reach a detector. */
static void forget_unused(struct run *r)
{
    for (const struct settings_key *k = settings_keys; k->section; k++)
        if (!run_uses(r, k))
            settings_set(&r->settings, k, k->start, NULL);
    if (!run_learns_negative(r))
        forget_negative(r);
    if (r->task.source != NEGATIVE_STROKES)
        r->task.strokes = 0;
    if (is_phase1(r)) {
        r->task.anomaly = (struct class_list) { 0 };
        r->task.test_limit = 0;
        r->problem.n_test = 0;
        r->negative[0] = r->anomaly[0] = r->variant[0] = r->phase1[0] = '\0';
    }
}

void run_seal(struct run *r)
{
    struct text t = TEXT_INIT;
    char hex[SHA256_HEX];
    forget_unused(r);
    print_run(r, &t);
    hash_text(t.s, hex);
    memcpy(r->id, hex, RUN_ID - 1);
    r->id[RUN_ID - 1] = '\0';
    free(r->canonical);
    r->canonical = t.s;
}

void run_phase1(const struct run *r, struct run *first)
{
    run_copy(first, r);
    first->detector = detector_first(r->detector, &r->settings);
    if (separates(r))
        settings_set(&first->settings, settings_find("shape", "linsep"), "on", NULL);
    run_seal(first);
}

static const char *need(const struct ini *ini, const char *section, const char *key, struct error *e)
{
    const char *value = ini_get(ini, section, key);
    if (!value)
        error_set(e, "expected '%s' in [%s], found none", key, section);
    return value;
}

static int need_word(const struct ini *ini, const char *key, char *word, size_t size, struct error *e)
{
    const char *value = need(ini, "data", key, e);
    if (!value)
        return -1;
    if (strlen(value) >= size)
        return error_set(e, "expected at most %zu characters in '%s', found '%s'", size - 1, key, value);
    memcpy(word, value, strlen(value) + 1);
    return 0;
}

static int need_number(const struct ini *ini, const char *section, const char *key, long *v, struct error *e)
{
    const char *value = need(ini, section, key, e);
    if (!value)
        return -1;
    if (parse_long(value, v) || *v < 0)
        return error_set(e, "expected a whole number from 0 in '%s', found '%s'", key, value);
    return 0;
}

static int need_classes(const struct ini *ini, const char *key, struct class_list *list, struct error *e)
{
    const char *value = need(ini, "data", key, e);
    if (!value)
        return -1;
    size_t n;
    char **parts = split(value, " ", 0, &n);
    int bad = n == 0 || n > TASK_CLASSES_MAX;
    for (size_t i = 0; i < n && !bad; i++) {
        long v;
        bad = parse_long(parts[i], &v) || v < 0 || v > 1000000;
        if (!bad)
            list->of[list->n++] = (int)v;
    }
    split_free(parts);
    return bad ? error_set(e, "expected 1 to %d class numbers in '%s', found '%s'", TASK_CLASSES_MAX, key, value) : 0;
}

static int read_negative(struct run *r, const struct ini *ini, struct error *e)
{
    long strokes = 0;
    if (!is_phase1(r)) {
        const char *word = need(ini, "data", "negative", e);
        if (!word)
            return -1;
        free(r->negative);
        r->negative = mem_string(word);
    }
    if (ini_get(ini, "data", "negative_classes")) {
        r->task.source = NEGATIVE_CLASSES;
        return need_classes(ini, "negative_classes", &r->task.negative, e);
    }
    if (ini_get(ini, "data", "negative_dataset")) {
        r->task.source = NEGATIVE_DATASET;
        return need_word(ini, "negative_dataset", r->foreign, sizeof r->foreign, e) ||
                       need_word(ini, "negative_edition", r->foreign_edition, sizeof r->foreign_edition, e) ||
                       need_word(ini, "negative_payload", r->foreign_payload, sizeof r->foreign_payload, e)
                   ? -1
                   : 0;
    }
    r->task.source = NEGATIVE_STROKES;
    if (need_number(ini, "data", "negative_strokes", &strokes, e))
        return -1;
    r->task.strokes = (size_t)strokes;
    return 0;
}

static int read_data(struct run *r, const struct ini *ini, struct error *e)
{
    long train_limit, holdout, test_limit = 0;
    if (need_word(ini, "dataset", r->dataset, sizeof r->dataset, e) ||
        need_word(ini, "edition", r->edition, sizeof r->edition, e) ||
        need_word(ini, "payload", r->payload, sizeof r->payload, e) ||
        need_classes(ini, "positive", &r->task.positive, e) ||
        need_number(ini, "data", "train_limit", &train_limit, e) || need_number(ini, "data", "holdout", &holdout, e))
        return -1;
    if (!is_phase1(r) &&
        (need_classes(ini, "anomaly", &r->task.anomaly, e) || need_number(ini, "data", "test_limit", &test_limit, e)))
        return -1;
    r->task.train_limit = (size_t)train_limit;
    r->task.test_limit = (size_t)test_limit;
    r->task.holdout = (size_t)holdout;
    return run_learns_negative(r) ? read_negative(r, ini, e) : 0;
}

static int read_settings(struct run *r, const struct ini *ini, struct error *e)
{
    for (size_t i = 0; i < ini->n; i++) {
        const struct ini_entry *entry = &ini->entries[i];
        const struct settings_key *k = settings_find(entry->section, entry->key);
        if (k && settings_set(&r->settings, k, entry->value, e))
            return error_prefix(e, "line %d", entry->line);
    }
    return 0;
}

/* Reading takes what it knows; that nothing else stands there is what the comparison with
 * the text that this run would be written as shows. */
static int compare(const struct run *r, const char *found, struct error *e)
{
    int line = 1;
    const char *expected = r->canonical;
    for (; *expected && *expected == *found; expected++, found++)
        line += *expected == '\n';
    if (*expected || *found)
        return error_set(e, "line %d: is not as lisae writes it", line);
    return 0;
}

static int read_text(struct run *r, const struct ini *ini, const char *text, struct error *e)
{
    struct text positive = TEXT_INIT;
    long format;
    settings_init(&r->settings);
    if (need_number(ini, "run", "format", &format, e))
        return -1;
    if (format != FORMAT)
        return error_set(e, "expected format %d, found %ld", FORMAT, format);
    const char *detector = need(ini, "run", "detector", e);
    if (!detector)
        return -1;
    r->detector = detector_find(detector);
    if (!r->detector)
        return error_set(e, "unknown detector '%s'", detector);
    if (need_number(ini, "run", "seed", &r->seed, e) || read_settings(r, ini, e) || read_data(r, ini, e))
        return -1;
    run_seal(r);
    classes_print(&r->task.positive, &positive);
    free(r->positive);
    r->positive = positive.s;
    return compare(r, text, e);
}

int run_read(struct run *r, const char *path, struct error *e)
{
    struct ini ini;
    struct text problems = TEXT_INIT;
    run_init(r);
    size_t n;
    char *text = file_read(path, &n, e);
    if (!text) {
        run_release(r);
        return -1;
    }
    int rc = ini_read_bytes(&ini, path, text, n, &problems);
    if (rc)
        error_set(e, "%.*s", (int)strcspn(text_of(&problems), "\n"), text_of(&problems));
    else if ((rc = read_text(r, &ini, text, e)))
        error_prefix(e, "%s", path);
    if (rc)
        run_release(r);
    else if (detector_first(r->detector, &r->settings)) {
        struct run first;
        run_phase1(r, &first);
        memcpy(r->phase1, first.id, sizeof r->phase1);
        run_release(&first);
    }
    ini_release(&ini);
    text_release(&problems);
    free(text);
    return rc;
}

void run_release(struct run *r)
{
    free(r->positive);
    free(r->negative);
    free(r->anomaly);
    free(r->variant);
    free(r->canonical);
    memset(r, 0, sizeof *r);
}
