/* How far a mean over tasks and seeds can be trusted, by what varies: the test images, the seeds of the training, the
 * tasks. Each interval is 95 %, within [0, 1], and names one of them; docs/results.md says what each answers. */
#ifndef REPORT_MEANS_SPREAD_H
#define REPORT_MEANS_SPREAD_H

#include <stddef.h>

#include "eval/summary.h"

/* Half of the width of a 95 % interval over the test images of one AUC, from what auc.csv has of it: its DeLong
 * interval, of which one side may be cut off; where that has no width, the one by unanimous_bound(); where there is
 * none (hard labels), the widest that so many images can have. NaN where the numbers of images would be needed and
 * are not known (0). */
double spread_by_images(double auc, double lo, double hi, size_t n_normal, size_t n_anomaly);

/* The AUCs that a mean is of, (n_tasks, n_seeds) row-major, and spread_by_images() of each; NaN where nothing is. */
struct auc_table {
    size_t n_tasks, n_seeds;
    double *auc, *half;
};

/* NaN for none. */
struct span {
    double lo, hi;
};

struct spread {
    struct span
        images; /* of the mean over other test images; seeds of one task share them, so more of them add nothing */
    struct span seeds; /* Student's, around the mean of the seeds that have all tasks; none where these do not differ */
    struct span tasks; /* Student's over the tasks' means */
    struct span both;  /* images and seeds together, around the mean; none with fewer than two whole seeds */
    double again;      /* half of the width in which one training more would lie, judged on other images: by those of
                         * both causes that are known, 0 for none */
};

/* The variance of a training's AUC on one task, from seed to seed, pooled over tasks: that of three seeds of one task
 * alone says little. */
struct seed_variance {
    double value;
    size_t freedom; /* degrees of it; 0: no task has two seeds */
};
void seed_variance_compute(struct seed_variance *v, const struct auc_table *t);

/* `mean`: over tasks, of the means over seeds. `seeds`: over the seeds that have all tasks, of each one's mean over
 * them. `v`: pooled over these tasks, or over all that the method has. */
void spread_compute(struct spread *s, const struct auc_table *t, double mean, const struct summary *seeds,
                    const struct seed_variance *v);

/* What six decimals show. */
#define SPREAD_SEEN 5e-7
/* Do seeds with this summary differ in the digits of a table? */
int spread_seeds_differ(const struct summary *seeds);

/* The mean of `n` values that lie `step` apart, those that are there, NaN for none; how many these are. */
size_t mean_of_those(const double *values, size_t n, size_t step, double *mean);

#endif
