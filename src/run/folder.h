/* The folder of one run: BASE/ID, filled under a temporary name beside it, each attempt's its own, and renamed when
 * complete. That rename is all that correctness rests on. Beside it stand BASE/.lock-ID (which saves two workers from
 * doing the same, where the file system has locks) and BASE/.progress-ID (where that worker is; only for people to look
 * at). */
#ifndef RUN_FOLDER_H
#define RUN_FOLDER_H

#include <stddef.h>

#include "base/error.h"
#include "store/lock.h"

struct run_folder {
    char *base, *id, *temporary;
    struct lock lock;
};

/* Takes the run's lock, makes the temporary folder. Where another worker has the lock it waits for it, or with `wait` 0
 * gives up. 0, 1 given up, -1 error, also where the system does not let read the result that is there (no right, a bad
 * disk), which may be whole; where it is not 0 there is nothing to abandon. */
int run_folder_begin(struct run_folder *f, const char *base, const char *id, int wait, struct error *e);
/* 1 where a living worker, on whatever machine, has the run's lock. */
int run_folder_busy(const char *base, const char *id);
/* "TEMPORARY/NAME"; free(). */
char *run_folder_file(const struct run_folder *f, const char *name);
/* What tells this attempt from others at the run: RANDOM-ID of its temporary name. */
const char *run_folder_attempt(const struct run_folder *f);
/* Says that the worker is alive, to those who cannot see its process (store/temporary.h). */
void run_folder_touch(const struct run_folder *f);
/* Puts the folder in its place, instead of one that failed or was damaged, and removes the lock. 0; 1 where another
 * worker's is there and done, which stays, and this one is thrown away; -1 error: then nothing was put there. */
int run_folder_commit(struct run_folder *f, struct error *e);
void run_folder_abandon(struct run_folder *f);
/* Removes a run's folder, from one moment to the next for all who look. 0; 1 where a living worker has the run: then it
 * stays; -1 error. */
int run_folder_discard(const char *base, const char *id, struct error *e);
/* The IDs of runs that workers are at: those whose lock is held, and those with the folder of an attempt that is not
 * left (store/temporary.h), as not all file systems have locks. NULL-terminated, an ID perhaps twice; split_free(). */
char **run_folders_living(const char *base, size_t *n);
/* Removes what killed workers left in the folder of runs; living ones, wherever they are, are not disturbed. */
void run_folders_sweep(const char *base);

enum run_status {
    RUN_MISSING, /* never finished */
    RUN_OK,      /* done: it says so, its text is that of the ID, and its files are at a glance those that it wrote */
    RUN_FAILED   /* or damaged since */
};

/* `reason` (may be NULL) gets what a failed run's reason.txt says, or what is wrong with the folder (run/seal.h). */
enum run_status run_folder_status(const char *base, const char *id, char *reason, size_t room);

/* A number that changes when the run's result does (meta.ini's time), 0 where there is none. */
long long run_folder_stamp(const char *base, const char *id);

/* What a worker is at. */
struct run_progress {
    char stage[32];
    int done, total;
    double loss;
};

void run_progress_write(const char *base, const char *id, const struct run_progress *p);
/* 1 where a living worker, on whatever machine, is at the run and has said where, else 0. */
int run_progress_read(const char *base, const char *id, struct run_progress *p);
int run_progress_remove(const char *base, const char *id, struct error *e);

#endif
