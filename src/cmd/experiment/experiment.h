/* What the subcommands do with the experiment that a spec describes: plan it, keep others out of its folder, merge and
 * show its results. */
#ifndef CMD_EXPERIMENT_EXPERIMENT_H
#define CMD_EXPERIMENT_EXPERIMENT_H

#include "cmd/line/options.h"
#include "plan/plans.h"
#include "run/pace.h"
#include "store/lock.h"

/* What a subcommand does with a plan; returns the exit code. */
typedef int plan_action(const struct options *o, const struct plan *p);
/* The same with those of several specs. */
typedef int plans_action(const struct options *o, const struct plans *p);

/* A subcommand with one spec as its argument: parses the options, reads the spec and expands it, then acts. What is
 * wrong with the command line or the spec is printed, all of it. Returns the exit code. */
int experiment_command(const struct command *c, const struct suite *suite, int argc, char **argv, plan_action *action);

/* The same with one spec or several, all of which are read before anything is done; two of one name are refused. */
int experiments_command(const struct command *c, const struct suite *suite, int argc, char **argv,
                        plans_action *action);

/* Says on standard error what is no fault of the specs but may surprise. */
void experiment_notes(const struct plans *p);

/* Can the printed numbers be read? Asked before anything that takes long, or is written. EXIT_OK or EXIT_RUN. */
int experiment_check_published(const struct options *o);

/* How long the plan's runs take here, which is measured; pace_release(). */
void experiment_pace(const struct options *o, const struct plan *p, struct pace *pace);

/* Waits until nobody else writes the experiment's tables or plan, and removes what killed programs left of them, of
 * runs and of first phases. Makes the folder. */
int experiment_lock(struct lock *l, const struct options *o, const char *experiment, struct error *e);

/* The folder with the tables of the experiment that the only argument names: RESULTS/NAME for a spec NAME.ini, or the
 * folder itself; free() it either way. The spec need not be there any more, nor its data; where it is there and wrong,
 * or where there are no tables, it is printed why. Returns the exit code. */
int experiment_tables(const struct options *o, const struct suite *suite, char **folder);

/* RESULTS/EXPERIMENT; free(). */
char *experiment_folder(const struct options *o, const char *experiment);

#endif
