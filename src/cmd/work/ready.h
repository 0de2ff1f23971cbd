/* What each run would do at first, done once by who starts a process for each: that process has it from there. */
#ifndef CMD_WORK_READY_H
#define CMD_WORK_READY_H

#include "base/text.h"
#include "run/job.h"

struct ready {
    struct text text;
    const char *program; /* what provenance_describe() says; NULL where there is no room for the libraries */
    struct checked_sets *sets;
};

/* Loads libraries and has them take their memory; where that cannot be had, each run will tell. */
void ready_init(struct ready *r);
/* A job of that run which has all this. */
struct job ready_job(const struct ready *r, const struct run *run);
void ready_release(struct ready *r);

#endif
