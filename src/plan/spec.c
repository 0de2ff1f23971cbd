#include "plan/spec.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "detect/detector.h"
#include "detect/registry.h"
#include "plan/keys.h"
#include "plan/problem.h"
#include "plan/values.h"
#include "store/ini.h"

/* A growing NULL-terminated list of names that others own. */
struct names {
    const char **of;
    size_t n;
};

/* Sections come in blocks, so a name that is the last one is known. */
static void add_name(struct names *l, const char *name)
{
    if (l->n && strcmp(l->of[l->n - 1], name) == 0)
        return;
    l->of = mem_resize(l->of, l->n + 2, sizeof *l->of);
    l->of[l->n++] = name;
    l->of[l->n] = NULL;
}

static struct names all_sections(void)
{
    struct names l = { NULL, 0 };
    for (const struct spec_key *k = spec_keys; k->section; k++)
        add_name(&l, k->section);
    for (const struct settings_key *k = settings_keys; k->section; k++)
        add_name(&l, k->section);
    return l;
}

static struct names keys_of(const char *section)
{
    struct names l = { NULL, 0 };
    for (const struct spec_key *k = spec_keys; k->section; k++)
        if (strcmp(k->section, section) == 0)
            add_name(&l, k->name);
    for (const struct settings_key *k = settings_keys; k->section; k++)
        if (strcmp(k->section, section) == 0)
            add_name(&l, k->name);
    return l;
}

/* "unknown WHAT, did you mean ...?" or all that is possible. */
static int complain_unknown(const char *where, const char *what, const char *name, struct names known,
                            struct text *problems)
{
    const char *near = nearest(name, known.of);
    if (near)
        return problem_add(problems, where, "unknown %s, did you mean '%s'?", what, near);
    struct text list = TEXT_INIT;
    for (size_t i = 0; i < known.n; i++)
        text_format(&list, "%s%s", i ? ", " : "", known.of[i]);
    problem_add(problems, where, "unknown %s, possible are %s", what, text_of(&list));
    text_release(&list);
    return -1;
}

/* 1, or 0 with a line in `problems`. */
static int known_section(const char *section, const char *where, struct text *problems)
{
    struct names sections = all_sections();
    struct text what = TEXT_INIT;
    int known = 0;
    for (size_t i = 0; i < sections.n; i++)
        known |= strcmp(sections.of[i], section) == 0;
    text_format(&what, "section '%s'", section);
    if (!known)
        complain_unknown(where, text_of(&what), section, sections, problems);
    text_release(&what);
    free(sections.of);
    return known;
}

static int known_key(const char *section, const char *key, const char *where, struct text *problems)
{
    if (spec_key_find(section, key) || settings_find(section, key))
        return 1;
    struct names keys = keys_of(section);
    struct text what = TEXT_INIT;
    text_format(&what, "key '%s' in [%s]", key, section);
    complain_unknown(where, text_of(&what), key, keys, problems);
    text_release(&what);
    free(keys.of);
    return 0;
}

/* Puts "section.key=value" over what the file says. */
static int override(struct ini *ini, const char *text, struct text *problems)
{
    struct text where = TEXT_INIT;
    text_format(&where, "-D %s", text);
    const char *dot = strchr(text, '.'), *equals = strchr(text, '=');
    int rc = -1;
    if (!dot || !equals || dot > equals || dot == text || dot + 1 == equals) {
        problem_add(problems, text_of(&where), "expected section.key=value");
    } else {
        struct text name = TEXT_INIT;
        text_append_bytes(&name, text, (size_t)(equals - text));
        char **parts = split(name.s, ".", 1, NULL), **value = split(equals + 1, "", 1, NULL);
        if (parts[2])
            problem_add(problems, text_of(&where), "expected section.key=value");
        else if (known_section(parts[0], text_of(&where), problems) &&
                 known_key(parts[0], parts[1], text_of(&where), problems)) {
            ini_set(ini, parts[0], parts[1], value[0]);
            rc = 0;
        }
        split_free(parts);
        split_free(value);
        text_release(&name);
    }
    text_release(&where);
    return rc;
}

/* How messages name the place of an entry. */
static void entry_place(const struct ini *ini, const struct ini_entry *entry, struct text *where)
{
    text_clear(where);
    if (entry->line)
        text_format(where, "%s:%d", ini->path, entry->line);
    else
        text_format(where, "-D %s.%s=%s", entry->section, entry->key, entry->value);
}

