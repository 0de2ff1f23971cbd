#include "report/paper/layout.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

/* What lines choose cells by: columns of the printed numbers. */
static const char *const selectors[] = { "dataset", "task", "method", "positive", "negative", "outlier", NULL };

const char *layout_word(const struct layout *l, size_t line, const char *column)
{
    return csv_cell(&l->lines, line, column);
}

const struct layout_table *layout_find(const struct layout *l, const char *name)
{
    for (size_t i = 0; i < l->n; i++)
        if (strcmp(l->tables[i].name, name) == 0)
            return &l->tables[i];
    return NULL;
}

static int wrong(const struct layout *l, size_t line, const char *expected, const char *found, struct error *e)
{
    return error_set(e, "%s:%zu: expected %s, found '%s'", l->path, csv_line(&l->lines, line), expected, found);
}

static void append(size_t **list, size_t *n, size_t line)
{
    *list = mem_resize(*list, *n + 1, sizeof **list);
    (*list)[(*n)++] = line;
}

static int begin_table(struct layout *l, size_t line, struct error *e)
{
    const char *name = layout_word(l, line, "table"), *digits = layout_word(l, line, "digits");
    long n;
    if (!*name || layout_find(l, name))
        return wrong(l, line, "the name of a table that has no caption yet", name, e);
    if (strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != strlen(name)) /* files are named by it */
        return wrong(l, line, "a name of capital letters and digits", name, e);
    if (parse_long(digits, &n) || n < 1 || n > 6)
        return wrong(l, line, "1 to 6 digits", digits, e);
    l->tables = mem_resize(l->tables, l->n + 1, sizeof *l->tables);
    l->tables[l->n++] = (struct layout_table) { .name = name, .caption = line, .digits = (int)n };
    return 0;
}

static int add_line(struct layout *l, size_t line, struct error *e)
{
    const char *part = layout_word(l, line, "part");
    struct layout_table *t = l->n ? &l->tables[l->n - 1] : NULL;
    if (strcmp(part, "caption") == 0)
        return begin_table(l, line, e);
    if (!t || strcmp(t->name, layout_word(l, line, "table")) != 0)
        return wrong(l, line, "the caption of the table first", part, e);
    if (strcmp(part, "stub") == 0 && t->n_stubs < 2)
        t->stubs[t->n_stubs++] = line;
    else if (strcmp(part, "column") == 0)
        append(&t->columns, &t->n_columns, line);
    else if (strcmp(part, "row") == 0)
        append(&t->rows, &t->n_rows, line);
    else
        return wrong(l, line, "caption, one or two stubs, column or row", part, e);
    return 0;
}

int layout_read(struct layout *l, const char *path, struct error *e)
{
    *l = (struct layout) { .path = mem_string(path) };
    if (csv_read_as(&l->lines, path, LAYOUT_COLUMNS, e))
        return -1;
    for (size_t line = 0; line < l->lines.n_rows; line++)
        if (add_line(l, line, e))
            return -1;
    for (size_t i = 0; i < l->n; i++)
        if (!l->tables[i].n_stubs || !l->tables[i].n_columns || !l->tables[i].n_rows)
            return wrong(l, l->tables[i].caption, "a stub, columns and rows behind the caption", l->tables[i].name, e);
    return 0;
}

void layout_release(struct layout *l)
{
    for (size_t i = 0; i < l->n; i++) {
        free(l->tables[i].columns);
        free(l->tables[i].rows);
    }
    free(l->tables);
    free(l->path);
    csv_release(&l->lines);
    *l = (struct layout) { 0 };
}

static int chooses(const struct layout *l, size_t row_line, size_t column_line, const struct csv *printed, size_t row)
{
    for (const char *const *selector = selectors; *selector; selector++) {
        const char *word = csv_cell(printed, row, *selector), *of_row = layout_word(l, row_line, *selector);
        const char *of_column = layout_word(l, column_line, *selector);
        if ((*of_row && strcmp(of_row, word) != 0) || (*of_column && strcmp(of_column, word) != 0))
            return 0;
    }
    return 1;
}

/* Puts a printed number where it belongs, which has to be one place, and its own. */
static int put(const struct layout *l, const struct layout_table *t, const struct csv *printed, size_t row,
               size_t *cells, struct error *e)
{
    size_t places = 0;
    for (size_t i = 0; i < t->n_rows * t->n_columns; i++) {
        if (!chooses(l, t->rows[i / t->n_columns], t->columns[i % t->n_columns], printed, row))
            continue;
        if (cells[i] != LAYOUT_NOTHING)
            return error_set(
                e, "table %s, row '%s', column '%s': expected one printed number, found those of lines %zu and %zu",
                t->name, layout_word(l, t->rows[i / t->n_columns], "heading"),
                layout_word(l, t->columns[i % t->n_columns], "heading"), csv_line(printed, cells[i]),
                csv_line(printed, row));
        cells[i] = row;
        places++;
    }
    if (places == 1)
        return 0;
    return error_set(e, "%s: table %s: expected one place for the printed number of line %zu (%s, %s, %s), found %zu",
                     l->path, t->name, csv_line(printed, row), csv_cell(printed, row, "dataset"),
                     csv_cell(printed, row, "method"), csv_cell(printed, row, "positive"), places);
}

size_t *layout_cells(const struct layout *l, const struct layout_table *t, const struct csv *printed, struct error *e)
{
    size_t *cells = mem_alloc(t->n_rows * t->n_columns, sizeof *cells);
    for (size_t i = 0; i < t->n_rows * t->n_columns; i++)
        cells[i] = LAYOUT_NOTHING;
    for (size_t row = 0; row < printed->n_rows; row++)
        if (strcmp(csv_cell(printed, row, "table"), t->name) == 0 && put(l, t, printed, row, cells, e)) {
            free(cells);
            return NULL;
        }
    return cells;
}
