/* lis-ae: the latent-insensitive autoencoder, whose latent layer is shaped by negatives after phase 1.
 *
 * Phase 2 (algorithm 1 and equation 1 of Battikh & Lenskiy 2022): encoder and decoder are
 * frozen, the latent layer alone learns to keep the positives' reconstruction and to bring
 * the negatives' error to gamma. So the encoder's output is computed once per image (each
 * time anew only for augmented negatives), and the decoder passes back the gradient of its
 * input alone. With `layers = all` of [shape] nothing is frozen. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/batch.h"
#include "detect/autoencoder/autoencoder.h"
#include "detect/autoencoder/closed_form.h"
#include "detect/parts/model_file.h"
#include "nn/adam.h"

/* In closed form the decoder is what theory says: only the latent layer is trained. */
static int all_layers(const struct settings *s)
{
    return choice_is(shape_of(s)->layers, "all") && !closed_form_asked(s);
}

/* Rows 0..batch-1 are positives, the others negatives. */
struct phase2 {
    struct autoencoder *ae;
    const struct fit_input *in;
    size_t batch;
    int all;                                 /* 1: encoder and decoder are trained, too */
    struct pass *encoder, *latent, *decoder; /* encoder: all rows with `all`, else augmented negatives only */
    struct code_pass code;
    struct adam adam, adam_encoder, adam_decoder; /* the latter two with `all` */
    float *kept_positive, *kept_negative; /* the encoder's outputs; no negatives where augmented, none with `all` */
    float *x, *s, *dy, *gradient, *g_encoder, *g_decoder;
    double *error, *weight;
    int *index;
    struct row_stream positives, negatives;
    struct augmentation augmentation;
    struct rng augment_rng;
};

/* The passes, and what is kept of a frozen encoder. */
static int passes_init(struct phase2 *t, struct error *e)
{
    const struct autoencoder *ae = t->ae;
    const struct fit_input *in = t->in;
    const int rows = 2 * (int)t->batch;
    const unsigned through = t->all && ae->encoder.n ? PASS_INPUT : 0;
    t->latent = pass_create(&ae->latent, rows, PASS_WEIGHTS | through, NULL, e);
    t->decoder = t->latent ? pass_create(&ae->decoder, rows, PASS_INPUT | (t->all ? PASS_WEIGHTS : 0), NULL, e) : NULL;
    if (!t->decoder)
        return -1;
    if (t->all)
        return (t->encoder = pass_create(&ae->encoder, rows, PASS_WEIGHTS, NULL, e)) ? 0 : -1;
    if (!(t->kept_positive = autoencoder_encode(ae, in->positive, e)))
        return -1;
    if (!augmentation_active(&t->augmentation))
        return (t->kept_negative = autoencoder_encode(ae, in->negative, e)) ? 0 : -1;
    t->encoder = pass_create(&ae->encoder, (int)t->batch, PASS_FORWARD, NULL, e);
    if (!t->encoder)
        return -1;
    pass_begin(t->encoder);
    return 0;
}

static int phase2_init(struct phase2 *t, struct autoencoder *ae, const struct fit_input *in, struct error *e)
{
    size_t pixels = (size_t)shape_size(ae->image), features = autoencoder_features(ae), rows;
    memset(t, 0, sizeof *t);
    t->ae = ae;
    t->in = in;
    t->batch = batch_size(in->positive->n, train_of(in->settings)->batch);
    rows = 2 * t->batch;
    t->augmentation = *augment_of(in->settings);
    t->all = all_layers(in->settings);
    adam_init(&t->adam, ae->latent.n_params);
    adam_init(&t->adam_encoder, t->all ? ae->encoder.n_params : 0);
    adam_init(&t->adam_decoder, t->all ? ae->decoder.n_params : 0);
    t->g_encoder = mem_alloc(ae->encoder.n_params, sizeof(float));
    t->g_decoder = mem_alloc(ae->decoder.n_params, sizeof(float));
    t->x = mem_alloc(rows * pixels, sizeof(float));
    t->s = mem_alloc(rows * features, sizeof(float));
    code_pass_init(&t->code, &ae->code, rows);
    t->dy = mem_alloc(rows * pixels, sizeof(float));
    t->gradient = mem_alloc(ae->latent.n_params, sizeof(float));
    t->error = mem_alloc(rows, sizeof(double));
    t->weight = mem_alloc(rows, sizeof(double));
    t->index = mem_alloc(t->batch, sizeof(int));
    uint64_t seed = rng_seed_for(in->seed, "phase2", "");
    row_stream_init(&t->positives, in->positive->n, rng_seed_for(seed, "positives", ""));
    row_stream_init(&t->negatives, in->negative->n, rng_seed_for(seed, "negatives", ""));
    rng_seed(&t->augment_rng, rng_seed_for(seed, "augmentation", ""));
    return passes_init(t, e);
}

