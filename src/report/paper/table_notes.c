#include "report/paper/table_notes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "report/paper/table_words.h"

void table_note(struct paper_table *t, struct table_cell *c, enum note_of of, const char *text)
{
    size_t i = 0;
    while (i < t->n_notes && strcmp(t->notes[i].text, text) != 0)
        i++;
    if (i == t->n_notes) {
        t->notes = mem_resize(t->notes, t->n_notes + 1, sizeof *t->notes);
        t->notes[t->n_notes++] = (struct table_note) { .text = mem_string(text), .of = of };
    }
    for (size_t k = 0; k < c->n_notes; k++)
        if (c->notes[k] == i)
            return;
    c->notes = mem_resize(c->notes, c->n_notes + 1, sizeof *c->notes);
    c->notes[c->n_notes++] = i;
}

/* What is wrong in print, each part a note: "printed as ...; its own row has the mean ...". */
static void note_slips(struct paper_table *t, struct table_cell *c, const char *meant)
{
    const char *note = table_cell_printed(t, c, "note");
    while (*note) {
        const char *end = strstr(note, "; ");
        struct text part = TEXT_INIT;
        text_append_bytes(&part, note, end ? (size_t)(end - note) : strlen(note));
        if (starts_with(note, "printed as \"") && *meant)
            text_format(&part, ", where \"%s\" is meant", meant);
        table_note(t, c, OF_PRINTED, text_of(&part));
        text_release(&part);
        note = end ? end + 2 : "";
    }
}

static void note_edition(struct paper_table *t, struct table_cell *c)
{
    const char *set = table_cell_printed(t, c, "dataset");
    const char *edition = c->source ? source_edition(c->source, set) : "";
    if (!table_cell_is_there(c) || !*edition || strcmp(edition, "publisher") == 0)
        return;
    struct text note = TEXT_INIT;
    text_format(&note, "reproduced on the edition \"%s\" of %s", edition, set);
    table_note(t, c, OF_REPRODUCED, text_of(&note));
    text_release(&note);
}

/* The row of summary.csv with the runs that the number is of; beyond the last where there is none. */
static size_t summary_row(const struct table_cell *c)
{
    const struct source *s = c->source;
    size_t row = c->row;
    if (s && c->table == &s->compare)
        for (row = 0; row < s->summary.n_rows && !source_is_beside(s, row, c->row);)
            row++;
    return row;
}

static long summary_count(const struct table_cell *c, const char *column)
{
    const size_t row = summary_row(c);
    long n = 0;
    return c->source && row < c->source->summary.n_rows &&
                   parse_long(csv_cell(&c->source->summary, row, column), &n) == 0
               ? n
               : 0;
}

/* A mean over all tasks and anomalies is of all runs that the row of summary.csv counts; others are of some. */
static int is_of_all(const struct paper_table *t, const struct table_cell *c)
{
    return c->printed == LAYOUT_NOTHING || (strcmp(table_cell_printed(t, c, "positive"), "mean") == 0 &&
                                            strcmp(table_cell_printed(t, c, "outlier"), "mean") == 0);
}

void table_note_runs(struct paper_table *t, struct table_cell *c)
{
    const int of_all = is_of_all(t, c);
    const long stuck = of_all ? summary_count(c, "n_stuck") : 0;
    if (strcmp(table_cell_word(c, "below_random"), "yes") == 0)
        table_note(t, c, OF_REPRODUCED, "below what scores at random have");
    if (table_cell_is_there(c) && summary_count(c, "n_seeds") == 1)
        table_note(t, c, OF_REPRODUCED, "of one seed, so that its interval is over test images alone");
    if (table_cell_is_there(c) && (summary_count(c, "n_kernels") > 1 || summary_count(c, "n_revisions") > 1))
        table_note(t, c, OF_REPRODUCED,
                   of_all ? "over runs of several kernels or revisions of the program"
                          : "of a method whose runs are of several kernels or revisions of the program");
    if (stuck > 0) {
        struct text note = TEXT_INIT;
        text_format(&note, "%ld of its %s runs stuck at the mean image", stuck, table_cell_word(c, "n_ok"));
        table_note(t, c, OF_REPRODUCED, text_of(&note));
        text_release(&note);
    }
}

void table_note_print(struct paper_table *t, struct table_cell *c, const char *meant)
{
    note_edition(t, c);
    note_slips(t, c, meant);
    table_note_runs(t, c);
}

void table_note_average(struct paper_table *t, struct table_row *row)
{
    struct table_cell *average = NULL;
    double sum = 0, value;
    size_t n = 0;
    for (size_t i = 0; i < t->n_columns; i++) {
        struct table_cell *c = &row->cells[i];
        if (c->printed == LAYOUT_NOTHING || strcmp(table_cell_printed(t, c, "positive"), "mean") == 0)
            continue;
        if (strcmp(table_cell_printed(t, c, "outlier"), "mean") == 0) {
            average = c;
        } else if (parse_double(table_cell_word(c, "reproduced"), &value) == 0) {
            sum += value;
            n++;
        } else {
            return;
        }
    }
    if (!average || !n || parse_double(table_cell_word(average, "reproduced"), &value) ||
        fabs(value - sum / (double)n) < 5e-6)
        return;
    struct text note = TEXT_INIT;
    text_append(&note, "against all outliers together: the mean of the row's cells is ");
    table_words_number(&note, sum / (double)n, t->lines->digits);
    table_note(t, average, OF_REPRODUCED, text_of(&note));
    text_release(&note);
}
