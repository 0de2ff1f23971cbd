/* One run: what it is, its canonical text, and reading that back.
 *
 * The canonical text (spec.ini in a run's folder) is all that its result depends on and nothing
 * else, in one spelling. Its SHA-256 is the run's identity. Format 1:
 *
 *     [run]    format, detector, seed
 *     [data]   dataset, edition, payload, positive, anomaly, train_limit, holdout, test_limit
 *              (class numbers; a first phase has no anomaly and no test_limit), and where the run
 *              learns from negatives: negative (the spec's word; not in a first phase) and
 *              one of negative_classes | negative_dataset, negative_edition, negative_payload
 *              | negative_strokes | negative_noise | negative_rotated | negative_patches; and negative_limit, where
 *              that leaves some of them out
 *     ...      the settings that the detector uses, in the order of the suite's sections; keys that another key hides
 *              (detector_hides(): `model.latent` beside a code size of the detector's own) at their default, whatever
 *              the spec says; keys that the format got later (KEY_LATER) only where they differ from their default,
 *              so that older runs keep their names */
#ifndef PLAN_RUN_H
#define PLAN_RUN_H

#include <stdint.h>

#include "base/error.h"
#include "base/hash.h"
#include "data/dataset.h"
#include "data/task.h"
#include "detect/suite.h"

enum { RUN_ID = 13 };
/* Is it the text of an ID? */
int run_is_id(const char *text);

/* One run: one detector (or a shared first phase) on one task with one seed. Its texts are its own, as long
 * as they need to be and never NULL. */
struct run {
    char id[RUN_ID]; /* first 12 hex digits of the SHA-256 of `canonical` */
    const struct detector *detector;
    long seed;
    char dataset[DATASET_NAME], edition[DATASET_NAME], payload[SHA256_HEX];
    /* the negatives' data set, "" where there is none */
    char foreign[DATASET_NAME], foreign_edition[DATASET_NAME], foreign_payload[SHA256_HEX];
    char *positive; /* "8", "0 1" */
    char *negative; /* the spec's word; "" for detectors that use none */
    char *anomaly;  /* the spec's word; "" from run_read() */
    struct task_spec task;
    struct settings settings;
    /* "model.code=relu model.encoder=16/32": the values of axes that have no column of their own; "" from run_read() */
    char *variant;
    char phase1[RUN_ID]; /* the run that must be there first, or "" */
    struct sizes sizes;  /* for checks and estimates; zero in run_read() */
    char *canonical;     /* the text of spec.ini */
};

/* A run without anything, its texts empty. */
void run_init(struct run *r);
/* The same run with texts of its own, not sealed. */
void run_copy(struct run *to, const struct run *from);

/* Reads a canonical text back, so that a worker needs nothing but it. The suite must outlive the run. */
int run_read(struct run *r, const struct suite *suite, const char *path, struct error *e);
/* The same of a text of `n` bytes that is there already, NUL-terminated; `path` is for messages. */
int run_read_text(struct run *r, const struct suite *suite, const char *path, const char *text, size_t n,
                  struct error *e);
void run_release(struct run *r);

/* 1 where the run learns from negatives. */
int run_learns_negative(const struct run *r);

/* 1 where the run's result depends on this key (and so its canonical text has it). */
int run_uses(const struct run *r, const struct setting *k);

/* Puts back to nothing or default what the run does not depend on, then writes `canonical`
 * (the old one is freed) and `id`. */
void run_seal(struct run *r);

/* The first phase that a sealed run of a detector with one starts from, which may itself start
 * from another. */
void run_phase1(const struct run *r, struct run *first);

/* Floating-point operations of one run, for estimates of time. */
double run_work(const struct run *r);

/* Bytes that one run needs at its peak, for estimates. */
double run_memory(const struct run *r);

/* The seed of one of a run's roles ("split", "fit"), mixed with what the role may depend
 * on: the split with the data set alone, a fit with the data set and the positive classes,
 * so that two gammas, two negative sets or two detectors draw the same batches. */
uint64_t run_seed(const struct run *r, const char *role);

#endif
