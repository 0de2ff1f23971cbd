/* The keys that detectors with networks share: what the autoencoder is made of and how it is trained. */
#ifndef DETECT_AUTOENCODER_NETWORK_KEYS_H
#define DETECT_AUTOENCODER_NETWORK_KEYS_H

#include "keys/settings.h"

/* [model] */
struct model_keys {
    const char *kind;
    int latent;
    struct int_list encoder, decoder;
    int kernel, last_kernel;
    double slope;
    const char *code, *output, *init, *output_bias, *hidden;
};

/* [train]: phase 1 */
struct train_keys {
    int epochs, batch;
    double learning_rate;
    const char *decay, *loss;
    int restarts;
};

/* [shape]: phase 2, and LinSep in phase 1 */
struct shape_keys {
    int epochs;
    double learning_rate;
    const char *decay;
    double gamma, beta;
    int linsep;
    double linsep_weight;
    const char *linsep_head, *layers;
};

extern const struct section model_section, train_section, shape_section;

static inline const struct model_keys *model_of(const struct settings *s)
{
    return settings_of(s, &model_section);
}

static inline const struct train_keys *train_of(const struct settings *s)
{
    return settings_of(s, &train_section);
}

static inline const struct shape_keys *shape_of(const struct settings *s)
{
    return settings_of(s, &shape_section);
}

#endif
