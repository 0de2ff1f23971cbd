/* The first epoch at which two runs of one specification part, by the sums of losses that their folders have (`chain`
 * in [loss] of meta.ini; docs/results.md): first phases before what starts from them. */
#ifndef REPORT_GATE_PARTING_H
#define REPORT_GATE_PARTING_H

#include "report/gate/gate.h"

/* 1 where it is known: the stage and epoch, or stage "scoring" where all epochs of all trainings are the same, so that
 * they part behind these. 0 where a training before that has no sums, or no folder any more, or none trains. */
int parting_find(struct gate_parting *p, const struct gate_run *a, const struct gate_run *b);

#endif
