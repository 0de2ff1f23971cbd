/* Rows below the line of a paper's table: what our experiments of the table have, and the paper does not. */
#ifndef REPORT_PAPER_FURTHER_H
#define REPORT_PAPER_FURTHER_H

#include "report/paper/paper_table.h"

/* Appends them, in the order of the detectors: other detectors, and other settings of those that are printed, which are
 * named where they tell rows of one detector apart. For tables of means over all tasks; others have none, as
 * summary.csv has no means by class. */
void further_rows(struct paper_table *t, const struct sources *s, const struct suite *suite);

#endif
