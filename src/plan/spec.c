#include "plan/spec.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "data/names.h"
#include "plan/include.h"
#include "plan/problem.h"
#include "plan/values.h"
#include "store/file.h"
#include "store/ini.h"

/* What is being read, and where its problems go. */
struct reading {
    struct spec *spec;
    struct sections known; /* the spec's own and the suite's: names for messages alone */
    struct text where;     /* of the entry that is read, as messages name it */
    struct text *problems;
};

static int complain(struct reading *r, const char *message)
{
    return problem_add(r->problems, text_of(&r->where), "%s", message);
}

/* Both lists have passed sections_add() before, so neither addition can fail here, but for names that both use. */
static int know_all(struct reading *r)
{
    struct spec *s = r->spec;
    struct error e;
    int bad = 0;
    for (const struct section *const *own = spec_sections; *own && !bad; own++)
        bad = sections_add(&s->own, *own, &e) || sections_add(&r->known, *own, &e);
    for (size_t i = 0; i < s->suite->sections.n && !bad; i++)
        bad = sections_add(&r->known, s->suite->sections.of[i], &e);
    return bad ? problem_add(r->problems, s->path, "%s", e.text) : 0;
}

static int known_key(struct reading *r, const char *section, const char *key)
{
    struct error e;
    return sections_know_key(&r->known, section, key, &e) ? 0 : complain(r, e.text);
}

/* Is an override one of this key? */
static int same_key(const char *text, const char *section, const char *key)
{
    struct text name = TEXT_INIT;
    text_append_bytes(&name, text, strcspn(text, "="));
    char **parts = split(text_of(&name), ".", 1, NULL);
    int same = parts[0] && parts[1] && strcmp(parts[0], section) == 0 && strcmp(parts[1], key) == 0;
    split_free(parts);
    text_release(&name);
    return same;
}

/* Puts "section.key=value" over what the file says. No key is given twice: the first of both, `before` this one, would
 * be forgotten in silence. */
static int override(struct reading *r, const char *text, const char *const *before, size_t n_before)
{
    const char *dot = strchr(text, '.'), *equals = strchr(text, '=');
    struct text name = TEXT_INIT;
    struct error e;
    int bad = -1;
    text_clear(&r->where);
    text_format(&r->where, "-D");
    if (name_check("a value", text, &e))
        return complain(r, e.text);
    text_format(&r->where, " %s", text);
    if (!dot || !equals || dot > equals || dot == text || dot + 1 == equals)
        return complain(r, "expected section.key=value");
    text_append_bytes(&name, text, (size_t)(equals - text));
    char **parts = split(name.s, ".", 1, NULL), **value = split(equals + 1, "", 1, NULL);
    if (parts[2])
        complain(r, "expected section.key=value");
    else if (!sections_know(&r->known, parts[0], &e))
        complain(r, e.text);
    else if (known_key(r, parts[0], parts[1]) == 0) {
        bad = 0;
        for (size_t i = 0; i < n_before && !bad; i++)
            if (same_key(before[i], parts[0], parts[1]))
                bad = problem_add(r->problems, text_of(&r->where), "'%s' in [%s] is given twice, first as -D %s",
                                  parts[1], parts[0], before[i]);
        if (!bad)
            ini_set(&r->spec->ini, parts[0], parts[1], value[0]);
    }
    split_free(parts);
    split_free(value);
    text_release(&name);
    return bad;
}

/* A value in canonical text, or NULL with a line in the problems. */
static char *read_value(struct reading *r, const struct setting *k, const char *value)
{
    struct settings scratch; /* room for the struct of any section */
    struct text canonical = TEXT_INIT;
    struct error e;
    if (k->key->type == KEY_TEXT) {
        if (!k->key->check || k->key->check(value, r->spec->suite, &e) == 0)
            return mem_string(value);
    } else if (key_parse(k->key, scratch.block, value, &e) == 0) {
        key_print(k->key, scratch.block, &canonical);
        return canonical.s;
    }
    error_prefix(&e, "'%s' in [%s]", k->key->name, k->section->name);
    complain(r, e.text);
    return NULL;
}

static char **single(const char *value, size_t *n)
{
    char **list = mem_zero(2, sizeof *list);
    list[0] = mem_string(value);
    *n = 1;
    return list;
}

