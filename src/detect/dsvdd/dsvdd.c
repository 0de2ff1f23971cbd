/* dsvdd: Deep SVDD (Ruff et al. 2018). A network phi without biases learns to map the positives
 * near a centre c that is fixed before: the mean of its outputs, after its weights were
 * pre-trained as an autoencoder's encoder. Score ||phi(x) - c||^2, less R^2 where a soft
 * boundary has a radius R. Objectives: detect/dsvdd/sphere.h; networks: detect/dsvdd/dsvdd_network.h;
 * training: detect/dsvdd/dsvdd_train.c. */
#include "detect/dsvdd/dsvdd.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/batch.h"
#include "detect/dsvdd/dsvdd_network.h"
#include "detect/dsvdd/sphere.h"
#include "detect/parts/model_file.h"

static const struct key keys[] = {
    CHOICE_KEY(struct dsvdd_keys, network, "suite", "suite lenet lenet-fashion",
               "the encoder of [model] without biases, or the authors' networks for 28x28x1 and 32x32x3"),
    CHOICE_KEY(struct dsvdd_keys, objective, "one-class", "one-class soft-boundary",
               "mean distance to the centre, or a sphere that leaves the share nu outside"),
    REAL_KEY(struct dsvdd_keys, nu, "0.1", 0.0001, 1, "share of the positives outside a soft boundary"),
    INT_KEY(struct dsvdd_keys, warm_up, "10", 0, 10000, "epochs before the radius of a soft boundary is set"),
    INT_KEY(struct dsvdd_keys, epochs, "30", 1, 10000, "passes over the positive images"),
    INT_KEY(struct dsvdd_keys, milestone, "20", 0, 10000,
            "epochs after which the learning rate is a tenth; 0 for never"),
    INT_KEY(struct dsvdd_keys, batch, "200", 1, 4096, "images in a step, of the pre-training too"),
    REAL_KEY(struct dsvdd_keys, learning_rate, "0.0001", 1e-8, 1, "Adam's step size"),
    REAL_KEY(struct dsvdd_keys, weight_decay, "5e-7", 0, 1, "weight of the L2 penalty on the weights"),
    SWITCH_KEY(struct dsvdd_keys, pretrain, "on", "start from the encoder of an autoencoder trained on the positives"),
    INT_KEY(struct dsvdd_keys, pretrain_epochs, "20", 1, 10000, "passes of the autoencoder over the positive images"),
    INT_KEY(struct dsvdd_keys, pretrain_milestone, "15", 0, 10000,
            "epochs of the pre-training after which its learning rate is a tenth; 0 for never"),
    REAL_KEY(struct dsvdd_keys, pretrain_learning_rate, "0.001", 1e-8, 1, "Adam's step size in the pre-training"),
    REAL_KEY(struct dsvdd_keys, pretrain_weight_decay, "5e-7", 0, 1, "weight of the L2 penalty in the pre-training"),
    CHOICE_KEY(struct dsvdd_keys, preprocessing, "none", "none gcn",
               "pixels as they are, or each image's contrast normalised (L1) and scaled to [0, 1] over the positives"),
    { 0 },
};

static const struct key_need own_needs[] = {
    { .key = "dsvdd.nu", .other = "dsvdd.objective", .values = "soft-boundary" },
    { .key = "dsvdd.warm_up", .other = "dsvdd.objective", .values = "soft-boundary" },
    { .key = "dsvdd.pretrain_epochs", .other = "dsvdd.pretrain", .values = "on" },
    { .key = "dsvdd.pretrain_milestone", .other = "dsvdd.pretrain", .values = "on" },
    { .key = "dsvdd.pretrain_learning_rate", .other = "dsvdd.pretrain", .values = "on" },
    { .key = "dsvdd.pretrain_weight_decay", .other = "dsvdd.pretrain", .values = "on" },
    { 0 },
};

const struct section dsvdd_section = { "dsvdd", sizeof(struct dsvdd_keys), keys, own_needs };

enum { SCORE_BATCH = 250 };

static const char *const saved[] = {
    "model.kind",  "model.latent", "model.encoder", "model.decoder",     "model.kernel", "model.last_kernel",
    "model.slope", "model.output", "model.init",    "model.output_bias", "model.hidden", "dsvdd.*",
    NULL,
};

static void release(void *model)
{
    struct dsvdd *m = model;
    if (m) {
        network_release(&m->phi);
        free(m->centre);
    }
    free(m);
}

/* Without room for the weights; `decoder` too. NULL with a message. */
static struct dsvdd *lay_out(const struct settings *s, struct shape image, struct network *decoder, struct error *e)
{
    struct dsvdd *m = mem_zero(1, sizeof *m);
    m->settings = *s;
    m->image = image;
    m->contrast = (struct contrast) { 0, 1 };
    if (dsvdd_networks_lay_out(&m->phi, decoder, s, image, e)) {
        release(m);
        return NULL;
    }
    m->centre = mem_zero(dsvdd_outputs(m), sizeof *m->centre);
    return m;
}

