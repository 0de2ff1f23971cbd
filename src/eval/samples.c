#include "eval/samples.h"

#include <stdlib.h>

#include "base/memory.h"

static int compare_samples(const void *a, const void *b)
{
    double x = ((const struct sample *)a)->score, y = ((const struct sample *)b)->score;
    return (x > y) - (x < y);
}

struct sample *samples_sort(const double *scores, const uint8_t *labels, size_t n)
{
    struct sample *sorted = mem_alloc(n, sizeof *sorted);
    for (size_t i = 0; i < n; i++)
        sorted[i] = (struct sample) { scores[i], labels[i] };
    qsort(sorted, n, sizeof *sorted, compare_samples);
    return sorted;
}
