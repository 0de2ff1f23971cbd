/* What a task is at, for people and for the task itself when it is begun anew: FOLDER/task-N.ini. Nothing rests on
 * it; where two copies of a task live, the later one's word is there. */
#ifndef SLURM_RECORD_H
#define SLURM_RECORD_H

#include "slurm/submission.h"

struct task_record {
    char job[32], node[64], since[32]; /* "12_3"; UTC */
    char run[SUBMITTED_RUN];           /* what it is at, or was at last */
    char state[32]; /* "working", "ended", or why it stopped before its end: "time", "limit", "signal" */
    long restarts;  /* how often the job was begun anew */
    long times;     /* how often in a row the task began with this run, which it did not end */
    long done;      /* runs of the chunk with a result or a reason, by then */
};

/* Not flushed to the disk: a record that is lost costs no result. */
void record_write(const struct submission *s, long task, const struct task_record *r);
/* 0, or -1 where there is none, or not a whole one; then it is all zero. */
int record_read(const struct submission *s, long task, struct task_record *r);

#endif
