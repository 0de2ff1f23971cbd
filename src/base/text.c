#include "base/text.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void text_release(struct text *t)
{
    free(t->s);
    *t = (struct text)TEXT_INIT;
}

void text_clear(struct text *t)
{
    t->length = 0;
    if (t->s)
        t->s[0] = '\0';
}

static void reserve(struct text *t, size_t more)
{
    if (t->length + more + 1 > t->room) {
        t->room = (t->length + more + 1) * 2;
        t->s = mem_resize(t->s, t->room, 1);
    }
}

void text_append_bytes(struct text *t, const void *bytes, size_t n)
{
    reserve(t, n);
    memcpy(t->s + t->length, bytes, n);
    t->length += n;
    t->s[t->length] = '\0';
}

void text_append(struct text *t, const char *s)
{
    text_append_bytes(t, s, strlen(s));
}

void text_append_shown(struct text *t, const char *s)
{
    for (; *s; s++)
        if (iscntrl((unsigned char)*s))
            text_format(t, "\\x%02x", (unsigned char)*s);
        else
            text_append_bytes(t, s, 1);
}

void text_format(struct text *t, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    reserve(t, (size_t)n);
    va_start(args, format);
    vsnprintf(t->s + t->length, (size_t)n + 1, format, args);
    va_end(args);
    t->length += (size_t)n;
}

const char *text_of(const struct text *t)
{
    return t->s ? t->s : "";
}

void text_give(struct text *t, char **to)
{
    free(*to);
    *to = mem_string(text_of(t));
    text_release(t);
}

int parse_long(const char *s, long *value)
{
    char *end;
    if (!isdigit((unsigned char)s[s[0] == '-']))
        return -1;
    errno = 0;
    long v = strtol(s, &end, 10);
    if (errno || *end)
        return -1;
    *value = v;
    return 0;
}

int parse_double(const char *s, double *value)
{
    char *end;
    if (!*s || *s == '+' || isspace((unsigned char)*s) || strpbrk(s, "xXnN"))
        return -1;
    errno = 0;
    double v = strtod(s, &end);
    if (end == s || *end || !isfinite(v) || (errno == ERANGE && fabs(v) > 1))
        return -1;
    *value = v;
    return 0;
}

char **split(const char *s, const char *separators, int keep_empty, size_t *n)
{
    size_t count = 0, room = 8;
    char **parts = mem_resize(NULL, room, sizeof *parts);
    for (;;) {
        size_t length = strcspn(s, separators), from = 0, to = length;
        while (from < to && isspace((unsigned char)s[from]))
            from++;
        while (to > from && isspace((unsigned char)s[to - 1]))
            to--;
        if (to > from || keep_empty) {
            if (count + 1 == room)
                parts = mem_resize(parts, room *= 2, sizeof *parts);
            char *part = mem_resize(NULL, to - from + 1, 1);
            memcpy(part, s + from, to - from);
            part[to - from] = '\0';
            parts[count++] = part;
        }
        if (!s[length])
            break;
        s += length + 1;
    }
    parts[count] = NULL;
    if (n)
        *n = count;
    return parts;
}

char **split_copy(char *const *parts)
{
    size_t n = 0;
    while (parts[n])
        n++;
    char **copy = mem_zero(n + 1, sizeof *copy);
    for (size_t i = 0; i < n; i++)
        copy[i] = mem_string(parts[i]);
    return copy;
}

void split_free(char **parts)
{
    if (!parts)
        return;
    for (char **p = parts; *p; p++)
        free(*p);
    free(parts);
}

size_t edit_distance(const char *a, const char *b)
{
    size_t n = strlen(b), row[128];
    if (n >= 127)
        return 127;
    for (size_t j = 0; j <= n; j++)
        row[j] = j;
    for (size_t i = 0; a[i]; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < n; j++) {
            size_t up = row[j + 1], best = diagonal + (a[i] != b[j]);
            if (up + 1 < best)
                best = up + 1;
            if (row[j] + 1 < best)
                best = row[j] + 1;
            row[j + 1] = best;
            diagonal = up;
        }
    }
    return row[n];
}

const char *nearest(const char *word, const char *const *candidates)
{
    const char *best = NULL;
    size_t least = strlen(word) / 2 + 1;
    for (; *candidates; candidates++) {
        size_t d = edit_distance(word, *candidates);
        if (d < least) {
            least = d;
            best = *candidates;
        }
    }
    return best;
}

struct hint hint_for(const char *word, const char *const *candidates)
{
    struct hint h = { "" };
    const char *near = nearest(word, candidates);
    if (near)
        snprintf(h.text, sizeof h.text, ", did you mean '%s'?", near);
    return h;
}

int compare_strings(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void text_add_once(struct text *list, const char *between, const char *item, size_t n)
{
    for (const char *at = text_of(list), *end; at; at = end ? end + strlen(between) : NULL) {
        end = strstr(at, between);
        const size_t length = end ? (size_t)(end - at) : strlen(at);
        if (length == n && memcmp(at, item, n) == 0)
            return;
    }
    if (n) {
        text_append(list, list->length ? between : "");
        text_append_bytes(list, item, n);
    }
}

int ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);
    return n >= m && memcmp(s + n - m, end, m) == 0;
}

int starts_with(const char *s, const char *start)
{
    return strncmp(s, start, strlen(start)) == 0;
}

int unknown_name(const char *what, const char *name, const char *const *candidates, struct error *e)
{
    const char *near = nearest(name, candidates);
    struct text list = TEXT_INIT;
    if (near)
        return error_set(e, "unknown %s, did you mean '%s'?", what, near);
    for (const char *const *c = candidates; *c; c++)
        text_format(&list, "%s%s", c == candidates ? "" : ", ", *c);
    error_set(e, "unknown %s, possible are %s", what, text_of(&list));
    text_release(&list);
    return -1;
}
