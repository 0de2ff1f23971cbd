/* A value for each key that is known: one block that holds the structs of all sections. Plain data: it may be copied
 * by assignment, and needs no release. A detector reads the values of its section by
 *
 *     const struct lof_keys *k = settings_of(s, &lof_section);
 */
#ifndef KEYS_SETTINGS_H
#define KEYS_SETTINGS_H

#include <stddef.h>

#include "base/error.h"
#include "base/text.h"
#include "keys/sections.h"

enum { SETTINGS_ROOM = 1536 }; /* bytes of all sections' structs; sections_add() refuses more */

struct settings {
    const struct sections *sections;
    _Alignas(max_align_t) unsigned char block[SETTINGS_ROOM];
};

/* All at their defaults. The list must outlive the settings, and no section may be added to it any more. */
void settings_init(struct settings *s, const struct sections *l);

/* The struct of a section, which must be in the list. */
const void *settings_of(const struct settings *s, const struct section *section);
void *settings_edit(struct settings *s, const struct section *section);

/* Sets one key from text; the message names key, expectation and what was found. */
int settings_set(struct settings *s, const struct setting *k, const char *value, struct error *e);
/* Sets one key to its default. */
void settings_reset(struct settings *s, const struct setting *k);
/* Appends the canonical text of one value (numbers by %.9g). */
void settings_value(const struct settings *s, const struct setting *k, struct text *out);
/* By the first key of the list that differs, as key_compare(); both of the same list. */
int settings_compare(const struct settings *a, const struct settings *b);
int settings_at_default(const struct settings *s, const struct setting *k);

/* Has the key "section.name" one of the values, as key_need has them? */
int settings_have(const struct settings *s, const char *name, const char *values);

/* Appends "[section]\nkey = value\n..." of every key that a pattern of the NULL-terminated
 * list names ("model.latent", "train.*"), in the list's order; but for those at their default that are KEY_UNSAVED. */
void settings_print(const struct settings *s, const char *const *patterns, struct text *out);

/* Appends "key = value", and before the first key of a section "[section]"; `last` is the section of the one before,
 * NULL at first. */
void settings_print_one(const struct settings *s, const struct setting *k, const struct section **last,
                        struct text *out);

#endif
