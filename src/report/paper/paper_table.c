#include "report/paper/paper_table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/memory.h"
#include "base/text.h"
#include "plan/columns.h"
#include "report/paper/further.h"
#include "report/names.h"
#include "report/paper/table_notes.h"
#include "report/paper/table_words.h"

const char *table_cell_word(const struct table_cell *c, const char *column)
{
    if (!c->source)
        return "";
    int is_mean = c->table == &c->source->summary && strcmp(column, "reproduced") == 0;
    return csv_cell(c->table, c->row, is_mean ? "mean" : column);
}

const char *table_cell_printed(const struct paper_table *t, const struct table_cell *c, const char *column)
{
    return c->printed == LAYOUT_NOTHING ? "" : csv_cell(t->printed, c->printed, column);
}

int table_cell_is_there(const struct table_cell *c)
{
    double value;
    return parse_double(table_cell_word(c, "reproduced"), &value) == 0;
}

int table_cell_is_whole(const struct table_cell *c)
{
    return table_cell_is_there(c) && strcmp(table_cell_word(c, "n_ok"), table_cell_word(c, "n_planned")) == 0;
}

struct table_row *table_add_row(struct paper_table *t, const char *group, const char *name, int further)
{
    t->rows = mem_resize(t->rows, t->n_rows + 1, sizeof *t->rows);
    struct table_row *row = &t->rows[t->n_rows++];
    *row = (struct table_row) { .group = group, .further = further, .own_name = further ? mem_string(name) : NULL };
    row->name = further ? row->own_name : name;
    row->cells = mem_zero(t->n_columns, sizeof *row->cells);
    for (size_t i = 0; i < t->n_columns; i++)
        row->cells[i].printed = LAYOUT_NOTHING;
    return row;
}

/* ---- which reproduced number stands beside a printed one ---- */

/* compare.csv begins with the columns of the printed numbers. */
static int is_about(const struct csv *compare, size_t row, const struct csv *printed, size_t printed_row)
{
    static const char *const key[] = { "table",    "dataset",  "task",    "method",
                                       "positive", "negative", "outlier", "outlier_classes" };
    for (size_t i = 0; i < sizeof key / sizeof *key; i++)
        if (strcmp(csv_cell(compare, row, key[i]), csv_cell(printed, printed_row, key[i])) != 0)
            return 0;
    return 1;
}

/* A number of an experiment that was made for another table may stand in this one where the table's own experiments
 * have its method on this data set with the same settings, or not at all. Protocol and images are the same, or it would
 * not stand beside this table's printed number in its compare.csv. */
enum stand_in { OTHER_SETTINGS, SAME_SETTINGS, NO_SETTINGS };

static enum stand_in stands_in(const struct sources *s, const char *table, const struct csv *compare, size_t row)
{
    enum stand_in found = NO_SETTINGS;
    for (size_t i = 0; i < s->n; i++) {
        const struct csv *own = &s->of[i].compare;
        for (size_t k = 0; k < own->n_rows && source_is_of(&s->of[i], table); k++) {
            if (strcmp(csv_cell(own, k, "table"), table) != 0 ||
                strcmp(csv_cell(own, k, "dataset"), csv_cell(compare, row, "dataset")) != 0 ||
                strcmp(csv_cell(own, k, "method"), csv_cell(compare, row, "method")) != 0)
                continue;
            if (columns_same_settings(own, k, compare, row))
                return SAME_SETTINGS;
            found = OTHER_SETTINGS;
        }
    }
    return found;
}

/* How well it serves: whole numbers before others, what the user made before what comes with the program, then numbers
 * of more runs (more seeds), then the table's own experiments before those of other tables. */
static long rank(const struct table_cell *c, int own)
{
    static const long runs = 1 << 16; /* more than any number is made of */
    const long whole = table_cell_is_whole(c), users = c->source->place != PLACE_REFERENCE;
    long n = 0;
    if (!table_cell_is_there(c) || parse_long(table_cell_word(c, "n_ok"), &n) || n < 0)
        return own;
    return ((4 + 2 * whole + users) * runs + (n < runs ? n : runs - 1)) * 2 + own;
}

/* The settings of one experiment that a printed number is compared with. */
static void note_settings(struct paper_table *t, struct table_cell *c)
{
    size_t n = 0;
    for (size_t row = 0; row < c->table->n_rows; row++)
        n += is_about(c->table, row, t->printed, c->printed) != 0;
    if (n < 2)
        return;
    struct text note = TEXT_INIT;
    text_format(&note, "one of %zu settings of %s", n, c->source->experiment);
    table_note(t, c, OF_REPRODUCED, text_of(&note));
    text_release(&note);
}

/* Of another table's experiment, where this one's have not the method: other cells may have other settings. */
static void note_stand_in(struct paper_table *t, struct table_cell *c, const struct sources *s)
{
    if (!table_cell_is_there(c) || source_is_of(c->source, t->lines->name) ||
        stands_in(s, t->lines->name, c->table, c->row) != NO_SETTINGS)
        return;
    struct text note = TEXT_INIT;
    text_format(&note, "made for %s", c->source->experiment);
    method_setting_of_row(&note, c->table, c->row, 0);
    table_note(t, c, OF_REPRODUCED, text_of(&note));
    text_release(&note);
}

static size_t count_rows(const struct source *s, const char *table)
{
    size_t n = 0;
    for (size_t row = 0; row < s->compare.n_rows; row++)
        n += strcmp(csv_cell(&s->compare, row, "table"), table) == 0;
    return n;
}

/* Of two experiments that have the same cell with other settings that of more of the table's cells goes first, in
 * whatever order they are found. */
