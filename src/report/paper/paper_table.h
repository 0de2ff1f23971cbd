/* A table of the paper in its own layout: each printed cell beside what was reproduced, our further rows below a line.
 * Nothing is computed here: the numbers are those of the experiments' compare.csv and summary.csv. */
#ifndef REPORT_PAPER_PAPER_TABLE_H
#define REPORT_PAPER_PAPER_TABLE_H

#include <stddef.h>

#include "detect/suite.h"
#include "report/paper/layout.h"
#include "report/paper/sources.h"

struct table_cell {
    size_t printed; /* row of the printed numbers, or LAYOUT_NOTHING */
    /* Where the reproduced number is: a row of the source's compare.csv, or below the line of its summary.csv; NULL
     * where no experiment has it. */
    const struct source *source;
    const struct csv *table;
    size_t row;
    size_t *notes, n_notes; /* of the table's */
    char *shown, *range;    /* what all formats show: "0.957 → 0.954 =" and "∈ [0.938, 0.971]"; never NULL */
};

struct table_row {
    const char *group; /* "Plane"; "" for none */
    char *heading;     /* as printed, with marks */
    const char *name;  /* as printed, or what a further row is called; owned by the layout or by `own_name` */
    char *own_name;
    int further; /* not printed */
    struct table_cell *cells;
};

enum note_of { OF_PRINTED, OF_REPRODUCED };

struct table_note {
    char *text;
    enum note_of of; /* the number that its mark stands behind */
    int of_column;   /* all cells of a column have it: its mark is at the column's heading, not in the cells */
};

struct paper_table {
    const struct layout *layout;
    const struct layout_table *lines;
    const struct csv *printed;
    struct table_row *rows;
    size_t n_rows;
    char **headings; /* of the n_columns columns, with marks */
    size_t n_columns;
    struct table_note *notes;
    size_t n_notes;
};

/* Makes one of the printed numbers and the sources, which must outlive it, as the layout. 0 or -1;
 * paper_table_release() either way. */
int paper_table_make(struct paper_table *t, const struct layout *l, const struct layout_table *lines,
                     const struct csv *printed, const struct sources *s, const struct suite *suite, struct error *e);
void paper_table_release(struct paper_table *t);

/* A cell's words by the column of compare.csv, "" for none; the reproduced number itself is "reproduced". */
const char *table_cell_word(const struct table_cell *c, const char *column);
/* The printed cell's word by the column of the printed numbers; "" where nothing is printed. */
const char *table_cell_printed(const struct paper_table *t, const struct table_cell *c, const char *column);

/* Is there a whole mean, and one of at least one run? */
int table_cell_is_whole(const struct table_cell *c);
int table_cell_is_there(const struct table_cell *c);

/* Appends a line without cells' numbers for what is not printed. */
struct table_row *table_add_row(struct paper_table *t, const char *group, const char *name, int further);

#endif
