/* Classifiers on the suite's encoder: encoder, latent layer and a score at its end as one chain
 * of layers. What linsep-head, oe-bce and hsc have in common; they differ in how the chain
 * ends and in how they come by its parameters. */
#ifndef DETECT_CLASSIFIER_CLASSIFIER_H
#define DETECT_CLASSIFIER_CLASSIFIER_H

#include "detect/detector.h"
#include "nn/network.h"

struct classifier_kind {
    /* Adds the layers behind the encoder's. */
    int (*end)(struct network *net, const struct settings *s, struct error *e);
    /* Scores of n outputs, (n, width). */
    void (*score)(const float *out, size_t n, size_t width, double *scores);
    /* Their gradient (n, width) in these outputs. */
    void (*gradient)(const float *out, size_t n, size_t width, float *dout);
};

struct classifier {
    const struct classifier_kind *kind;
    struct settings settings; /* the encoder's of [model] and shape.linsep_head matter */
    struct shape image;
    struct network net;
};

/* Adds the latent layer with this activation. */
int classifier_latent(struct network *net, const struct settings *s, enum activation f, struct error *e);
/* Adds the linear head: one number. */
int classifier_head(struct network *net, struct error *e);

/* A classifier whose parameters are zero, or NULL. */
struct classifier *classifier_create(const struct classifier_kind *kind, const struct settings *s, struct shape image,
                                     struct error *e);
/* Multiplications and additions of one forward pass for one image; 0 for an impossible network. */
double classifier_work(const struct classifier_kind *kind, const struct settings *s, const struct sizes *size);

/* Functions of struct detector; `model` is a struct classifier, and `kind` of the detector a struct
 * classifier_kind, or what starts with one. */
int classifier_check(const struct detector *d, const struct settings *s, const struct sizes *size, struct error *e);
int classifier_score(const struct detector *d, void *model, const struct images *im, double *scores, struct error *e);
int classifier_score_gradient(const struct detector *d, void *model, struct shape image, const float *x, size_t n,
                              double *scores, float *gradient, struct error *e);
void classifier_save(const void *model, struct archive_writer *w);
void *classifier_load(const struct detector *d, const struct sections *known, const struct archive *a, struct error *e);
void classifier_free(void *model);

#endif
