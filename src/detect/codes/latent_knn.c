/* latent-knn: Euclidean distance of a code to the k-th nearest of the positives' codes
 * (Ramaswamy, Rastogi & Shim 2000; on the codes of a network: Sun et al. 2022). */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "detect/codes/encoder.h"
#include "detect/parts/distances.h"
#include "detect/parts/points.h"

enum { BLOCK = 128, K_MAX = 1000 };

struct knn {
    struct latent latent;
    struct points points;
    int k;
};

static void release(void *model)
{
    struct knn *m = model;
    if (m) {
        latent_release(&m->latent);
        points_release(&m->points);
    }
    free(m);
}

static int too_few(size_t n, int k, struct error *e)
{
    return n < (size_t)k ? error_set(e, "'k' in [latent]: expected at most the %zu positives, found %d", n, k) : 0;
}

static void *fit(const struct detector *d, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    struct knn *m = mem_zero(1, sizeof *m);
    float *codes;
    m->k = latent_keys_of(in->settings)->k;
    if (too_few(in->positive->n, m->k, e) || latent_fit(&m->latent, in, e) ||
        !(codes = latent_codes(&m->latent, in->positive, e))) {
        release(m);
        return NULL;
    }
    points_init_centred(&m->points, codes, in->positive->n, m->latent.size);
    return m;
}

static int score(const struct detector *d, void *model, const struct images *im, double *scores, struct error *e)
{
    const struct knn *m = model;
    size_t n = m->points.n, dims = m->latent.size;
    float *codes = latent_codes(&m->latent, im, e);
    if (!codes)
        return -1;
    float norms[BLOCK], nearest[K_MAX], *distance = mem_alloc(BLOCK * n, sizeof *distance);
    for (size_t at = 0; at < im->n; at += BLOCK) {
        size_t rows = im->n - at < BLOCK ? im->n - at : BLOCK;
        points_distances(&m->points, codes + at * dims, rows, norms, distance);
        for (size_t i = 0; i < rows; i++)
            scores[at + i] = sqrt((double)kth_smallest(distance + i * n, n, m->k, nearest));
    }
    free(distance);
    free(codes);
    return 0;
}

static void save(const void *model, struct archive_writer *w)
{
    const struct knn *m = model;
    latent_save(&m->latent, w);
    archive_add_number(w, "k", m->k);
    points_save(&m->points, w);
}

static void *load(const struct detector *d, const struct sections *known, const struct archive *a, struct error *e)
{
    struct knn *m = mem_zero(1, sizeof *m);
    double k = 0;
    int bad = latent_load(&m->latent, known, a, e) || archive_number(a, "k", &k, e) ||
              points_load(&m->points, a, m->latent.size, e);
    if (!bad && !(k >= 1 && k <= K_MAX && k <= (double)m->points.n && k == floor(k)))
        bad = error_set(e, "%s: expected a whole number of at most %d and the %zu points in 'k', found %.9g", a->path,
                        K_MAX, m->points.n, k);
    if (bad) {
        release(m);
        return NULL;
    }
    m->k = (int)k;
    return m;
}

static int check(const struct detector *d, const struct settings *s, const struct sizes *size, struct error *e)
{
    return too_few(size->n_positive, latent_keys_of(s)->k, e) || latent_check(d, s, size, e) ? -1 : 0;
}

static double work(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    /* looking at a distance costs about as much as two multiplications and additions */
    double n = (double)size->n_positive, distances = n * (double)size->n_test;
    return latent_work(s, size, size->n_positive + size->n_test) + distances * (2 * latent_size(s) + 4);
}

static const char *const uses[] = { "latent.encoder", "latent.layer", "latent.k", NULL };

const struct detector detector_latent_knn = {
    .name = "latent-knn",
    .help = "distance of an autoencoder's code to the k-th nearest of the positives' codes",
    .label = "Latent-kNN",
    .line = 18,
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
