/* The autoencoder that the suite's reconstruction detectors share: encoder, latent layer,
 * decoder. Its score is the reconstruction error.
 *
 *     s = encoder(x)    a = latent(s)    z = code(a)    y = decoder(z)
 *
 * The code (detect/autoencoder/code.h) is an activation in ae, lis-ae and linear-ae; vae, mem-ae, repnn and sig-repnn
 * have codes of their own.
 *
 * kind conv: convolutions of stride 2 with LeakyReLU; a dense latent layer; a dense layer
 * with LeakyReLU, transposed convolutions of stride 2 with LeakyReLU, a last convolution of
 * stride 1 with the output's activation. mlp: dense layers with LeakyReLU. linear: the latent
 * layer and a dense layer, no activation at all. [model] hidden puts tanh in LeakyReLU's place. */
#ifndef DETECT_AUTOENCODER_AUTOENCODER_H
#define DETECT_AUTOENCODER_AUTOENCODER_H

#include "data/images.h"
#include "detect/autoencoder/code.h"
#include "detect/autoencoder/network_keys.h"
#include "detect/detector.h"
#include "nn/loss.h"
#include "nn/network.h"

struct autoencoder {
    struct settings settings; /* [model] and train.loss matter */
    struct shape image;
    struct network encoder, latent, decoder; /* a linear one's encoder has no layers */
    struct network head;                     /* LinSep's, after phase1_train() with it; no layers elsewhere */
    struct code code;
    enum reconstruction loss;
};

/* Adds the encoder's layers to `net`, whose output is the image. */
int encoder_layers(struct network *net, const struct settings *s, struct error *e);

/* Builds the networks with zero parameters. */
int autoencoder_init(struct autoencoder *ae, const struct settings *s, struct shape image, struct error *e);
int autoencoder_init_coded(struct autoencoder *ae, const struct code_kind *kind, const struct settings *s,
                           struct shape image, struct error *e);
/* The same without their numbers: for who asks how many there would be, or reads them. */
int autoencoder_lay_out(struct autoencoder *ae, const struct code_kind *kind, const struct settings *s,
                        struct shape image, struct error *e);
void autoencoder_release(struct autoencoder *ae);
/* Draws the weights; the output's bias starts at the positives' mean or at zero, as the settings say. */
void autoencoder_initialise(struct autoencoder *ae, const struct images *positive, uint64_t seed);

size_t autoencoder_features(const struct autoencoder *ae); /* numbers in s */
/* Multiplications and additions of one forward pass for one image. */
double autoencoder_work(const struct autoencoder *ae);

/* The same in floating-point operations for the scores of size->n_test images. */
double autoencoder_score_work(const struct settings *s, const struct sizes *size);

/* For memory(): what a training of phase 1 and scoring take, with as many negatives in a batch for LinSep. */
double autoencoder_memory(const struct code_kind *kind, const struct settings *s, const struct sizes *size);
/* [train]'s, with the code of [model]. */
double autoencoder_plain_memory(const struct detector *d, const struct settings *s, const struct sizes *size);

/* Reconstruction errors of images; every detector of this family uses it as its score.
 * `model` is a struct autoencoder. */
int autoencoder_score(const struct detector *d, void *model, const struct images *im, double *scores, struct error *e);
/* Their reconstructions, of numbers as struct detector has it. */
int autoencoder_reconstruct(const struct detector *d, void *model, struct shape image, const float *x, size_t n,
                            float *y, struct error *e);
/* The errors, and the code's term of each image in `terms` unless that is NULL. */
int autoencoder_errors(struct autoencoder *ae, const struct images *im, double *errors, double *terms, struct error *e);

/* z of images (n, code.width), as for scores, or with `before_code` the latent layer's output a
 * (n, code.in). */
int autoencoder_codes(const struct autoencoder *ae, int before_code, const struct images *im, float *codes,
                      struct error *e);

/* The encoder's output of all images, (n, features); free(). NULL on failure. */
float *autoencoder_encode(const struct autoencoder *ae, const struct images *im, struct error *e);

/* Detector functions for models that are a struct autoencoder. */
void autoencoder_save(const void *model, struct archive_writer *w);
void *autoencoder_load(const struct detector *d, const struct sections *known, const struct archive *a,
                       struct error *e);
void *autoencoder_load_coded(const struct code_kind *kind, const struct sections *known, const struct archive *a,
                             struct error *e);
void autoencoder_free(void *model);
int autoencoder_check(const struct detector *d, const struct settings *s, const struct sizes *size, struct error *e);
/* The batch of [train]. */
void autoencoder_normalise(const struct detector *d, struct settings *s, const struct sizes *size);

/* [model] latent. */
int autoencoder_code_size(const struct detector *d, const struct settings *s);
/* The key `latent` in a section of the detector's own, where it is not 0, goes over that of [model]. */
#define OWN_LATENT_KEY(of) \
    { \
        .name = "latent", .type = KEY_INT, .offset = KEY_OFFSET(of, latent, int), .start = "0", .least = 0, \
        .most = 4096, .help = "numbers in its code; 0 takes [model] latent", .flags = KEY_LATER \
    }
void autoencoder_settle(const struct detector *d, struct settings *s);

/* A score of codes (n, width), and its gradient dz in them. */
typedef void code_score(const void *of, const float *codes, size_t n, double *scores, float *dz);
/* The gradient (n, pixels) in the input of a score of the codes that autoencoder_codes() gives of x (n, pixels), and
 * the scores. 0 or -1. */
int autoencoder_code_gradient(const struct autoencoder *ae, int before_code, const float *x, size_t n,
                              code_score *score, const void *of, double *scores, float *gradient, struct error *e);
/* The gradient (n, pixels) in the input of `scale` times an image's error plus `term_weight` times its code's term, and
 * these sums (n); x (n, pixels). */
int autoencoder_gradient(struct autoencoder *ae, const float *x, size_t n, double scale, double term_weight,
                         double *sums, float *gradient, struct error *e);
/* Functions of struct detector, for scores that are the error. */
int autoencoder_score_gradient(const struct detector *d, void *model, struct shape image, const float *x, size_t n,
                               double *scores, float *gradient, struct error *e);
int autoencoder_decode_around(const struct detector *d, void *model, const struct images *train, double t,
                              uint64_t seed, size_t n, float *y, struct error *e);

/* The first phase that ae, lis-ae and linsep-head start from, and the detectors whose models are a struct
 * autoencoder. */
extern const struct detector detector_phase1, detector_ae, detector_lis_ae, detector_linear_ae, detector_vae,
    detector_mem_ae, detector_repnn, detector_sig_repnn;

/* Phase 1 (detect/autoencoder/phase1.c): trains `ae` on the positives, with LinSep also on the negatives. */
int phase1_train(struct autoencoder *ae, const struct fit_input *in, struct fit_report *report, struct error *e);

#endif