/* A message for each wrong word, as each is a mistake of its own. Of wrong numbers only the first few: those of a
 * range are one mistake, in its end. */
static int read_list(struct reading *r, const struct setting *k, const char *value, struct spec_values *list)
{
    const enum ranges ranges = k->key->type == KEY_REAL                                ? RANGES_DECIMAL
                               : k->key->type == KEY_INT || k->key->flags & KEY_RANGES ? RANGES_WHOLE
                                                                                       : RANGES_NONE;
    const int most = k->key->type == KEY_TEXT ? BAD_WORDS_MAX : BAD_VALUES_MAX;
    int bad = 0;
    struct text place = TEXT_INIT;
    list->where = mem_string(text_of(&r->where));
    text_format(&place, "%s: '%s' in [%s]", list->where, k->key->name, k->section->name);
    if (!(k->key->flags & KEY_SINGLE))
        list->values = values_split(value, ranges, k->key->ranges_behind, place.s, r->problems, &list->n);
    else if (k->key->type == KEY_TEXT || !strchr(value, ','))
        list->values = single(value, &list->n);
    else
        problem_add(r->problems, place.s, "expected one value, as this key makes no axis, found '%s'", value);
    struct text *problems = r->problems, untold = TEXT_INIT;
    for (size_t i = 0; list->values && i < list->n; i++) {
        r->problems = bad < most ? problems : &untold;
        text_clear(&untold);
        char *canonical = read_value(r, k, list->values[i]);
        bad += !canonical;
        if (canonical) {
            free(list->values[i]);
            list->values[i] = canonical;
        }
    }
    r->problems = problems;
    if (bad > most)
        problem_add(problems, place.s, "expected other values, found %d more that are wrong", bad - most);
    text_release(&untold);
    bad |= !list->values || values_distinct(list->values, list->n, place.s, r->problems);
    text_release(&place);
    return bad ? -1 : 0;
}

static int add_axis(struct reading *r, struct axes *axes, const struct setting *k, const char *value, int included)
{
    axes->of = mem_resize(axes->of, axes->n + 1, sizeof *axes->of);
    axes->of[axes->n] = (struct axis) { .key = k, .included = included };
    return read_list(r, k, value, &axes->of[axes->n++].list);
}

static int read_entry(struct reading *r, const struct ini_entry *entry)
{
    struct spec *s = r->spec;
    const struct setting *own = sections_setting(&s->own, entry->section, entry->key);
    const struct setting *k = sections_setting(&s->suite->sections, entry->section, entry->key);
    text_clear(&r->where);
    if (entry->from)
        text_append(&r->where, entry->from);
    else if (entry->line)
        text_format(&r->where, "%s:%d", r->spec->ini.path, entry->line);
    else
        text_format(&r->where, "-D %s.%s=%s", entry->section, entry->key, entry->value);
    if (own)
        return add_axis(r, &s->fixed, own, entry->value, entry->from != NULL);
    return k ? add_axis(r, &s->axes, k, entry->value, entry->from != NULL) : known_key(r, entry->section, entry->key);
}

static int read_entries(struct reading *r)
{
    int failed = 0;
    for (size_t i = 0; i < r->spec->ini.n_sections; i++) {
        struct error e;
        const struct ini_section *section = &r->spec->ini.sections[i];
        text_clear(&r->where);
        if (section->from)
            text_append(&r->where, section->from);
        else
            text_format(&r->where, "%s:%d", r->spec->ini.path, section->line);
        if (!sections_know(&r->known, section->name, &e))
            failed = complain(r, e.text);
    }
    for (size_t i = 0; i < r->spec->ini.n; i++)
        if (sections_find(&r->known, r->spec->ini.entries[i].section)) /* else said above */
            failed |= read_entry(r, &r->spec->ini.entries[i]);
    return failed;
}

static int read_defaults(struct reading *r)
{
    struct spec *s = r->spec;
    int failed = 0;
    text_clear(&r->where);
    text_append(&r->where, s->path);
    for (size_t i = 0; i < s->own.n_settings; i++) {
        const struct setting *k = &s->own.settings[i];
        if (ini_find(&r->spec->ini, k->section->name, k->key->name))
            continue;
        if (k->key->flags & KEY_REQUIRED)
            failed |= problem_add(r->problems, s->path, "expected '%s' in [%s], for example '%s = %s'", k->key->name,
                                  k->section->name, k->key->name, k->key->start);
        else
            failed |= add_axis(r, &s->fixed, k, k->key->start, 0);
    }
    return failed;
}

