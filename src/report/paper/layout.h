/* How the paper lays its tables out (results/published/tables.csv): captions, headings, rows and columns, and which
 * printed cell stands where. Data, so that a table is changed without changing the program. */
#ifndef REPORT_PAPER_LAYOUT_H
#define REPORT_PAPER_LAYOUT_H

#include <stddef.h>

#include "base/error.h"
#include "store/csv.h"

/* A line of the file is of a `table` and a `part`: its `caption`, a `stub` (the heading above the names of rows), a
 * `column` or a `row`. `group` is what several of them have in common, as printed above columns or before rows;
 * `heading` the words as printed, `meant` what they should be where they are a slip; `digits` (of the caption) the
 * decimals that reproduced numbers are shown with. The others choose a printed cell: an empty one chooses any. */
#define LAYOUT_COLUMNS "table,part,group,heading,meant,digits,dataset,task,method,positive,negative,outlier"

/* A table, as rows of the file. */
struct layout_table {
    const char *name; /* "A1" */
    size_t caption, stubs[2], n_stubs;
    size_t *columns, n_columns;
    size_t *rows, n_rows;
    int digits;
};

struct layout {
    struct csv lines;
    char *path; /* as messages name it */
    struct layout_table *tables;
    size_t n;
};

/* Reads one. 0 or -1; layout_release() either way. */
int layout_read(struct layout *l, const char *path, struct error *e);
void layout_release(struct layout *l);

/* NULL where there is none of this name. */
const struct layout_table *layout_find(const struct layout *l, const char *name);

/* A word of a line of the file, by the file's column. */
const char *layout_word(const struct layout *l, size_t line, const char *column);

/* The rows of the printed numbers (PUBLISHED_COLUMNS) that the table shows, in (n_rows, n_columns): numbers of rows,
 * LAYOUT_NOTHING where nothing is printed. free(). NULL where a cell has several, or a printed number of the table has
 * no place, or several. */
#define LAYOUT_NOTHING ((size_t)-1)
size_t *layout_cells(const struct layout *l, const struct layout_table *t, const struct csv *printed, struct error *e);

#endif