void dsvdd_prepare(const struct dsvdd *m, const struct images *im, const int *rows, size_t first, size_t n, float *x)
{
    batch_floats(im, rows, first, n, x);
    if (choice_is(dsvdd_of(&m->settings)->preprocessing, "gcn"))
        contrast_apply(&m->contrast, x, n, images_size(im));
}

float *dsvdd_map(const struct dsvdd *m, const struct images *im, struct error *e)
{
    size_t d = dsvdd_outputs(m), n = SCORE_BATCH;
    struct pass *p = pass_create(&m->phi, (int)n, PASS_FORWARD, NULL, e);
    if (!p)
        return NULL;
    float *x = mem_zero(n * images_size(im), sizeof *x), *phi = mem_alloc(im->n * d, sizeof *phi);
    pass_begin(p);
    for (size_t at = 0; at < im->n; at += n) {
        size_t count = im->n - at < n ? im->n - at : n; /* rows behind `count` are old ones */
        dsvdd_prepare(m, im, NULL, at, count, x);
        memcpy(phi + at * d, pass_forward(p, x), count * d * sizeof *phi);
    }
    free(x);
    pass_free(p);
    return phi;
}

static void *fit(const struct detector *d, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    struct network decoder;
    struct dsvdd *m = lay_out(in->settings, images_shape(in->positive), &decoder, e);
    int bad = !m;
    if (m) {
        network_finish(&m->phi);
        network_finish(&decoder);
        bad = dsvdd_train(m, &decoder, in, report, e);
    }
    network_release(&decoder);
    if (bad) {
        release(m);
        return NULL;
    }
    return m;
}

static int score(const struct detector *d, void *model, const struct images *im, double *scores, struct error *e)
{
    const struct dsvdd *m = model;
    if (model_expect_size(m->image, im, e))
        return -1;
    float *phi = dsvdd_map(m, im, e);
    if (!phi)
        return -1;
    sphere_distances(phi, m->centre, im->n, dsvdd_outputs(m), scores);
    for (size_t i = 0; i < im->n; i++)
        scores[i] -= m->radius * m->radius;
    free(phi);
    return 0;
}

static int score_gradient(const struct detector *d, void *model, struct shape image, const float *x, size_t n,
                          double *scores, float *gradient, struct error *e)
{
    enum { BLOCK = 64 };
    const struct dsvdd *m = model;
    const size_t pixels = (size_t)shape_size(image), width = dsvdd_outputs(m), block = n < BLOCK ? n : BLOCK;
    const int contrast = choice_is(dsvdd_of(&m->settings)->preprocessing, "gcn");
    if (model_expect_shape(m->image, image, e))
        return -1;
    struct pass *p = pass_create(&m->phi, (int)block, PASS_INPUT, NULL, e);
    if (!p)
        return -1;
    float *in = mem_zero(block * pixels, sizeof *in), *out = mem_alloc(block * width, sizeof *out);
    pass_begin(p);
    for (size_t at = 0; at < n; at += block) {
        const size_t count = n - at < block ? n - at : block; /* rows behind `count` are old ones */
        memcpy(in, x + at * pixels, count * pixels * sizeof *in);
        if (contrast)
            contrast_apply(&m->contrast, in, count, pixels);
        const float *phi = pass_forward(p, in);
        sphere_distances(phi, m->centre, count, width, scores + at);
        for (size_t k = 0; k < block * width; k++)
            out[k] = 2 * (phi[k] - m->centre[k % width]);
        for (size_t i = 0; i < count; i++)
            scores[at + i] -= m->radius * m->radius;
        memcpy(gradient + at * pixels, pass_backward(p, in, out, NULL), count * pixels * sizeof *gradient);
        if (contrast)
            contrast_backward(&m->contrast, x + at * pixels, gradient + at * pixels, count, pixels);
    }
    free(in);
    free(out);
    pass_free(p);
    return 0;
}

static void save(const void *model, struct archive_writer *w)
{
    const struct dsvdd *m = model;
    const double range[2] = { m->contrast.low, m->contrast.high };
    model_put_settings(w, &m->settings, saved);
    model_put_size(w, m->image);
    network_save(&m->phi, "phi", w);
    archive_add_vector(w, "centre", ARCHIVE_F32, dsvdd_outputs(m), m->centre);
    archive_add_number(w, "radius", m->radius);
    archive_add_vector(w, "contrast", ARCHIVE_F64, 2, range);
}

