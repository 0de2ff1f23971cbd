/* Sums of numbers: whether two runs gave the same ones, to the bit, whatever their files look like. */
#ifndef RUN_DIGEST_H
#define RUN_DIGEST_H

#include "base/hash.h"
#include "detect/fit.h"
#include "run/scores.h"

/* The first digits of a sum that are enough to tell runs, or epochs, apart: what tables have of it. */
enum { DIGEST_SHORT = 16 };

/* The SHA-256 of the scores as float64, little-endian, in the order of their indices. */
void digest_scores(const struct scores *s, char hex[SHA256_HEX]);

/* The SHA-256 of the one of the epoch before (as 32 bytes; zeros before the first) and of an epoch's losses: the stage
 * and a NUL, the epoch as int64, positive, negative and separation as float64, all little-endian, with
 * 0x7ff8000000000000 for what is missing. So where two runs part, their chains part for good. `chain` is that before,
 * then the new one. */
void digest_loss(const struct loss_point *p, unsigned char chain[SHA256_DIGEST_SIZE]);

#endif
