#include "run/row.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/memory.h"
#include "plan/columns.h"

void row_init(struct row *r, struct csv_out *table)
{
    *r = (struct row) { .table = table, .cells = mem_alloc(table->n_columns, sizeof *r->cells) };
    for (size_t c = 0; c < table->n_columns; c++)
        r->cells[c] = mem_string("");
}

void row_release(struct row *r)
{
    for (size_t c = 0; c < r->table->n_columns; c++)
        free(r->cells[c]);
    free(r->cells);
    *r = (struct row) { 0 };
}

static void put_in(struct row *r, size_t c, const char *value)
{
    const size_t n = strlen(value) + 1;
    r->cells[c] = mem_resize(r->cells[c], n, 1);
    memcpy(r->cells[c], value, n);
}

void row_set(struct row *r, const char *column, const char *value)
{
    const size_t n = r->table->n_columns;
    size_t c = r->next;
    for (size_t looked = 0; looked < n; looked++, c = c + 1 == n ? 0 : c + 1)
        if (strcmp(r->table->columns[c], column) == 0) {
            put_in(r, c, value);
            r->next = c + 1 == n ? 0 : c + 1;
            return;
        }
}

void row_share(struct row *r, const char *column, double value)
{
    char digits[DECIMAL_SHARE];
    decimal_share(digits, value);
    row_set(r, column, digits);
}

void row_number(struct row *r, const char *column, const char *format, double value)
{
    char digits[512] = ""; /* "%.6f" of the largest */
    if (isfinite(value))
        snprintf(digits, sizeof digits, format, value);
    row_set(r, column, digits);
}

void row_count(struct row *r, const char *column, size_t value)
{
    char digits[32];
    snprintf(digits, sizeof digits, "%zu", value);
    row_set(r, column, digits);
}

void row_run(struct row *r, const struct run *run)
{
    struct text cell = TEXT_INIT;
    for (size_t i = 0; i < r->table->n_columns; i++) {
        const struct column *c = column_find(r->table->columns[i]);
        if (c && column_names_run(c))
            put_in(r, i, column_cell(c, run, &cell));
    }
    text_release(&cell);
}

size_t *row_places(const struct row *r, const struct csv *from)
{
    size_t *places = mem_alloc(from->n_columns, sizeof *places);
    for (size_t c = 0; c < from->n_columns; c++) {
        places[c] = 0;
        while (places[c] < r->table->n_columns && strcmp(r->table->columns[places[c]], from->columns[c]) != 0)
            places[c]++;
    }
    return places;
}

void row_copy_to(struct row *r, const size_t *places, const struct csv *from, size_t row)
{
    for (size_t c = 0; c < from->n_columns; c++)
        if (places[c] < r->table->n_columns)
            put_in(r, places[c], from->cells[row * from->n_columns + c]);
}

void row_copy(struct row *r, const struct csv *from, size_t row)
{
    size_t *places = row_places(r, from);
    row_copy_to(r, places, from, row);
    free(places);
}

void row_put(struct row *r)
{
    csv_out_row(r->table, (const char *const *)r->cells);
}
