/* The words of a paper's table: one place rounds, signs and marks for all formats. */
#ifndef REPORT_PAPER_TABLE_WORDS_H
#define REPORT_PAPER_TABLE_WORDS_H

#include "report/paper/paper_table.h"

/* How the signs are to be read; the same in all formats. */
extern const char paper_table_legend[];

/* Appends the mark of a note, a raised letter. */
void table_mark(struct text *out, size_t note);

/* Fills in what cells show, and headings with their marks. A cell of a printed number has both, the verdict's sign
 * (= ↑ ↓) and, where runs are missing, how many there are of how many: "0.568ᵃ → 0.602 ↑ (10/30)"; "missing" where
 * nothing is there, never a number. A note on all reproduced numbers of a column or a row has its mark at the heading
 * alone. `range` is the interval, behind ∈ or ∉ where it is known whether the printed number
 * lies in it. */
void table_words(struct paper_table *t);

/* The interval that a cell shows: over images and seeds together, else over one of them, as its table has them. Says
 * which, and both limits; "" for none. */
const char *table_cell_interval(const struct table_cell *c, const char **lo, const char **hi);

/* Appends a number that is made of shown ones, rounded like these. */
void table_words_number(struct text *out, double value, int decimals);

/* The experiments that the numbers are from, each once: "table2-svhn (reference), ..."; nothing where there is none. */
void table_append_origins(const struct paper_table *t, struct text *out);
/* The same without the places. */
void table_append_experiments(const struct paper_table *t, struct text *out);

#endif
