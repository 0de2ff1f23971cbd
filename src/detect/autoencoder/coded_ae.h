/* What vae, mem-ae, repnn and sig-repnn share: the autoencoder with a code of its own, trained as
 * phase 1 is, on the positives alone. */
#ifndef DETECT_AUTOENCODER_CODED_AE_H
#define DETECT_AUTOENCODER_CODED_AE_H

#include "detect/autoencoder/autoencoder.h"

/* A detector's keys: its own section's, and all that the autoencoder and its training look at;
 * the plain code's are not among them. */
#define CODED_AE_KEYS(SECTION) \
    { \
        "model.kind", "model.latent", "model.encoder", "model.decoder", "model.kernel", "model.last_kernel", \
            "model.slope", "model.output", "model.init", "model.output_bias", "train.*", SECTION ".*", NULL \
    }

/* The functions of struct detector. `latent` is the section's own number of codes, 0 for [model]'s;
 * `loss` NULL is [train]'s. */
struct coded_ae {
    const struct code_kind *kind;
    int latent;
    const char *loss;
};

void *coded_ae_fit(struct coded_ae c, const struct fit_input *in, struct fit_report *report, struct error *e);
int coded_ae_check(struct coded_ae c, const struct settings *s, const struct problem *p, struct error *e);
double coded_ae_work(struct coded_ae c, const struct settings *s, const struct problem *p);

#endif
