/* A Deep SVDD model, as its training and its scoring see it (detect/dsvdd/dsvdd.c). */
#ifndef DETECT_DSVDD_DSVDD_H
#define DETECT_DSVDD_DSVDD_H

#include "data/contrast.h"
#include "detect/autoencoder/network_keys.h"
#include "detect/detector.h"
#include "nn/network.h"

/* [dsvdd] */
struct dsvdd_keys {
    const char *network, *objective;
    double nu;
    int warm_up, epochs, milestone, batch;
    double learning_rate, weight_decay;
    int pretrain, pretrain_epochs, pretrain_milestone;
    double pretrain_learning_rate, pretrain_weight_decay;
    const char *preprocessing;
};

extern const struct section dsvdd_section;

static inline const struct dsvdd_keys *dsvdd_of(const struct settings *s)
{
    return settings_of(s, &dsvdd_section);
}

struct dsvdd {
    struct settings settings;
    struct shape image;
    struct network phi;
    struct contrast contrast; /* for preprocessing = gcn */
    float *centre;
    double radius; /* 0 but for a soft boundary */
};

static inline size_t dsvdd_outputs(const struct dsvdd *m)
{
    return (size_t)shape_size(m->phi.out);
}

static inline int dsvdd_is_soft(const struct settings *s)
{
    return choice_is(dsvdd_of(s)->objective, "soft-boundary");
}

/* Images as the network sees them; `rows` as for batch_floats(). */
void dsvdd_prepare(const struct dsvdd *m, const struct images *im, const int *rows, size_t first, size_t n, float *x);
/* phi of all images with running statistics, (n, outputs); free(). NULL on failure. */
float *dsvdd_map(const struct dsvdd *m, const struct images *im, struct error *e);

/* Draws the weights, pre-trains, places the centre, trains, and says in the report's note where
 * phi has collapsed. */
int dsvdd_train(struct dsvdd *m, struct network *decoder, const struct fit_input *in, struct fit_report *report,
                struct error *e);

#endif
