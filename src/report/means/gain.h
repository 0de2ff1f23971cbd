/* What a detector gains over the one that it is built on: lis-ae over the ae that it starts from, a detector on codes
 * over the one whose codes they are. */
#ifndef REPORT_MEANS_GAIN_H
#define REPORT_MEANS_GAIN_H

#include "report/means/group.h"

/* The run of the detector that `r` is built on, with the same settings, seed and images; NULL where the plan has
 * none. */
const struct run *gain_base(const struct groups *of, const struct run *r);

/* The mean over tasks of the mean over seeds of the difference in AUC to these, where both are done; NaN for none. */
double gain_over(const struct groups *of, const struct group *g);

#endif
