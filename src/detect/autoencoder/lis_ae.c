/* ae and lis-ae: the same first phase, before and after the latent layer is shaped.
 *
 * Phase 2 (algorithm 1 and equation 1 of Battikh & Lenskiy 2022): encoder and decoder are
 * frozen, the latent layer alone learns to keep the positives' reconstruction and to bring
 * the negatives' error to gamma. So the encoder's output is computed once per image (each
 * time anew only for augmented negatives), and the decoder passes back the gradient of its
 * input alone. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/batch.h"
#include "detect/autoencoder/autoencoder.h"
#include "nn/adam.h"

enum { ENCODE_BATCH = 128 };

/* The encoder's output of all images, (n, features). NULL on failure. */
static float *encode(const struct autoencoder *ae, const struct images *im, struct error *e)
{
    size_t features = autoencoder_features(ae), pixels = images_size(im);
    struct pass *p = pass_create(&ae->encoder, ENCODE_BATCH, PASS_FORWARD, NULL, e);
    if (!p)
        return NULL;
    float *s = mem_alloc(im->n * features, sizeof *s), *x = mem_zero(ENCODE_BATCH * pixels, sizeof *x);
    pass_begin(p);
    for (size_t at = 0; at < im->n; at += ENCODE_BATCH) {
        size_t count = im->n - at < ENCODE_BATCH ? im->n - at : ENCODE_BATCH;
        batch_floats(im, NULL, at, count, x);
        memcpy(s + at * features, pass_forward(p, x), count * features * sizeof *s);
    }
    free(x);
    pass_free(p);
    return s;
}

/* Rows 0..batch-1 are positives, the others negatives. */
struct phase2 {
    struct autoencoder *ae;
    const struct fit_input *in;
    size_t batch;
    struct pass *encoder, *latent, *decoder; /* encoder: augmented negatives only */
    struct code_pass code;
    struct adam adam;
    float *kept_positive, *kept_negative; /* the encoder's outputs; no negatives where augmented */
    float *x, *s, *dy, *gradient;
    double *error, *weight;
    int *index;
    struct row_stream positives, negatives;
    struct augmentation augmentation;
    struct rng augment_rng;
};

static int phase2_init(struct phase2 *t, struct autoencoder *ae, const struct fit_input *in, struct error *e)
{
    size_t pixels = (size_t)shape_size(ae->image), features = autoencoder_features(ae), rows;
    memset(t, 0, sizeof *t);
    t->ae = ae;
    t->in = in;
    t->batch = batch_size(in->positive->n, in->settings->train.batch);
    rows = 2 * t->batch;
    t->augmentation = augmentation_of(in->settings);
    t->latent = pass_create(&ae->latent, (int)rows, PASS_WEIGHTS, NULL, e);
    t->decoder = t->latent ? pass_create(&ae->decoder, (int)rows, PASS_INPUT, NULL, e) : NULL;
    adam_init(&t->adam, ae->latent.n_params);
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
    if (!t->decoder || !(t->kept_positive = encode(ae, in->positive, e)))
        return -1;
    if (!augmentation_active(&t->augmentation))
        return (t->kept_negative = encode(ae, in->negative, e)) ? 0 : -1;
    t->encoder = pass_create(&ae->encoder, (int)t->batch, PASS_FORWARD, NULL, e);
    if (!t->encoder)
        return -1;
    pass_begin(t->encoder);
    return 0;
}

