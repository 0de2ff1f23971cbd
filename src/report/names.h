/* What a method is called in tables, pictures and reports. */
#ifndef REPORT_NAMES_H
#define REPORT_NAMES_H

#include "base/text.h"

/* Appends "LIS-AE", "Sup. LinSep-LIS-AE": a detector's label, and what is special of it as the paper would say it. */
void method_label(struct text *out, const char *label, int supervised, int linsep);

#endif
