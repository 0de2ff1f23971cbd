#include "report/paper/table_words.h"

#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/memory.h"
#include "base/text.h"

const char paper_table_legend[] =
    "printed → reproduced; = matches, ↑ higher, ↓ lower than printed; [95 % interval] over test images and, where they "
    "matter, seeds, ∈ with the printed number, up to its rounding, in it, ∉ without; (runs done/planned) where some "
    "are missing; - not printed";

void table_mark(struct text *out, size_t note)
{
    static const char *const raised[] = { "ᵃ", "ᵇ", "ᶜ", "ᵈ", "ᵉ", "ᶠ", "ᵍ", "ʰ", "ⁱ", "ʲ", "ᵏ", "ˡ", "ᵐ",
                                          "ⁿ", "ᵒ", "ᵖ", "ʳ", "ˢ", "ᵗ", "ᵘ", "ᵛ", "ʷ", "ˣ", "ʸ", "ᶻ" }; /* q has none */
    enum { N = sizeof raised / sizeof *raised };
    if (note >= N)
        table_mark(out, note / N - 1);
    text_append(out, raised[note % N]);
}

void table_words_number(struct text *out, double value, int decimals)
{
    char digits[64];
    snprintf(digits, sizeof digits, "%.9f", value);
    decimal_append(out, digits, decimals, SIGN_BELOW_ZERO);
}

/* Names, with their places or without. */
static void append_origins(const struct paper_table *t, int places, struct text *out)
{
    for (size_t i = 0; i < t->n_rows * t->n_columns; i++) {
        const struct source *from = t->rows[i / t->n_columns].cells[i % t->n_columns].source;
        size_t before = 0;
        while (from && before < i && t->rows[before / t->n_columns].cells[before % t->n_columns].source != from)
            before++;
        if (!from || before < i)
            continue;
        text_format(out, "%s%s", out->length ? ", " : "", from->experiment);
        if (places)
            text_format(out, " (%s)", source_place(from));
    }
}

void table_append_origins(const struct paper_table *t, struct text *out)
{
    append_origins(t, 1, out);
}

void table_append_experiments(const struct paper_table *t, struct text *out)
{
    append_origins(t, 0, out);
}

static const char *sign_of(const char *verdict)
{
    return starts_with(verdict, "match")    ? " ="
           : strcmp(verdict, "higher") == 0 ? " ↑"
           : strcmp(verdict, "lower") == 0  ? " ↓"
                                            : "";
}

static int has_note(const struct table_cell *c, size_t note)
{
    for (size_t i = 0; i < c->n_notes; i++)
        if (c->notes[i] == note)
            return 1;
    return 0;
}

/* Do all printed numbers of the row, at least two, have it? */
static int row_has(const struct paper_table *t, const struct table_row *row, size_t note)
{
    size_t n = 0;
    for (size_t i = 0; i < t->n_columns; i++) {
        if (row->cells[i].printed == LAYOUT_NOTHING)
            continue;
        if (!has_note(&row->cells[i], note))
            return 0;
        n++;
    }
    return n > 1 && !t->notes[note].of_column;
}

/* What is so of all numbers of a row that are reproduced is marked at its heading alone; slips are in each cell. */
static void append_marks(const struct paper_table *t, const struct table_row *row, const struct table_cell *c,
                         enum note_of of, struct text *out)
{
    for (size_t i = 0; i < c->n_notes; i++)
        if (!t->notes[c->notes[i]].of_column && t->notes[c->notes[i]].of == of &&
            (of == OF_PRINTED || !row_has(t, row, c->notes[i])))
            table_mark(out, c->notes[i]);
}

static void append_shown(const struct paper_table *t, const struct table_row *row, const struct table_cell *c,
                         struct text *out)
{
    const char *ok = table_cell_word(c, "n_ok"), *planned = table_cell_word(c, "n_planned");
    if (c->printed == LAYOUT_NOTHING && !c->source) {
        text_append(out, row->further ? "" : "-");
        return;
    }
    if (c->printed != LAYOUT_NOTHING) {
        text_append(out, table_cell_printed(t, c, "auc"));
        append_marks(t, row, c, OF_PRINTED, out);
        text_append(out, " → ");
    }
    if (decimal_append(out, table_cell_word(c, "reproduced"), t->lines->digits, SIGN_BELOW_ZERO))
        text_append(out, "missing");
    append_marks(t, row, c, OF_REPRODUCED, out);
    if (c->printed != LAYOUT_NOTHING && table_cell_is_there(c))
        text_append(out, sign_of(table_cell_word(c, "verdict")));
    if (c->source && !table_cell_is_whole(c))
        text_format(out, " (%s/%s)", ok, planned);
}

