/* Jobs on their way into the queue, each once: where sbatch says that it failed though the controller took the job,
 * that one is found by its name. */
#ifndef SLURM_SUBMIT_H
#define SLURM_SUBMIT_H

#include "base/error.h"
#include "slurm/wishes.h"

enum { SLURM_JOB = 32 };

struct slurm_job {
    const char *plan;          /* of its name (slurm/name.h) */
    long first;                /* likewise; SLURM_TABLES for the job that makes tables */
    long tasks;                /* of the array; not looked at for the job that makes tables */
    long at_once;              /* how many of them may run at a time; 0: as many as can */
    const char *script, *log;  /* paths; in `log` sbatch's patterns hold: %A_%a */
    const char *after;         /* jobs that have to end before, "12:13"; or "" */
    double minutes, mebibytes; /* 0: not said */
    const struct slurm_wishes *wishes;
};

/* sbatch's words for the job, NULL-terminated; split_free(). */
char **submit_words(const struct slurm_job *j);

/* Submits it; `number` gets its number. 0; 1 where the cluster takes no array of this size from this user now, with its
 * words in `e`; -1. Where the controller does not answer it is asked again, first after `pause` seconds, then after
 * twice that, and so on: half a minute in all where it is a second. */
int submit(const struct slurm_job *j, double pause, char number[SLURM_JOB], struct error *e);

#endif
