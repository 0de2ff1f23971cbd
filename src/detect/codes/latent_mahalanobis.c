/* latent-mahalanobis: distance of a code from the positives' mean code in the metric of their covariance, as
 * detect/codes/gaussian.h has both. */
#include <stdlib.h>

#include "base/memory.h"
#include "detect/codes/encoder.h"
#include "detect/codes/gaussian.h"

struct mahalanobis {
    struct latent latent;
    struct gaussian gaussian;
};

static void release(void *model)
{
    struct mahalanobis *m = model;
    if (m) {
        latent_release(&m->latent);
        gaussian_release(&m->gaussian);
    }
    free(m);
}

static void *fit(const struct detector *d, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    struct mahalanobis *m = mem_zero(1, sizeof *m);
    float *codes = latent_fit(&m->latent, in, e) ? NULL : latent_codes(&m->latent, in->positive, e);
    int bad = !codes ||
              gaussian_fit(&m->gaussian, codes, in->positive->n, m->latent.size, in->settings, d->name, report, e);
    free(codes);
    if (bad) {
        release(m);
        return NULL;
    }
    return m;
}

static int score(const struct detector *d, void *model, const struct images *im, double *scores, struct error *e)
{
    const struct mahalanobis *m = model;
    float *codes = latent_codes(&m->latent, im, e);
    if (!codes)
        return -1;
    gaussian_distances(&m->gaussian, codes, im->n, scores);
    free(codes);
    return 0;
}

static void save(const void *model, struct archive_writer *w)
{
    const struct mahalanobis *m = model;
    latent_save(&m->latent, w);
    gaussian_save(&m->gaussian, w);
}

static void *load(const struct detector *d, const struct sections *known, const struct archive *a, struct error *e)
{
    struct mahalanobis *m = mem_zero(1, sizeof *m);
    if (latent_load(&m->latent, known, a, e) == 0 && gaussian_load(&m->gaussian, a, m->latent.size, e) == 0)
        return m;
    release(m);
    return NULL;
}

static int check(const struct detector *d, const struct settings *s, const struct sizes *size, struct error *e)
{
    return gaussian_check(d, s, size, e) || latent_check(d, s, size, e) ? -1 : 0;
}

static double work(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    return latent_work(s, size, size->n_positive + size->n_test) +
           gaussian_work(latent_size(s), (double)size->n_positive, (double)size->n_test);
}

static const char *const uses[] = { "latent.encoder", "latent.layer", "latent.covariance", "latent.shrinkage", NULL };

const struct detector detector_latent_mahalanobis = {
    .name = "latent-mahalanobis",
    .help = "Mahalanobis distance of an autoencoder's code from the positives' codes",
    .label = "Latent-Mahalanobis",
    .line = 17,
    .section = &latent_section,
    .uses = uses,
    .first = &detector_encoder,
    .base = &latent_base,
    .check = check,
    .normalise = latent_normalise,
    .work = work,
    .memory = latent_memory,
    .fit = fit,
    .score = score,
    .save = save,
    .load = load,
    .free = release,
};
