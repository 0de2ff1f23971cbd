/* INI files, read strictly: what a lenient reader lets through (names cut, duplicates, junk) is
 * refused with file and line.
 *
 *     [section name]
 *     key = value          ; a comment: a blank and a semicolon, or a line's first character
 *     list = one, two,     ; an indented line goes on with the value above it
 *         three
 *     # a line that starts with # is a comment too
 *
 * Sections are [a-z0-9_. -]+, keys [a-z0-9_.-]+, each at most INI_NAME characters. A key stands in
 * a section; both start at a line's beginning. A value may be empty and has at most INI_VALUE
 * characters; lines are as long as they need to be. The lines of a value lose their comments and are
 * joined by one blank each; blank lines and lines of comment may stand between them, so that one
 * of a list can be left out by a ';' before it. An indented line without a value above in its
 * section is refused, and so is one that looks like `key =` or `[section`, which was most likely
 * indented by mistake. Order is kept. A file has at most INI_BYTES bytes: what has no end, /dev/zero, is refused.
 *
 * There is no library behind it: inih as distributions ship it cuts lines at 199 characters, calls
 * its handler once for each indented line and does not say where; all that was left to it was to
 * split at '=' and to drop comments. */
#ifndef STORE_INI_H
#define STORE_INI_H

#include <stddef.h>

#include "base/text.h"

enum { INI_NAME = 49, INI_VALUE = 1 << 20, INI_BYTES = 16 << 20 };

struct ini_entry {
    char *section, *key, *value;
    int line;   /* the value's first; 0: not from the file */
    char *from; /* what messages say instead of FILE:LINE, for an entry of another file; or NULL */
};

struct ini_section {
    char *name;
    int line;
    char *from; /* likewise */
};

struct ini {
    char *path; /* as messages name it */
    char *head; /* the comments and blank lines before anything else */
    struct ini_entry *entries;
    size_t n;
    struct ini_section *sections; /* in the file's order, also those without a key */
    size_t n_sections;
};

/* All return -1 where there was any problem, and add a line "FILE:LINE: message\n" for each
 * one to `problems`. `ini` is valid either way and wants an ini_release(). */
int ini_read(struct ini *ini, const char *path, struct text *problems);
/* What is in memory; `path` is for messages only. */
int ini_read_bytes(struct ini *ini, const char *path, const char *bytes, size_t n, struct text *problems);
int ini_read_text(struct ini *ini, const char *path, const char *text, struct text *problems);
void ini_release(struct ini *ini);

/* The entry, the section or the value; NULL where there is none. */
const struct ini_entry *ini_find(const struct ini *ini, const char *section, const char *key);
const struct ini_section *ini_find_section(const struct ini *ini, const char *section);
const char *ini_get(const struct ini *ini, const char *section, const char *key);

/* Replaces or adds a value (a command line's override); the names must be valid. */
void ini_set(struct ini *ini, const char *section, const char *key, const char *value);

/* Adds a value, or a section without one, that another file gave; there must be none yet. */
void ini_add(struct ini *ini, const char *section, const char *key, const char *value, const char *from);
void ini_add_section(struct ini *ini, const char *section, const char *from);

/* For the text of an INI file that is about to be written, with values that came from elsewhere: cuts lines at
 * INI_VALUE and replaces each ';' and carriage return by a comma, so that ini_read() takes it. The text must be
 * without comments. */
void ini_fit(struct text *t);

/* 1 where the name may be a key's. */
int ini_valid_key(const char *name);

/* Adds "FILE:LINE: message\n" ("FILE: message\n" where line is 0); returns -1. */
int ini_complain(struct text *problems, const struct ini *ini, int line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
