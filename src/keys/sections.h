/* Sections of keys, and the list of all that a program knows: filled at its start from the tables of detectors and
 * specs, also from such as are made while it runs, and handed to whoever reads or writes settings. */
#ifndef KEYS_SECTIONS_H
#define KEYS_SECTIONS_H

#include <stddef.h>

#include "keys/key.h"

/* A key that matters only where another has a certain value; all rows about a key must be met. A row is passed over
 * where the other key is nothing to who asks (a detector that does not depend on it). */
struct key_need {
    const char *key, *other;          /* "kde.bandwidth", "kde.select"; `key` is NULL behind the last row */
    const char *values;               /* of the other, blanks between: "fixed"; "!0": any but 0 */
    const char *or_other, *or_values; /* or this key has one of these; NULL for none */
};

struct section {
    const char *name; /* as in "[name]" */
    size_t size;      /* of the struct that holds its values */
    const struct key *keys;
    const struct key_need *needs; /* of its keys, whoever uses them; or NULL */
};

/* A key that is known: its section, and where its value lies in a block of settings. */
struct setting {
    const struct section *section;
    const struct key *key;
    size_t offset;
    size_t section_length; /* of the section's name */
};

struct sections {
    const struct section **of;
    size_t *offset; /* of each one's struct in the block */
    size_t n;
    struct setting *settings; /* all keys, section by section, in the order in which they were added */
    size_t n_settings;
    size_t size;          /* of the block */
    unsigned char *start; /* (SETTINGS_ROOM) the block with all values at their defaults */
};

/* Both the section and its keys must outlive the list. -1 where a section or a key of it is there already, where a
 * default is not possible or a value would lie outside its struct, or where the block would grow beyond SETTINGS_ROOM
 * (keys/settings.h). Settings that were made before do not know the section. */
int sections_add(struct sections *l, const struct section *section, struct error *e);
void sections_release(struct sections *l);

/* NULL where there is none of this name. */
const struct section *sections_find(const struct sections *l, const char *section);
const struct setting *sections_setting(const struct sections *l, const char *section, const char *key);

/* Is there such a section, or such a key in it? 1, or 0 with a message that has the nearest name, or else all that are
 * possible. */
int sections_know(const struct sections *l, const char *section, struct error *e);
int sections_know_key(const struct sections *l, const char *section, const char *key, struct error *e);

/* 1 where a pattern of the NULL-terminated list names this key: "model.latent", "train.*". */
int setting_matches(const struct setting *k, const char *const *patterns);

#endif
