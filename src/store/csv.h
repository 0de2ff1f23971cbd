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
/* As csv_read(); the header must be these columns (comma separated names). */
int csv_read_as(struct csv *c, const char *path, const char *columns, struct error *e);
void csv_release(struct csv *c);

/* Column by name, -1 where there is none. */
int csv_column(const struct csv *c, const char *name);
/* The cell; "" where the table has no such column. */
const char *csv_cell(const struct csv *c, size_t row, const char *column);

/* An empty table with these columns (comma separated names), rows of copies of `cells`. */
void csv_create(struct csv *c, const char *columns);
void csv_add_row(struct csv *c, const char *const *cells);
/* Writes atomically. */
int csv_save(const struct csv *c, const char *path, struct error *e);

/* The rows of a table by the text of one column, for many lookups; of the table as it was at
 * csv_index_init(). Where there is no such column nothing is found. */
struct csv_index {
    const struct csv *table;
    int column;
    size_t *rows, n;
};

void csv_index_init(struct csv_index *x, const struct csv *c, const char *column);
void csv_index_release(struct csv_index *x);
/* How many rows have this text; their numbers, ascending, stand at `*rows`. */
size_t csv_index_find(const struct csv_index *x, const char *text, const size_t **rows);

/* One field, quoted only where it must be. */
void csv_put(FILE *f, const char *field);

#endif
