/* [incremental] of a spec: how classes come one after the other (docs/incremental.md). No run depends on it. */
#ifndef INCREMENTAL_KEYS_H
#define INCREMENTAL_KEYS_H

#include <stdint.h>

#include "base/error.h"
#include "base/text.h"
#include "keys/sections.h"

/* The struct of the section. */
struct incremental_keys {
    int base, held, epochs, cell;
    double learning_rate, ridge;
};

/* What is asked. The texts are the caller's. */
struct incremental_request {
    struct incremental_keys keys;
    const char *order, *negatives, *rivals;
    int asked; /* 1: the spec has the section */
};

enum incremental_negatives { NEGATIVES_EARLIER = 1, NEGATIVES_OTHERS = 2 };

/* What else is measured, beside one detector for each class. */
enum incremental_rival {
    RIVAL_CODE_MEAN,
    RIVAL_CODE_LDA,
    RIVAL_FEATURE_MEAN,
    RIVAL_FEATURE_LDA,
    RIVAL_HOG_MEAN,
    RIVAL_HOG_LDA,
    RIVAL_SOFTMAX,
    RIVAL_SOFTMAX_NEW,
    INCREMENTAL_RIVALS
};

extern const char *const incremental_rivals[INCREMENTAL_RIVALS];
extern const struct section incremental_section;

/* A set of enum incremental_negatives. */
unsigned incremental_negatives(const char *text);
/* 1 where the text names the rival. */
int incremental_has_rival(const char *text, enum incremental_rival rival);
/* The classes in the order in which they come, (n_classes), by the key's word; random ones by the seed. 0, or -1 where
 * the key does not name each class once. */
int incremental_order(const char *text, int n_classes, uint64_t seed, int *order, struct error *e);
/* Appends its text: an INI section [incremental], the same for the same request. What it begins with tells by which
 * rules the tables were made, so that those of other rules are not taken for the same. */
void incremental_request_print(const struct incremental_request *r, struct text *out);

#endif
