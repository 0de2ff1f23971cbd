/* What a method is called in tables, pictures and reports. */
#ifndef REPORT_NAMES_H
#define REPORT_NAMES_H

#include "base/text.h"

/* Appends "LIS-AE", "Sup. LinSep-LIS-AE": a detector's label, and what is special of it as the paper would say it. */
void method_label(struct text *out, const char *label, int supervised, int linsep);

/* Gives the word of a column of what `of` is; it holds until the next call. */
typedef const char *setting_cell(void *of, const char *column);
/* Appends what tells the lines of a method apart, as tests.csv has it: "latent 16, gamma 10". */
void method_setting(struct text *out, setting_cell *cell, void *of);

#endif
