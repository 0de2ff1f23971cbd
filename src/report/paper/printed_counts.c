#include "report/paper/printed_counts.h"

#include <string.h>

#include "base/text.h"

static void count_cell(struct printed_counts *n, const struct table_cell *c)
{
    n->printed++;
    n->there += table_cell_is_there(c) != 0;
    n->missing += !table_cell_is_there(c);
    n->partial += table_cell_is_there(c) && !table_cell_is_whole(c);
    n->inside += strcmp(table_cell_word(c, "inside"), "yes") == 0;
    for (size_t i = 0; i < TOLERANCES && table_cell_is_there(c); i++) {
        const char *verdict = verdicts_by(c->table, c->row, i);
        n->match[i] += strcmp(verdict, "match") == 0;
        n->higher[i] += strcmp(verdict, "higher") == 0;
        n->lower[i] += strcmp(verdict, "lower") == 0;
    }
}

void printed_count(struct printed_counts *n, const struct paper_table *t, const char *method)
{
    for (size_t i = 0; i < t->n_rows * t->n_columns; i++) {
        const struct table_cell *c = &t->rows[i / t->n_columns].cells[i % t->n_columns];
        if (c->printed != LAYOUT_NOTHING && ends_with(table_cell_printed(t, c, "method"), method))
            count_cell(n, c);
    }
}

void printed_counts_add(struct printed_counts *to, const struct printed_counts *n)
{
    to->printed += n->printed;
    to->there += n->there;
    to->partial += n->partial;
    to->missing += n->missing;
    to->inside += n->inside;
    for (size_t i = 0; i < TOLERANCES; i++) {
        to->match[i] += n->match[i];
        to->higher[i] += n->higher[i];
        to->lower[i] += n->lower[i];
    }
}
