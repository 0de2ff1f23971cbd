/* All run folders that are in a results folder, and which of them somebody needs. */
#ifndef RUN_STOCK_H
#define RUN_STOCK_H

#include <stddef.h>
#include <time.h>

#include "base/error.h"
#include "data/dataset.h"
#include "plan/run.h"

struct stored {
    char *place; /* the folder that its folder is in */
    char id[RUN_ID];
    char detector[64], dataset[DATASET_NAME]; /* as its text says; "?" where that cannot be read */
    char first[RUN_ID];                       /* the first phase that it started from, "" for none */
    int is_phase1, needed;
    double bytes;
    time_t newest; /* of its files */
};

struct stock {
    struct stored *of; /* by their IDs */
    size_t n;
    size_t strangers;       /* entries of the folders of runs that are no run's folder */
    char (*living)[RUN_ID]; /* runs that somebody is at */
    size_t n_living;
};

/* 0 or -1; stock_release() either way. */
int stock_read(struct stock *s, const char *results, struct error *e);
void stock_release(struct stock *s);

/* The run is needed, wherever its folders are, and so is what it started from. How many folders that are there were
 * not needed until now. */
size_t stock_need(struct stock *s, const char *id);

#endif