static int by_key(const void *a, const void *b)
{
    const struct axis *p = a, *q = b;
    return (p->key > q->key) - (p->key < q->key);
}

static const struct spec_values *values_of(const struct spec *s, const char *section, const char *key)
{
    static const struct spec_values none = { NULL, 0, NULL };
    const struct setting *k = sections_setting(&s->own, section, key);
    for (size_t i = 0; i < s->fixed.n; i++)
        if (s->fixed.of[i].key == k)
            return &s->fixed.of[i].list;
    return &none; /* a key that must be given and was not: said before */
}

/* The struct of one of the spec's own sections. */
static void *block_of(struct spec *s, const char *section)
{
    return strcmp(section, "data") == 0          ? (void *)&s->data
           : strcmp(section, "stress") == 0      ? (void *)&s->stress.keys
           : strcmp(section, "incremental") == 0 ? (void *)&s->incremental.keys
                                                 : (void *)&s->experiment;
}

/* The only value of a text. */
static const char *text_value(const struct spec *s, const char *section, const char *key, const char *start)
{
    const struct spec_values *found = values_of(s, section, key);
    return found->n ? found->values[0] : start;
}

static void settle_incremental(struct spec *s)
{
    struct incremental_request *r = &s->incremental;
    r->asked = ini_find_section(&s->ini, "incremental") != NULL;
    r->order = text_value(s, "incremental", "order", "number");
    r->negatives = text_value(s, "incremental", "negatives", "earlier");
    r->rivals = text_value(s, "incremental", "rivals", "all");
    s->incremental_base = values_of(s, "incremental", "base");
    s->incremental_order = values_of(s, "incremental", "order");
}

/* What others read, from the values of the spec's own keys. */
static void settle(struct spec *s)
{
    const struct spec_values *title = values_of(s, "experiment", "title"), *seeds = values_of(s, "experiment", "seeds");
    for (size_t i = 0; i < s->fixed.n; i++) {
        const struct axis *a = &s->fixed.of[i];
        void *block = block_of(s, a->key->section->name);
        if (a->key->key->flags & KEY_SINGLE && a->list.n)
            key_parse(a->key->key, block, a->list.values[0], NULL);
    }
    s->stress.sets = text_value(s, "stress", "sets", "all");
    s->stress.rho = text_value(s, "stress", "rho", "1");
    s->stress.seed = 1;
    settle_incremental(s);
    const struct spec_values *declared = values_of(s, "experiment", "declared");
    s->declared = declared->n ? declared->values[0] : "";
    s->title = title->n && *title->values[0] ? title->values[0] : s->name;
    s->seeds = mem_alloc(seeds->n, sizeof *s->seeds);
    s->n_seeds = seeds->n;
    for (size_t i = 0; i < seeds->n; i++)
        parse_long(seeds->values[i], &s->seeds[i]);
    s->dataset = values_of(s, "data", "dataset");
    s->positive = values_of(s, "data", "positive");
    s->negative = values_of(s, "data", "negative");
    s->anomaly = values_of(s, "data", "anomaly");
    s->negative_limit = values_of(s, "data", "negative_limit");
    s->holdout = values_of(s, "data", "holdout");
    s->detectors = values_of(s, "detectors", "run");
}

/* Detectors that learn from negatives want some. Beside other negatives 'none' is left out for them. */
static int check_negatives(const struct spec *s, struct text *problems)
{
    int none = s->negative->n > 0, failed = 0;
    for (size_t i = 0; i < s->negative->n; i++)
        none &= strcmp(s->negative->values[i], "none") == 0;
    for (size_t i = 0; i < s->detectors->n && none; i++) {
        const struct detector *d = suite_find(s->suite, s->detectors->values[i]);
        if (d && d->flags & USES_NEGATIVE)
            failed |= problem_add(problems, s->detectors->where,
                                  "detector '%s' learns from negatives, found 'negative = none': set 'negative' in "
                                  "[data], for example 'negative = next-class'",
                                  d->name);
    }
    return failed;
}

