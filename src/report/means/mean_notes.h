/* What a reader of a mean has to know: of trainings that failed in a way, of programs that are mixed. */
#ifndef REPORT_MEANS_MEAN_NOTES_H
#define REPORT_MEANS_MEAN_NOTES_H

#include "base/text.h"
#include "store/csv.h"

/* Appends the notes on a row of summary.csv, with commas between; nothing where there are none. */
void mean_notes_append(struct text *out, const struct csv *summary, size_t row);

#endif
