/* A paper's table as text: for programs, for people, for LaTeX. All show the words of table_words.h. */
#ifndef REPORT_PAPER_TABLE_WRITE_H
#define REPORT_PAPER_TABLE_WRITE_H

#include "report/paper/paper_table.h"

/* CSV, a cell a row; docs/results.md has the columns. 0 or -1. */
int table_write_csv(const struct paper_table *t, const char *path, struct error *e);

/* Markdown with aligned columns: the table, then its intervals in one of the same shape. */
void table_append_md(const struct paper_table *t, struct text *out);

/* LaTeX that pdflatex takes as it is, with booktabs, geometry and graphicx. A document that has these packages may
 * \input it behind \def\intable{}. */
void table_append_tex(const struct paper_table *t, struct text *out);

/* Appends words so that Markdown or LaTeX shows just these: control characters as blanks; in LaTeX characters that
 * pdflatex's own fonts lack as "?". */
void table_escape_md(struct text *out, const char *words);
void table_escape_tex(struct text *out, const char *words);

#endif
