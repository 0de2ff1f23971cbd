/* How long runs take on this machine: as the plan's runs that are done did, detector by detector, and by their
 * operations over half of SGEMM's speed where none of a detector is (what others took tells nothing: OC-SVM does a
 * tenth of a network's operations in a second). */
#ifndef RUN_PACE_H
#define RUN_PACE_H

#include "plan/plan.h"

struct pace {
    const struct suite *suite;
    double *operations, *seconds; /* of the runs and first phases that are done, by detector */
    double speed;                 /* operations in a second where no run of a detector is done */
};

/* `sgemm`: operations of SGEMM in a second; 0 where that is not known, for which PACE_SGEMM stands. */
#define PACE_SGEMM 5e10
void pace_init(struct pace *pace, const struct plan *p, const char *results, double sgemm);
void pace_release(struct pace *pace);

/* Takes the time of one more that is done; `work` is its run_work(). */
void pace_learn(struct pace *pace, const struct plan *p, const struct run *r, double work, const char *results);

/* Seconds on the clock for so many seconds of one process, in `units` runs and first phases, `jobs` at a time. */
double pace_clock(double seconds, size_t units, int jobs);

/* Seconds that a run or first phase of so much work takes. */
double pace_seconds(const struct pace *pace, const struct detector *d, double work);

#endif
