/* What a detector is: a table of functions. It knows images and settings, nothing of specs,
 * run folders or CSV. Scores: higher = more anomalous. */
#ifndef DETECT_DETECTOR_H
#define DETECT_DETECTOR_H

#include "base/error.h"
#include "base/text.h"
#include "data/images.h"
#include "detect/fit.h"
#include "keys/settings.h"
#include "store/archive.h"

enum detector_flags {
    USES_NEGATIVE = 1,  /* its result depends on the negative images */
    HIDDEN = 2,         /* not for specs: the first phase of others */
    NEEDS_LINSEP = 4,   /* its first phase is one with LinSep, whatever [shape] linsep says */
    LABEL_SWEEP = 8,    /* a score is a set of hard labels, for eval/label_sweep.h to judge */
    AS_FIRST_PHASE = 16,    /* its model is that of its first phase, as it is */
    BESIDE_FIRST_PHASE = 32 /* pictures of trade-offs show it beside the detector whose model that is */
};

struct detector;

/* The choice of the detector which another builds on, like that of [latent] encoder. That one's keys, flags and
 * first phase count as its own (detector_uses(), detector_flags(), detector_first()). */
struct base_choice {
    const char *(*word)(const struct settings *s); /* the name that is chosen */
    const struct detector *const *detectors;       /* those that can be; NULL-terminated */
};

struct detector {
    const char *name, *help; /* "pca"; one line without a full stop */
    const char *label;       /* in tables and pictures: "PCA" */
    int line;                /* line type in pictures (plots/common.gp); 0: one that is free */
    unsigned flags;
    const struct section *section;  /* its own keys, or NULL; several may share one */
    const char *const *uses;        /* patterns (setting_matches) of the keys that it depends on, or NULL: those of
                                     * shared sections, and of its own, all of which count where no pattern is of it */
    const struct detector *first;   /* the hidden detector whose trained model it gets as in->first, or NULL */
    const struct base_choice *base; /* or NULL */
    const void *kind;               /* what functions that several detectors share tell them apart by */

    /* Each gets the detector that it was called as. uses_negative, check and code_size may be NULL. */

    /* Where it depends on the settings whether the negative images matter; NULL: the flag says. */
    int (*uses_negative)(const struct detector *d, const struct settings *s);
    /* Impossible combinations: 0, or -1 with a message that names the keys in quotes. */
    int (*check)(const struct detector *d, const struct settings *s, const struct sizes *size, struct error *e);
    /* Floating-point operations of fit and score, for estimates of time. */
    double (*work)(const struct detector *d, const struct settings *s, const struct sizes *size);
    /* Numbers in its code, what tables call `latent`; 0, and without the function, for none. */
    int (*code_size)(const struct detector *d, const struct settings *s);
    /* A model, or NULL. Same input, same bits: randomness comes from in->seed alone. */
    void *(*fit)(const struct detector *d, const struct fit_input *in, struct fit_report *report, struct error *e);
    /* scores (im->n), higher = more anomalous. Images of another size than the fit's are refused. */
    int (*score)(const struct detector *d, void *model, const struct images *im, double *scores, struct error *e);
    void (*save)(const void *model, struct archive_writer *w);
    /* `known`: all sections, for the settings that a file brings along. Trusts nothing in the file: sizes agree,
     * numbers are finite. */
    void *(*load)(const struct detector *d, const struct sections *known, const struct archive *a, struct error *e);
    void (*free)(void *model);
};

/* The detector that `d` builds on under these settings, or NULL. */
const struct detector *detector_base(const struct detector *d, const struct settings *s);
unsigned detector_flags(const struct detector *d, const struct settings *s);
/* The hidden detector that it starts from, or NULL: the one that it names. That of its base, where
 * it names none or where the base's model is its first phase's. */
const struct detector *detector_first(const struct detector *d, const struct settings *s);
/* Does the detector depend on this key under these settings? `s` NULL: under any? */
int detector_uses(const struct detector *d, const struct settings *s, const struct setting *k);
/* 1 where it learns from negatives under these settings. */
int detector_learns_negative(const struct detector *d, const struct settings *s);
/* Numbers in its code under these settings, those of its base where it builds on one; 0 for none. */
int detector_code_size(const struct detector *d, const struct settings *s);

#endif
