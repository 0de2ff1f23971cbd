/* What a Slurm cluster has of a results folder's runs: the submissions in RESULTS/slurm (slurm/submission.h), and what
 * the controller tells of their jobs. It may be wrong, late or silent: what is done only the runs' folders say. */
#ifndef CMD_CLUSTER_CLUSTER_H
#define CMD_CLUSTER_CLUSTER_H

#include "cmd/line/options.h"
#include "slurm/queue.h"
#include "slurm/submission.h"

struct cluster {
    struct submissions submissions;
    struct queue queue;
    const struct queue_row **rows; /* of each submission's tasks what is told, or NULL; the liveliest of several */
    size_t *first;                 /* (submissions) where its tasks begin in `rows` */
    struct cluster_place *places;  /* (n) the submissions' runs, by ID, of one ID the liveliest first */
    size_t n;
};

/* A run in a chunk. */
struct cluster_place {
    const struct submission *of;
    const struct submitted *run;
    const struct queue_row *row; /* NULL: nobody tells of it */
};

/* RESULTS/slurm; free(). */
char *cluster_folder(const char *results);

/* Asks the controller where there is a submission at all. 0 or -1; cluster_release() either way. */
int cluster_read(struct cluster *c, const char *results, struct error *e);
/* Asks, for tasks of which the queue knows nothing any more, sacct or, where there are no accounts, the controller's
 * file of ended jobs and what the job that makes tables noted. None need be there. */
void cluster_ask_ended(struct cluster *c);
/* What the queue tells of a task; NULL: nothing. */
const struct queue_row *cluster_task(const struct cluster *c, const struct submission *s, long task);
/* 1 where the task is queued or running. */
int cluster_is_alive(const struct queue_row *row);
/* The liveliest, else newest, chunk that has the run; NULL: none. */
const struct cluster_place *cluster_find(const struct cluster *c, const char *run);
/* The job that makes a submission's tables, where the queue has it; NULL: it has not. */
const struct queue_row *cluster_tables(const struct cluster *c, const struct submission *s);
void cluster_release(struct cluster *c);

/* Writes what the queue tells of the submission's ended tasks beside it, for a time when it has forgotten them. */
int cluster_note_ended(const struct cluster *c, const struct submission *s, struct error *e);

#endif
