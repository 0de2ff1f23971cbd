/* What a detector is: a table of functions. It knows images and settings, nothing of specs,
 * run folders or CSV. Scores: higher = more anomalous. */
#ifndef DETECT_DETECTOR_H
#define DETECT_DETECTOR_H

#include "base/error.h"
#include "base/text.h"
#include "data/images.h"
#include "detect/fit.h"
#include "keys/settings.h"
#include "nn/network.h"
#include "store/archive.h"

enum detector_flags {
    USES_NEGATIVE = 1,      /* its result depends on the negative images */
    HIDDEN = 2,             /* a first phase of others: no spec can name it, and it is not judged */
    NEEDS_LINSEP = 4,       /* its first phase is one with LinSep, whatever [shape] linsep says */
    LABEL_SWEEP = 8,        /* a score is a set of hard labels, for eval/label_sweep.h to judge */
    AS_FIRST_PHASE = 16,    /* trains nothing behind its first phase: the first phase's model is its model (ae) */
    NEEDS_IMAGES = 64,      /* reads images as bytes: cannot have points */
    BESIDE_FIRST_PHASE = 32 /* pictures of trade-offs show it beside its first phase's model (lis-ae beside ae) */
};

struct detector;

/* For a detector that builds on another one, its base, which a key chooses: detectors on codes build on the detector
 * that [latent] encoder names. Keys, flags and first phase of the base count as its own (detector_uses(),
 * detector_flags(), detector_first()). */
struct base_choice {
    const char *(*word)(const struct settings *s); /* the name of the base under these settings */
    const struct detector *const *detectors;       /* all that can be chosen; NULL-terminated */
};

struct detector {
    const char *name, *help; /* "pca"; one line without a full stop */
    const char *label;       /* in tables and pictures: "PCA" */
    int line;                /* line type in pictures (plots/common.gp); 0: one that is free */
    unsigned flags;
    const struct section *section; /* its own keys, or NULL; several may share one */
    /* The keys that it depends on, as patterns (setting_matches()); NULL for none but its own. It depends on all keys
     * of its own section, unless a pattern names some of these: then on them alone. */
    const char *const *uses;
    const struct key_need *needs;   /* when keys of other sections matter to it, or NULL (those of its own: there) */
    const struct detector *first;   /* the hidden detector whose trained model it gets as in->first, or NULL */
    const struct base_choice *base; /* or NULL */
    const void *kind;               /* tells detectors apart that share functions: each points at what differs */

    /* Each gets the detector that it was called as. uses_negative, check, normalise, code_size, reconstruct,
     * score_gradient and decode_around may be NULL. */

    /* Where it depends on the settings whether the negative images matter; NULL: the flag says. */
    int (*uses_negative)(const struct detector *d, const struct settings *s);
    /* Impossible combinations: 0, or -1 with a message that names the keys in quotes. */
    int (*check)(const struct detector *d, const struct settings *s, const struct sizes *size, struct error *e);
    /* Brings settings with one result to one form, as far as the sizes tell: a batch of more images than there are to
     * their number. For finding equal runs; nothing is trained with what comes out. */
    void (*normalise)(const struct detector *d, struct settings *s, const struct sizes *size);
    /* Puts what a key of its own says into the shared key that it stands for, and the own one to its default: a run has
     * one name, whichever of the two said it. Before a run is named; may be NULL. */
    void (*settle)(const struct detector *d, struct settings *s);
    /* Floating-point operations of fit and score, for estimates of time. */
    double (*work)(const struct detector *d, const struct settings *s, const struct sizes *size);
    /* Bytes that fit and score take at once, beside the images as bytes: for estimates. NULL: next to none. */
    double (*memory)(const struct detector *d, const struct settings *s, const struct sizes *size);
    /* Numbers in its code, what tables call `latent`; 0, and without the function, for none. */
    int (*code_size)(const struct detector *d, const struct settings *s);
    /* A model, or NULL. Same input, same bits: randomness comes from in->seed alone. */
    void *(*fit)(const struct detector *d, const struct fit_input *in, struct fit_report *report, struct error *e);
    /* scores (im->n), higher = more anomalous. Images of another size than the fit's are refused. */
    int (*score)(const struct detector *d, void *model, const struct images *im, double *scores, struct error *e);
    /* The reconstructions y (n, h w c) of x (n, h w c), pixels in the unit of [0, 1], which may lie outside of it: what
     * score() compares images with. `image` is their size; another than the fit's is refused. NULL: it reconstructs
     * nothing. */
    int (*reconstruct)(const struct detector *d, void *model, struct shape image, const float *x, size_t n, float *y,
                       struct error *e);
    /* The gradient (n, h w c) of the score in the input at x (n, h w c), pixels in the unit of [0, 1] that may lie
     * outside of it, and the scores (n). NULL where there is none, or where it leads nowhere. */
    int (*score_gradient)(const struct detector *d, void *model, struct shape image, const float *x, size_t n,
                          double *scores, float *gradient, struct error *e);
    /* n images y (n, h w c) that its decoder makes of codes around those of `train`: each number of a code is drawn
     * from the normal distribution with their mean and `t` times their deviation. NULL where there is no decoder. */
    int (*decode_around)(const struct detector *d, void *model, const struct images *train, double t, uint64_t seed,
                         size_t n, float *y, struct error *e);
    void (*save)(const void *model, struct archive_writer *w);
    /* `known`: all sections, for the settings that a file brings along. Trusts nothing in the file: sizes agree,
     * numbers are finite. */
    void *(*load)(const struct detector *d, const struct sections *known, const struct archive *a, struct error *e);
    void (*free)(void *model);
};

/* score() of images x (n, h w c) that are no bytes, pixels in the unit of [0, 1]. A detector that reads bytes
 * (NEEDS_IMAGES) gets them rounded to these. -1 where a pixel is no finite number: as a byte it would be a colour. */
int detector_score_floats(const struct detector *d, void *model, struct shape image, const float *x, size_t n,
                          double *scores, struct error *e);

/* settle(), of the detector and of the one that it builds on. */
void detector_settle(const struct detector *d, struct settings *s);

/* For normalise(): a batch holds at most all positives. */
void detector_normalise_batch(int *batch, const struct sizes *size);

/* The detector that `d` builds on under these settings, or NULL. */
const struct detector *detector_base(const struct detector *d, const struct settings *s);
unsigned detector_flags(const struct detector *d, const struct settings *s);
/* The hidden detector that it starts from, or NULL. That is its own `first`; but the base's, where it has none itself,
 * or where the base trains nothing behind its first phase (AS_FIRST_PHASE), whose model then is all that is needed. */
const struct detector *detector_first(const struct detector *d, const struct settings *s);
/* Does the detector depend on this key under these settings? `s` NULL: under any? */
int detector_uses(const struct detector *d, const struct settings *s, const struct setting *k);
/* What hides a key that the detector depends on, so that its value changes nothing under these settings; or NULL. */
const struct key_need *detector_hides(const struct detector *d, const struct settings *s, const struct setting *k);
/* 1 where it learns from negatives under these settings. */
int detector_learns_negative(const struct detector *d, const struct settings *s);
/* Numbers in its code under these settings, those of its base where it builds on one; 0 for none. */
int detector_code_size(const struct detector *d, const struct settings *s);

#endif
