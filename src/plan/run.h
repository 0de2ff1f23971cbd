/* The canonical text of a run (its spec.ini): all that its result depends on and nothing
 * else, in one spelling. Its SHA-256 is the run's identity. Format 1:
 *
 *     [run]    format, detector, seed
 *     [data]   dataset, edition, payload, positive, anomaly, train_limit, holdout, test_limit
 *              (class numbers; a first phase has no anomaly and no test_limit), and where the run
 *              learns from negatives: negative (the spec's word; not in a first phase) and
 *              one of negative_classes | negative_dataset, negative_edition, negative_payload
 *              | negative_strokes
 *     ...      the settings that the detector uses (detect/settings.h); keys that the format got
 *              later only where they differ from their default, so that older runs keep their names
 *
 * Reading back is run_read() of plan/plan.h. */
#ifndef PLAN_RUN_H
#define PLAN_RUN_H

#include "plan/plan.h"

/* 1 where the run learns from negatives. */
int run_learns_negative(const struct run *r);

/* Puts back to nothing or default what the run does not depend on, then writes `canonical`
 * (the old one is freed) and `id`. */
void run_seal(struct run *r);

/* The first phase that a sealed run of a detector with one starts from, which may itself start
 * from another. */
void run_phase1(const struct run *r, struct run *first);

/* A run without anything, its texts empty. */
void run_init(struct run *r);
/* The same run with texts of its own, not sealed. */
void run_copy(struct run *to, const struct run *from);

#endif
