/* The code of an autoencoder: what stands between the latent layer's output a and the decoder's
 * input z. The plain one is an activation function. Others draw z around a mean (vae), compose
 * it of a memory's slots (mem-ae) or round it to levels (repnn); such a code may have parameters
 * of its own and add a term to the loss. Each kind is a table of functions, so that one training
 * loop (detect/autoencoder/phase1.c) and one score serve all of them. */
#ifndef DETECT_AUTOENCODER_CODE_H
#define DETECT_AUTOENCODER_CODE_H

#include <stddef.h>

#include "base/error.h"
#include "base/rng.h"
#include "detect/autoencoder/network_keys.h"
#include "nn/activation.h"
#include "store/archive.h"

struct code;

struct code_kind {
    const char *name;         /* entry 'code' of a saved model, which a plain code has not */
    const char *term;         /* what the loss's term is called, or NULL where there is none */
    const char *const *saved; /* the keys that a saved model must bring along (settings_print) */
    /* Sets all but `kind` and `params` for images of `pixels` numbers; z has [model] latent of them. */
    int (*init)(struct code *c, const struct settings *s, size_t pixels, struct error *e);
    /* Draws the parameters. NULL where there are none. */
    void (*initialise)(struct code *c, struct rng *r);
    /* Floats that a forward pass of n images leaves for the backward pass. */
    size_t (*kept)(const struct code *c, size_t n);
    /* z (n, width) of a (n, in), and the term of each image in `term` (n) unless that is NULL.
     * Without `noise` nothing is drawn: so images are scored. */
    void (*forward)(const struct code *c, const float *a, float *z, size_t n, float *kept, struct rng *noise,
                    double *term);
    /* The gradient da (n, in) and that of the parameters, written to `gradient` (n_params), of
     * the loss whose gradient at z is dz, with weight / n times the sum of the terms added. da may be dz
     * where `in` is `width`. */
    void (*backward)(const struct code *c, const float *a, const float *z, const float *dz, float *da, size_t n,
                     float *kept, float *gradient);
    /* Multiplications and additions of a forward pass for one image. NULL where there are next to none. */
    double (*work)(const struct code *c);
};

struct code {
    const struct code_kind *kind;
    size_t in, width; /* numbers of a and of z for an image */
    double weight;    /* of the mean term in the loss */
    size_t n_params;
    float *params;
    union {
        struct {
            enum activation activation;
            float slope;
        } plain;
        struct {
            size_t slots;
            int cosine;
            float temperature, threshold;
        } memory;
        struct {
            int levels, after_sigmoid;
            float steepness;
        } staircase;
    };
};

extern const struct code_kind code_plain;    /* [model] code, an activation; none for kind = linear */
extern const struct code_kind code_gaussian; /* detect/autoencoder/vae.c */
extern const struct code_kind code_memory;   /* detect/autoencoder/mem_ae.c */
extern const struct code_kind code_staircase, code_sigmoid_staircase; /* detect/autoencoder/repnn.c */

/* What a word of [model] code or output names. */
enum activation activation_named(const char *word);
/* The plain code's activation, and its slope below zero. */
enum activation code_activation(const struct settings *s);
float code_slope(const struct settings *s);

/* All but its parameters, which code_finish() sets to zero, or code_load() reads. */
int code_lay_out(struct code *c, const struct code_kind *kind, const struct settings *s, size_t pixels,
                 struct error *e);
void code_finish(struct code *c);
void code_release(struct code *c);
void code_initialise(struct code *c, struct rng *r);
double code_work(const struct code *c);

/* The kind and the parameters in a file; the settings are not among them. */
void code_save(const struct code *c, struct archive_writer *w);
int code_expect(const struct code_kind *kind, const struct archive *a, struct error *e);
int code_load(struct code *c, const struct archive *a, struct error *e);

/* A pass for n images. The code must outlive it. */
struct code_pass {
    const struct code *code;
    size_t n;
    float *z, *kept;
    double *term; /* of each image of the last forward pass; 0 without a term */
};

void code_pass_init(struct code_pass *p, const struct code *c, size_t n);
void code_pass_release(struct code_pass *p);
/* z (n, width), owned by the pass. `noise` NULL: as for scores. */
float *code_pass_forward(struct code_pass *p, const float *a, struct rng *noise);
/* Of the last forward pass, whose input was `a`; see struct code_kind. */
void code_pass_backward(struct code_pass *p, const float *a, const float *dz, float *da, float *gradient);

#endif
