#include "report/paper/further.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "plan/columns.h"
#include "plan/words.h"
#include "report/names.h"
#include "report/paper/table_notes.h"

/* A row of an experiment's summary.csv that belongs below the line, in a column. */
struct entry {
    size_t column, row;
    const struct source *source;
    long place; /* among the rows */
    char *label;
};

struct entries {
    struct entry *of;
    size_t n;
};

static const char *cell(const struct source *s, size_t row, const char *column)
{
    return csv_cell(&s->summary, row, column);
}

static int is_number(const char *word, long number)
{
    long value;
    return !*word || (parse_long(word, &value) == 0 && value == number);
}

/* Does the row stand above the line in this column, be it by another experiment that has its runs, too? */
static int is_shown(const struct paper_table *t, size_t column, const struct source *s, size_t summary_row)
{
    for (size_t i = 0; i < t->n_rows; i++) {
        const struct table_cell *c = &t->rows[i].cells[column];
        if (c->source && c->table == &c->source->compare &&
            (c->source == s ? source_is_beside(s, summary_row, c->row)
                            : source_is_within(s, summary_row, c->source, c->row)))
            return 1;
    }
    return 0;
}

/* The printed cell of a column that says of which data set and task its means are; NULL where it has none. */
static const struct table_cell *anchor(const struct paper_table *t, size_t column)
{
    for (size_t i = 0; i < t->n_rows; i++) {
        const struct table_cell *c = &t->rows[i].cells[column];
        if (strcmp(table_cell_printed(t, c, "positive"), "mean") == 0 &&
            strcmp(table_cell_printed(t, c, "outlier"), "mean") == 0)
            return c;
    }
    return NULL;
}

/* The tasks of the experiment's means that stand beside printed ones of the table: those of others are of other
 * tasks. "" where there is none. */
static const char *tasks_of(const struct paper_table *t, const struct table_cell *a, const struct source *s)
{
    for (size_t k = 0; k < s->compare.n_rows; k++) {
        if (strcmp(csv_cell(&s->compare, k, "table"), t->lines->name) != 0 ||
            strcmp(csv_cell(&s->compare, k, "dataset"), table_cell_printed(t, a, "dataset")) != 0 ||
            strcmp(csv_cell(&s->compare, k, "task"), table_cell_printed(t, a, "task")) != 0)
            continue;
        for (size_t row = 0; row < s->summary.n_rows; row++)
            if (source_is_beside(s, row, k))
                return cell(s, row, "n_tasks");
    }
    return "";
}

/* Whole splits, and the same tasks. */
static int is_comparable(const struct paper_table *t, const struct table_cell *a, const struct source *s, size_t row,
                         const char *tasks)
{
    return *tasks && strcmp(cell(s, row, "n_tasks"), tasks) == 0 &&
           strcmp(cell(s, row, "dataset"), table_cell_printed(t, a, "dataset")) == 0 &&
           strcmp(cell(s, row, "task"), table_cell_printed(t, a, "task")) == 0 &&
           is_number(cell(s, row, "holdout"), 0) && is_number(cell(s, row, "train_limit"), 0) &&
           is_number(cell(s, row, "test_limit"), 0);
}

enum { UNKNOWN_PLACE = 10000, SUPERVISED_PLACE = 100000 }; /* behind all known ones, and behind all that is not */

/* "LIS-AE", "Sup. LinSep-LIS-AE": as the paper would call it; and its place in the order of tables. */
static long name_of(const struct suite *suite, const struct source *s, size_t row, struct text *out)
{
    const char *name = cell(s, row, "detector");
    const struct detector *d = suite_find(suite, name);
    const int sup = method_is_supervised(cell(s, row, "method")), linsep = strcmp(cell(s, row, "linsep"), "on") == 0;
    method_label(out, d ? d->label : name, sup, linsep);
    return (sup ? SUPERVISED_PLACE : 0) + 2 * (d ? (long)suite_place(suite, d) : UNKNOWN_PLACE) + linsep;
}

/* Appends a setting in the words of a row. */
static void append_setting(struct text *out, const char *name, const char *value)
{
    if (!*value)
        return;
    const char *set = negative_dataset(value);
    if (strcmp(name, "negative") == 0)
        text_format(out, ", %s", set ? set : value);
    else if (strcmp(name, "variant") == 0)
        text_format(out, ", %s", value);
    else
        text_format(out, ", %s %s", name, value);
}

