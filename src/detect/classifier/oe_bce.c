/* oe-bce: a linear head on the code z, trained with binary cross-entropy against negatives; score: the
 * logit. */
#include "detect/autoencoder/autoencoder.h"
#include "detect/classifier/outlier_exposure.h"
#include "nn/loss.h"

static int end(struct network *net, const struct settings *s, struct error *e)
{
    return classifier_latent(net, s, code_activation(s), e) || classifier_head(net, e) ? -1 : 0;
}

static void logit(const float *out, size_t n, size_t width, double *scores)
{
    for (size_t i = 0; i < n * width; i++)
        scores[i] = (double)out[i];
}

static void one(const float *out, size_t n, size_t width, float *dout)
{
    for (size_t i = 0; i < n * width; i++)
        dout[i] = 1;
}

static double logit_loss(const float *out, const unsigned char *labels, size_t n, size_t width, double scale,
                         float *dout)
{
    return cross_entropy(out, labels, n * width, scale, dout);
}

static const struct section oe_bce_section = { "oe-bce", sizeof(struct schedule), schedule_keys, NULL };

static const struct exposure kind = { { end, logit, one }, logit_loss };

static const char *const uses[] = { EXPOSURE_KEYS, "model.code", NULL };

const struct detector detector_oe_bce = {
    .name = "oe-bce",
    .help = "control: encoder and linear head trained to tell negatives from positives; logit",
    .label = "OE-BCE",
    .line = 25,
    .flags = USES_NEGATIVE,
    .section = &oe_bce_section,
    .uses = uses,
    .kind = &kind,
    .check = classifier_check,
    .normalise = autoencoder_normalise,
    .work = exposure_work,
    .memory = autoencoder_plain_memory,
    .code_size = autoencoder_code_size,
    .fit = exposure_fit,
    .score = classifier_score,
    .score_gradient = classifier_score_gradient,
    .save = classifier_save,
    .load = classifier_load,
    .free = classifier_free,
};
