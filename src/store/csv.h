/* CSV (RFC 4180, LF, one header row, C locale), read by libcsv in strict mode.
 * libcsv owns the names csv_init, csv_fini, csv_free, csv_parse and csv_write. */
#ifndef STORE_CSV_H
#define STORE_CSV_H

#include <stddef.h>
#include <stdio.h>

#include "base/error.h"
#include "base/text.h"
#include "store/file.h"

/* A table in memory; every cell is text. */
struct csv {
    char **columns; /* n_columns names */
    size_t n_columns, n_rows, room;
    char **cells;                            /* (n_rows, n_columns) row-major */
    size_t *lines;                           /* (n_rows) where the rows began in the file */
    char **blocks;                           /* (n_blocks) what holds the text of names and cells */
    size_t n_blocks, block_used, block_size; /* bytes of the last block */
};

/* Reads a file, or a gzip file where the name ends in ".gz". Rows of another width than the
 * header's, a missing header, a last line without its end, a byte order mark or bad quoting are errors
 * "FILE:LINE: ...". */
int csv_read(struct csv *c, const char *path, struct error *e);
/* The same of what is in memory; `path` is for messages only. */
int csv_read_bytes(struct csv *c, const char *path, const char *bytes, size_t n, struct error *e);
/* As csv_read(); the header must be these columns (comma separated names). */
int csv_read_as(struct csv *c, const char *path, const char *columns, struct error *e);
void csv_release(struct csv *c);

/* Column by name, -1 where there is none. */
int csv_column(const struct csv *c, const char *name);
/* The cell; "" where the table has no such column. */
const char *csv_cell(const struct csv *c, size_t row, const char *column);

/* The line of the file that the row began in. */
size_t csv_line(const struct csv *c, size_t row);

/* The rows of a table by the text of one column, for many lookups. Rows that the table gets after csv_index_init()
 * are not found, and none where there is no such column. */
struct csv_index {
    const struct csv *table;
    int column;
    size_t *rows, n;
};

void csv_index_init(struct csv_index *x, const struct csv *c, const char *column);
void csv_index_release(struct csv_index *x);
/* How many rows have this text; their numbers, ascending, stand at `*rows`, which is NULL where there is none. */
size_t csv_index_find(const struct csv_index *x, const char *text, const size_t **rows);

/* A table on its way to a file, row by row; the file is there when it is whole. Or to a text. */
struct csv_out {
    struct atomic_file file;
    char **columns; /* n_columns names; NULL where it was not begun, or has ended */
    size_t n_columns;
    int reason;   /* errno of the first row that could not be written */
    char *memory; /* (size) the table, where it is on its way to a text */
    size_t size;
};

/* `columns`: comma separated names. */
int csv_out_begin(struct csv_out *out, const char *path, const char *columns, struct error *e);
/* Failures to write are told by csv_out_commit(). */
void csv_out_row(struct csv_out *out, const char *const *cells);
int csv_out_commit(struct csv_out *out, struct error *e);
/* A table that goes to a text: begun so, it stays where it is in memory until it has ended. */
int csv_out_begin_text(struct csv_out *out, const char *columns, struct error *e);
/* Appends the table to the text. */
int csv_out_end_text(struct csv_out *out, struct text *to, struct error *e);
/* Throws the unfinished file away. May be called after csv_out_commit(), and for a struct that is all zero, too, where
 * there is none and it does nothing. */
void csv_out_abandon(struct csv_out *out);

/* One field, quoted only where it must be. */
void csv_put(FILE *f, const char *field);

#endif
