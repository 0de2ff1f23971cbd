/* linear-ae: one linear layer each way without activation, trained on the mean squared error
 * by Adam with a cosine decay. Its optimum spans the same subspace as PCA of the same rank
 * (Baldi & Hornik 1989); code and output start centred on the mean image. */
#include <stdlib.h>

#include "base/memory.h"
#include "detect/autoencoder/autoencoder.h"
#include "detect/parts/model_file.h"

static void linear_settings(struct settings *to, const struct settings *from)
{
    static const struct {
        const char *section, *key, *value;
    } fixed[] = {
        { "model", "kind", "linear" }, { "model", "init", "he" },      { "model", "output_bias", "mean" },
        { "train", "loss", "mse" },    { "train", "decay", "cosine" }, { "train", "restarts", "0" },
        { "shape", "linsep", "off" },
    };
    *to = *from;
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        settings_set(to, settings_find(fixed[i].section, fixed[i].key), fixed[i].value, NULL);
    to->train.epochs = from->linear_ae.epochs;
    to->train.batch = from->linear_ae.batch;
    to->train.learning_rate = from->linear_ae.learning_rate;
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
    double forward = 4.0 * size->height * size->width * size->channels * s->model.latent;
    return forward * (3.0 * (double)size->n_positive * s->linear_ae.epochs + (double)size->n_test);
}

static const char *const keys[] = { "model.latent", "linear-ae.*", NULL };

const struct detector detector_linear_ae = {
    .name = "linear-ae",
    .help = "linear autoencoder trained by gradient descent; reconstruction error",
    .label = "Linear-AE",
    .keys = keys,
    .work = work,
    .code_size = autoencoder_code_size,
    .fit = fit,
    .score = autoencoder_score,
    .save = autoencoder_save,
    .load = autoencoder_load,
    .free = autoencoder_free,
};
