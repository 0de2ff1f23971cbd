/* Runs in chunks, each of which one task of an array does, one after the other. */
#ifndef SLURM_CHUNKS_H
#define SLURM_CHUNKS_H

#include <stddef.h>

struct chunk_unit {
    int group;      /* a chunk has units of one group: what may begin at the same time */
    double seconds; /* as estimated */
};

struct chunks {
    size_t *task;  /* (n units) the number of the chunk that each is in, from 0 */
    size_t *first; /* (n_groups + 1) the first chunk of each group, and how many there are in all */
};

/* Chunks of about `target` seconds, those of a group of about one length and in the units' order; a unit that takes
 * longer has one to itself. `units` are in the order of their groups, 0 to n_groups - 1. chunks_release(). */
void chunks_make(struct chunks *c, const struct chunk_unit *units, size_t n, int n_groups, double target);
void chunks_release(struct chunks *c);

#endif