static int is_fuller(const struct source *a, const struct source *b, const char *table)
{
    const size_t n = count_rows(a, table), m = count_rows(b, table);
    return n != m ? n > m : strcmp(a->experiment, b->experiment) < 0;
}

/* Steps `at`, of which nothing is set at first, to the next row of compare.csv that is about the printed cell; 0 behind
 * the last one. */
static int next_about(const struct paper_table *t, size_t printed, const struct sources *s, struct table_cell *at)
{
    size_t i = at->source ? (size_t)(at->source - s->of) : 0;
    for (size_t row = at->source ? at->row + 1 : 0; i < s->n; i++, row = 0)
        for (; row < s->of[i].compare.n_rows; row++)
            if (is_about(&s->of[i].compare, row, t->printed, printed)) {
                *at = (struct table_cell) { .source = &s->of[i], .table = &s->of[i].compare, .row = row };
                return 1;
            }
    return 0;
}

static void take_row(struct table_cell *c, const struct table_cell *found)
{
    c->source = found->source;
    c->table = found->table;
    c->row = found->row;
}

static int same_word(const struct table_cell *a, const struct table_cell *b, const char *column)
{
    return strcmp(table_cell_word(a, column), table_cell_word(b, column)) == 0;
}

/* What another of the table's own experiments gives there, with settings that no column has. */
static void note_others(struct paper_table *t, struct table_cell *c, const struct sources *s)
{
    const char *table = t->lines->name;
    if (!source_is_of(c->source, table))
        return;
    for (struct table_cell other = { 0 }; next_about(t, c->printed, s, &other);) {
        if (other.source == c->source || !source_is_of(other.source, table) || !table_cell_is_whole(&other) ||
            !columns_same_settings(c->table, c->row, other.table, other.row) || same_word(&other, c, "reproduced"))
            continue;
        struct text note = TEXT_INIT;
        decimal_append(&note, table_cell_word(&other, "reproduced"), t->lines->digits, SIGN_BELOW_ZERO);
        text_format(&note, " in %s", other.source->experiment);
        table_note(t, c, OF_REPRODUCED, text_of(&note));
        text_release(&note);
    }
}

/* A whole number of another table's experiment, which plans fewer seeds, may be the very one that is in part in the
 * table's own: that it is in part must be seen. */
static void prefer_own(struct paper_table *t, struct table_cell *c, const struct sources *s)
{
    for (struct table_cell own = { 0 }; next_about(t, c->printed, s, &own);)
        if (source_is_of(own.source, t->lines->name) && table_cell_is_there(&own) && same_word(&own, c, "reproduced") &&
            same_word(&own, c, "n_ok")) {
            take_row(c, &own);
            return;
        }
}

static void find_reproduced(struct paper_table *t, struct table_cell *c, const struct sources *s)
{
    const char *table = t->lines->name;
    long best = -1;
    for (struct table_cell found = { 0 }; next_about(t, c->printed, s, &found);) {
        const int own = source_is_of(found.source, table);
        const long n = rank(&found, own);
        if (n < best || (n == best && (c->source == found.source || !is_fuller(found.source, c->source, table))) ||
            (!own && stands_in(s, table, found.table, found.row) == OTHER_SETTINGS))
            continue;
        best = n;
        take_row(c, &found);
    }
    if (!c->source)
        return;
    if (!source_is_of(c->source, table))
        prefer_own(t, c, s);
    note_settings(t, c);
    note_others(t, c, s);
    note_stand_in(t, c, s);
}

/* ---- the whole ---- */

static void fill_row(struct paper_table *t, size_t line, const size_t *printed, const struct sources *s)
{
    const struct layout *l = t->layout;
    const char *heading = layout_word(l, line, "heading"), *meant = layout_word(l, line, "meant");
    struct table_row *row = table_add_row(t, layout_word(l, line, "group"), heading, 0);
    for (size_t i = 0; i < t->n_columns; i++) {
        struct table_cell *c = &row->cells[i];
        c->printed = printed[i];
        if (c->printed == LAYOUT_NOTHING)
            continue;
        find_reproduced(t, c, s);
        table_note_print(t, c, meant);
    }
    table_note_average(t, row);
}

int paper_table_make(struct paper_table *t, const struct layout *l, const struct layout_table *lines,
                     const struct csv *printed, const struct sources *s, const struct suite *suite, struct error *e)
{
    *t = (struct paper_table) { .layout = l, .lines = lines, .printed = printed, .n_columns = lines->n_columns };
    size_t *cells = layout_cells(l, lines, printed, e);
    if (!cells)
        return -1;
    for (size_t i = 0; i < lines->n_rows; i++)
        fill_row(t, lines->rows[i], cells + i * lines->n_columns, s);
    further_rows(t, s, suite);
    table_words(t);
    free(cells);
    return 0;
}

void paper_table_release(struct paper_table *t)
{
    for (size_t i = 0; i < t->n_rows; i++) {
        struct table_row *row = &t->rows[i];
        for (size_t k = 0; k < t->n_columns; k++) {
            free(row->cells[k].notes);
            free(row->cells[k].shown);
            free(row->cells[k].range);
        }
        free(row->cells);
        free(row->heading);
        free(row->own_name);
    }
    for (size_t i = 0; i < t->n_notes; i++)
        free(t->notes[i].text);
    for (size_t i = 0; t->headings && i < t->n_columns; i++)
        free(t->headings[i]);
    free(t->headings);
    free(t->rows);
    free(t->notes);
    *t = (struct paper_table) { 0 };
}
