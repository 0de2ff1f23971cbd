/* linear-ae: one linear layer each way without activation, trained on the mean squared error
 * by Adam with a cosine decay. Its optimum spans the same subspace as PCA of the same rank
 * (Baldi & Hornik 1989); code and output start centred on the mean image. */
#include <stdlib.h>

#include "base/memory.h"
#include "detect/autoencoder/autoencoder.h"
#include "detect/parts/model_file.h"

/* [linear-ae] */
struct linear_ae_keys {
    int latent, epochs, batch;
    double learning_rate;
};

static const struct key keys[] = {
    OWN_LATENT_KEY(struct linear_ae_keys),
    INT_KEY(struct linear_ae_keys, epochs, "100", 1, 10000, "passes over the positive images"),
    INT_KEY(struct linear_ae_keys, batch, "128", 1, 4096, "images in a step"),
    REAL_KEY(struct linear_ae_keys, learning_rate, "0.003", 1e-8, 1, "Adam's step size"),
    { 0 },
};

static const struct section linear_ae_section = { "linear-ae", sizeof(struct linear_ae_keys), keys, NULL };

static const struct linear_ae_keys *linear_ae_of(const struct settings *s)
{
    return settings_of(s, &linear_ae_section);
}

static void linear_settings(struct settings *to, const struct settings *from)
{
    const struct linear_ae_keys *own = linear_ae_of(from);
    *to = *from;
    struct model_keys *model = settings_edit(to, &model_section);
    struct train_keys *train = settings_edit(to, &train_section);
    struct shape_keys *shape = settings_edit(to, &shape_section);
    model->kind = "linear";
    model->init = "he";
    model->output_bias = "mean";
    train->loss = "mse";
    train->decay = "cosine";
    train->restarts = 0;
    train->epochs = own->epochs;
    train->batch = own->batch;
    train->learning_rate = own->learning_rate;
    shape->linsep = 0;
}

static void *fit(const struct detector *d, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    const struct images *im = in->positive;
    struct settings s;
    struct fit_input linear = *in;
    struct autoencoder *ae = mem_zero(1, sizeof *ae);
    linear_settings(&s, in->settings);
    linear.settings = &s;
    if (autoencoder_init(ae, &s, images_shape(im), e) || phase1_train(ae, &linear, report, e)) {
        autoencoder_free(ae);
        return NULL;
    }
    return ae;
}

static double work(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    double forward = 4.0 * size->height * size->width * size->channels * model_of(s)->latent;
    return forward * (3.0 * (double)size->n_positive * linear_ae_of(s)->epochs + (double)size->n_test);
}

static double memory(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    struct settings own;
    linear_settings(&own, s);
    return autoencoder_plain_memory(d, &own, size);
}

static void normalise(const struct detector *d, struct settings *s, const struct sizes *size)
{
    struct linear_ae_keys *k = settings_edit(s, &linear_ae_section);
    detector_normalise_batch(&k->batch, size);
}

static const char *const uses[] = { "model.latent", NULL };

static const struct key_need needs[] = { { .key = "model.latent", .other = "linear-ae.latent", .values = "0" }, { 0 } };

const struct detector detector_linear_ae = {
    .name = "linear-ae",
    .help = "linear autoencoder trained by gradient descent; reconstruction error",
    .label = "Linear-AE",
    .line = 4,
    .section = &linear_ae_section,
    .uses = uses,
    .needs = needs,
    .normalise = normalise,
    .settle = autoencoder_settle,
    .work = work,
    .memory = memory,
    .code_size = autoencoder_code_size,
    .fit = fit,
    .score = autoencoder_score,
    .reconstruct = autoencoder_reconstruct,
    .score_gradient = autoencoder_score_gradient,
    .decode_around = autoencoder_decode_around,
    .save = autoencoder_save,
    .load = autoencoder_load,
    .free = autoencoder_free,
};
