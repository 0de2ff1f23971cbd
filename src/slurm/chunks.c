#include "slurm/chunks.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

/* The chunks of one group, from number `first` on; returns the number behind the last. */
static size_t fill(size_t *task, const struct chunk_unit *units, size_t n, size_t first, double target)
{
    double sum = 0, before = 0;
    for (size_t i = 0; i < n; i++)
        sum += units[i].seconds;
    const double length = sum / fmax(1, ceil(sum / target));
    size_t number = first, share = 0;
    for (size_t i = 0; i < n; i++) {
        /* each unit goes where its middle is on the way through all of them */
        const size_t at = length > 0 ? (size_t)((before + units[i].seconds / 2) / length) : 0;
        const int alone = i > 0 && (units[i].seconds > target || units[i - 1].seconds > target);
        if (i > 0 && (at != share || alone))
            number++;
        share = at;
        task[i] = number;
        before += units[i].seconds;
    }
    return n ? number + 1 : first;
}

void chunks_make(struct chunks *c, const struct chunk_unit *units, size_t n, int n_groups, double target)
{
    *c = (struct chunks) { .task = mem_zero(n, sizeof *c->task),
                           .first = mem_zero((size_t)n_groups + 1, sizeof *c->first) };
    size_t begin = 0, end = 0;
    for (int g = 0; g < n_groups; g++) {
        while (end < n && units[end].group == g)
            end++;
        c->first[g + 1] = fill(c->task + begin, units + begin, end - begin, c->first[g], target);
        begin = end;
    }
}

void chunks_release(struct chunks *c)
{
    free(c->task);
    free(c->first);
    *c = (struct chunks) { 0 };
}