/* Folders of a results folder that are no experiment's, or shall not be, where case does not matter to disks. */
static const char *const taken_names[] = { "phase1",    "runs",   "plan",        "tables",
                                           "figures",   "report", "reference",   "published",
                                           "downloads", "ranks",  "ledger.csv",  "report.html",
                                           "slurm",     "stress", "incremental", NULL };

/* The path's last part without .ini; it becomes a folder, a column and part of make rules. */
static int set_name(struct spec *s, const char *path, struct text *problems)
{
    const char *last = path_last(path);
    s->path = mem_string(path);
    s->name = mem_string(last);
    if (ends_with(last, ".ini"))
        s->name[strlen(last) - 4] = '\0';
    for (const char *c = s->name; *c; c++)
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-", *c))
            return problem_add(problems, path,
                               "expected a file's name of letters, digits, . _ - "
                               "(results take it over), found '%s'",
                               last);
    if (!s->name[0] || strchr(".-", s->name[0]))
        return problem_add(problems, path, "expected a file's name that starts with a letter or digit, found '%s'",
                           last);
    for (const char *const *taken = taken_names; *taken; taken++)
        if (strcasecmp(s->name, *taken) == 0)
            return problem_add(problems, path,
                               "expected a name that results have no other use for, found '%s': RESULTS/%s is no "
                               "experiment's folder",
                               last, *taken);
    return 0;
}

/* A stress test asks a model that is there. */
static int check_stress(const struct spec *s, struct text *problems)
{
    if (!s->stress.keys.run || s->experiment.keep_models)
        return 0;
    return problem_add(
        problems, values_of(s, "stress", "run")->where,
        "'run = on' in [stress] asks the trained detectors: expected 'keep_models = on' in [experiment]");
}

/* Of each class one detector is trained, with one set of settings; images are held back by a key of its own. */
static int check_incremental(const struct spec *s, struct text *problems)
{
    int failed = 0;
    for (size_t i = 0; i < s->axes.n && s->incremental.asked; i++)
        if (s->axes.of[i].list.n > 1)
            failed |= problem_add(problems, s->axes.of[i].list.where,
                                  "expected one value beside [incremental], found %zu", s->axes.of[i].list.n);
    if (s->incremental.asked && s->data.holdout)
        failed |= problem_add(problems, values_of(s, "data", "holdout")->where,
                              "expected no 'holdout' in [data] beside [incremental], which is judged on the test "
                              "split, found %d",
                              s->data.holdout);
    return failed;
}

int spec_read(struct spec *s, const struct suite *suite, const char *path, const char *const *overrides, size_t n,
              struct text *problems)
{
    struct reading r = { .spec = s, .where = TEXT_INIT, .problems = problems };
    *s = (struct spec) { .suite = suite };
    int failed = set_name(s, path, problems);
    failed |= know_all(&r);
    failed |= ini_read(&s->ini, path, problems);
    if (!failed || s->ini.n_sections) { /* else there is nothing to say about a file */
        for (size_t i = 0; i < n; i++)
            failed |= override(&r, overrides[i], overrides, i);
        const int lacking = spec_include(&s->ini, &s->files, problems);
        failed |= lacking;
        failed |= read_entries(&r);
        /* what is missing may stand in the file that could not be included */
        struct text untold = TEXT_INIT, *of_the_rest = lacking ? &untold : problems;
        r.problems = of_the_rest;
        failed |= read_defaults(&r);
        if (s->axes.n)
            qsort(s->axes.of, s->axes.n, sizeof *s->axes.of, by_key);
        settle(s);
        failed |= check_negatives(s, of_the_rest);
        failed |= check_stress(s, of_the_rest);
        failed |= check_incremental(s, of_the_rest);
        text_release(&untold);
    }
    sections_release(&r.known);
    text_release(&r.where);
    return failed ? -1 : 0;
}

static void release_axes(struct axes *axes)
{
    for (size_t i = 0; i < axes->n; i++) {
        split_free(axes->of[i].list.values);
        free(axes->of[i].list.where);
    }
    free(axes->of);
}

void spec_release(struct spec *s)
{
    release_axes(&s->fixed);
    release_axes(&s->axes);
    sections_release(&s->own);
    split_free(s->files);
    ini_release(&s->ini);
    free(s->seeds);
    free(s->name);
    free(s->path);
    *s = (struct spec) { 0 };
}
