/* What a detector is: a table of functions. It knows images and settings, nothing of specs,
 * run folders or CSV. Scores: higher = more anomalous. */
#ifndef DETECT_DETECTOR_H
#define DETECT_DETECTOR_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/progress.h"
#include "data/augment.h"
#include "data/images.h"
#include "detect/settings.h"
#include "store/archive.h"

/* Sizes that are known before the images are: for checks and estimates. */
struct problem {
    int height, width, channels;
    size_t n_positive, n_negative, n_test;
};

/* One point of a loss curve. */
struct loss_point {
    const char *stage; /* a constant: "phase1", "phase2", "critic", ... */
    int epoch;         /* from 1; 0 is before training */
    double positive;   /* mean loss on positives */
    double
        negative; /* mean reconstruction error of negatives (a classifier's: loss on them), NaN where there is none */
    double separation; /* mean binary cross-entropy of LinSep's head, NaN likewise */
};

/* What a fit has to say beside the model. fit_report_release() frees it. */
struct fit_report {
    struct loss_point *losses;
    size_t n_losses;
    char note[256]; /* empty, or a sentence for the run's meta.ini */
};

void fit_report_add(struct fit_report *r, struct loss_point point);
/* Appends a sentence to the note. */
void fit_report_note(struct fit_report *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
void fit_report_release(struct fit_report *r);

struct fit_input {
    const struct settings *settings;
    const struct images *positive, *negative; /* negative may be empty or NULL */
    uint64_t seed;                            /* of this fit, already mixed with role and task */
    const struct archive *phase1;             /* the shared first phase, for detectors that have one */
    const struct progress *progress;
};

enum detector_flags {
    USES_NEGATIVE = 1,  /* its result depends on the negative images */
    HIDDEN = 2,         /* not for specs: the first phase of others */
    NEEDS_LINSEP = 4,   /* its first phase is one with LinSep, whatever [shape] linsep says */
    LABEL_SWEEP = 8,    /* a score is a set of hard labels, for eval/label_sweep.h to judge */
    AS_FIRST_PHASE = 16 /* its model is that of its first phase, as it is */
};

struct detector {
    const char *name, *help;
    unsigned flags;
    const char *phase1;      /* name of the hidden detector that it starts from, or NULL; see detector_first() */
    const char *const *keys; /* patterns (settings_print) of the settings that it depends on */
    /* Where it depends on the settings whether the negative images matter; NULL: the flag says. */
    int (*uses_negative)(const struct settings *s);
    /* The CHOICE whose word names the detector that it builds on ("latent", "encoder"): that
     * one's keys, flags and first phase count as its own (detector_uses(), detector_flags(),
     * detector_first()). Or NULL. */
    struct {
        const char *section, *key;
    } base;
    /* Impossible combinations; the message names the keys. May be NULL. */
    int (*check)(const struct settings *s, const struct problem *p, struct error *e);
    /* Floating-point operations of fit and score, for estimates of time. */
    double (*work)(const struct settings *s, const struct problem *p);
    /* A model, or NULL. */
    void *(*fit)(const struct fit_input *in, struct fit_report *report, struct error *e);
    /* `im` must have the size and channels of the images it was fitted on. */
    int (*score)(void *model, const struct images *im, double *scores, struct error *e);
    void (*save)(const void *model, struct archive_writer *w);
    void *(*load)(const struct archive *a, struct error *e);
    void (*free)(void *model);
};

/* NULL-terminated, in the order of tables and help texts. */
extern const struct detector *const detectors[];

const struct detector *detector_find(const char *name);
/* The detectors that can be named, a line each: `start`, name, what it is. */
void detectors_describe(const char *start, struct text *out);
/* Its place in `detectors`; of NULL how many there are. */
size_t detector_place(const struct detector *d);

/* The detector that `d` builds on under these settings, or NULL. */
const struct detector *detector_base(const struct detector *d, const struct settings *s);
unsigned detector_flags(const struct detector *d, const struct settings *s);
/* The hidden detector that it starts from, or NULL: the one that it names. That of its base, where
 * it names none or where the base's model is its first phase's. */
const struct detector *detector_first(const struct detector *d, const struct settings *s);
/* Does the detector depend on this key under these settings? `s` NULL: under any? */
int detector_uses(const struct detector *d, const struct settings *s, const struct settings_key *k);

/* [augment] as the augmentation of negative images. */
struct augmentation augmentation_of(const struct settings *s);

#endif
