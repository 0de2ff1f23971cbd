/* Text: a growing string, strict numbers, splitting, near names. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stddef.h>

#include "base/error.h"

/* A growing, always NUL-terminated string. */
struct text {
    char *s;
    size_t length, room;
};

#define TEXT_INIT \
    { \
        0 \
    }

void text_release(struct text *t);
void text_clear(struct text *t);
void text_append(struct text *t, const char *s);
/* Control characters as \x1b: a terminal would obey them. */
void text_append_shown(struct text *t, const char *s);
void text_append_bytes(struct text *t, const void *bytes, size_t n);
void text_format(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The string, never NULL; owned by `t`. */
const char *text_of(const struct text *t);
/* Leaves the string in `*to`, to free(), in the place of the one that is there (may be NULL), and releases the text. */
void text_give(struct text *t, char **to);

/* Strict numbers: the whole of `s` (no blanks around it), in range, finite; 0 or -1. */
int parse_long(const char *s, long *value);
int parse_double(const char *s, double *value);

/* Splits a copy of `s` at any character of `separators`, trims blanks off the parts and
 * leaves empty parts in when `keep_empty`. Returns a NULL-terminated array, which
 * split_free() frees; `*n` (may be NULL) is the number of parts. */
char **split(const char *s, const char *separators, int keep_empty, size_t *n);
char **split_copy(char *const *parts);
void split_free(char **parts);

/* Levenshtein's: letters to put in, take out or change. */
size_t edit_distance(const char *a, const char *b);
/* The candidate of a NULL-terminated list that is nearest to `word` in edit distance, or
 * NULL where none is near enough to be a likely slip. */
const char *nearest(const char *word, const char *const *candidates);
/* The same as the end of a message: ", did you mean 'NAME'?", or nothing. */
struct hint {
    char text[96];
};
struct hint hint_for(const char *word, const char *const *candidates);

/* "unknown WHAT, did you mean 'NEAREST'?" or all that is possible; returns -1. `what` has the name in it: "key 'x' in
 * [y]". */
int unknown_name(const char *what, const char *name, const char *const *candidates, struct error *e);

/* qsort() comparison of char * by strcmp(). */
int compare_strings(const void *a, const void *b);

/* Appends the `n` bytes of an item to a list whose items stand with `between` between them, unless it has the item, or
 * this is empty. */
void text_add_once(struct text *list, const char *between, const char *item, size_t n);

/* 1 where `s` ends with `end`, or starts with `start`. */
int ends_with(const char *s, const char *end);
int starts_with(const char *s, const char *start);

#endif
