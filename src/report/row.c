#include "report/row.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plan/columns.h"

void row_init(struct row *r, struct csv_out *table)
{
    *r = (struct row) { table, mem_alloc(table->n_columns, sizeof *r->cells) };
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
    free(r->cells[c]);
    r->cells[c] = mem_string(value);
}

void row_set(struct row *r, const char *column, const char *value)
{
    for (size_t c = 0; c < r->table->n_columns; c++)
        if (strcmp(r->table->columns[c], column) == 0)
            put_in(r, c, value);
}

void row_number(struct row *r, const char *column, double value)
{
    char digits[32];
    snprintf(digits, sizeof digits, "%.6f", value);
    row_set(r, column, isfinite(value) ? digits : "");
}

void row_count(struct row *r, const char *column, size_t value)
{
    char digits[32];
    snprintf(digits, sizeof digits, "%zu", value);
    row_set(r, column, digits);
}

void row_run(struct row *r, const struct run *run)
{
    static const char *const columns[] = { "dataset", "edition", "detector", "positive", "negative", "seed",
                                           "latent",  "gamma",   "beta",     "linsep",   "variant",  "run_id" };
    struct text t = TEXT_INIT;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        row_set(r, columns[i], run_cell(run, columns[i], &t));
    row_set(r, "task", run_task(run, &t));
    row_set(r, "method", run_method(run, &t));
    row_set(r, "run_negative", run->negative);
    text_release(&t);
}

void row_copy(struct row *r, const struct csv *from, size_t row)
{
    for (size_t c = 0; c < from->n_columns; c++)
        row_set(r, from->columns[c], from->cells[row * from->n_columns + c]);
}

void row_put(struct row *r)
{
    csv_out_row(r->table, (const char *const *)r->cells);
}
