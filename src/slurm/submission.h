/* What was handed to a cluster at once: RESULTS/slurm/PLAN/, where PLAN is in the names of its jobs (slurm/name.h).
 *
 *     tasks.csv    a row for each run and first phase: the number of its chunk, and where its text is
 *     specs.txt    the texts, one behind the other: a file for each would be thousands
 *     jobs.csv     the numbers of its jobs, as far as they are known
 *     task-N.ini   what the task of chunk N is at (slurm/record.h)
 *     *.sh, *.log  scripts; what tasks said, a file for each */
#ifndef SLURM_SUBMISSION_H
#define SLURM_SUBMISSION_H

#include <stddef.h>

#include "base/error.h"
#include "slurm/name.h"

enum { SUBMITTED_RUN = 16 };

struct submitted {
    char run[SUBMITTED_RUN]; /* its ID */
    long task;               /* the number of its chunk */
    double seconds;          /* as estimated */
    int keep_model;
    long at, bytes; /* its text in specs.txt */
};

struct submission {
    char plan[SLURM_PLAN];
    char *folder;
    long long made;       /* when, for an order among several */
    struct submitted *of; /* by task */
    size_t n;
    long n_tasks;
    char *jobs; /* the numbers of its jobs, "12,13"; "" where none is known */
};

/* Writes a new one, with the texts of its runs (where these are is filled in). Makes the folder. */
int submission_write(struct submission *s, const char *const *texts, struct error *e);
/* Notes the number of a job: `first` as in its name, `tasks` of its array. */
int submission_note(const struct submission *s, const char *job, long first, long tasks, struct error *e);
/* Reads the one in `folder`, whose last name is PLAN. 0 or -1; submission_release() either way. */
int submission_read(struct submission *s, const char *folder, struct error *e);
/* The text of one of its runs; free(). NULL where it cannot be read. */
char *submission_text(const struct submission *s, const struct submitted *run, struct error *e);
/* A path in its folder; free(). */
char *submission_path(const struct submission *s, const char *name);
void submission_release(struct submission *s);

struct submissions {
    struct submission *of; /* the newest first */
    size_t n;
};

/* All in RESULTS/slurm; there may be none. Folders that are not whole, as a kill leaves them, are passed over. */
int submissions_read(struct submissions *s, const char *base, struct error *e);
void submissions_release(struct submissions *s);

#endif
