/* Where the numbers of a text come from: each that may be an AUC is one of the tables of experiments, rounded to the
 * digits that it is shown with, or says what it was measured by. */
#ifndef REPORT_TRACE_H
#define REPORT_TRACE_H

#include <stddef.h>

#include "base/text.h"
#include "report/page/material.h"

/* A cell of a table that holds a number. */
struct trace_cell {
    double size;        /* without its sign */
    const char *number; /* its text: the cell, or within that of a note */
    size_t length;
    const struct trace_table *of;
    size_t row, column;
};

struct trace_table {
    const struct csv *table;
    char *path;
    const struct csv *runs; /* the auc.csv beside it, where rows are means over runs; or NULL */
    int of_runs;            /* 1: a row is of a single run */
};

/* All of them, by size. */
struct trace {
    struct trace_table **tables; /* (n_tables) */
    struct trace_cell *cells;    /* (n) */
    size_t n_tables, n, room;
};

/* How the numbers of a text stand. */
struct trace_counts {
    size_t traced, measured, orphans;
    double chance; /* how many of those that are traced made-up numbers of as many digits would be, in the mean */
};

/* Means, differences and intervals: the numbers of summary.csv, compare.csv, tests.csv, contrasts.csv, mean-ranks.csv,
 * sweep.csv, stress-summary.csv, incremental-summary.csv, incremental-classes.csv and plane.csv, and of the files of
 * single runs (auc.csv, metrics.csv) those that a text shows with all six decimals; beside them those that are printed
 * in the paper: the table `printed`, of the file `path` (NULL: none). All of it must outlive the trace. */
void trace_init(struct trace *t, const struct material *m, const struct csv *printed, const char *path);
void trace_release(struct trace *t);

/* A line for each cell that `number` (".877", "+0.0278", "0.876712") is, whichever its sign: file, line, column, what
 * the row is about, and of a mean the IDs of its runs. Returns how many there are. */
size_t trace_append(const struct trace *t, const char *number, struct text *out);

/* The share of all numbers from 0 to below 1 with so many decimals, 3 to 6, that some cell is: where it is near 1, that
 * a number is found says little. */
double trace_chance(const struct trace *t, int decimals);

/* Looks at all numbers between -1 and 1 with three to six decimals in a text: Markdown, LaTeX, or HTML without what its
 * tags, styles, scripts, pictures and tables of times hold. In Markdown a line with a comment "measured: COMMAND" is
 * about something else, which that command measures. Appends a line "PATH:LINE: ..." for each number that no table
 * has. 0; -1 where the text cannot be read. */
int trace_page(const struct trace *t, const char *path, struct trace_counts *counts, struct text *orphans,
               struct error *e);

#endif
