/* How many of the paper's printed numbers are reproduced. */
#ifndef REPORT_PAPER_PRINTED_COUNTS_H
#define REPORT_PAPER_PRINTED_COUNTS_H

#include <stddef.h>

#include "report/paper/paper_table.h"
#include "report/paper/verdicts.h"

/* The printed numbers of a table, or of several. */
struct printed_counts {
    size_t printed, there;   /* how many there are, and beside how many a reproduced one stands */
    size_t partial, missing; /* of fewer runs than planned; of none */
    size_t inside;           /* in our interval */
    size_t match[TOLERANCES], higher[TOLERANCES], lower[TOLERANCES];
};

/* Adds the printed numbers of a table, of the methods whose names end so ("": of all). */
void printed_count(struct printed_counts *n, const struct paper_table *t, const char *method);
/* Adds those that were counted elsewhere. */
void printed_counts_add(struct printed_counts *to, const struct printed_counts *n);

#endif
