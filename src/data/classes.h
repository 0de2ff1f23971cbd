/* A set of classes, by their numbers. */
#ifndef DATA_CLASSES_H
#define DATA_CLASSES_H

#include <stdint.h>

#include "base/text.h"

enum { CLASSES_MAX = 1024, CLASS_NAME_MAX = 63, CLASSES_WORDS = CLASSES_MAX / 64 }; /* classes of a data set */

/* Zeros are the empty set. Copied by assignment. */
struct class_list {
    uint64_t bits[CLASSES_WORDS]; /* class c is bit c % 64 of word c / 64 */
    int n;
};

int classes_hold(const struct class_list *list, int class);
/* -1 where it is there already, or no number from 0 to CLASSES_MAX - 1. */
int classes_add(struct class_list *list, int class);
/* The next class after `class` (-1: the first), ascending; -1 behind the last. */
int classes_next(const struct class_list *list, int class);
int classes_last(const struct class_list *list);
/* <0, 0, >0: by the first number that differs, then by how many there are. */
int classes_compare(const struct class_list *a, const struct class_list *b);
/* "0 1 5" */
void classes_print(const struct class_list *list, struct text *out);

#endif
