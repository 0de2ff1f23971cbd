/* A network may never leave the constant answer that it starts near: the mean image of an autoencoder,
 * one score for every image of a classifier. Its training is begun anew then, from other weights. The
 * rule looks at training losses alone, so it favours no test image. */
#ifndef DETECT_PARTS_STARTS_H
#define DETECT_PARTS_STARTS_H

#include <stdint.h>

/* A loss that is not below this share of the constant answer's is stuck there. */
#define STUCK_SHARE 0.95

/* After an epoch (1, 2, ...) with this mean loss: is the start given up? It is judged after a quarter of
 * the epochs, two at least; the last start, behind which no other follows, after all of them. A training of
 * one epoch is not judged, nor one whose constant answer has no loss. */
int start_fails(int epoch, int epochs, int last_start, double loss, double constant);

/* The seed of start 0, 1, ...; of the first it is `seed` itself. */
uint64_t start_seed(uint64_t seed, int start);

#endif
