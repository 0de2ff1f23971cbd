/* One run, from its text to its folder. This is the program; all else says what to run, does many of them, or makes
 * tables of what came out:
 *
 *     images of the task -> fit -> score -> judge -> RESULTS/runs/ID/ (docs/results.md)
 *
 * A first phase is a run that is not judged: it ends behind the fit, and others start from the model in its folder. */
#ifndef RUN_JOB_H
#define RUN_JOB_H

#include "base/error.h"
#include "data/checked.h"
#include "plan/plan.h"

struct job {
    const struct run *run;      /* as run_read() has it from the canonical text */
    const char *results, *data; /* folders: of all results, of prepared data sets */
    const char *program;        /* what provenance_describe() says, where the caller has it; NULL: it is asked for */
    struct checked_sets *sets;  /* data sets that are known to be whole (data/checked.h), which learns; or NULL */
    int keep_model;             /* 1: the folder has the trained detector, too; that of a first phase always has */
    int leave_busy;             /* 1: what another process is at, or must do first, is left to it; 0: waits for it */
};

/* Does the run, in this process and on one thread, unless it is done. 0: it is done, or left to another process.
 * -1: it failed, and the message names it. The folder of a run that failed has the reason; only where no folder could
 * be written, which the message says too, there is none. */
int job_do(const struct job *j, struct error *e);

/* Puts a folder of a failed run with this reason where a process that did the job has ended without one; not where the
 * run is done, or another process is at it. Always -1, with a message that names the run. */
int job_lost(const struct job *j, const char *reason, struct error *e);

#endif
