/* verdicts.csv: how many of the printed cells of each table are reproduced, and how that depends on what counts as
 * reproduced. */
#ifndef REPORT_PAPER_VERDICTS_H
#define REPORT_PAPER_VERDICTS_H

#include <stdio.h>

#include "base/error.h"
#include "base/text.h"
#include "store/csv.h"

/* What counts as the same number: the last is each cell's own tolerance, the others hold for all cells. */
enum { TOLERANCES = 4 };
/* "0.005", ..., "own". */
const char *verdicts_tolerance(size_t tolerance);
/* The verdict of a row of compare.csv by one of them: "match", "higher", "lower", "missing". */
const char *verdicts_by(const struct csv *compare, size_t row, size_t tolerance);

/* Counts the rows of FOLDER/compare.csv and writes FOLDER/verdicts.csv: for each printed table and each tolerance a
 * row. */
int verdicts_write(const char *folder, struct error *e);

/* Appends a line for each table of FOLDER/verdicts.csv; nothing where there is no such file. */
int verdicts_say(const char *folder, struct text *out, struct error *e);

#endif
