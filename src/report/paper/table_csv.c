
#include "base/text.h"
#include "report/paper/table_words.h"
#include "report/paper/table_write.h"
#include "run/row.h"

/* Which cell it is, what is printed there, what was reproduced and of which runs, what is noted, and the words that
 * pictures show. */
static const char columns[] =
    "table,row,column,part,group_title,group,heading_title,heading,column_group,column_heading,dataset,task,method,"
    "positive,negative,outlier,outlier_classes,printed,reproduced,lo,hi,interval,inside,difference,tolerance,verdict,"
    "n_ok,n_planned,run_negative,latent,gamma,beta,variant,experiment,place,edition,note,mark,shown,range,"
    "heading_shown,column_shown,caption,legend";

static void put_layout(struct row *to, const struct paper_table *t, size_t row, size_t column)
{
    const size_t line = t->lines->columns[column];
    const struct table_row *r = &t->rows[row];
    row_set(to, "table", t->lines->name);
    row_count(to, "row", row + 1);
    row_count(to, "column", column + 1);
    row_set(to, "part", r->further ? "further" : "printed");
    row_set(to, "group_title", t->lines->n_stubs > 1 ? layout_word(t->layout, t->lines->stubs[0], "heading") : "");
    row_set(to, "group", r->group);
    row_set(to, "heading_title", layout_word(t->layout, t->lines->stubs[t->lines->n_stubs - 1], "heading"));
    row_set(to, "heading", r->name);
    row_set(to, "column_group", layout_word(t->layout, line, "group"));
    row_set(to, "column_heading", layout_word(t->layout, line, "heading"));
    row_set(to, "heading_shown", r->heading);
    row_set(to, "column_shown", t->headings[column]);
    row_set(to, "caption", layout_word(t->layout, t->lines->caption, "heading"));
    row_set(to, "legend", paper_table_legend);
}

/* The words of the row that it is from; below the line a mean over all tasks, whose negatives are the run's. */
static void put_numbers(struct row *to, const struct paper_table *t, const struct table_cell *c)
{
    const char *lo, *hi;
    row_set(to, "verdict", "missing");
    if (c->source) {
        row_copy(to, c->table, c->row);
        row_set(to, "interval", table_cell_interval(c, &lo, &hi));
        row_set(to, "lo", lo);
        row_set(to, "hi", hi);
        row_set(to, "reproduced", table_cell_word(c, "reproduced"));
        row_set(to, "experiment", c->source->experiment);
        row_set(to, "place", source_place(c->source));
        row_set(to, "edition", source_edition(c->source, csv_cell(c->table, c->row, "dataset")));
    }
    if (c->printed != LAYOUT_NOTHING) {
        row_copy(to, t->printed, c->printed);
        row_set(to, "printed", table_cell_printed(t, c, "auc"));
    } else {
        static const char *const against_print[] = { "inside", "difference", "tolerance", "verdict" };
        for (size_t i = 0; i < sizeof against_print / sizeof *against_print; i++)
            row_set(to, against_print[i], "");
        row_set(to, "run_negative", table_cell_word(c, "negative"));
        row_set(to, "negative", "");
        row_set(to, "positive", "mean");
        row_set(to, "outlier", "mean");
    }
}

static void put_notes(struct row *to, const struct paper_table *t, const struct table_cell *c)
{
    struct text notes = TEXT_INIT, marks = TEXT_INIT;
    for (size_t i = 0; i < c->n_notes; i++) {
        text_format(&notes, "%s%s", i ? "; " : "", t->notes[c->notes[i]].text);
        text_append(&marks, i ? " " : "");
        table_mark(&marks, c->notes[i]);
    }
    row_set(to, "note", text_of(&notes));
    row_set(to, "mark", text_of(&marks));
    row_set(to, "shown", c->shown);
    row_set(to, "range", c->range);
    text_release(&notes);
    text_release(&marks);
}

int table_write_csv(const struct paper_table *t, const char *path, struct error *e)
{
    struct csv_out out;
    if (csv_out_begin(&out, path, columns, e))
        return -1;
    for (size_t row = 0; row < t->n_rows; row++)
        for (size_t column = 0; column < t->n_columns; column++) {
            const struct table_cell *c = &t->rows[row].cells[column];
            struct row to;
            if (c->printed == LAYOUT_NOTHING && !c->source)
                continue;
            row_init(&to, &out);
            put_numbers(&to, t, c);
            put_layout(&to, t, row, column);
            put_notes(&to, t, c);
            row_put(&to);
            row_release(&to);
        }
    return csv_out_commit(&out, e);
}
