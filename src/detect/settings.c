#include "detect/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A row knows the struct's field; these are the names that specs use. */
#define SECTION_NAME(field, name, KEYS) static const char section_##field[] = name;
SETTINGS_SECTIONS(SECTION_NAME)

#define ROW(field, key, type, start, words, least, most, help) \
    { section_##field, #key, type, offsetof(struct settings, field.key), start, words, least, most, help },
#define ROW_INT(field, key, start, least, most, help) ROW(field, key, KEY_INT, #start, NULL, least, most, help)
#define ROW_REAL(field, key, start, least, most, help) ROW(field, key, KEY_REAL, #start, NULL, least, most, help)
#define ROW_CHOICE(field, key, start, words, unused, help) ROW(field, key, KEY_CHOICE, start, words, 0, 0, help)
#define ROW_INTS(field, key, start, least, most, help) ROW(field, key, KEY_INTS, start, NULL, least, most, help)
#define ROWS(field, name, KEYS) KEYS(ROW_INT, ROW_REAL, ROW_CHOICE, ROW_INTS)

const struct settings_key settings_keys[] = { SETTINGS_SECTIONS(ROWS) { NULL, NULL, KEY_INT, 0, NULL, NULL, 0, 0,
                                                                        NULL } };

const struct settings_key *settings_find(const char *section, const char *name)
{
    for (const struct settings_key *k = settings_keys; k->section; k++)
        if (strcmp(k->section, section) == 0 && strcmp(k->name, name) == 0)
            return k;
    return NULL;
}

int choice_is(const char *value, const char *word)
{
    size_t n = strlen(word);
    return strncmp(value, word, n) == 0 && (value[n] == ' ' || value[n] == '\0');
}

static int set_int(void *field, const struct settings_key *k, const char *value, struct error *e)
{
    long v;
    if (parse_long(value, &v) || v < k->least || v > k->most)
        return error_set(e, "expected a whole number from %.0f to %.0f, found '%s'", k->least, k->most, value);
    *(int *)field = (int)v;
    return 0;
}

static int set_real(void *field, const struct settings_key *k, const char *value, struct error *e)
{
    double v;
    char rounded[32];
    if (parse_double(value, &v) || v < k->least || v > k->most)
        return error_set(e, "expected a number from %.9g to %.9g, found '%s'", k->least, k->most, value);
    /* what the canonical text says is what is computed with; + 0.0 makes -0 a 0 */
    snprintf(rounded, sizeof rounded, "%.9g", v + 0.0);
    parse_double(rounded, &v);
    *(double *)field = v;
    return 0;
}

static int set_choice(void *field, const struct settings_key *k, const char *value, struct error *e)
{
    for (const char *word = k->words; *word; word += strcspn(word, " "), word += *word == ' ')
        if (*value && !strchr(value, ' ') && choice_is(word, value)) {
            *(const char **)field = word;
            return 0;
        }
    char **words = split(k->words, " ", 0, NULL);
    struct text list = TEXT_INIT;
    for (char **word = words; *word; word++)
        text_format(&list, "%s%s", word == words ? "" : ", ", *word);
    error_set(e, "expected one of %s, found '%s'%s", text_of(&list), value,
              hint_for(value, (const char *const *)words).text);
    text_release(&list);
    split_free(words);
    return -1;
}

static int set_ints(void *field, const struct settings_key *k, const char *value, struct error *e)
{
    struct int_list list = { 0 };
    size_t n;
    char **parts = split(value, " \t", 0, &n);
    int bad = n == 0 || n > INT_LIST_MAX;
    for (size_t i = 0; i < n && !bad; i++) {
        long v;
        bad = parse_long(parts[i], &v) || v < k->least || v > k->most;
        if (!bad)
            list.of[list.n++] = (int)v;
    }
    split_free(parts);
    if (bad)
        return error_set(e,
                         "expected 1 to %d whole numbers from %.0f to %.0f separated by blanks, "
                         "found '%s'",
                         INT_LIST_MAX, k->least, k->most, value);
    *(struct int_list *)field = list;
    return 0;
}

int settings_set(struct settings *s, const struct settings_key *k, const char *value, struct error *e)
{
    static int (*const setters[])(void *, const struct settings_key *, const char *, struct error *) = {
        [KEY_INT] = set_int,
        [KEY_REAL] = set_real,
        [KEY_CHOICE] = set_choice,
        [KEY_INTS] = set_ints,
    };
    if (setters[k->type]((char *)s + k->offset, k, value, e))
        return error_prefix(e, "'%s' in [%s]", k->name, k->section);
    return 0;
}

void settings_init(struct settings *s)
{
    memset(s, 0, sizeof *s); /* padding too: equal settings are equal bytes */
    for (const struct settings_key *k = settings_keys; k->section; k++)
        settings_set(s, k, k->start, NULL);
}

void settings_value(const struct settings *s, const struct settings_key *k, struct text *out)
{
    const void *field = (const char *)s + k->offset;
    const struct int_list *list = field;
    const char *word;
    switch (k->type) {
    case KEY_INT:
        text_format(out, "%d", *(const int *)field);
        break;
    case KEY_REAL:
        text_format(out, "%.9g", *(const double *)field);
        break;
    case KEY_CHOICE:
        word = *(const char *const *)field;
        text_append_bytes(out, word, strcspn(word, " "));
        break;
    case KEY_INTS:
        for (int i = 0; i < list->n; i++)
            text_format(out, "%s%d", i ? " " : "", list->of[i]);
        break;
    }
}

int settings_used(const char *const *patterns, const struct settings_key *k)
{
    size_t n = strlen(k->section);
    for (; *patterns; patterns++) {
        const char *p = *patterns;
        if (strncmp(p, k->section, n) == 0 && p[n] == '.' &&
            (strcmp(p + n + 1, "*") == 0 || strcmp(p + n + 1, k->name) == 0))
            return 1;
    }
    return 0;
}

void settings_print(const struct settings *s, const char *const *patterns, struct text *out)
{
    const char *section = NULL;
    for (const struct settings_key *k = settings_keys; k->section; k++) {
        if (!settings_used(patterns, k))
            continue;
        if (k->section != section)
            text_format(out, "[%s]\n", k->section);
        section = k->section;
        text_format(out, "%s = ", k->name);
        settings_value(s, k, out);
        text_append(out, "\n");
    }
}
