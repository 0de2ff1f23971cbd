#include "report/means/mean_notes.h"

#include <string.h>

/* Counts of runs, or of what these were done with, each told where it is at least so many. */
static const struct {
    const char *column, *format;
    long least;
} counts[] = {
    { "n_stuck", "%ld stuck at the mean image", 1 },
    { "n_constant", "%ld with equal scores", 1 },
    { "n_kernels", "%ld kernels", 2 },
    { "n_revisions", "%ld revisions", 2 },
    { "n_unknown", "%ld of unknown kernels", 1 },
};

void mean_notes_append(struct text *out, const struct csv *summary, size_t row)
{
    const char *between = "";
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        long n;
        if (parse_long(csv_cell(summary, row, counts[i].column), &n) || n < counts[i].least)
            continue;
        text_append(out, between);
        text_format(out, counts[i].format, n);
        between = ", ";
    }
    if (strcmp(csv_cell(summary, row, "below_random"), "yes") == 0)
        text_format(out, "%sbelow random scores", between);
}
