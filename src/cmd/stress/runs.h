/* The stress tests of a spec's runs, behind the runs themselves (`[stress] run = on`). */
#ifndef CMD_STRESS_RUNS_H
#define CMD_STRESS_RUNS_H

#include "cmd/line/options.h"
#include "plan/plans.h"

/* EXIT_USAGE with a message where a spec asks for them and --no-models keeps no model. */
int stress_runs_check(const struct options *o, const struct plans *p);

/* Does those that are not there yet, of runs that are done: o->jobs at a time, each in a process of its own. What a
 * killed call leaves is done by the next one. Returns the exit code. */
int stress_runs(const struct options *o, const struct plans *p);

#endif
