/* A run's folder as what it says of itself: the two texts in it, and values of these by the names of their keys. */
#ifndef RUN_CARD_H
#define RUN_CARD_H

#include "base/error.h"
#include "plan/run.h"
#include "store/ini.h"

struct card {
    char *folder;
    struct ini spec, meta; /* of files that are damaged, what could be read */
};

/* The folder RESULTS/runs/ID or RESULTS/phase1/ID, or one of an earlier version's, whose ID begins with these
 * characters; free(). NULL where there is none, or are several. */
char *card_folder(const char *results, const char *id, struct error *e);

/* The ID in a text: the word of twelve hexadecimal digits in a row of auc.csv, or in a path. The whole text where there
 * is none; free(). */
char *card_id(const char *text);

/* Takes over the folder's name, which is free()d by card_release(). */
void card_read(struct card *c, char *folder);
void card_release(struct card *c);

/* The value of a key, "seed" or, of one in several sections, "shape.epochs"; the run's text comes before meta.ini. NULL
 * where there is none. */
const char *card_value(const struct card *c, const char *key);

#endif
