/* CSV (RFC 4180, LF, one header row, C locale), read by libcsv in strict mode.
 * libcsv owns the names csv_init, csv_fini, csv_free, csv_parse and csv_write. */
#ifndef STORE_CSV_H
#define STORE_CSV_H

#include <stddef.h>
#include <stdio.h>

#include "base/error.h"

/* A table in memory; every cell is text. */
struct csv {
    char **columns; /* n_columns names */
    size_t n_columns, n_rows, room;
    char **cells; /* (n_rows, n_columns) row-major */
};

/* Reads a file, or a gzip file where the name ends in ".gz". Rows of another width than the
 * header's, a missing header or bad quoting are errors "FILE:LINE: ...". */
int csv_read(struct csv *c, const char *path, struct error *e);
void csv_release(struct csv *c);

/* Column by name, -1 where there is none. */
int csv_column(const struct csv *c, const char *name);
/* The cell; "" where the table has no such column. */
const char *csv_cell(const struct csv *c, size_t row, const char *column);

/* An empty table with these columns (comma separated names), rows of copies of `cells`. */
void csv_create(struct csv *c, const char *columns);
void csv_add_row(struct csv *c, const char *const *cells);
/* Stable sort by these columns (comma separated, NULL: all in order), numbers in them by
 * value where both cells are numbers. */
void csv_sort(struct csv *c, const char *columns);
/* Writes atomically. */
int csv_save(const struct csv *c, const char *path, struct error *e);

/* One field, quoted only where it must be. */
void csv_put(FILE *f, const char *field);

#endif
