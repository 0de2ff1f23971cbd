/* vae: variational autoencoder (Kingma & Welling 2014, sections 2.4 and 3). Its code:
 *
 *     a = (mu, log s^2)    z = mu + s eps, eps ~ N(0, 1)
 *     KL(N(mu, s^2) || N(0, 1)) = 1/2 sum_j (mu_j^2 + s_j^2 - 1 - log s_j^2)
 *
 * with z = mu where images are scored. The KL divergence is the loss's term. Beyond +-40 the
 * logarithm of the variance is taken to be that, so that it stays finite; its gradient there is the one at
 * the limit, which leads back. */
#include <math.h>
#include <stdlib.h>

#include "base/exp_plain.h"
#include "base/memory.h"
#include "base/simd.h"
#include "detect/autoencoder/coded_ae.h"
#include "detect/parts/model_file.h"

/* [vae] */
struct vae_keys {
    int latent;
    const char *loss;
    double sigma, kl_weight;
    const char *score;
};

static const struct key keys[] = {
    INT_KEY(struct vae_keys, latent, "0", 0, 4096, "numbers in the code; 0 takes [model] latent"),
    CHOICE_KEY(struct vae_keys, loss, "gaussian", "gaussian train",
               "reconstruction: squared error over 2 sigma^2, summed over the pixels, or [train] loss"),
    REAL_KEY(struct vae_keys, sigma, "0.2", 1e-3, 100,
             "deviation of the pixels around the reconstruction, for loss = gaussian"),
    REAL_KEY(struct vae_keys, kl_weight, "1", 0, 1e6,
             "weight of the KL divergence beside the reconstruction; 1 is the ELBO's"),
    CHOICE_KEY(struct vae_keys, score, "error", "error elbo",
               "reconstruction error, or the weighted sum that training minimises"),
    { 0 },
};

static const struct key_need own_needs[] = {
    { .key = "vae.sigma", .other = "vae.loss", .values = "gaussian" },
    { 0 },
};

static const struct section vae_section = { "vae", sizeof(struct vae_keys), keys, own_needs };

static const struct vae_keys *vae_of(const struct settings *s)
{
    return settings_of(s, &vae_section);
}

static const char *const saved[] = { "model.*", "train.loss", "vae.*", NULL };
static const float LOG_VARIANCE_MOST = 40;

/* With [vae] loss = gaussian the loss is the negative ELBO over d / (2 sigma^2) but for a
 * constant: ||y - x||^2 / (2 sigma^2) becomes the mean squared error. */
static int init(struct code *c, const struct settings *s, size_t pixels, struct error *e)
{
    c->in = 2 * c->width;
    c->weight = vae_of(s)->kl_weight;
    if (!choice_is(vae_of(s)->loss, "gaussian"))
        return 0;
    if (!choice_is(train_of(s)->loss, "mse"))
        return error_set(e, "'loss = gaussian' in [vae] goes with 'loss = mse' in [train]");
    c->weight *= 2 * vae_of(s)->sigma * vae_of(s)->sigma / (double)pixels;
    return 0;
}

/* Kept: the deviations s and the draws eps, both (n, width). */
static size_t kept_floats(const struct code *c, size_t n)
{
    return 2 * n * c->width;
}

static inline float limited(float log_variance)
{
    float v = log_variance > LOG_VARIANCE_MOST ? LOG_VARIANCE_MOST : log_variance;
    return v < -LOG_VARIANCE_MOST ? -LOG_VARIANCE_MOST : v;
}

SIMD static void deviations(const float *restrict log_variance, float *restrict s, size_t n)
{
    for (size_t j = 0; j < n; j++)
        s[j] = exp_plain(0.5f * limited(log_variance[j]));
}

static double divergence(const float *mu, const float *log_variance, const float *s, size_t n)
{
    double sum = 0;
    for (size_t j = 0; j < n; j++)
        sum += (double)mu[j] * (double)mu[j] + (double)s[j] * (double)s[j] - 1 - (double)limited(log_variance[j]);
    return sum / 2;
}

static void forward(const struct code *c, const float *a, float *z, size_t n, float *kept, struct rng *noise,
                    double *term)
{
    size_t width = c->width;
    float *s = kept, *eps = kept + n * width;
    for (size_t i = 0; i < n; i++) {
        const float *mu = a + i * c->in, *log_variance = mu + width;
        deviations(log_variance, s + i * width, width);
        for (size_t j = i * width; j < (i + 1) * width; j++)
            eps[j] = noise ? (float)rng_normal(noise) : 0;
        for (size_t j = 0; j < width; j++)
            z[i * width + j] = mu[j] + s[i * width + j] * eps[i * width + j];
        if (term)
            term[i] = divergence(mu, log_variance, s + i * width, width);
    }
}

