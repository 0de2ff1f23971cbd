/* The scores of a run in a form that is small enough to be kept with a program: instead of each score its rank. All
 * that a ROC curve is made of is the order of the scores and which of them are equal, so AUC, average precision,
 * DeLong's variance, and what two runs on the same images have in common, come out as from the scores themselves.
 * Thresholds do not.
 *
 * A gzip file of lines
 *     lisae ranks 1
 *     run ID
 *     scores SHA-256                 of the scores as the run has them (run/digest.h)
 *     images SHA-256                 of the images that were judged: class and index as int32, little-endian, of each
 *     class NUMBER LABEL COUNT       for each class of these, ascending; LABEL 1 = anomaly
 *     values K                       only of hard labels, whose scores are no order (eval/label_sweep.h)
 *     ranks N
 * then K different scores as float64, ascending, and N numbers of 16 bits, of the images by class, then by index: how
 * many different scores are below that of the image. All little-endian. */
#ifndef RUN_RANKS_H
#define RUN_RANKS_H

#include "base/error.h"
#include "base/hash.h"
#include "plan/run.h"
#include "run/scores.h"

enum { RANKS_MAX = 65536 }; /* different scores that have a place in 16 bits */

struct ranks {
    char run[RUN_ID];
    char scores_sha256[SHA256_HEX];
    char images_sha256[SHA256_HEX]; /* equal where two runs judged the same images, which then stand in one order */
    struct scores scores;           /* ranks as scores; `index` counts within a class, not in the data set */
    int labels;                     /* the scores themselves, sets of hard labels, not their ranks */
};

/* Writes atomically, the same bytes for the same scores in whatever order; `labels`: they are sets of hard labels. An
 * error where there are more than RANKS_MAX different scores, no image, or a class that is both normal and
 * anomalous. */
int ranks_write(const char *path, const char *run, const struct scores *s, int labels, struct error *e);

/* 0, or -1 where the file is cut, damaged, or not what ranks_write() writes; ranks_release() where it is 0. */
int ranks_read(struct ranks *r, const char *path, struct error *e);
void ranks_release(struct ranks *r);

/* Puts scores into the order that those of a file have, and sums their images as there: so scores are compared with
 * ranks image by image. */
void ranks_sort(struct scores *s, char images[SHA256_HEX]);

#endif
