/* vae: variational autoencoder (Kingma & Welling 2014). Its code is detect/autoencoder/code_gaussian.c. */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "detect/autoencoder/coded_ae.h"

static struct coded_ae own(const struct settings *s)
{
    return (struct coded_ae) { &code_gaussian, s->vae.latent, choice_is(s->vae.loss, "gaussian") ? "mse" : NULL };
}

static void *fit(const struct fit_input *in, struct fit_report *report, struct error *e)
{
    return coded_ae_fit(own(in->settings), in, report, e);
}

static int check(const struct settings *s, const struct problem *p, struct error *e)
{
    return coded_ae_check(own(s), s, p, e);
}

static double work(const struct settings *s, const struct problem *p)
{
    return coded_ae_work(own(s), s, p);
}

/* The negative ELBO at z = mu. With loss = gaussian it has the unit of a log-density: the mean
 * squared error becomes -log N(x; y, sigma^2). */
static int score_elbo(struct autoencoder *ae, const struct images *im, double *scores, struct error *e)
{
    const double pi = acos(-1), d = (double)images_size(im), variance = pow(ae->settings.vae.sigma, 2);
    int gaussian = choice_is(ae->settings.vae.loss, "gaussian");
    double scale = gaussian ? d / (2 * variance) : 1, constant = gaussian ? d / 2 * log(2 * pi * variance) : 0;
    double *divergence = mem_alloc(im->n, sizeof *divergence);
    int bad = autoencoder_errors(ae, im, scores, divergence, e);
    for (size_t i = 0; i < im->n && !bad; i++)
        scores[i] = scale * scores[i] + ae->settings.vae.kl_weight * divergence[i] + constant;
    free(divergence);
    return bad;
}

static int score(void *model, const struct images *im, double *scores, struct error *e)
{
    struct autoencoder *ae = model;
    return choice_is(ae->settings.vae.score, "elbo") ? score_elbo(ae, im, scores, e)
                                                     : autoencoder_score(ae, im, scores, e);
}

static void *load(const struct archive *a, struct error *e)
{
    return autoencoder_load_coded(&code_gaussian, a, e);
}

static const char *const keys[] = CODED_AE_KEYS("vae");

const struct detector detector_vae = {
    .name = "vae",
    .help = "variational autoencoder; reconstruction error, or the negative ELBO",
    .keys = keys,
    .check = check,
    .work = work,
    .fit = fit,
    .score = score,
    .save = autoencoder_save,
    .load = load,
    .free = autoencoder_free,
};
