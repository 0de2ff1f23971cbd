#include <math.h>
#include <string.h>

#include "report/gate/gate.h"

/* As they are, whatever Markdown would take for its own; a line's end would end the table. */
static void append_words(struct text *out, const char *s)
{
    for (; *s; s++)
        if ((unsigned char)*s < ' ' || *s == 127)
            text_append(out, " ");
        else if (strchr("\\`*_[]|~<&", *s))
            text_format(out, "\\%c", *s);
        else
            text_append_bytes(out, s, 1);
}

static void append_cell(struct text *out, const char *s)
{
    text_append(out, "| ");
    append_words(out, s);
    text_append(out, " ");
}

static void append_number(struct text *out, const char *format, double value)
{
    struct text cell = TEXT_INIT;
    if (isfinite(value)) {
        char digits[64];
        snprintf(digits, sizeof digits, format, value);
        text_append(&cell, digits);
    }
    append_cell(out, text_of(&cell));
    text_release(&cell);
}

static void append_row(struct text *out, const struct gate_row *row)
{
    struct text label = TEXT_INIT, why = TEXT_INIT;
    append_cell(out, gate_words[row->verdict]);
    append_cell(out, gate_label(row, &label));
    append_number(out, "%.4f", row->mean_a);
    append_number(out, "%.4f", row->mean_b);
    append_number(out, "%+.4f", row->difference);
    append_number(out, "%.4f", row->threshold.half);
    append_number(out, "%.4f", row->threshold.smallest);
    text_format(&why, "%zu", row->n_seeds);
    append_cell(out, text_of(&why));
    text_clear(&why);
    gate_remarks(row, &why);
    append_cell(out, text_of(&why));
    text_append(out, "|\n");
    text_release(&label);
    text_release(&why);
}

void gate_markdown(const struct gate *g, const char *name, struct text *out)
{
    struct text head = TEXT_INIT;
    if (*name)
        text_format(&head, "%s ", name);
    gate_headline(g, &head);
    text_append(out, "**");
    append_words(out, text_of(&head));
    text_release(&head);
    text_append(out, "**\n\n| verdict | row | before | now | difference | +- | finds | seeds | |\n"
                     "|---|---|--:|--:|--:|--:|--:|--:|---|\n");
    for (int v = 0; v < GATE_VERDICTS; v++)
        for (size_t i = 0; i < g->n; i++)
            if (g->rows[i].verdict == (enum gate_verdict)v)
                append_row(out, &g->rows[i]);
}
