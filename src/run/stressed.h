/* The stress test (stress/stress.h) of runs. Its tables are no part of a run's folder, which is what its ID says and no
 * more: a run has a folder RESULTS/stress/ID-SUM for each request that it was asked, SUM being the start of the hash of
 * the request's text, which is in the folder, too. A folder that is there is whole. */
#ifndef RUN_STRESSED_H
#define RUN_STRESSED_H

#include "plan/plan.h"
#include "stress/stress.h"

/* RESULTS/stress/ID-SUM; free(). */
char *stressed_place(const char *results, const char *id, const struct stress_request *request);

/* Tests a model of the run, trained on these images, and writes the tables into `folder`, which is there. A run without
 * an ID is that of a model of which nothing but its origin is known (stressed_origin()). */
int stressed_write(const struct run *r, void *model, const char *data, const struct stress_request *request,
                   const char *folder, const struct progress *progress, struct error *e);

/* What a saved model tells of its run: the data set and the positives, with all other classes as anomalies.
 * run_release() either way. */
int stressed_origin(struct run *r, const struct detector *d, const struct archive *a, const char *data,
                    struct error *e);

/* Can a run not be asked, whatever the request? Detectors whose scores have no quantiles, and points. */
int stressed_cannot_be(const struct run *r);

/* Does what is left of one run of the plan, with its model from its folder. 0: it is there, or cannot be for this
 * kind of detector; -1. */
int stressed_do(const struct plan *p, const struct run *r, const char *results, const char *data,
                const struct stress_request *request, struct error *e);

/* 1 where a run's test is there, of the model that it has now, or cannot be for its kind. */
int stressed_done(const struct run *r, const char *results, const struct stress_request *request);

/* How many seconds the test took that is there; -1 where it is not there, or does not say. */
double stressed_seconds(const struct run *r, const char *results, const struct stress_request *request);

#endif
