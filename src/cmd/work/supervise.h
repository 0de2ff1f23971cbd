/* A run in a process of its own, so that a library that ends the process does not take the reason along. */
#ifndef CMD_WORK_SUPERVISE_H
#define CMD_WORK_SUPERVISE_H

#include "run/job.h"

/* Does the job (run/job.h) in a child and waits for it; what it says on standard error is passed on. Where it ends
 * without having told of the run (a signal, memory that ran out), the run's folder gets the reason from here: the
 * signal, and the last that was said. Returns the exit code. The child ends with this process, and
 * both with the one that `owner` names (store/process.h; NULL: none). */
int supervise(const struct job *j, const char *owner);

#endif
