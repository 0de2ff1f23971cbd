#include "keys/key.h"

#include <stdio.h>
#include <string.h>

int choice_is(const char *value, const char *word)
{
    size_t n = strlen(word);
    return strncmp(value, word, n) == 0 && (value[n] == ' ' || value[n] == '\0');
}

/* The next word of a list, "" behind the last. */
static const char *next_word(const char *word)
{
    word += strcspn(word, " ");
    return word + (*word == ' ');
}

static int parse_int(const struct key *k, void *field, const char *value, struct error *e)
{
    long v;
    if (parse_long(value, &v) || (double)v < k->least || (double)v > k->most)
        return error_set(e, "expected a whole number from %.0f to %.0f, found '%s'", k->least, k->most, value);
    *(int *)field = (int)v;
    return 0;
}

static int parse_real(const struct key *k, void *field, const char *value, struct error *e)
{
    double v;
    char rounded[32];
    if (parse_double(value, &v) || v < k->least || v > k->most)
        return error_set(e, "expected a number from %.9g to %.9g, found '%s'", k->least, k->most, value);
    snprintf(rounded, sizeof rounded, "%.9g", v + 0.0); /* + 0.0 makes -0 a 0 */
    parse_double(rounded, &v);
    *(double *)field = v;
    return 0;
}

/* The place of the value in the list, or NULL with a message. */
static const char *find_word(const struct key *k, const char *value, struct error *e)
{
    for (const char *word = k->words; *word; word = next_word(word))
        if (*value && !strchr(value, ' ') && choice_is(word, value))
            return word;
    char **words = split(k->words, " ", 0, NULL);
    struct text list = TEXT_INIT;
    for (char **word = words; *word; word++)
        text_format(&list, "%s%s", word == words ? "" : ", ", *word);
    error_set(e, "expected one of %s, found '%s'%s", text_of(&list), value,
              hint_for(value, (const char *const *)words).text);
    text_release(&list);
    split_free(words);
    return NULL;
}

static int parse_choice(const struct key *k, void *field, const char *value, struct error *e)
{
    const char *word = find_word(k, value, e);
    if (word)
        *(const char **)field = word;
    return word ? 0 : -1;
}

static int parse_switch(const struct key *k, void *field, const char *value, struct error *e)
{
    const char *word = find_word(k, value, e);
    if (word)
        *(int *)field = choice_is(word, "on");
    return word ? 0 : -1;
}

static int parse_ints(const struct key *k, void *field, const char *value, struct error *e)
{
    struct int_list list = { 0 };
    size_t n;
    char **parts = split(value, " \t", 0, &n);
    int bad = n == 0 || n > INT_LIST_MAX;
    for (size_t i = 0; i < n && !bad; i++) {
        long v;
        bad = parse_long(parts[i], &v) || (double)v < k->least || (double)v > k->most;
        if (!bad)
            list.of[list.n++] = (int)v;
    }
    split_free(parts);
    if (bad)
        return error_set(e, "expected 1 to %d whole numbers from %.0f to %.0f separated by blanks, found '%s'",
                         INT_LIST_MAX, k->least, k->most, value);
    *(struct int_list *)field = list;
    return 0;
}

int key_parse(const struct key *k, void *block, const char *value, struct error *e)
{
    static int (*const parsers[])(const struct key *, void *, const char *, struct error *) = {
        [KEY_INT] = parse_int,       [KEY_REAL] = parse_real, [KEY_CHOICE] = parse_choice,
        [KEY_SWITCH] = parse_switch, [KEY_INTS] = parse_ints,
    };
    return k->type == KEY_TEXT ? 0 : parsers[k->type](k, (char *)block + k->offset, value, e);
}

size_t key_size(const struct key *k)
{
    static const size_t sizes[] = {
        [KEY_INT] = sizeof(int),    [KEY_REAL] = sizeof(double),          [KEY_CHOICE] = sizeof(const char *),
        [KEY_SWITCH] = sizeof(int), [KEY_INTS] = sizeof(struct int_list), [KEY_TEXT] = 0,
    };
    return sizes[k->type];
}

void key_print(const struct key *k, const void *block, struct text *out)
{
    const void *field = (const char *)block + k->offset;
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
    case KEY_SWITCH:
        text_append(out, *(const int *)field ? "on" : "off");
        break;
    case KEY_INTS:
        for (int i = 0; i < list->n; i++)
            text_format(out, "%s%d", i ? " " : "", list->of[i]);
        break;
    case KEY_TEXT:
        break;
    }
}

void key_expected(const struct key *k, struct text *out)
{
    if (k->expected) {
        text_append(out, k->expected);
        return;
    }
    switch (k->type) {
    case KEY_INT:
        text_format(out, "whole number from %.0f to %.0f", k->least, k->most);
        break;
    case KEY_REAL:
        text_format(out, "number from %.9g to %.9g", k->least, k->most);
        break;
    case KEY_CHOICE:
    case KEY_SWITCH:
        for (const char *word = k->words; *word; word = next_word(word))
            text_format(out, "%s%.*s", word == k->words ? "" : " | ", (int)strcspn(word, " "), word);
        break;
    case KEY_INTS:
        text_format(out, "1 to %d whole numbers from %.0f to %.0f, separated by blanks", INT_LIST_MAX, k->least,
                    k->most);
        break;
    case KEY_TEXT:
        text_append(out, "any text");
        break;
    }
}

static int compare_longs(long a, long b)
{
    return (a > b) - (a < b);
}

static int compare_ints(const struct int_list *a, const struct int_list *b)
{
    for (int i = 0; i < a->n && i < b->n; i++)
        if (a->of[i] != b->of[i])
            return compare_longs(a->of[i], b->of[i]);
    return compare_longs(a->n, b->n);
}

/* Its place in the list of words. */
static long place_of(const struct key *k, const char *value)
{
    long place = 0;
    const size_t n = strcspn(value, " ");
    for (const char *word = k->words; *word; word = next_word(word), place++)
        if (strcspn(word, " ") == n && strncmp(word, value, n) == 0)
            break;
    return place;
}

int key_compare(const struct key *k, const void *a, const void *b)
{
    const void *x = (const char *)a + k->offset, *y = (const char *)b + k->offset;
    const double *real = x, *other = y;
    switch (k->type) {
    case KEY_INT:
    case KEY_SWITCH:
        return compare_longs(*(const int *)x, *(const int *)y);
    case KEY_REAL:
        return (*real > *other) - (*real < *other);
    case KEY_CHOICE:
        return compare_longs(place_of(k, *(const char *const *)x), place_of(k, *(const char *const *)y));
    case KEY_INTS:
        return compare_ints(x, y);
    case KEY_TEXT:
        break;
    }
    return 0;
}
