/* Random numbers: xoshiro256** (Blackman & Vigna 2018), seeded by splitmix64.
 *
 * Seed 0 of splitmix64 gives e220a8397b1dcdaf first; tests/unit/base/test_rng.c checks the
 * outputs of both generators against the authors' published values. */
#ifndef BASE_RNG_H
#define BASE_RNG_H

#include <stddef.h>
#include <stdint.h>

struct rng {
    uint64_t s[4];
};

void rng_seed(struct rng *r, uint64_t seed);

/* The seed for one role: the first 8 bytes (big-endian) of the SHA-256 of "BASE/ROLE/AXES".
 * `axes` holds what the role may depend on and nothing else, so that a run that is added
 * never shifts the numbers of another. */
uint64_t rng_seed_for(uint64_t base, const char *role, const char *axes);

uint64_t rng_next(struct rng *r);
/* Uniform in [0, 1), 53 bits. */
double rng_uniform(struct rng *r);
/* Uniform in [0, n), without bias; n > 0. */
uint64_t rng_below(struct rng *r, uint64_t n);
/* Standard normal (polar method). */
double rng_normal(struct rng *r);
/* Fisher-Yates. */
void rng_shuffle(struct rng *r, int *items, size_t n);

#endif