static void backward(const struct code *c, const float *a, const float *z, const float *dz, float *da, size_t n,
                     float *kept, float *gradient)
{
    size_t width = c->width;
    const float *s = kept, *eps = kept + n * width, weight = (float)(c->weight / (double)n);
    for (size_t i = 0; i < n; i++) {
        const float *mu = a + i * c->in;
        float *dmu = da + i * c->in, *dlog = dmu + width;
        for (size_t j = 0; j < width; j++) {
            size_t k = i * width + j;
            dmu[j] = dz[k] + weight * mu[j];
            dlog[j] = 0.5f * (dz[k] * eps[k] * s[k] + weight * (s[k] * s[k] - 1.0f));
        }
    }
}

const struct code_kind code_gaussian = {
    .name = "gaussian",
    .term = "KL divergence",
    .saved = saved,
    .init = init,
    .kept = kept_floats,
    .forward = forward,
    .backward = backward,
};

static int own_latent(const struct settings *s)
{
    return vae_of(s)->latent;
}

static const char *own_loss(const struct settings *s)
{
    return choice_is(vae_of(s)->loss, "gaussian") ? "mse" : NULL;
}

static const struct coded_ae kind = { &code_gaussian, own_latent, own_loss };

/* The negative ELBO at z = mu. With loss = gaussian it has the unit of a log-density: the mean
 * squared error becomes -log N(x; y, sigma^2). */
static void elbo_terms(const struct autoencoder *ae, double *scale, double *constant)
{
    const double pi = acos(-1), d = (double)shape_size(ae->image), variance = pow(vae_of(&ae->settings)->sigma, 2);
    const int gaussian = choice_is(vae_of(&ae->settings)->loss, "gaussian");
    *scale = gaussian ? d / (2 * variance) : 1;
    *constant = gaussian ? d / 2 * log(2 * pi * variance) : 0;
}

static int score_elbo(struct autoencoder *ae, const struct images *im, double *scores, struct error *e)
{
    double scale, constant;
    elbo_terms(ae, &scale, &constant);
    double *divergence = mem_alloc(im->n, sizeof *divergence);
    int bad = autoencoder_errors(ae, im, scores, divergence, e);
    for (size_t i = 0; i < im->n && !bad; i++)
        scores[i] = scale * scores[i] + vae_of(&ae->settings)->kl_weight * divergence[i] + constant;
    free(divergence);
    return bad;
}

static int score(const struct detector *d, void *model, const struct images *im, double *scores, struct error *e)
{
    struct autoencoder *ae = model;
    return choice_is(vae_of(&ae->settings)->score, "elbo") ? score_elbo(ae, im, scores, e)
                                                           : autoencoder_score(d, ae, im, scores, e);
}

static int score_gradient(const struct detector *d, void *model, struct shape image, const float *x, size_t n,
                          double *scores, float *gradient, struct error *e)
{
    struct autoencoder *ae = model;
    double scale, constant;
    if (!choice_is(vae_of(&ae->settings)->score, "elbo"))
        return autoencoder_score_gradient(d, model, image, x, n, scores, gradient, e);
    elbo_terms(ae, &scale, &constant);
    if (model_expect_shape(ae->image, image, e) ||
        autoencoder_gradient(ae, x, n, scale, vae_of(&ae->settings)->kl_weight, scores, gradient, e))
        return -1;
    for (size_t i = 0; i < n; i++)
        scores[i] += constant;
    return 0;
}

const struct detector detector_vae = {
    .name = "vae",
    .help = "variational autoencoder; reconstruction error, or the negative ELBO",
    .label = "VAE",
    .line = 7,
    .section = &vae_section,
    .uses = coded_ae_uses,
    .needs = coded_ae_needs,
    .kind = &kind,
    .check = coded_ae_check,
    .normalise = coded_ae_normalise,
    .work = coded_ae_work,
    .memory = coded_ae_memory,
    .code_size = coded_ae_code_size,
    .fit = coded_ae_fit,
    .score = score,
    .reconstruct = autoencoder_reconstruct,
    .score_gradient = score_gradient,
    .decode_around = autoencoder_decode_around,
    .save = autoencoder_save,
    .load = coded_ae_load,
    .free = autoencoder_free,
};
