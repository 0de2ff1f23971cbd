/* Outlier exposure (Hendrycks et al. 2019): classifiers of positives against the negatives that lis-ae sees,
 * trained from scratch. One training with several ends and losses: oe-bce and hsc.
 *
 * A batch has as many negatives as positives, and each half has half the weight of the loss. */
#ifndef DETECT_CLASSIFIER_OUTLIER_EXPOSURE_H
#define DETECT_CLASSIFIER_OUTLIER_EXPOSURE_H

#include "detect/classifier/classifier.h"

/* [oe-bce] and [hsc]: how long and how fast. */
struct schedule {
    int epochs;
    double learning_rate;
    const char *decay;
};

extern const struct key schedule_keys[];

/* What `kind` of such a detector points at. A network that gives every image the same score has at best the loss log 2
 * (logit 0, or h = log 2); a training whose loss stays there starts anew (detect/parts/starts.h). */
struct exposure {
    struct classifier_kind kind;
    /* The mean loss of n outputs (n, width), label 1 for negatives; `scale` times its gradient. */
    double (*loss)(const float *out, const unsigned char *labels, size_t n, size_t width, double scale, float *dout);
};

/* Keys of the encoder and the training that these detectors depend on. */
#define EXPOSURE_KEYS \
    "model.kind", "model.latent", "model.encoder", "model.kernel", "model.slope", "model.hidden", "model.init", \
        "train.batch", "train.restarts", "augment.*"

/* Functions of struct detector; the others are those of classifier.h. */
void *exposure_fit(const struct detector *d, const struct fit_input *in, struct fit_report *report, struct error *e);
double exposure_work(const struct detector *d, const struct settings *s, const struct sizes *size);

#endif
