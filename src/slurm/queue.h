/* Jobs of ours, as squeue, sacct or the controller's file of ended jobs tell of them. */
#ifndef SLURM_QUEUE_H
#define SLURM_QUEUE_H

#include <stddef.h>

#include "slurm/name.h"
#include "slurm/state.h"

/* One task of an array, or the job that makes tables. */
struct queue_row {
    char plan[SLURM_PLAN];
    long task;                          /* the number of its chunk, or SLURM_TABLES */
    char *job;                          /* "12_3", as scontrol and scancel take it */
    char *word, *reason, *node, *since; /* each may be "" */
    enum slurm_state state;
};

struct queue {
    struct queue_row *rows; /* in the order of the text; of one task perhaps several */
    size_t n;
};

/* What squeue is asked for, behind -o; with -r, so that each task has a line. */
#define QUEUE_SQUEUE "%F|%K|%T|%r|%N|%S|%j"
/* The same of sacct, behind -o, with -X -n -P. */
#define QUEUE_SACCT "JobID,State,NodeList,Start,JobName"

/* Adds what a text tells of jobs that have our names; other lines are passed over. queue_release() in the end. */
void queue_add_squeue(struct queue *q, const char *text);
void queue_add_sacct(struct queue *q, const char *text);
void queue_add_filetxt(struct queue *q, const char *text);
void queue_release(struct queue *q);

#endif