static int read_axis(struct spec *s, const struct settings_key *k, const char *where, const char *value,
                     struct text *problems)
{
    struct axis axis = { k, { .where = mem_string(where) } };
    struct settings scratch;
    int bad = 0;
    axis.list.values = values_split(value, k->type == KEY_INT, where, problems, &axis.list.n);
    for (size_t i = 0; i < axis.list.n && bad < BAD_VALUES_MAX; i++) {
        struct error e;
        struct text canonical = TEXT_INIT;
        if (settings_set(&scratch, k, axis.list.values[i], &e)) {
            problem_add(problems, where, "%s", e.text);
            bad++;
            continue;
        }
        settings_value(&scratch, k, &canonical);
        free(axis.list.values[i]);
        axis.list.values[i] = canonical.s;
    }
    int failed = !axis.list.values || bad || values_distinct(axis.list.values, axis.list.n, where, problems);
    s->axes = mem_resize(s->axes, s->n_axes + 1, sizeof *s->axes);
    s->axes[s->n_axes++] = axis;
    return failed ? -1 : 0;
}

static int by_key(const void *a, const void *b)
{
    const struct axis *p = a, *q = b;
    return (p->key > q->key) - (p->key < q->key);
}

static int read_entries(struct spec *s, const struct ini *ini, struct text *problems)
{
    struct text where = TEXT_INIT;
    int failed = 0;
    for (size_t i = 0; i < ini->n_sections; i++) {
        text_clear(&where);
        text_format(&where, "%s:%d", ini->path, ini->sections[i].line);
        if (!known_section(ini->sections[i].name, text_of(&where), problems))
            failed = -1;
    }
    for (size_t i = 0; i < ini->n; i++) {
        const struct ini_entry *entry = &ini->entries[i];
        struct names keys = keys_of(entry->section);
        free(keys.of);
        if (keys.n == 0)
            continue; /* of an unknown section: said above */
        entry_place(ini, entry, &where);
        const struct spec_key *k = spec_key_find(entry->section, entry->key);
        const struct settings_key *setting = settings_find(entry->section, entry->key);
        if (k)
            failed |= k->read(s, k, text_of(&where), entry->value, problems);
        else if (setting)
            failed |= read_axis(s, setting, text_of(&where), entry->value, problems);
        else
            failed |= !known_key(entry->section, entry->key, text_of(&where), problems);
    }
    if (s->n_axes)
        qsort(s->axes, s->n_axes, sizeof *s->axes, by_key);
    text_release(&where);
    return failed;
}

static int read_defaults(struct spec *s, const struct ini *ini, struct text *problems)
{
    int failed = 0;
    for (const struct spec_key *k = spec_keys; k->section; k++) {
        if (ini_find(ini, k->section, k->name))
            continue;
        if (k->required)
            failed |= problem_add(problems, s->path,
                                  "expected '%s' in [%s], for example '%s = "
                                  "%s'",
                                  k->name, k->section, k->name, k->start);
        else
            failed |= k->read(s, k, s->path, k->start, problems);
    }
    return failed;
}

/* Detectors that learn from negatives want some. */
static int check_negatives(const struct spec *s, struct text *problems)
{
    int none = 0, failed = 0;
    for (size_t i = 0; i < s->negative.n; i++)
        none |= strcmp(s->negative.values[i], "none") == 0;
    for (size_t i = 0; i < s->detectors.n && none; i++) {
        const struct detector *d = detector_find(s->detectors.values[i]);
        if (d && d->flags & USES_NEGATIVE)
            failed |= problem_add(problems, s->detectors.where,
                                  "detector '%s' learns from "
                                  "negatives, found 'negative = none': set 'negative' in [data], "
                                  "for example 'negative = next-class'",
                                  d->name);
    }
    return failed;
}

/* The path's last part without .ini; it becomes a folder, a column and part of make rules. */
static int set_name(struct spec *s, const char *path, struct text *problems)
{
    const char *last = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
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
        return problem_add(problems, path,
                           "expected a file's name that starts with a letter or "
                           "digit, found '%s'",
                           last);
    return 0;
}

int spec_read(struct spec *s, const char *path, const char *const *overrides, size_t n, struct text *problems)
{
    struct ini ini;
    *s = (struct spec) { 0 };
    int failed = set_name(s, path, problems) | ini_read(&ini, path, problems);
    if (!failed || ini.n_sections) { /* else there is nothing to say about a file */
        for (size_t i = 0; i < n; i++)
            failed |= override(&ini, overrides[i], problems);
        failed |= read_entries(s, &ini, problems);
        failed |= read_defaults(s, &ini, problems);
        failed |= check_negatives(s, problems);
    }
    ini_release(&ini);
    return failed ? -1 : 0;
}

static void release_values(struct spec_values *v)
{
    split_free(v->values);
    free(v->where);
}

void spec_release(struct spec *s)
{
    release_values(&s->dataset);
    release_values(&s->positive);
    release_values(&s->negative);
    release_values(&s->anomaly);
    release_values(&s->detectors);
    for (size_t i = 0; i < s->n_axes; i++)
        release_values(&s->axes[i].list);
    free(s->axes);
    free(s->seeds);
    free(s->title);
    free(s->name);
    free(s->path);
    *s = (struct spec) { 0 };
}
