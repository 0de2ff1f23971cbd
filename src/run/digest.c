#include "run/digest.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { BYTES = 8 };

static void add_integer(struct hash *h, uint64_t value)
{
    unsigned char bytes[BYTES];
    for (int i = 0; i < BYTES; i++)
        bytes[i] = (unsigned char)(value >> (8 * i));
    hash_add(h, bytes, BYTES);
}

static void add_number(struct hash *h, double value)
{
    uint64_t bits = 0x7ff8000000000000u;
    if (!isnan(value))
        memcpy(&bits, &value, sizeof bits);
    add_integer(h, bits);
}

static int compare_places(const void *a, const void *b, void *context)
{
    const struct scores *s = context;
    const size_t i = *(const size_t *)a, j = *(const size_t *)b;
    if (s->index[i] != s->index[j])
        return s->index[i] < s->index[j] ? -1 : 1;
    return i < j ? -1 : i > j;
}

void digest_scores(const struct scores *s, char hex[SHA256_HEX])
{
    struct hash h;
    size_t *order = mem_alloc(s->n, sizeof *order);
    for (size_t i = 0; i < s->n; i++)
        order[i] = i;
    if (s->n)
        qsort_r(order, s->n, sizeof *order, compare_places, (void *)s);
    hash_init(&h);
    for (size_t i = 0; i < s->n; i++)
        add_number(&h, s->score[order[i]]);
    hash_hex(&h, hex);
    free(order);
}

void digest_loss(const struct loss_point *p, unsigned char chain[SHA256_DIGEST_SIZE])
{
    struct hash h;
    hash_init(&h);
    hash_add(&h, chain, SHA256_DIGEST_SIZE);
    hash_add(&h, p->stage, strlen(p->stage) + 1);
    add_integer(&h, (uint64_t)(int64_t)p->epoch);
    add_number(&h, p->positive);
    add_number(&h, p->negative);
    add_number(&h, p->separation);
    hash_digest(&h, chain);
}
