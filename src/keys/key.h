/* A key: a value that has a name, a type, a default, a range and a help text. Its value lies in a struct of the
 * section that it belongs to (keys/sections.h); a table of keys stands beside that struct:
 *
 *     struct lof_keys { int neighbours; };
 *     static const struct key keys[] = {
 *         INT_KEY(struct lof_keys, neighbours, "20", 1, 1000, "positives that an image's density is compared with"),
 *         { 0 }
 *     };
 *
 * A row whose type is not that of its field does not compile. Rows may also be made while the program runs. */
#ifndef KEYS_KEY_H
#define KEYS_KEY_H

#include <stddef.h>

#include "base/error.h"
#include "base/text.h"

enum key_type {
    KEY_INT,    /* int */
    KEY_REAL,   /* double; %.9g, as canonical texts print it, is what is computed with */
    KEY_CHOICE, /* const char *: a word of the list `words`, compare with choice_is() */
    KEY_SWITCH, /* int: off or on */
    KEY_INTS,   /* struct int_list */
    KEY_TEXT    /* any text, in no struct: who reads it keeps it */
};

enum key_flags {
    KEY_LATER = 1,    /* came when there were runs already: canonical texts name it only where it is not at its
                       * default, so that these runs keep their IDs */
    KEY_REQUIRED = 2, /* a spec must give it; `start` is an example */
    KEY_SINGLE = 4,   /* one value: commas make no axis */
    KEY_RANGES = 8,   /* of texts: a..b is a range among the values; numbers always have it */
    KEY_UNSAVED = 16  /* at its default saved models do not name it either, so that their bytes stay */
};

enum { INT_LIST_MAX = 8 };

struct int_list {
    int n, of[INT_LIST_MAX];
};

struct key {
    const char *name; /* of the row behind the last NULL */
    enum key_type type;
    size_t offset;     /* of the value in the section's struct */
    const char *start; /* default, as text */
    const char *words; /* of a choice, separated by blanks */
    double least, most;
    const char *help; /* without a full stop */
    unsigned flags;
    const char *expected; /* what may stand there, for people; NULL: the type and the range say it */
    /* Of texts: "class:" where class:5..7 is class:5, class:6, class:7; up to NULL, NULL for none. */
    const char *const *ranges_behind;
    /* What a text must be; `context` is what the reader of the spec hands on. NULL: anything goes. */
    int (*check)(const char *value, const void *context, struct error *e);
    /* More lines of help, each behind `start`; may be NULL. */
    void (*describe)(const char *start, const void *context, struct text *out);
};

/* The place of a field that has just this type. */
#define KEY_OFFSET(of, field, type) _Generic(&((of *)0)->field, type * : offsetof(of, field))

#define INT_KEY(of, field, default_, least_, most_, help_) \
    { \
        .name = #field, .type = KEY_INT, .offset = KEY_OFFSET(of, field, int), .start = default_, .least = least_, \
        .most = most_, .help = help_ \
    }
#define REAL_KEY(of, field, default_, least_, most_, help_) \
    { \
        .name = #field, .type = KEY_REAL, .offset = KEY_OFFSET(of, field, double), .start = default_, .least = least_, \
        .most = most_, .help = help_ \
    }
#define CHOICE_KEY(of, field, default_, words_, help_) \
    { \
        .name = #field, .type = KEY_CHOICE, .offset = KEY_OFFSET(of, field, const char *), .start = default_, \
        .words = words_, .help = help_ \
    }
#define SWITCH_KEY(of, field, default_, help_) \
    { \
        .name = #field, .type = KEY_SWITCH, .offset = KEY_OFFSET(of, field, int), .start = default_, \
        .words = "off on", .help = help_ \
    }
#define INTS_KEY(of, field, default_, least_, most_, help_) \
    { \
        .name = #field, .type = KEY_INTS, .offset = KEY_OFFSET(of, field, struct int_list), .start = default_, \
        .least = least_, .most = most_, .help = help_ \
    }

/* Writes the value that the text says to `block`, the section's struct; of a KEY_TEXT nothing. The message says what
 * was expected and what was found, but not which key. */
int key_parse(const struct key *k, void *block, const char *value, struct error *e);
/* Appends the canonical text of the value in `block`; of a KEY_TEXT nothing. */
void key_print(const struct key *k, const void *block, struct text *out);
/* Bytes of the value, from its offset on. */
size_t key_size(const struct key *k);
/* <0, 0, >0 as the value in block `a` comes before that in `b`: numbers by size, words by their list. */
int key_compare(const struct key *k, const void *a, const void *b);
/* Appends what may stand there: "whole number from 1 to 10", "one | two". */
void key_expected(const struct key *k, struct text *out);

/* 1 where a choice holds this word. */
int choice_is(const char *value, const char *word);

#endif
