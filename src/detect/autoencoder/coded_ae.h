/* What vae, mem-ae, repnn and sig-repnn share: the autoencoder with a code of its own, trained as
 * phase 1 is, on the positives alone. */
#ifndef DETECT_AUTOENCODER_CODED_AE_H
#define DETECT_AUTOENCODER_CODED_AE_H

#include "detect/autoencoder/autoencoder.h"

/* The shared keys that such a detector depends on: all that the autoencoder and its training look at, but for [model]
 * code, the activation that its own code stands in the place of. */
extern const char *const coded_ae_uses[];
/* What [vae], [mem-ae] and the others say goes over [model] and [train]. */
extern const struct key_need coded_ae_needs[];

/* What `kind` of such a detector points at. */
struct coded_ae {
    const struct code_kind *code;
    int (*latent)(const struct settings *s); /* the key 'latent' of the section, 0 for [model]'s */
    /* The loss to train with. NULL, or a function that returns NULL: that of [train]. */
    const char *(*loss)(const struct settings *s);
};

/* Functions of struct detector for models that are a struct autoencoder. */
void *coded_ae_fit(const struct detector *d, const struct fit_input *in, struct fit_report *report, struct error *e);
int coded_ae_check(const struct detector *d, const struct settings *s, const struct sizes *size, struct error *e);
double coded_ae_memory(const struct detector *d, const struct settings *s, const struct sizes *size);
double coded_ae_work(const struct detector *d, const struct settings *s, const struct sizes *size);
void coded_ae_normalise(const struct detector *d, struct settings *s, const struct sizes *size);
int coded_ae_code_size(const struct detector *d, const struct settings *s);
void *coded_ae_load(const struct detector *d, const struct sections *known, const struct archive *a, struct error *e);

#endif
