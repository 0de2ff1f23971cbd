#include "base/order.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { DIGITS = 8, DIGIT_VALUES = 256 }; /* a key's bytes */

struct entry {
    uint64_t key;
    size_t index;
};

/* A whole number that rises with the value. A double's bits do so where it is positive; where it is negative they fall,
 * and the sign is above all of them. */
static uint64_t key_of(double value)
{
    static const uint64_t SIGN = (uint64_t)1 << 63;
    const double alike = value == 0 ? 0 : value; /* -0 has other bits */
    uint64_t bits;
    memcpy(&bits, &alike, sizeof bits);
    return bits & SIGN ? ~bits : bits | SIGN;
}

static size_t digit_of(uint64_t key, size_t digit)
{
    return key >> (8 * digit) & (DIGIT_VALUES - 1);
}

/* From counts to the place of each digit's first entry. */
static void counts_to_places(size_t places[DIGIT_VALUES])
{
    size_t sum = 0;
    for (size_t v = 0; v < DIGIT_VALUES; v++) {
        const size_t count = places[v];
        places[v] = sum;
        sum += count;
    }
}

/* Sorts by one digit after the other, from the last; each pass leaves what is equal in its order. Returns which of the
 * two arrays has the result. */
static struct entry *radix_sort(struct entry *from, struct entry *to, size_t n)
{
    size_t places[DIGITS][DIGIT_VALUES] = { { 0 } };
    for (size_t i = 0; i < n; i++)
        for (size_t d = 0; d < DIGITS; d++)
            places[d][digit_of(from[i].key, d)]++;
    for (size_t d = 0; d < DIGITS; d++) {
        if (n == 0 || places[d][digit_of(from[0].key, d)] == n)
            continue; /* all have the same one, as whole numbers have in their last bytes */
        counts_to_places(places[d]);
        for (size_t i = 0; i < n; i++)
            to[places[d][digit_of(from[i].key, d)]++] = from[i];
        struct entry *sorted = to;
        to = from;
        from = sorted;
    }
    return from;
}

size_t *order_rising(const double *values, size_t n)
{
    struct entry *entries = mem_alloc(2 * n, sizeof *entries);
    size_t *order = mem_alloc(n, sizeof *order);
    for (size_t i = 0; i < n; i++)
        entries[i] = (struct entry) { key_of(values[i]), i };
    const struct entry *sorted = radix_sort(entries, entries + n, n);
    for (size_t i = 0; i < n; i++)
        order[i] = sorted[i].index;
    free(entries);
    return order;
}

static int compare_doubles(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void sort_rising(double *values, size_t n)
{
    if (n)
        qsort(values, n, sizeof *values, compare_doubles);
}

double quantile(double *values, size_t n, double share)
{
    if (n == 0)
        return NAN;
    sort_rising(values, n);
    const double at = share * (double)(n - 1);
    const size_t low = (size_t)at, high = low + 1 < n ? low + 1 : low;
    return values[low] + (at - (double)low) * (values[high] - values[low]);
}
