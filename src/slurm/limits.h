/* What a controller says of itself: `scontrol show config`. */
#ifndef SLURM_LIMITS_H
#define SLURM_LIMITS_H

#include "base/error.h"

struct slurm_limits {
    long array;        /* tasks that one array may have */
    int counts_memory; /* 1: nodes hand out memory, so that a job has to say what it needs */
    char *ended;       /* the file that the controller writes ended jobs into (jobcomp/filetxt); NULL: none */
};

/* Reads the text. 0 or -1; limits_release() either way. */
int limits_read(struct slurm_limits *l, const char *text, struct error *e);
void limits_release(struct slurm_limits *l);

#endif
