#include "base/rng.h"

#include <inttypes.h>
#include <math.h>

#include "base/hash.h"
#include "base/text.h"

static uint64_t splitmix64(uint64_t *x)
{
    uint64_t z = (*x += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

void rng_seed(struct rng *r, uint64_t seed)
{
    for (int i = 0; i < 4; i++)
        r->s[i] = splitmix64(&seed);
}

uint64_t rng_seed_for(uint64_t base, const char *role, const char *axes)
{
    struct text t = TEXT_INIT;
    struct hash h;
    unsigned char digest[SHA256_DIGEST_SIZE];
    text_format(&t, "%" PRIu64 "/%s/%s", base, role, axes);
    hash_init(&h);
    hash_add(&h, t.s, t.length);
    hash_digest(&h, digest);
    text_release(&t);
    uint64_t seed = 0;
    for (int i = 0; i < 8; i++)
        seed = seed << 8 | digest[i];
    return seed;
}

static uint64_t rotate(uint64_t x, int k)
{
    return x << k | x >> (64 - k);
}

uint64_t rng_next(struct rng *r)
{
    uint64_t *s = r->s, result = rotate(s[1] * 5, 7) * 9, t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

double rng_uniform(struct rng *r)
{
    return (double)(rng_next(r) >> 11) * 0x1p-53;
}

uint64_t rng_below(struct rng *r, uint64_t n)
{
    /* numbers below 2^64 mod n are thrown away: the rest is a whole number of rounds of n */
    uint64_t least = -n % n, x;
    do
        x = rng_next(r);
    while (x < least);
    return x % n;
}

double rng_normal(struct rng *r)
{
    double u, v, q;
    do {
        u = 2 * rng_uniform(r) - 1;
        v = 2 * rng_uniform(r) - 1;
        q = u * u + v * v;
    } while (q >= 1 || q == 0);
    return u * sqrt(-2 * log(q) / q);
}

void rng_shuffle(struct rng *r, int *items, size_t n)
{
    for (size_t i = n; i > 1; i--) {
        size_t j = rng_below(r, i);
        int t = items[i - 1];
        items[i - 1] = items[j];
        items[j] = t;
    }
}