static void phase2_release(struct phase2 *t)
{
    pass_free(t->encoder);
    pass_free(t->latent);
    pass_free(t->decoder);
    adam_release(&t->adam);
    adam_release(&t->adam_encoder);
    adam_release(&t->adam_decoder);
    free(t->kept_positive);
    free(t->kept_negative);
    free(t->x);
    free(t->s);
    code_pass_release(&t->code);
    free(t->dy);
    free(t->gradient);
    free(t->g_encoder);
    free(t->g_decoder);
    free(t->error);
    free(t->weight);
    free(t->index);
    row_stream_release(&t->positives);
    row_stream_release(&t->negatives);
}

static void take_rows(const float *from, const int *rows, size_t n, size_t width, float *to)
{
    for (size_t i = 0; i < n; i++)
        memcpy(to + i * width, from + (size_t)rows[i] * width, width * sizeof *to);
}

/* Where all layers are trained, no output of the encoder is of use twice. */
static void draw_all(struct phase2 *t)
{
    const size_t pixels = (size_t)shape_size(t->ae->image), n = t->batch;
    row_stream_next(&t->positives, n, t->index);
    batch_floats(t->in->positive, t->index, 0, n, t->x);
    row_stream_next(&t->negatives, n, t->index);
    batch_augmented(t->in->negative, t->index, n, &t->augmentation, &t->augment_rng, t->x + n * pixels);
}

static void draw(struct phase2 *t)
{
    size_t pixels = (size_t)shape_size(t->ae->image), features = autoencoder_features(t->ae), n = t->batch;
    float *x = t->x + n * pixels, *s = t->s + n * features;
    row_stream_next(&t->positives, n, t->index);
    batch_floats(t->in->positive, t->index, 0, n, t->x);
    take_rows(t->kept_positive, t->index, n, features, t->s);
    row_stream_next(&t->negatives, n, t->index);
    if (t->kept_negative) {
        batch_floats(t->in->negative, t->index, 0, n, x);
        take_rows(t->kept_negative, t->index, n, features, s);
    } else {
        batch_augmented(t->in->negative, t->index, n, &t->augmentation, &t->augment_rng, x);
        memcpy(s, pass_forward(t->encoder, x), n * features * sizeof *s);
    }
}

/* Passes that give the parameters' gradients begin anew with each step. */
static float *encode_all(struct phase2 *t)
{
    pass_begin(t->encoder);
    pass_begin(t->latent);
    pass_begin(t->decoder);
    return pass_forward(t->encoder, t->x);
}

/* `ds`: the gradient at the encoder's output; NULL where it has no layers. */
static void step_all(struct phase2 *t, float *ds, double rate)
{
    if (ds) {
        pass_backward(t->encoder, t->x, ds, t->g_encoder);
        adam_step(&t->adam_encoder, t->ae->encoder.params, t->g_encoder, rate);
    }
    adam_step(&t->adam_decoder, t->ae->decoder.params, t->g_decoder, rate);
}

/* One step; the errors of its batch are in t->error. */
static void phase2_step(struct phase2 *t, double rate)
{
    struct autoencoder *ae = t->ae;
    const struct settings *s = t->in->settings;
    size_t pixels = (size_t)shape_size(ae->image), rows = 2 * t->batch;
    if (t->all)
        draw_all(t);
    else
        draw(t);
    float *features = t->all ? encode_all(t) : t->s;
    float *a = pass_forward(t->latent, features);
    float *z = code_pass_forward(&t->code, a, NULL), *y = pass_forward(t->decoder, z);
    reconstruction_error(ae->loss, y, t->x, rows, pixels, t->error);
    shaping_loss(t->error, t->batch, t->batch, shape_of(s)->gamma, shape_of(s)->beta, t->weight);
    reconstruction_gradient(ae->loss, y, t->x, rows, pixels, t->error, t->weight, t->dy);
    float *dz = pass_backward(t->decoder, z, t->dy, t->all ? t->g_decoder : NULL);
    code_pass_backward(&t->code, a, dz, dz, NULL); /* a plain code: in place, no parameters */
    float *ds = pass_backward(t->latent, features, dz, t->gradient);
    adam_step(&t->adam, ae->latent.params, t->gradient, rate);
    if (t->all)
        step_all(t, ds, rate);
    if (closed_form_asked(s))
        closed_form_keep(ae);
}