static void phase2_release(struct phase2 *t)
{
    pass_free(t->encoder);
    pass_free(t->latent);
    pass_free(t->decoder);
    adam_release(&t->adam);
    free(t->kept_positive);
    free(t->kept_negative);
    free(t->x);
    free(t->s);
    code_pass_release(&t->code);
    free(t->dy);
    free(t->gradient);
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

static double mean_of(const double *values, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += values[i];
    return sum / (double)n;
}

/* One step; the errors of its batch are in t->error. */
static void phase2_step(struct phase2 *t, double rate)
{
    struct autoencoder *ae = t->ae;
    const struct settings *s = t->in->settings;
    size_t pixels = (size_t)shape_size(ae->image), rows = 2 * t->batch;
    draw(t);
    float *a = pass_forward(t->latent, t->s);
    float *z = code_pass_forward(&t->code, a, NULL), *y = pass_forward(t->decoder, z);
    reconstruction_error(ae->loss, y, t->x, rows, pixels, t->error);
    shaping_loss(t->error, t->batch, t->batch, s->shape.gamma, s->shape.beta, t->weight);
    reconstruction_gradient(ae->loss, y, t->x, rows, pixels, t->error, t->weight, t->dy);
    float *dz = pass_backward(t->decoder, z, t->dy, NULL);
    code_pass_backward(&t->code, a, dz, dz, NULL); /* a plain code: in place, no parameters */
    pass_backward(t->latent, t->s, dz, t->gradient);
    adam_step(&t->adam, ae->latent.params, t->gradient, rate);
}

/* Steps of an epoch: a pass over the positives, with as many negatives beside them. */
static long steps_of(const struct settings *s, size_t n_positive)
{
    size_t batch = batch_size(n_positive, s->train.batch);
    return batch ? (long)((n_positive + batch - 1) / batch) : 0;
}

static int shape_latent(struct autoencoder *ae, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    const struct settings *s = in->settings;
    struct phase2 t;
    int bad = phase2_init(&t, ae, in, e);
    long steps = steps_of(s, in->positive->n), total = steps * s->shape.epochs;
    if (!bad)
        pass_begin(t.decoder);
    for (int epoch = 1; epoch <= s->shape.epochs && !bad; epoch++) {
        double positive = 0, negative = 0;
        for (long i = 0; i < steps; i++) {
            phase2_step(&t, learning_rate_at(s->shape.learning_rate, choice_is(s->shape.decay, "cosine"),
                                             (epoch - 1) * steps + i, total));
            positive += mean_of(t.error, t.batch) / (double)steps;
            negative += mean_of(t.error + t.batch, t.batch) / (double)steps;
        }
        fit_report_add(report, (struct loss_point) { "phase2", epoch, positive, negative, NAN });
        progress_report(in->progress, "phase 2", epoch, s->shape.epochs, positive);
        if (!isfinite(positive + negative))
            bad = error_set(e, "phase 2 diverged: the loss of epoch %d is not finite", epoch);
    }
    phase2_release(&t);
    return bad;
}

static void *fit_ae(const struct fit_input *in, struct fit_report *report, struct error *e)
{
    (void)report;
    return autoencoder_load(in->phase1, e);
}

static void *fit_lis_ae(const struct fit_input *in, struct fit_report *report, struct error *e)
{
    if (!in->negative || in->negative->n == 0) {
        error_set(e, "lis-ae needs negative images: set 'negative' in [data]");
        return NULL;
    }
    struct autoencoder *ae = autoencoder_load(in->phase1, e);
    if (ae && shape_latent(ae, in, report, e)) {
        autoencoder_free(ae);
        return NULL;
    }
    return ae;
}

static double work_ae(const struct settings *s, const struct problem *p)
{
    struct autoencoder ae;
    double forward = 0;
    if (autoencoder_init(&ae, s, (struct shape) { p->height, p->width, p->channels }, NULL) == 0)
        forward = autoencoder_work(&ae);
    autoencoder_release(&ae);
    return forward * (double)p->n_test;
}

static double work_lis_ae(const struct settings *s, const struct problem *p)
{
    struct autoencoder ae;
    double once = 0, step = 0;
    if (autoencoder_init(&ae, s, (struct shape) { p->height, p->width, p->channels }, NULL) == 0) {
        once = network_work(&ae.encoder) * (double)(p->n_positive + p->n_negative);
        step = 2 * 2 * (network_work(&ae.decoder) + network_work(&ae.latent)) * s->train.batch;
    }
    autoencoder_release(&ae);
    return work_ae(s, p) + once + step * (double)steps_of(s, p->n_positive) * s->shape.epochs;
}

static const char *const ae_keys[] = { "model.*", "train.*", NULL };
static const char *const lis_ae_keys[] = { "model.*", "train.*", "shape.*", "augment.*", NULL };

const struct detector detector_ae = {
    .name = "ae",
    .help = "convolutional autoencoder (LIS-AE after phase 1); reconstruction error",
    .flags = AS_FIRST_PHASE,
    .phase1 = "phase1",
    .keys = ae_keys,
    .check = autoencoder_check,
    .work = work_ae,
    .fit = fit_ae,
    .score = autoencoder_score,
    .save = autoencoder_save,
    .load = autoencoder_load,
    .free = autoencoder_free,
};

const struct detector detector_lis_ae = {
    .name = "lis-ae",
    .help = "latent-insensitive autoencoder: the latent layer shaped by negatives; reconstruction error",
    .flags = USES_NEGATIVE,
    .phase1 = "phase1",
    .keys = lis_ae_keys,
    .check = autoencoder_check,
    .work = work_lis_ae,
    .fit = fit_lis_ae,
    .score = autoencoder_score,
    .save = autoencoder_save,
    .load = autoencoder_load,
    .free = autoencoder_free,
};
