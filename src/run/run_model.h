/* The trained detector of a run that is done. */
#ifndef RUN_RUN_MODEL_H
#define RUN_RUN_MODEL_H

#include "plan/plan.h"

/* The model of a run of the plan, which is r->detector's to free, from the file that it may lie in. 0, or -1 where the
 * run is not done, or its model was not kept; archive_release() either way. */
int run_model_open(const struct plan *p, const struct run *r, const char *results, struct archive *file, void **model,
                   struct error *e);

/* Says that the folder of a run that is done has no model, and what to do; returns -1. */
int run_model_missing(const char *folder, struct error *e);

#endif
