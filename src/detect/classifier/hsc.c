/* hsc: the code before its activation is a point a, drawn to the origin for positives and away from it for
 * negatives (Ruff et al. 2021); score: h(a) = sqrt(||a||^2 + 1) - 1. */
#include "detect/autoencoder/autoencoder.h"
#include "detect/classifier/outlier_exposure.h"
#include "nn/loss.h"

static int end(struct network *net, const struct settings *s, struct error *e)
{
    return classifier_latent(net, s, ACTIVATION_IDENTITY, e);
}

static const struct section hsc_section = { "hsc", sizeof(struct schedule), schedule_keys, NULL };

/* h grows by a / sqrt(||a||^2 + 1). */
static void distance_gradient(const float *out, size_t n, size_t width, float *dout)
{
    for (size_t i = 0; i < n; i++) {
        double h;
        hypersphere_distance(out + i * width, 1, width, &h);
        for (size_t j = 0; j < width; j++)
            dout[i * width + j] = (float)((double)out[i * width + j] / (h + 1));
    }
}

static const struct exposure kind = { { end, hypersphere_distance, distance_gradient }, hypersphere_loss };

static const char *const uses[] = { EXPOSURE_KEYS, NULL };

const struct detector detector_hsc = {
    .name = "hsc",
    .help = "control: hypersphere classifier, negatives pushed away from a centre; distance",
    .label = "HSC",
    .line = 26,
    .flags = USES_NEGATIVE,
    .section = &hsc_section,
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
