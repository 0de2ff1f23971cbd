/* latent-gmm: a mixture of Gaussians over the positives' codes (detect/codes/mixture.h), score -log p(z). */
#include <stdlib.h>

#include "base/memory.h"
#include "base/rng.h"
#include "detect/codes/encoder.h"
#include "detect/codes/mixture.h"

struct gmm_keys {
    int components;
    const char *covariance;
    double regularisation;
};

static const struct key gmm_keys[] = {
    INT_KEY(struct gmm_keys, components, "10", 1, 1000, "Gaussians in the mixture, at most as many as different codes"),
    CHOICE_KEY(struct gmm_keys, covariance, "full", "full diagonal",
               "of each Gaussian: a covariance, or variances alone"),
    REAL_KEY(struct gmm_keys, regularisation, "0.001", 0, 1,
             "share of the codes' mean variance that is added to each Gaussian's variances"),
    { 0 },
};

static const struct section gmm_section = { "latent-gmm", sizeof(struct gmm_keys), gmm_keys, NULL };

struct latent_gmm {
    struct latent latent;
    struct mixture mixture;
};

static struct mixture_wish wish_of(const struct settings *s, uint64_t seed)
{
    const struct gmm_keys *k = settings_of(s, &gmm_section);
    return (struct mixture_wish) { .k = (size_t)k->components,
                                   .full = choice_is(k->covariance, "full"),
                                   .share = k->regularisation,
                                   .seed = rng_seed_for(seed, "mixture", "") };
}

static void release(void *model)
{
    struct latent_gmm *m = model;
    if (m) {
        latent_release(&m->latent);
        mixture_release(&m->mixture);
    }
    free(m);
}

static int fit_mixture(struct latent_gmm *m, const float *codes, const struct fit_input *in, struct fit_report *report,
                       struct error *e)
{
    const struct mixture_wish wish = wish_of(in->settings, in->seed);
    struct mixture_end end;
    if (mixture_fit(&m->mixture, codes, in->positive->n, m->latent.size, &wish, in->progress, &end, e))
        return error_prefix(e, "latent-gmm");
    fit_report_note(report, "%zu components, mean log-likelihood %.6g after %d steps%s", m->mixture.k,
                    end.log_likelihood, end.steps, end.converged ? "" : ", at which it was stopped");
    return 0;
}

static void *fit(const struct detector *d, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    struct latent_gmm *m = mem_zero(1, sizeof *m);
    float *codes = latent_fit(&m->latent, in, e) ? NULL : latent_codes(&m->latent, in->positive, e);
    int bad = !codes || fit_mixture(m, codes, in, report, e);
    free(codes);
    if (bad) {
        release(m);
        return NULL;
    }
    return m;
}

static int score(const struct detector *d, void *model, const struct images *im, double *scores, struct error *e)
{
    const struct latent_gmm *m = model;
    float *codes = latent_codes(&m->latent, im, e);
    if (!codes)
        return -1;
    mixture_log(&m->mixture, codes, im->n, scores);
    for (size_t i = 0; i < im->n; i++)
        scores[i] = -scores[i];
    free(codes);
    return 0;
}

static void score_codes(const void *of, const float *codes, size_t n, double *scores, float *dz)
{
    const struct latent_gmm *m = of;
    mixture_log_gradient(&m->mixture, codes, n, scores, dz);
    for (size_t i = 0; i < n; i++)
        scores[i] = -scores[i];
    for (size_t k = 0; k < n * m->latent.size; k++)
        dz[k] = -dz[k];
}

static int score_gradient(const struct detector *d, void *model, struct shape image, const float *x, size_t n,
                          double *scores, float *gradient, struct error *e)
{
    const struct latent_gmm *m = model;
    return latent_gradient(&m->latent, image, x, n, score_codes, m, scores, gradient, e);
}

static void save(const void *model, struct archive_writer *w)
{
    const struct latent_gmm *m = model;
    latent_save(&m->latent, w);
    mixture_save(&m->mixture, w);
}

static void *load(const struct detector *d, const struct sections *known, const struct archive *a, struct error *e)
{
    struct latent_gmm *m = mem_zero(1, sizeof *m);
    if (latent_load(&m->latent, known, a, e) == 0 && mixture_load(&m->mixture, a, m->latent.size, e) == 0)
        return m;
    release(m);
    return NULL;
}

static int check(const struct detector *d, const struct settings *s, const struct sizes *size, struct error *e)
{
    const struct mixture_wish wish = wish_of(s, 0);
    if (size->n_positive < wish.k)
        return error_set(e, "'components' in [latent-gmm]: expected at most the %zu positives, found %zu",
                         size->n_positive, wish.k);
    return latent_check(d, s, size, e);
}

static double work(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    const struct mixture_wish wish = wish_of(s, 0);
    return latent_work(s, size, size->n_positive + size->n_test) +
           mixture_work(&wish, latent_size(s), (double)size->n_positive, (double)size->n_test);
}

static double memory(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    const struct mixture_wish wish = wish_of(s, 0);
    return latent_memory(d, s, size) + mixture_memory(&wish, (double)latent_size(s), (double)size->n_positive);
}

static const char *const uses[] = { "latent.encoder", "latent.layer", NULL };

const struct detector detector_latent_gmm = {
    .name = "latent-gmm",
    .help = "mixture of Gaussians on an autoencoder's codes; negative log-density",
    .label = "Latent-GMM",
    .line = 31,
    .section = &gmm_section,
    .uses = uses,
    .first = &detector_encoder,
    .base = &latent_base,
    .check = check,
    .normalise = latent_normalise,
    .work = work,
    .memory = memory,
    .fit = fit,
    .score = score,
    .score_gradient = score_gradient,
    .save = save,
    .load = load,
    .free = release,
};
