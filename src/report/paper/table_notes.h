/* What has to be said of single cells of a paper's table: what is wrong in print, and of what the reproduced number is
 * made. */
#ifndef REPORT_PAPER_TABLE_NOTES_H
#define REPORT_PAPER_TABLE_NOTES_H

#include "report/paper/paper_table.h"

/* Adds a note to a cell; one with the same text is the same note. */
void table_note(struct paper_table *t, struct table_cell *c, enum note_of of, const char *text);

/* Notes what the cell's runs are marked with: a mean below what scores at random have, one seed, whose interval leaves
 * out what seeds vary, trainings that were stuck. */
void table_note_runs(struct paper_table *t, struct table_cell *c);

/* The same of a printed cell, with the edition of the data, and with what is wrong in print, each part a note: "printed
 * as ...; its own row has the mean ...". `meant`: the heading that is meant where another is printed, or "". */
void table_note_print(struct paper_table *t, struct table_cell *c, const char *meant);

/* An average is printed as the mean of its row's cells; compare.csv has the AUC against all outliers together, which is
 * the same where each class has as many images. Where it is not, that is noted. */
void table_note_average(struct paper_table *t, struct table_row *row);

#endif
