/* What goes into the training of a detector and what comes out beside the model. */
#ifndef DETECT_FIT_H
#define DETECT_FIT_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/progress.h"
#include "data/images.h"
#include "keys/settings.h"
#include "store/archive.h"

/* Sizes that are known before the images are: for checks and estimates. */
struct sizes {
    int height, width, channels;
    size_t n_positive, n_negative, n_test;
    int points;      /* 1: no images but points (data/images.h) */
    size_t prepared; /* bytes of the data sets that they are taken from */
};

struct fit_input {
    const struct settings *settings;
    const struct images *positive, *negative; /* negative may be empty or NULL */
    uint64_t seed;                            /* of this fit, already mixed with role and task */
    const struct archive *first;              /* the shared first phase, for detectors that start from one */
    const struct progress *progress;
};

/* One point of a loss curve. */
struct loss_point {
    const char *stage; /* a constant: "phase1", "phase2", "critic", ... */
    int epoch;         /* from 1; 0 is before training */
    double positive;   /* mean loss on positives */
    double negative;   /* mean reconstruction error of negatives, a classifier's loss on them; NaN without any */
    double separation; /* mean binary cross-entropy of LinSep's head, NaN likewise */
};

/* fit_report_release() frees it. */
struct fit_report {
    struct loss_point *losses;
    size_t n_losses;
    char note[256]; /* empty, or sentences for the run's meta.ini */
    int stuck;      /* 1: training ended at a constant answer, and the note says at which */
};

void fit_report_add(struct fit_report *r, struct loss_point point);
/* Appends a sentence to the note. */
void fit_report_note(struct fit_report *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same of a training that ended at a constant answer. */
void fit_report_stuck(struct fit_report *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
void fit_report_release(struct fit_report *r);

/* What every training loop does at the end of an epoch. */
struct epoch_end {
    struct loss_point point;
    int epochs;        /* that there will be */
    const char *shown; /* the stage, as people watch it: "phase 1" */
    const char *who;   /* what starts the message of a training that diverged */
    double loss;       /* what people watch */
    double also;       /* a second number that must be finite; 0 where there is none */
};

/* Adds the point to the curve and reports progress. 0, or -1 with a message where the loss is not finite. */
int fit_epoch_end(const struct epoch_end *at, const struct fit_input *in, struct fit_report *r, struct error *e);

#endif
