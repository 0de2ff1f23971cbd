/* latent-kde: the Gaussian kernel density estimate of detect/parts/density.h over the positives'
 * codes, score -log p(z). */
#include <stdlib.h>

#include "base/memory.h"
#include "detect/codes/encoder.h"
#include "detect/parts/density.h"

struct latent_kde {
    struct latent latent;
    struct points points;
    struct density density;
};

static void release(void *model)
{
    struct latent_kde *m = model;
    if (m) {
        latent_release(&m->latent);
        points_release(&m->points);
    }
    free(m);
}

static void *fit(const struct detector *d, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    struct latent_kde *m = mem_zero(1, sizeof *m);
    float *codes = latent_fit(&m->latent, in, e) ? NULL : latent_codes(&m->latent, in->positive, e);
    int bad = !codes;
    if (!bad) {
        points_init_centred(&m->points, codes, in->positive->n, m->latent.size);
        m->density.points = &m->points;
        bad = density_choose(&m->density, in, "latent-kde", report, e);
    }
    if (bad) {
        release(m);
        return NULL;
    }
    return m;
}

static int score(const struct detector *d, void *model, const struct images *im, double *scores, struct error *e)
{
    const struct latent_kde *m = model;
    float *codes = latent_codes(&m->latent, im, e);
    if (!codes)
        return -1;
    density_log(&m->density, codes, im->n, scores);
    for (size_t i = 0; i < im->n; i++)
        scores[i] = -scores[i];
    free(codes);
    return 0;
}

static void save(const void *model, struct archive_writer *w)
{
    const struct latent_kde *m = model;
    latent_save(&m->latent, w);
    archive_add_number(w, "bandwidth", m->density.bandwidth);
    points_save(&m->points, w);
}

static void *load(const struct detector *d, const struct sections *known, const struct archive *a, struct error *e)
{
    struct latent_kde *m = mem_zero(1, sizeof *m);
    int bad = latent_load(&m->latent, known, a, e) || archive_number(a, "bandwidth", &m->density.bandwidth, e) ||
              points_load(&m->points, a, m->latent.size, e);
    m->density.points = &m->points;
    if (!bad && !(m->density.bandwidth > 0))
        bad = error_set(e, "%s: expected a positive 'bandwidth', found %.9g", a->path, m->density.bandwidth);
    if (bad) {
        release(m);
        return NULL;
    }
    return m;
}

static int check(const struct detector *d, const struct settings *s, const struct sizes *size, struct error *e)
{
    return density_check(s, size->n_positive, d->name, e) || latent_check(d, s, size, e) ? -1 : 0;
}

static double work(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    return latent_work(s, size, size->n_positive + size->n_test) +
           density_work(s, (double)size->n_positive, latent_size(s), (double)size->n_test);
}

static const char *const uses[] = { "latent.encoder", "latent.layer", "kde.*", NULL };

const struct detector detector_latent_kde = {
    .name = "latent-kde",
    .help = "Gaussian kernel density estimate on an autoencoder's codes; negative log-density",
    .label = "Latent-KDE",
    .line = 19,
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