/* Steps of an epoch: a pass over the positives, with as many negatives beside them. */
static long steps_of(const struct settings *s, size_t n_positive)
{
    size_t batch = batch_size(n_positive, train_of(s)->batch);
    return batch ? (long)((n_positive + batch - 1) / batch) : 0;
}

static int shape_latent(struct autoencoder *ae, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    const struct settings *s = in->settings;
    struct phase2 t;
    int bad = phase2_init(&t, ae, in, e);
    long steps = steps_of(s, in->positive->n), total = steps * shape_of(s)->epochs;
    if (!bad && !t.all)
        pass_begin(t.decoder);
    for (int epoch = 1; epoch <= shape_of(s)->epochs && !bad; epoch++) {
        double positive = 0, negative = 0;
        for (long i = 0; i < steps; i++) {
            phase2_step(&t, learning_rate_at(shape_of(s)->learning_rate, choice_is(shape_of(s)->decay, "cosine"),
                                             (epoch - 1) * steps + i, total));
            positive += loss_mean(t.error, t.batch) / (double)steps;
            negative += loss_mean(t.error + t.batch, t.batch) / (double)steps;
        }
        const struct epoch_end end = { .point = { "phase2", epoch, positive, negative, NAN },
                                       .epochs = shape_of(s)->epochs,
                                       .shown = "phase 2",
                                       .who = "phase 2",
                                       .loss = positive,
                                       .also = negative };
        bad = fit_epoch_end(&end, in, report, e);
    }
    phase2_release(&t);
    return bad;
}

static void *fit(const struct detector *d, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    if (!in->negative || in->negative->n == 0) {
        error_set(e, "lis-ae needs negative images: set 'negative' in [data]");
        return NULL;
    }
    struct autoencoder *ae = autoencoder_load(d, in->settings->sections, in->first, e);
    if (ae && shape_latent(ae, in, report, e)) {
        autoencoder_free(ae);
        return NULL;
    }
    return ae;
}

static double work(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    struct autoencoder ae;
    double once = 0, step = 0;
    if (autoencoder_lay_out(&ae, &code_plain, s, sizes_shape(size), NULL) == 0) {
        const double rows = 2 * (double)batch_size(size->n_positive, train_of(s)->batch);
        const double frozen = network_work(&ae.decoder) + network_work(&ae.latent);
        once = all_layers(s) ? 0 : network_work(&ae.encoder) * (double)(size->n_positive + size->n_negative);
        step = rows * (all_layers(s) ? 3 * autoencoder_work(&ae) : 2 * frozen);
    }
    autoencoder_release(&ae);
    return autoencoder_score_work(s, size) + once + step * (double)steps_of(s, size->n_positive) * shape_of(s)->epochs;
}

/* The encoder's outputs of all images are kept, of negatives where they are not augmented. */
static double memory(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    struct autoencoder ae;
    double features = 0, step = 0;
    const double rows = 2 * (double)batch_size(size->n_positive, train_of(s)->batch);
    const double kept = (double)size->n_positive + (augmentation_active(augment_of(s)) ? 0 : (double)size->n_negative);
    if (autoencoder_lay_out(&ae, &code_plain, s, sizes_shape(size), NULL) == 0) {
        features = all_layers(s) ? 0 : (double)autoencoder_features(&ae);
        step = network_memory(&ae.latent, rows, 1) + network_memory(&ae.decoder, rows, 1) +
               (all_layers(s) ? network_memory(&ae.encoder, rows, 1) : 0);
    }
    autoencoder_release(&ae);
    return step + kept * features * sizeof(float);
}

static const char *const uses[] = { "model.*", "train.*", "shape.*", "augment.*", NULL };

static const struct key_need needs[] = {
    { .key = "shape.linsep_head", .other = "shape.linsep_weight", .values = "!0" },
    { .key = "shape.layers", .other = "model.init", .values = "!svd" },
    { 0 },
};

const struct detector detector_lis_ae = {
    .name = "lis-ae",
    .help = "latent-insensitive autoencoder: the latent layer shaped by negatives; reconstruction error",
    .label = "LIS-AE",
    .line = 1,
    .flags = USES_NEGATIVE | BESIDE_FIRST_PHASE,
    .first = &detector_phase1,
    .uses = uses,
    .needs = needs,
    .normalise = autoencoder_normalise,
    .check = autoencoder_check,
    .work = work,
    .memory = memory,
    .code_size = autoencoder_code_size,
    .fit = fit,
    .score = autoencoder_score,
    .reconstruct = autoencoder_reconstruct,
    .score_gradient = autoencoder_score_gradient,
    .decode_around = autoencoder_decode_around,
    .save = autoencoder_save,
    .load = autoencoder_load,
    .free = autoencoder_free,
};