/* Has another row of the method another value of this setting, in this column? */
static int differs(const struct paper_table *t, const struct sources *s, const struct table_cell *a,
                   const struct entry *x, const char *setting)
{
    int found = 0;
    for (size_t i = 0; i < s->n && !found; i++) {
        const struct source *other = &s->of[i];
        const char *tasks = source_is_of(other, t->lines->name) ? tasks_of(t, a, other) : "";
        for (size_t row = 0; row < other->summary.n_rows && *tasks && !found; row++)
            found = is_comparable(t, a, other, row, tasks) &&
                    strcmp(cell(other, row, "method"), cell(x->source, x->row, "method")) == 0 &&
                    strcmp(cell(other, row, setting), cell(x->source, x->row, setting)) != 0;
    }
    return found;
}

static void append_differences(const struct paper_table *t, const struct sources *s, const struct table_cell *a,
                               const struct entry *x, struct text *out)
{
    if (differs(t, s, a, x, "negative"))
        append_setting(out, "negative", cell(x->source, x->row, "negative"));
    for (const struct column *c = column_of_setting(NULL); c; c = column_of_setting(c))
        if (differs(t, s, a, x, c->name))
            append_setting(out, c->name, cell(x->source, x->row, c->name));
}

static int same_method(const struct source *a, size_t row, const struct source *b, size_t other)
{
    return strcmp(cell(a, row, "method"), cell(b, other, "method")) == 0 &&
           strcmp(cell(a, row, "negative"), cell(b, other, "negative")) == 0 &&
           columns_same_settings(&a->summary, row, &b->summary, other);
}

/* Has an experiment before this one a mean of that method with these settings in the column; of the `same` runs? */
static int is_before(const struct paper_table *t, const struct sources *s, const struct table_cell *a,
                     const struct entry *x, int same)
{
    for (const struct source *before = s->of; before < x->source; before++) {
        const char *tasks = source_is_of(before, t->lines->name) ? tasks_of(t, a, before) : "";
        for (size_t row = 0; row < before->summary.n_rows && *tasks; row++)
            if (is_comparable(t, a, before, row, tasks) && same_method(before, row, x->source, x->row) &&
                (!same || source_has_mean(before, row, x->source, x->row)))
                return 1;
    }
    return 0;
}

static void find_entries(const struct paper_table *t, const struct sources *s, const struct suite *suite, size_t column,
                         struct entries *out)
{
    const struct table_cell *a = anchor(t, column);
    for (size_t i = 0; a && i < s->n; i++) {
        const struct source *from = &s->of[i];
        const char *tasks = source_is_of(from, t->lines->name) ? tasks_of(t, a, from) : "";
        for (size_t row = 0; row < from->summary.n_rows; row++) {
            if (!is_comparable(t, a, from, row, tasks) || is_shown(t, column, from, row))
                continue;
            struct entry x = { .column = column, .row = row, .source = from };
            if (is_before(t, s, a, &x, 1))
                continue;
            struct text label = TEXT_INIT;
            x.place = name_of(suite, from, row, &label);
            append_differences(t, s, a, &x, &label);
            if (is_before(t, s, a, &x, 0)) /* keys that no column shows tell them apart, as [augment] does */
                text_format(&label, ", %s", from->experiment);
            x.label = mem_string(text_of(&label));
            text_release(&label);
            out->of = mem_resize(out->of, out->n + 1, sizeof *out->of);
            out->of[out->n++] = x;
        }
    }
}

/* The row of this name, which is added where the column's cell is taken, too. */
static struct table_row *row_for(struct paper_table *t, const struct entry *x)
{
    for (size_t i = 0; i < t->n_rows; i++)
        if (t->rows[i].further && strcmp(t->rows[i].name, x->label) == 0 && !t->rows[i].cells[x->column].source)
            return &t->rows[i];
    return table_add_row(t, "", x->label, 1);
}

void further_rows(struct paper_table *t, const struct sources *s, const struct suite *suite)
{
    struct entries all = { 0 };
    for (size_t column = 0; column < t->n_columns; column++)
        find_entries(t, s, suite, column, &all);
    for (size_t left = all.n; left; left--) { /* by place; entries of one place as they come */
        size_t next = 0;
        while (!all.of[next].label)
            next++;
        for (size_t i = next + 1; i < all.n; i++)
            if (all.of[i].label && all.of[i].place < all.of[next].place)
                next = i;
        struct entry *x = &all.of[next];
        struct table_cell *c = &row_for(t, x)->cells[x->column];
        c->source = x->source;
        c->table = &x->source->summary;
        c->row = x->row;
        table_note_runs(t, c);
        free(x->label);
        x->label = NULL;
    }
    free(all.of);
}
