/* Data sets of points that are made, not prepared: "synthetic:NAME". Each has one seed, so it is the same set each
 * time, and its payload is the SHA-256 of its numbers. Coordinates are multiples of 2^-16: the last bits of another C
 * library's logarithm give no other set.
 *
 * Class 0 is the data. A set that can be judged has a class 1, "elsewhere", in its test split alone: points of a
 * uniform draw over a box that are farther from all train points than 99 % of these are from their nearest
 * neighbours. */
#ifndef DATA_SYNTHETIC_H
#define DATA_SYNTHETIC_H

#include "data/dataset.h"
#include "base/text.h"

/* 1 where the name is that of such a set, known or not. */
int synthetic_named(const char *name);
/* -1 where there is no such set, with a message that names those that there are. */
int synthetic_known(const char *name, struct error *e);
/* dataset_release() either way. */
int synthetic_make(struct dataset *d, const char *name, struct error *e);
/* Appends a line for each set, its name and what it is, behind `start`. */
void synthetic_describe(const char *start, struct text *out);

#endif
