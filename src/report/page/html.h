/* Parts of an HTML page. Whatever comes from a file or a name goes through html_text(), in text and in attributes
 * alike. */
#ifndef REPORT_PAGE_HTML_H
#define REPORT_PAGE_HTML_H

#include "base/decimal.h"
#include "base/text.h"

/* Appends words so that a browser shows just these, between tags and in quoted attributes. Bytes that are no UTF-8,
 * control characters (a line's end and a tab are blanks) and those that turn the direction of what follows become
 * U+FFFD. */
void html_text(struct text *out, const char *words);
/* The same for `n` bytes. */
void html_text_bytes(struct text *out, const char *words, size_t n);

/* Appends a name as part of an anchor: lower-case letters and digits as they are, one '-' for what lies between. */
void html_anchor(struct text *out, const char *name);

/* Appends a number of a table, rounded, with the number as the table has it in the attribute `value` of a <data>; a
 * dash where there is none. What is no number is shown as it is. */
void html_number(struct text *out, const char *cell, int decimals, enum decimal_sign sign);
/* "[0.9517, 0.9556]"; nothing where one of both is no number. */
void html_interval(struct text *out, const char *lo, const char *hi, int decimals);

/* Appends a cell of a table, <td>: of words, of a number, of a count. */
void html_cell_text(struct text *out, const char *words);
void html_cell_number(struct text *out, const char *cell, int decimals, enum decimal_sign sign);
void html_cell_count(struct text *out, const char *count);
void html_cell_size(struct text *out, size_t count);
/* The head of a row and of a column. */
void html_row_head(struct text *out, const char *words);
void html_column_head(struct text *out, const char *words);

/* "1,234": a count for people. */
void html_count(struct text *out, size_t count);

#endif
