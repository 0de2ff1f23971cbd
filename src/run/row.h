/* A row of a CSV table on its way to the file: cells by the names of their columns, empty until they are set. */
#ifndef RUN_ROW_H
#define RUN_ROW_H

#include <stddef.h>

#include "plan/plan.h"
#include "store/csv.h"

struct row {
    struct csv_out *table;
    char **cells;
    size_t next; /* where the next cell to be set most likely is */
};

void row_init(struct row *r, struct csv_out *table);
void row_release(struct row *r);

/* A table without the column has no such cell, which is no fault. */
void row_set(struct row *r, const char *column, const char *value);
/* A number from 0 to 1 with six decimals. */
void row_share(struct row *r, const char *column, double value);
/* As printf's `format` of a double; empty where it is not finite. */
void row_number(struct row *r, const char *column, const char *format, double value);
void row_count(struct row *r, const char *column, size_t value);
/* All columns of the table that say which run it is (plan/columns.h). */
void row_run(struct row *r, const struct run *run);

/* All columns that another table has, too, from a row of it. */
void row_copy(struct row *r, const struct csv *from, size_t row);

/* The same of many rows: where each column of `from` has its cell (the number of the table's columns: nowhere); free().
 */
size_t *row_places(const struct row *r, const struct csv *from);
void row_copy_to(struct row *r, const size_t *places, const struct csv *from, size_t row);

/* Writes the row. The cells stay as they are, for the next one. */
void row_put(struct row *r);

#endif
