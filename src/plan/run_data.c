#include "plan/run_data.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/pollution.h"
#include "plan/run.h"
#include "plan/words.h"

static int always(const struct run *r)
{
    return 1;
}

/* First phases are not judged, and shared by runs that are judged on other images. */
static int judged(const struct run *r)
{
    return !(r->detector->flags & HIDDEN);
}

static int names_negatives(const struct run *r)
{
    return judged(r) && run_learns_negative(r);
}

static int from_classes(const struct run *r)
{
    return r->task.source == NEGATIVE_CLASSES;
}

static int from_dataset(const struct run *r)
{
    return r->task.source == NEGATIVE_DATASET;
}

static int from_strokes(const struct run *r)
{
    return r->task.source == NEGATIVE_STROKES;
}

static int from_noise(const struct run *r)
{
    return r->task.source == NEGATIVE_NOISE;
}

static int from_rotated(const struct run *r)
{
    return r->task.source == NEGATIVE_ROTATED;
}

static int from_patches(const struct run *r)
{
    return r->task.source == NEGATIVE_PATCHES;
}

/* Came later: runs without this limit have no line of it. */
static int limited(const struct run *r)
{
    return r->task.negative_limit > 0;
}

/* A first phase, too, which does not know what it will be judged on. */
static int polluted(const struct run *r)
{
    return pollution_of(&r->settings)->positives > 0;
}

/* Each line: what it is called, what its value is, where in struct run it lies, and which runs have it. */
static const struct line {
    const char *name;
    enum { WORD, TEXT, CLASSES, COUNT } kind;
    size_t offset, room; /* room: of a word, with its end; a text has one of its own */
    int (*when)(const struct run *r);
} lines[] = {
#define PLACE(field) offsetof(struct run, field), sizeof(((struct run *)0)->field)
    { "dataset", WORD, PLACE(dataset), always },
    { "edition", WORD, PLACE(edition), always },
    { "payload", WORD, PLACE(payload), always },
    { "positive", CLASSES, PLACE(task.positive), always },
    { "anomaly", CLASSES, PLACE(task.anomaly), judged },
    { "train_limit", COUNT, PLACE(task.train_limit), always },
    { "holdout", COUNT, PLACE(task.holdout), always },
    { "test_limit", COUNT, PLACE(task.test_limit), judged },
    { "negative", TEXT, PLACE(negative), names_negatives },
    { "negative_classes", CLASSES, PLACE(task.negative), from_classes },
    { "negative_dataset", WORD, PLACE(foreign), from_dataset },
    { "negative_edition", WORD, PLACE(foreign_edition), from_dataset },
    { "negative_payload", WORD, PLACE(foreign_payload), from_dataset },
    { "negative_strokes", COUNT, PLACE(task.strokes), from_strokes },
    { "negative_noise", COUNT, PLACE(task.strokes), from_noise },
    { "negative_rotated", COUNT, PLACE(task.strokes), from_rotated },
    { "negative_patches", COUNT, PLACE(task.strokes), from_patches },
    { "negative_limit", COUNT, PLACE(task.negative_limit), limited },
    { "polluting", CLASSES, PLACE(task.polluting), polluted },
#undef PLACE
};

void run_data_print(const struct run *r, struct text *out)
{
    text_append(out, "[data]\n");
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        const struct line *l = &lines[i];
        const void *value = (const char *)r + l->offset;
        if (!l->when(r))
            continue;
        text_format(out, "%s = ", l->name);
        switch (l->kind) {
        case WORD:
            text_append(out, value);
            break;
        case TEXT:
            text_append(out, *(char *const *)value);
            break;
        case CLASSES:
            classes_print(value, out);
            break;
        case COUNT:
            text_format(out, "%zu", *(const size_t *)value);
            break;
        }
        text_append(out, "\n");
    }
}

static const char *need(const struct ini *ini, const char *section, const char *key, struct error *e)
{
    const char *value = ini_get(ini, section, key);
    if (!value)
        error_set(e, "expected '%s' in [%s], found none", key, section);
    return value;
}

int run_number_read(const struct ini *ini, const char *section, const char *key, long *v, struct error *e)
{
    const char *value = need(ini, section, key, e);
    if (!value)
        return -1;
    if (parse_long(value, v) || *v < 0)
        return error_set(e, "expected a whole number from 0 in '%s', found '%s'", key, value);
    return 0;
}

static int read_word(const struct line *l, const char *value, char *to, struct error *e)
{
    if (strlen(value) >= l->room)
        return error_set(e, "expected at most %zu characters in '%s', found '%s'", l->room - 1, l->name, value);
    memcpy(to, value, strlen(value) + 1);
    return 0;
}

static int read_classes(const struct line *l, const char *value, struct class_list *list, struct error *e)
{
    size_t n;
    char **parts = split(value, " ", 0, &n);
    int bad = n == 0;
    for (size_t i = 0; i < n && !bad; i++) {
        long v;
        bad = parse_long(parts[i], &v) || v < 0 || v >= CLASSES_MAX || classes_add(list, (int)v);
    }
    split_free(parts);
    if (!bad)
        return 0;
    *list = (struct class_list) { 0 };
    return error_set(e, "expected different class numbers from 0 to %d in '%s', found '%s'", CLASSES_MAX - 1, l->name,
                     value);
}

static int read_line(const struct line *l, struct run *r, const struct ini *ini, struct error *e)
{
    void *to = (char *)r + l->offset;
    const char *value = need(ini, "data", l->name, e);
    long count;
    if (!value)
        return -1;
    if (l->kind == WORD)
        return read_word(l, value, to, e);
    if (l->kind == TEXT) {
        free(*(char **)to);
        *(char **)to = mem_string(value);
        return 0;
    }
    if (l->kind == CLASSES)
        return read_classes(l, value, to, e);
    if (run_number_read(ini, "data", l->name, &count, e))
        return -1;
    *(size_t *)to = (size_t)count;
    return 0;
}

/* Which of the lines about negatives are there. */
static enum negative_source source_of(const struct run *r, const struct ini *ini)
{
    if (!run_learns_negative(r))
        return NEGATIVE_NONE;
    static const struct {
        const char *line;
        enum negative_source source;
    } told[] = {
        { "negative_classes", NEGATIVE_CLASSES }, { "negative_dataset", NEGATIVE_DATASET },
        { "negative_noise", NEGATIVE_NOISE },     { "negative_rotated", NEGATIVE_ROTATED },
        { "negative_patches", NEGATIVE_PATCHES },
    };
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        if (ini_get(ini, "data", told[i].line))
            return told[i].source;
    return NEGATIVE_STROKES;
}

int run_data_read(struct run *r, const struct ini *ini, struct error *e)
{
    r->task.source = source_of(r, ini);
    r->task.negative_limit = run_learns_negative(r) && ini_get(ini, "data", "negative_limit"); /* as a sign alone */
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (lines[i].when(r) && read_line(&lines[i], r, ini, e))
            return -1;
    return 0;
}
