/* random: a control. Scores drawn from [0, 1) by the run's seed, whatever the images show: where a detector's AUC lies
 * within what this one has over seeds, it has found nothing. An image's score is a hash of the seed and its pixels, so
 * that it does not depend on the images beside it, as no other detector's does. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "detect/detector.h"
#include "detect/parts/model_file.h"

struct random {
    struct shape size;
    uint64_t seed;
};

static void *fit(const struct detector *d, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    struct random *m = mem_zero(1, sizeof *m);
    *m = (struct random) { images_shape(in->positive), rng_seed_for(in->seed, "scores", "") };
    return m;
}

/* FNV-1a (Fowler, Noll & Vo) from a seed on; the generator that it seeds mixes the bits well. */
static uint64_t hash_pixels(uint64_t seed, const uint8_t *pixels, size_t n)
{
    uint64_t h = seed;
    for (size_t i = 0; i < n; i++)
        h = (h ^ pixels[i]) * UINT64_C(1099511628211);
    return h;
}

static int score(const struct detector *d, void *model, const struct images *im, double *scores, struct error *e)
{
    const struct random *m = model;
    const size_t pixels = images_size(im);
    if (model_expect_size(m->size, im, e))
        return -1;
    for (size_t i = 0; i < im->n; i++) {
        struct rng r;
        rng_seed(&r, hash_pixels(m->seed, im->pixels + i * pixels, pixels));
        scores[i] = rng_uniform(&r);
    }
    return 0;
}

static void save(const void *model, struct archive_writer *w)
{
    const struct random *m = model;
    const int32_t halves[2] = { (int32_t)(uint32_t)(m->seed >> 32), (int32_t)(uint32_t)m->seed };
    model_put_size(w, m->size);
    archive_add_vector(w, "seed", ARCHIVE_I32, 2, halves);
}

static void *load(const struct detector *d, const struct sections *known, const struct archive *a, struct error *e)
{
    const struct archive_entry *seed = archive_get(a, "seed", ARCHIVE_I32, e);
    struct shape size;
    if (!seed || model_get_size(a, &size, e))
        return NULL;
    if (seed->count != 2) {
        error_set(e, "%s: expected 2 numbers in 'seed', found %zu", a->path, seed->count);
        return NULL;
    }
    const int32_t *halves = seed->data;
    struct random *m = mem_zero(1, sizeof *m);
    *m = (struct random) { size, (uint64_t)(uint32_t)halves[0] << 32 | (uint32_t)halves[1] };
    return m;
}

static double work(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    return 10.0 * size->height * size->width * size->channels * (double)size->n_test;
}

const struct detector detector_random = {
    .name = "random",
    .help = "control: scores drawn by the seed, whatever the images show",
    .label = "Random",
    .line = 29,
    .flags = NEEDS_IMAGES,
    .work = work,
    .fit = fit,
    .score = score,
    .save = save,
    .load = load,
    .free = free,
};
