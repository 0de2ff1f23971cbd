/* How long runs take on this machine: as the plan's runs that are done did, detector by detector, else
 * by their operations over half of SGEMM's speed. */
#ifndef REPORT_PACE_H
#define REPORT_PACE_H

#include "plan/plan.h"

struct pace {
    double *operations, *seconds; /* of the runs and first phases that are done, by detector */
    double speed;                 /* operations in a second where no run of a detector is done */
};

/* `sgemm`: operations of SGEMM in a second. */
void pace_init(struct pace *pace, const struct plan *p, const char *results, double sgemm);
void pace_release(struct pace *pace);

/* Seconds that a run or first phase takes. */
double pace_seconds(const struct pace *pace, const struct run *r);

#endif
