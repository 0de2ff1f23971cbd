/* repnn and sig-repnn: replicator networks (Hawkins et al. 2002, section 3.1), the second with a sigmoid
 * before the staircase (Battikh & Lenskiy 2022). The code is a staircase of N levels
 * 0, 1/(N-1), ..., 1 with smoothed steps at 1/N, ..., (N-1)/N,
 *
 *     S(t) = 1/2 + 1/(2 (N-1)) sum_{j=1}^{N-1} tanh(steepness (t - j/N))
 *
 * of t = a (repnn) or t = sigmoid(a) (sig-repnn). */
#include <string.h>

#include "base/simd.h"
#include "detect/autoencoder/coded_ae.h"

/* [repnn] and [sig-repnn] */
struct staircase_keys {
    int latent, levels;
    double steepness;
};

static const struct key keys[] = {
    INT_KEY(struct staircase_keys, latent, "0", 0, 4096, "numbers in the code; 0 takes [model] latent"),
    INT_KEY(struct staircase_keys, levels, "4", 2, 1000, "levels of the staircase, with steps between them"),
    REAL_KEY(struct staircase_keys, steepness, "10", 0.01, 10000, "factor before a step's tanh"),
    { 0 },
};

static const struct section repnn_section = { "repnn", sizeof(struct staircase_keys), keys, NULL };
static const struct section sig_repnn_section = { "sig-repnn", sizeof(struct staircase_keys), keys, NULL };

static const struct staircase_keys *repnn_of(const struct settings *s)
{
    return settings_of(s, &repnn_section);
}

static const struct staircase_keys *sig_repnn_of(const struct settings *s)
{
    return settings_of(s, &sig_repnn_section);
}

static const char *const saved[] = { "model.*", "train.loss", "repnn.*", NULL };
static const char *const saved_sigmoid[] = { "model.*", "train.loss", "sig-repnn.*", NULL };

static int init(struct code *c, const struct settings *s, size_t pixels, struct error *e)
{
    c->staircase.levels = repnn_of(s)->levels;
    c->staircase.steepness = (float)repnn_of(s)->steepness;
    return 0;
}

static int init_sigmoid(struct code *c, const struct settings *s, size_t pixels, struct error *e)
{
    c->staircase.levels = sig_repnn_of(s)->levels;
    c->staircase.steepness = (float)sig_repnn_of(s)->steepness;
    c->staircase.after_sigmoid = 1;
    return 0;
}

/* Kept: dz/da, and room for t and one step; all (n, width). */
static size_t kept_floats(const struct code *c, size_t n)
{
    return 3 * n * c->width;
}

SIMD static void before_step(const float *restrict t, float at, float steepness, float *restrict step, size_t n)
{
    for (size_t k = 0; k < n; k++)
        step[k] = steepness * (t[k] - at);
}

/* Adds a step's share of S and its derivative. */
SIMD static void add_step(const float *restrict step, float height, float steepness, float *restrict z,
                          float *restrict slope, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        z[k] += height * step[k];
        slope[k] += height * steepness * (1.0f - step[k] * step[k]);
    }
}

static void forward(const struct code *c, const float *a, float *z, size_t n, float *kept, struct rng *noise,
                    double *term)
{
    size_t total = n * c->width;
    int levels = c->staircase.levels;
    float *slope = kept, *t = kept + total, *step = t + total, steepness = c->staircase.steepness;
    activation_apply(c->staircase.after_sigmoid ? ACTIVATION_SIGMOID : ACTIVATION_IDENTITY, 0, a, t, total);
    for (size_t k = 0; k < total; k++)
        z[k] = 0.5f;
    memset(slope, 0, total * sizeof *slope);
    for (int j = 1; j < levels; j++) {
        before_step(t, (float)j / (float)levels, steepness, step, total);
        activation_apply(ACTIVATION_TANH, 0, step, step, total);
        add_step(step, 0.5f / (float)(levels - 1), steepness, z, slope, total);
    }
    if (c->staircase.after_sigmoid)
        activation_backward(ACTIVATION_SIGMOID, 0, slope, t, NULL, n, (int)c->width);
}

static void backward(const struct code *c, const float *a, const float *z, const float *dz, float *da, size_t n,
                     float *kept, float *gradient)
{
    for (size_t k = 0; k < n * c->width; k++)
        da[k] = dz[k] * kept[k];
}

const struct code_kind code_staircase = {
    .name = "staircase",
    .saved = saved,
    .init = init,
    .kept = kept_floats,
    .forward = forward,
    .backward = backward,
};

const struct code_kind code_sigmoid_staircase = {
    .name = "sigmoid-staircase",
    .saved = saved_sigmoid,
    .init = init_sigmoid,
    .kept = kept_floats,
    .forward = forward,
    .backward = backward,
};

static int own_latent(const struct settings *s)
{
    return repnn_of(s)->latent;
}

static int sigmoid_latent(const struct settings *s)
{
    return sig_repnn_of(s)->latent;
}

static const struct coded_ae kind = { .code = &code_staircase, .latent = own_latent };
static const struct coded_ae sigmoid = { .code = &code_sigmoid_staircase, .latent = sigmoid_latent };

const struct detector detector_repnn = {
    .name = "repnn",
    .help = "replicator network, whose code has levels; reconstruction error",
    .label = "RepNN",
    .line = 23,
    .section = &repnn_section,
    .uses = coded_ae_uses,
    .needs = coded_ae_needs,
    .kind = &kind,
    .check = coded_ae_check,
    .normalise = coded_ae_normalise,
    .work = coded_ae_work,
    .memory = coded_ae_memory,
    .code_size = coded_ae_code_size,
    .fit = coded_ae_fit,
    .score = autoencoder_score,
    .reconstruct = autoencoder_reconstruct,
    .score_gradient = autoencoder_score_gradient,
    .decode_around = autoencoder_decode_around,
    .save = autoencoder_save,
    .load = coded_ae_load,
    .free = autoencoder_free,
};

const struct detector detector_sig_repnn = {
    .name = "sig-repnn",
    .help = "replicator network with a sigmoid before the levels; reconstruction error",
    .label = "Sig-RepNN",
    .line = 15,
    .section = &sig_repnn_section,
    .uses = coded_ae_uses,
    .needs = coded_ae_needs,
    .kind = &sigmoid,
    .check = coded_ae_check,
    .normalise = coded_ae_normalise,
    .work = coded_ae_work,
    .memory = coded_ae_memory,
    .code_size = coded_ae_code_size,
    .fit = coded_ae_fit,
    .score = autoencoder_score,
    .reconstruct = autoencoder_reconstruct,
    .score_gradient = autoencoder_score_gradient,
    .decode_around = autoencoder_decode_around,
    .save = autoencoder_save,
    .load = coded_ae_load,
    .free = autoencoder_free,
};
