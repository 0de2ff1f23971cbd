/* What a detector gains over the one that it is built on: lis-ae over the ae that it starts from, a detector on codes
 * over the one whose codes they are. */
#ifndef REPORT_GAIN_H
#define REPORT_GAIN_H

#include "report/group.h"

/* The group of the detector that `g` is built on, with the same settings where both depend on them, on the same data;
 * NULL where the plan has none, or more than one. */
const struct group *gain_base(const struct groups *of, const struct group *g);

/* The mean over tasks of the mean over seeds of the difference in AUC, of the runs that both have, judged on the same
 * images; NaN for none. */
double gain_over(const struct groups *of, const struct group *g, const struct group *base);

#endif
