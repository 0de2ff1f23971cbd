/* Does a reproduced number agree with the printed one? One rule for all tables (docs/results.md gives the reasons). */
#ifndef REPORT_PAPER_VERDICT_H
#define REPORT_PAPER_VERDICT_H

#include "report/means/group.h"
#include "run/row.h"

struct printed {
    double value; /* NaN: nothing is printed */
    double half;  /* half a unit of its last digit */
};

/* Of a cell as it is printed; "0.9" has two decimals, as the numbers around it, of which print left out the zero. */
void printed_parse(struct printed *p, const char *cell);

/* Half a unit of print, and what one training more, judged on other images, would vary. NaN where nothing is
 * printed or reproduced. */
double verdict_tolerance(const struct group_mean *m, const struct printed *p);

/* "match" where the difference of a reproduced and a printed number is within the tolerance, else "higher" or "lower";
 * numbers have the six digits of a table. */
const char *verdict_by(double difference, double tolerance);

/* Sets difference, tolerance, verdict ("match" up to the tolerance, "higher", "lower"; "missing" where nothing was
 * reproduced, "" where nothing is printed) and inside: does the printed number, as it may have been before it was
 * rounded, lie in the interval over images and seeds, or over images where that is not known? */
void verdict_put(struct row *row, const struct group_mean *m, const struct printed *p);

#endif
