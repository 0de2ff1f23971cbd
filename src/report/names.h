/* What a method is called in tables, pictures and reports. */
#ifndef REPORT_NAMES_H
#define REPORT_NAMES_H

#include <stddef.h>

#include "base/text.h"
#include "store/csv.h"

/* Appends "LIS-AE", "Sup. LinSep-LIS-AE": a detector's label, and what is special of it as the paper would say it. */
void method_label(struct text *out, const char *label, int supervised, int linsep);

/* Gives the word of a column of what `of` is; it holds until the next call. */
typedef const char *setting_cell(void *of, const char *column);
/* Appends what tells the lines of a method apart, as tests.csv has it: "latent 16, gamma 10". */
void method_setting(struct text *out, setting_cell *cell, void *of);
/* The same of a row of a table; with `negative` its negatives, too: "latent 16, gamma 10, dataset:omniglot". */
void method_setting_of_row(struct text *out, const struct csv *table, size_t row, int negative);

#endif
