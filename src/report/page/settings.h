/* What tells the rows of a table apart: how a method is called, and which of its settings differ. */
#ifndef REPORT_PAGE_SETTINGS_H
#define REPORT_PAGE_SETTINGS_H

#include <stddef.h>

#include "base/text.h"
#include "detect/suite.h"
#include "store/csv.h"

/* Which columns of settings and choices of the protocol (up to SETTINGS_MOST) rows have different words in, where they
 * have any; and which all rows that have a word there have the same. With `within`, rows have to agree in that column
 * to be compared. */
enum { SETTINGS_MOST = 16 };
struct settings_shown {
    const char *axes[SETTINGS_MOST], *constant[SETTINGS_MOST];
    size_t n_axes, n_constant;
};

void settings_find(struct settings_shown *s, const struct csv *c, const char *within);

/* The word of all rows for a constant. */
const char *settings_constant(const struct csv *c, const char *column);

/* Are two rows of tests.csv or mean-ranks.csv of the same column of a table: the same images, the same negatives? */
int settings_same_column(const struct csv *c, size_t a, size_t b);
/* Leaves of the axes those that tell methods of one such column apart. */
void settings_within_column(struct settings_shown *s);

/* What a column is called before people: "γ", "size of the code". */
const char *settings_name(const char *column);

/* Is this row of sweep.csv, where those of an axis stand together, the first of its axis? */
int settings_axis_begins(const struct csv *sweep, size_t row);

/* Appends a word of a column as people read it: "omniglot" of "dataset:omniglot". */
void settings_append_word(struct text *out, const char *column, const char *word);

/* Appends the name of a row's method, as tables and pictures have it: "Sup. LinSep-LIS-AE". Of a method by
 * its word in tables, or, where a table has a detector and no method, of a row by the columns of its settings. */
void settings_append_method(struct text *out, const struct suite *suite, const char *method);
void settings_append_detector(struct text *out, const struct suite *suite, const struct csv *c, size_t row);

/* Appends the axes' words of a row: "γ 5, size of the code 16". */
void settings_append_axes(struct text *out, const struct settings_shown *s, const struct csv *c, size_t row);

#endif
