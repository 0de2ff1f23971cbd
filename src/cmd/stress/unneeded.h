/* Stress tests that no spec needs any more: part of `lisae clean`. */
#ifndef CMD_STRESS_UNNEEDED_H
#define CMD_STRESS_UNNEEDED_H

#include "base/error.h"
#include "cmd/line/options.h"
#include "plan/plans.h"

/* IDs of runs. */
struct run_names {
    char **of; /* (n), owned */
    size_t n;
};
void run_names_add(struct run_names *names, const char *id);
void run_names_release(struct run_names *names);

/* Folders RESULTS/stress/ID-SUM that none of the specs asks for. */
struct stress_unneeded {
    char **of; /* (n) names of folders, owned */
    size_t n;
    size_t strangers; /* entries beside them that are no stress test's folder */
    double bytes;
};

/* Those of runs that `others` names stay. Sorts `others`. 0 or -1; stress_unneeded_release() either way. */
int stress_unneeded_find(struct stress_unneeded *u, const struct options *o, const struct plans *p,
                         struct run_names *others, struct error *e);
void stress_unneeded_release(struct stress_unneeded *u);

/* Lists them; nothing where there is none. */
void stress_unneeded_list(const struct stress_unneeded *u, int remove);

/* Returns the exit code. */
int stress_unneeded_remove(const struct stress_unneeded *u, const struct options *o);

#endif
