/* ae: the autoencoder that lis-ae starts from, as it is after phase 1; with a key of its own, one with another code. */
#include "detect/autoencoder/autoencoder.h"

/* [ae] */
struct ae_keys {
    int latent;
};

static const struct key keys[] = { OWN_LATENT_KEY(struct ae_keys), { 0 } };

static const struct section ae_section = { "ae", sizeof(struct ae_keys), keys, NULL };

static const struct key_need needs[] = { { .key = "model.latent", .other = "ae.latent", .values = "0" }, { 0 } };

static void *fit(const struct detector *d, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    return autoencoder_load(d, in->settings->sections, in->first, e);
}

static double work(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    return autoencoder_score_work(s, size);
}

static const char *const uses[] = { "model.*", "train.*", NULL };

const struct detector detector_ae = {
    .name = "ae",
    .help = "convolutional autoencoder (LIS-AE after phase 1); reconstruction error",
    .label = "AE",
    .line = 2,
    .flags = AS_FIRST_PHASE,
    .section = &ae_section,
    .first = &detector_phase1,
    .uses = uses,
    .needs = needs,
    .check = autoencoder_check,
    .normalise = autoencoder_normalise,
    .settle = autoencoder_settle,
    .work = work,
    .memory = autoencoder_plain_memory,
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
