/* The scores of a run to be compared with another's, wherever they are: in the run's folder, or as ranks beside kept
 * tables. They have one order, so that those of two runs on the same images are compared image by image. */
#ifndef RUN_RUN_SCORES_H
#define RUN_RUN_SCORES_H

#include "base/error.h"
#include "base/hash.h"
#include "detect/detector.h"
#include "run/scores.h"

struct run_scores {
    struct scores scores; /* in the order of ranks_sort(), which gives the sum of their images */
    char images[SHA256_HEX];
};

/* Those in the run's own folder. 1, and run_scores_release() is to come; 0 where there are none; -1. */
int run_scores_own(struct run_scores *s, const char *folder, struct error *e);
/* Those kept beside the table `auc_csv`; as kept_ranks_read() otherwise. */
int run_scores_kept(struct run_scores *s, const char *auc_csv, const char *id, const struct detector *detector,
                    double auc, struct error *e);
void run_scores_release(struct run_scores *s);

/* Are both of the same images, normal and anomalous alike? */
int run_scores_same_images(const struct run_scores *a, const struct run_scores *b);

#endif
