/* latent-joint: what the residual sees and what the code sees, in one score (Denouden et al. 2018; Q and T^2 of process
 * monitoring): max(e / q_e, T^2 / q_T), e the encoder's own score, T the distance of the code from the positives' codes
 * (detect/codes/gaussian.h), q_e and q_T quantiles of both over the positives that were trained on. So the score is 1
 * where one of them leaves what that share of the positives has. */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/order.h"
#include "detect/codes/encoder.h"
#include "detect/codes/gaussian.h"

struct joint_keys {
    double quantile;
};

static const struct key joint_keys[] = {
    REAL_KEY(struct joint_keys, quantile, "0.95", 0.01, 1,
             "residual and code distance are divided by this quantile of theirs over the positives"),
    { 0 },
};

static const struct section joint_section = { "latent-joint", sizeof(struct joint_keys), joint_keys, NULL };

struct joint {
    struct latent latent;
    struct gaussian gaussian;
    double residual, distance; /* the quantiles; positive */
};

static void release(void *model)
{
    struct joint *m = model;
    if (m) {
        latent_release(&m->latent);
        gaussian_release(&m->gaussian);
    }
    free(m);
}

/* Residuals and T^2 of images, (im->n) each. */
static int measure(const struct joint *m, const struct images *im, double *residual, double *distance, struct error *e)
{
    const struct detector *encoder = m->latent.encoder;
    float *codes = latent_codes(&m->latent, im, e);
    if (!codes)
        return -1;
    gaussian_distances(&m->gaussian, codes, im->n, distance);
    for (size_t i = 0; i < im->n; i++)
        distance[i] *= distance[i];
    free(codes);
    return encoder->score(encoder, m->latent.model, im, residual, e);
}

static int take_quantiles(struct joint *m, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    const struct joint_keys *k = settings_of(in->settings, &joint_section);
    const size_t n = in->positive->n;
    double *residual = mem_alloc(n, sizeof *residual), *distance = mem_alloc(n, sizeof *distance);
    int bad = measure(m, in->positive, residual, distance, e);
    if (!bad) {
        m->residual = quantile(residual, n, k->quantile);
        m->distance = quantile(distance, n, k->quantile);
        fit_report_note(report, "quantiles %.6g of the residual and %.6g of the code's squared distance", m->residual,
                        m->distance);
        if (!(m->residual > 0 && m->distance > 0))
            bad = error_set(e,
                            "latent-joint: expected a residual and a distance above 0 at the quantile %g of the "
                            "positives, found %g and %g",
                            k->quantile, m->residual, m->distance);
    }
    free(residual);
    free(distance);
    return bad;
}

static void *fit(const struct detector *d, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    struct joint *m = mem_zero(1, sizeof *m);
    float *codes = latent_fit(&m->latent, in, e) ? NULL : latent_codes(&m->latent, in->positive, e);
    int bad = !codes ||
              gaussian_fit(&m->gaussian, codes, in->positive->n, m->latent.size, in->settings, d->name, report, e);
    free(codes);
    if (bad || take_quantiles(m, in, report, e)) {
        release(m);
        return NULL;
    }
    return m;
}

static int score(const struct detector *d, void *model, const struct images *im, double *scores, struct error *e)
{
    const struct joint *m = model;
    double *distance = mem_alloc(im->n, sizeof *distance);
    int bad = measure(m, im, scores, distance, e);
    for (size_t i = 0; i < im->n && !bad; i++)
        scores[i] = fmax(scores[i] / m->residual, distance[i] / m->distance);
    free(distance);
    return bad;
}

static void square(const void *of, const float *codes, size_t n, double *scores, float *dz)
{
    const struct joint *m = of;
    gaussian_squares(&m->gaussian, codes, n, scores, dz);
}

/* That of the larger one. */
static int score_gradient(const struct detector *d, void *model, struct shape image, const float *x, size_t n,
                          double *scores, float *gradient, struct error *e)
{
    const struct joint *m = model;
    const struct detector *encoder = m->latent.encoder;
    const size_t pixels = (size_t)shape_size(image);
    double *distance = mem_alloc(n, sizeof *distance);
    float *slope = mem_alloc(n * pixels, sizeof *slope);
    const int bad = latent_gradient(&m->latent, image, x, n, square, m, distance, slope, e) ||
                    encoder->score_gradient(encoder, m->latent.model, image, x, n, scores, gradient, e);
    for (size_t i = 0; i < n && !bad; i++) {
        const double by_residual = scores[i] / m->residual, by_code = distance[i] / m->distance;
        const int code = by_code > by_residual;
        scores[i] = fmax(by_residual, by_code);
        for (size_t k = i * pixels; k < (i + 1) * pixels; k++)
            gradient[k] = code ? slope[k] / (float)m->distance : gradient[k] / (float)m->residual;
    }
    free(distance);
    free(slope);
    return bad ? -1 : 0;
}

static void save(const void *model, struct archive_writer *w)
{
    const struct joint *m = model;
    latent_save(&m->latent, w);
    gaussian_save(&m->gaussian, w);
    archive_add_number(w, "residual_quantile", m->residual);
    archive_add_number(w, "distance_quantile", m->distance);
}

static void *load(const struct detector *d, const struct sections *known, const struct archive *a, struct error *e)
{
    struct joint *m = mem_zero(1, sizeof *m);
    int bad = latent_load(&m->latent, known, a, e) || gaussian_load(&m->gaussian, a, m->latent.size, e) ||
              archive_number(a, "residual_quantile", &m->residual, e) ||
              archive_number(a, "distance_quantile", &m->distance, e);
    if (!bad && !(m->residual > 0 && m->distance > 0))
        bad = error_set(e, "%s: expected positive quantiles, found %.9g and %.9g", a->path, m->residual, m->distance);
    if (bad) {
        release(m);
        return NULL;
    }
    return m;
}

static int check(const struct detector *d, const struct settings *s, const struct sizes *size, struct error *e)
{
    return gaussian_check(d, s, size, e) || latent_check(d, s, size, e) ? -1 : 0;
}

static double work(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    return 2 * latent_work(s, size, size->n_positive + size->n_test) +
           gaussian_work(latent_size(s), (double)size->n_positive, (double)size->n_test);
}

static const char *const uses[] = { "latent.encoder", "latent.layer", "latent.covariance", "latent.shrinkage", NULL };

const struct detector detector_latent_joint = {
    .name = "latent-joint",
    .help = "the larger of an autoencoder's error and its code's squared Mahalanobis distance, each by its quantile",
    .label = "Latent-joint",
    .line = 32,
    .section = &joint_section,
    .uses = uses,
    .first = &detector_encoder,
    .base = &latent_base,
    .check = check,
    .normalise = latent_normalise,
    .work = work,
    .memory = latent_memory,
    .fit = fit,
    .score = score,
    .score_gradient = score_gradient,
    .save = save,
    .load = load,
    .free = release,
};