static int load_sphere(struct dsvdd *m, const struct archive *a, struct error *e)
{
    const struct archive_entry *centre = archive_get(a, "centre", ARCHIVE_F32, e), *contrast;
    if (!centre || !(contrast = archive_get(a, "contrast", ARCHIVE_F64, e)) ||
        archive_number(a, "radius", &m->radius, e))
        return -1;
    const double *range = contrast->data;
    if (centre->count != dsvdd_outputs(m))
        return error_set(e, "%s: expected %zu numbers in 'centre', found %zu", a->path, dsvdd_outputs(m),
                         centre->count);
    if (contrast->count != 2 || !(range[0] < range[1]))
        return error_set(e, "%s: expected two rising numbers in 'contrast'", a->path);
    if (!(m->radius >= 0) || !isfinite(m->radius))
        return error_set(e, "%s: expected a 'radius' of at least 0, found %g", a->path, m->radius);
    memcpy(m->centre, centre->data, centre->count * sizeof *m->centre);
    m->contrast = (struct contrast) { range[0], range[1] };
    return 0;
}

static void *load(const struct detector *d, const struct sections *known, const struct archive *a, struct error *e)
{
    struct settings s;
    struct shape image;
    struct network decoder;
    if (model_get_size(a, &image, e) || model_get_settings(a, known, &s, e))
        return NULL;
    struct dsvdd *m = lay_out(&s, image, &decoder, e);
    if (m && (network_load(&m->phi, "phi", a, e) || load_sphere(m, a, e))) {
        release(m);
        return NULL;
    }
    return m;
}

static int check(const struct detector *d, const struct settings *s, const struct sizes *size, struct error *e)
{
    struct network phi, decoder;
    int bad = dsvdd_networks_lay_out(&phi, &decoder, s, sizes_shape(size), e);
    network_release(&phi);
    network_release(&decoder);
    if (!bad && dsvdd_is_soft(s) && dsvdd_of(s)->warm_up >= dsvdd_of(s)->epochs)
        return error_set(e, "dsvdd: objective = soft-boundary needs more 'epochs' than 'warm_up' (%d), found %d",
                         dsvdd_of(s)->warm_up, dsvdd_of(s)->epochs);
    return bad ? -1 : 0;
}

static double work(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    struct network phi, decoder;
    double forward = 0, back = 0, n = (double)size->n_positive;
    if (dsvdd_networks_lay_out(&phi, &decoder, s, sizes_shape(size), NULL) == 0) {
        forward = network_work(&phi);
        back = network_work(&decoder);
    }
    network_release(&phi);
    network_release(&decoder);
    double pretraining = dsvdd_of(s)->pretrain ? 3 * (forward + back) * dsvdd_of(s)->pretrain_epochs : 0;
    return n * (pretraining + forward * (3 * dsvdd_of(s)->epochs + 2)) + forward * (double)size->n_test;
}

static double memory(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    struct network phi, decoder;
    double bytes = 0;
    if (dsvdd_networks_lay_out(&phi, &decoder, s, sizes_shape(size), NULL) == 0)
        bytes = network_memory(&phi, dsvdd_of(s)->batch, 1) + network_memory(&decoder, dsvdd_of(s)->batch, 1);
    network_release(&phi);
    network_release(&decoder);
    return bytes;
}

/* The authors' networks have sizes of their own. */
static int code_size(const struct detector *d, const struct settings *s)
{
    return choice_is(dsvdd_of(s)->network, "suite") ? model_of(s)->latent : 0;
}

static int within(int epoch, int epochs)
{
    return epoch < epochs ? epoch : epochs;
}

/* A milestone at the end or behind it changes no step, as none does. */
static void normalise(const struct detector *d, struct settings *s, const struct sizes *size)
{
    struct dsvdd_keys *k = settings_edit(s, &dsvdd_section);
    detector_normalise_batch(&k->batch, size);
    k->milestone = within(k->milestone, k->epochs) % k->epochs;
    k->pretrain_milestone = within(k->pretrain_milestone, k->pretrain_epochs) % k->pretrain_epochs;
    k->warm_up = within(k->warm_up, k->epochs);
}

static const struct key_need needs[] = {
    { .key = "model.*", .other = "dsvdd.network", .values = "suite" },
    { .key = "model.last_kernel", .other = "dsvdd.pretrain", .values = "on" },
    { .key = "model.output", .other = "dsvdd.pretrain", .values = "on" },
    { .key = "model.output_bias", .other = "dsvdd.pretrain", .values = "on" },
    { .key = "model.output_bias", .other = "dsvdd.preprocessing", .values = "none" },
    { 0 },
};

const struct detector detector_dsvdd = {
    .name = "dsvdd",
    .help = "Deep SVDD; squared distance of a learnt mapping to its centre",
    .label = "OC-DSVDD",
    .line = 13,
    .flags = NEEDS_IMAGES,
    .section = &dsvdd_section,
    .uses = saved,
    .needs = needs,
    .normalise = normalise,
    .check = check,
    .work = work,
    .memory = memory,
    .code_size = code_size,
    .fit = fit,
    .score = score,
    .score_gradient = score_gradient,
    .save = save,
    .load = load,
    .free = release,
};
