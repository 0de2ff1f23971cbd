/* The paper's tables beside what experiments gave, and how many of their numbers are reproduced. */
#ifndef REPORT_PAGE_PRINTED_H
#define REPORT_PAGE_PRINTED_H

#include "report/page/material.h"
#include "report/paper/paper_table.h"
#include "report/paper/printed_counts.h"
#include "report/paper/published.h"

struct printed_tables {
    struct published published;
    struct layout layout;
    struct sources sources;
    struct paper_table *of;        /* (n) those that the experiments are about */
    struct printed_counts *counts; /* (n) */
    size_t n;
    struct printed_counts all, lis_ae; /* of all tables; of these the numbers of LIS-AE, in all its forms */
};

/* Makes the tables of the paper as `lisae tables` does: of the experiments that are called tableN or, where none is, of
 * all. All tables where there is such an experiment, else those in which it has a number. `printed` or `layout` NULL:
 * there are none; `editions` may be. 0 or -1; printed_release() either way. */
int printed_make(struct printed_tables *t, const struct material *m, const struct suite *suite, const char *printed,
                 const char *editions, const char *layout, struct error *e);
void printed_release(struct printed_tables *t);

#endif
