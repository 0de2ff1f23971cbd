/* What the runs behind one line of a table were made with, and which of them are marked. */
#ifndef REPORT_MEANS_MADE_H
#define REPORT_MEANS_MADE_H

#include <stddef.h>

#include "report/means/group.h"
#include "run/row.h"

struct made {
    size_t n_revisions, n_kernels; /* different ones among the runs that are done */
    size_t n_unknown;              /* runs of which that is not known: from a table of an older version, say */
    size_t n_stuck, n_constant;    /* runs with these marks (run/marks.h) */
};

void made_of(const struct groups *of, const struct group *g, struct made *out);
/* More than one revision of the program, or more than one set of kernels, in one mean? */
int made_mixed(const struct made *m);
/* Appends a line where groups have means over several of them. */
void made_say_mixed(const struct groups *of, struct text *out);
void made_put(const struct made *m, struct row *row);

#endif
