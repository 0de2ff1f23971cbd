#include "eval/samples.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/order.h"

struct sample *samples_sort(const double *scores, const uint8_t *labels, size_t n)
{
    struct sample *sorted = mem_alloc(n, sizeof *sorted);
    size_t *order = order_rising(scores, n);
    for (size_t i = 0; i < n; i++)
        sorted[i] = (struct sample) { scores[order[i]], labels[order[i]] };
    free(order);
    return sorted;
}