const char *table_cell_interval(const struct table_cell *c, const char **lo, const char **hi)
{
    /* seeds that agree leave what the images vary */
    const int seeds_vary = *table_cell_word(c, "seeds_lo") != '\0';
    const struct {
        const char *lo, *hi, *over;
    } all[] = {
        { "both_lo", "both_hi", seeds_vary ? "images and seeds" : "images" },
        { "images_lo", "images_hi", "images" },
        { "lo", "hi", NULL },
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        *lo = table_cell_word(c, all[i].lo);
        *hi = table_cell_word(c, all[i].hi);
        if (**lo && **hi)
            return all[i].over ? all[i].over : table_cell_word(c, "interval");
    }
    *lo = *hi = "";
    return "";
}

static void append_range(const struct paper_table *t, const struct table_cell *c, struct text *out)
{
    const char *inside = c->printed == LAYOUT_NOTHING ? "" : table_cell_word(c, "inside"), *lo, *hi;
    struct text limits = TEXT_INIT;
    table_cell_interval(c, &lo, &hi);
    int there = decimal_append(&limits, lo, t->lines->digits, SIGN_BELOW_ZERO) == 0;
    text_append(&limits, ", ");
    there = decimal_append(&limits, hi, t->lines->digits, SIGN_BELOW_ZERO) == 0 && there;
    if (there)
        text_format(out, "%s[%s]",
                    strcmp(inside, "yes") == 0  ? "∈ "
                    : strcmp(inside, "no") == 0 ? "∉ "
                                                : "",
                    text_of(&limits));
    text_release(&limits);
}

/* Do all numbers that are reproduced in the column, at least two, have the note? */
static int column_has(const struct paper_table *t, size_t column, size_t note)
{
    size_t n = 0;
    for (size_t i = 0; i < t->n_rows; i++) {
        const struct table_cell *c = &t->rows[i].cells[column];
        if (t->rows[i].further || !table_cell_is_there(c))
            continue;
        if (!has_note(c, note))
            return 0;
        n++;
    }
    return n > 1;
}

/* A note goes to the headings of columns where it is in no cell of others. */
static void find_notes_of_columns(struct paper_table *t)
{
    for (size_t note = 0; note < t->n_notes; note++) {
        int everywhere = 1, anywhere = 0;
        for (size_t column = 0; column < t->n_columns && everywhere; column++) {
            const int all = column_has(t, column, note);
            anywhere = anywhere || all;
            for (size_t i = 0; i < t->n_rows && !all; i++)
                everywhere = everywhere && !has_note(&t->rows[i].cells[column], note);
        }
        t->notes[note].of_column = everywhere && anywhere;
    }
}

static char *taken(struct text *t)
{
    char *s = mem_string(text_of(t));
    text_clear(t);
    return s;
}

void table_words(struct paper_table *t)
{
    struct text word = TEXT_INIT;
    find_notes_of_columns(t);
    t->headings = mem_zero(t->n_columns, sizeof *t->headings);
    for (size_t i = 0; i < t->n_columns; i++) {
        text_append(&word, layout_word(t->layout, t->lines->columns[i], "heading"));
        for (size_t note = 0; note < t->n_notes; note++)
            if (t->notes[note].of_column && column_has(t, i, note))
                table_mark(&word, note);
        t->headings[i] = taken(&word);
    }
    for (size_t i = 0; i < t->n_rows; i++) {
        struct table_row *row = &t->rows[i];
        text_append(&word, row->name);
        for (size_t note = 0; note < t->n_notes; note++)
            if (row_has(t, row, note))
                table_mark(&word, note);
        row->heading = taken(&word);
        for (size_t k = 0; k < t->n_columns; k++) {
            append_shown(t, row, &row->cells[k], &word);
            row->cells[k].shown = taken(&word);
            append_range(t, &row->cells[k], &word);
            row->cells[k].range = taken(&word);
        }
    }
    text_release(&word);
}
