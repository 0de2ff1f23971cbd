/* What the detectors on codes share: the trained model of the detector that [latent] encoder names, and the codes
 * that it gives images.
 *
 * This model is their first phase, trained once for all of them. The hidden detector `encoder` trains it, with the
 * settings and the seed that a run of the named detector would have, so it is the same model to the bit. For
 * `encoder = ae` there is nothing to train: the first phase of `ae` is the model. */
#ifndef DETECT_CODES_ENCODER_H
#define DETECT_CODES_ENCODER_H

#include <stddef.h>

#include "detect/autoencoder/autoencoder.h"
#include "detect/autoencoder/network_keys.h"
#include "detect/detector.h"

/* The choice of the encoder, and the first phase of the detectors on codes. */
extern const struct base_choice latent_base;
extern const struct detector detector_encoder;

/* [latent] */
struct latent_keys {
    const char *encoder, *layer, *covariance;
    double shrinkage;
    int k;
    double penalty;
};

extern const struct section latent_section;

static inline const struct latent_keys *latent_keys_of(const struct settings *s)
{
    return settings_of(s, &latent_section);
}

struct latent {
    const struct detector *encoder;
    void *model;     /* of `encoder`, a struct autoencoder */
    int before_code; /* layer = pre-activation */
    size_t size;     /* numbers in a code */
};

/* From the first phase of `in`. 0, or -1 with nothing to release. */
int latent_fit(struct latent *l, const struct fit_input *in, struct error *e);
void latent_release(struct latent *l);

/* Codes (n, size) of images, free() them; NULL on failure. What is not finite, or so far off that its square is not, is
 * refused. */
float *latent_codes(const struct latent *l, const struct images *im, struct error *e);

/* For score_gradient(): that of a score of the codes of x (n, h w c). */
int latent_gradient(const struct latent *l, struct shape image, const float *x, size_t n, code_score *score,
                    const void *of, double *scores, float *gradient, struct error *e);

/* The encoder's own entries and 'latent_encoder', 'latent_layer'. Reading: as latent_fit(). */
void latent_save(const struct latent *l, struct archive_writer *w);
int latent_load(struct latent *l, const struct sections *known, const struct archive *a, struct error *e);

/* Numbers in a code before there is a model. detector_code_size() is what tables call `latent`, whatever the layer. */
int latent_size(const struct settings *s);

/* For check() and work(): what the encoder asks for; what the codes of n images cost. */
int latent_check(const struct detector *d, const struct settings *s, const struct sizes *size, struct error *e);
void latent_normalise(const struct detector *d, struct settings *s, const struct sizes *size);
/* The encoder's, the codes of all images, and a matrix of their pairs of numbers. */
double latent_memory(const struct detector *d, const struct settings *s, const struct sizes *size);
double latent_work(const struct settings *s, const struct sizes *size, size_t n);

#endif
