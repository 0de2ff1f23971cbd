/* Phase 1: the autoencoder learns to reconstruct the positives (algorithm 1 of Battikh &
 * Lenskiy 2022). With LinSep a linear head on the latent layer's input, or on the code before
 * its activation, separates positives from negatives at the same time: the negatives go
 * through encoder and latent layer only.
 *
 * A start that does not leave the mean image is given up (detect/parts/starts.h), and training starts anew
 * from other weights, `restarts` times at most.
 *
 * Autoencoders with another code than the plain one are trained in the same way. The loss that
 * is reported and judged is the reconstruction's; the mean of the code's term in the last epoch
 * is noted. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/batch.h"
#include "detect/autoencoder/autoencoder.h"
#include "detect/autoencoder/closed_form.h"
#include "detect/parts/linear_head.h"
#include "detect/parts/model_file.h"
#include "detect/parts/starts.h"
#include "nn/adam.h"

/* All that one training needs beside the model. The encoder and the latent layer see `rows`
 * rows, the `batch` positives first; the decoder sees the positives. */
struct phase1 {
    struct autoencoder *ae;
    const struct fit_input *in;
    size_t batch, rows;
    struct pass *encoder, *latent, *decoder;
    struct code_pass code; /* of the positives */
    struct rng noise;
    struct adam adam_encoder, adam_latent, adam_decoder, adam_code;
    float *g_encoder, *g_latent, *g_decoder, *g_code; /* gradients of the parameters */
    float *x, *dy, *da;                               /* (rows, pixels), (batch, pixels), (rows, numbers of a) */
    double *error, *weight;
    int *index;
    int separate; /* LinSep */
    int head_on_input;
    struct linear_head head;
    struct row_stream positives, negatives;
    struct augmentation augmentation;
    struct rng augment_rng;
};

static int separates(const struct settings *s)
{
    return shape_of(s)->linsep;
}

static struct adam adam_for(const struct network *net)
{
    struct adam a;
    adam_init(&a, net->n_params);
    return a;
}

static int phase1_init(struct phase1 *t, struct autoencoder *ae, const struct fit_input *in, uint64_t seed,
                       struct error *e)
{
    const struct settings *s = in->settings;
    size_t pixels = (size_t)shape_size(ae->image), latent = ae->code.in;
    memset(t, 0, sizeof *t);
    t->ae = ae;
    t->in = in;
    t->separate = separates(s);
    t->head_on_input = choice_is(shape_of(s)->linsep_head, "input");
    t->batch = batch_size(in->positive->n, train_of(s)->batch);
    t->rows = t->separate ? 2 * t->batch : t->batch;
    t->encoder = pass_create(&ae->encoder, (int)t->rows, PASS_WEIGHTS, NULL, e);
    t->latent = t->encoder
                    ? pass_create(&ae->latent, (int)t->rows, PASS_WEIGHTS | (ae->encoder.n ? PASS_INPUT : 0), NULL, e)
                    : NULL;
    t->decoder = t->latent ? pass_create(&ae->decoder, (int)t->batch, PASS_WEIGHTS | PASS_INPUT, NULL, e) : NULL;
    t->adam_encoder = adam_for(&ae->encoder);
    t->adam_latent = adam_for(&ae->latent);
    t->adam_decoder = adam_for(&ae->decoder);
    adam_init(&t->adam_code, ae->code.n_params);
    code_pass_init(&t->code, &ae->code, t->batch);
    rng_seed(&t->noise, rng_seed_for(seed, "noise", ""));
    t->g_encoder = mem_zero(ae->encoder.n_params, sizeof(float));
    t->g_latent = mem_zero(ae->latent.n_params, sizeof(float));
    t->g_decoder = mem_zero(ae->decoder.n_params, sizeof(float));
    t->g_code = mem_zero(ae->code.n_params, sizeof(float));
    t->x = mem_alloc(t->rows * pixels, sizeof(float));
    t->dy = mem_alloc(t->batch * pixels, sizeof(float));
    t->da = mem_zero(t->rows * latent, sizeof(float));
    t->error = mem_alloc(t->batch, sizeof(double));
    t->weight = mem_alloc(t->batch, sizeof(double));
    t->index = mem_alloc(t->batch, sizeof(int));
    for (size_t i = 0; i < t->batch; i++)
        t->weight[i] = 1 / (double)t->batch;
    row_stream_init(&t->positives, in->positive->n, rng_seed_for(seed, "positives", ""));
    t->augmentation = *augment_of(s);
    rng_seed(&t->augment_rng, rng_seed_for(seed, "augmentation", ""));
    if (!t->decoder)
        return -1;
    if (!t->separate)
        return 0;
    struct rng r;
    rng_seed(&r, rng_seed_for(seed, "head", ""));
    row_stream_init(&t->negatives, in->negative->n, rng_seed_for(seed, "negatives", ""));
    return linear_head_init(&t->head, t->head_on_input ? autoencoder_features(ae) : latent, t->batch,
                            shape_of(s)->linsep_weight, &r, e);
}

static void phase1_release(struct phase1 *t)
{
    pass_free(t->encoder);
    pass_free(t->latent);
    pass_free(t->decoder);
    adam_release(&t->adam_encoder);
    adam_release(&t->adam_latent);
    adam_release(&t->adam_decoder);
    adam_release(&t->adam_code);
    code_pass_release(&t->code);
    free(t->g_encoder);
    free(t->g_latent);
    free(t->g_decoder);
    free(t->g_code);
    free(t->x);
    free(t->dy);
    free(t->da);
    free(t->error);
    free(t->weight);
    free(t->index);
    row_stream_release(&t->positives);
    row_stream_release(&t->negatives);
    if (t->separate)
        linear_head_release(&t->head);
}

static void draw(struct phase1 *t)
{
    size_t pixels = (size_t)shape_size(t->ae->image);
    row_stream_next(&t->positives, t->batch, t->index);
    batch_floats(t->in->positive, t->index, 0, t->batch, t->x);
    if (!t->separate)
        return;
    row_stream_next(&t->negatives, t->batch, t->index);
    batch_augmented(t->in->negative, t->index, t->batch, &t->augmentation, &t->augment_rng, t->x + t->batch * pixels);
}

/* Forward and backward for the batch in t->x; all gradients are ready afterwards. Returns
 * the mean reconstruction error of the batch; `*separation` is the head's cross-entropy. */
static double phase1_gradient(struct phase1 *t, double *separation)
{
    struct autoencoder *ae = t->ae;
    size_t pixels = (size_t)shape_size(ae->image), latent = ae->code.in, features = autoencoder_features(ae);
    pass_begin(t->encoder);
    pass_begin(t->latent);
    pass_begin(t->decoder);
    float *s = pass_forward(t->encoder, t->x);
    float *a = pass_forward(t->latent, s);
    float *z = code_pass_forward(&t->code, a, &t->noise), *y = pass_forward(t->decoder, z);
    reconstruction_error(ae->loss, y, t->x, t->batch, pixels, t->error);
    reconstruction_gradient(ae->loss, y, t->x, t->batch, pixels, t->error, t->weight, t->dy);

    float *dz = pass_backward(t->decoder, z, t->dy, t->g_decoder);
    code_pass_backward(&t->code, a, dz, t->da, t->g_code);
    memset(t->da + t->batch * latent, 0, (t->rows - t->batch) * latent * sizeof *t->da);
    if (t->separate && !t->head_on_input)
        *separation = linear_head_loss(&t->head, a, t->da);
    float *ds = pass_backward(t->latent, s, t->da, t->g_latent);
    if (t->separate && t->head_on_input) {
        float *unused = ds ? NULL : mem_zero(t->rows * features, sizeof *unused);
        *separation = linear_head_loss(&t->head, s, ds ? ds : unused);
        free(unused);
    }
    if (ds)
        pass_backward(t->encoder, t->x, ds, t->g_encoder);
    return loss_mean(t->error, t->batch);
}

static void phase1_step(struct phase1 *t, double rate)
{
    adam_step(&t->adam_encoder, t->ae->encoder.params, t->g_encoder, rate);
    adam_step(&t->adam_latent, t->ae->latent.params, t->g_latent, rate);
    adam_step(&t->adam_decoder, t->ae->decoder.params, t->g_decoder, rate);
    adam_step(&t->adam_code, t->ae->code.params, t->g_code, rate);
    if (t->separate)
        linear_head_step(&t->head, rate);
}

/* Mean reconstruction error of the mean image: what a network that has learnt nothing reaches. */
static double mean_image_loss(const struct autoencoder *ae, const struct images *im)
{
    size_t pixels = images_size(im);
    float *mean = mem_alloc(pixels, sizeof *mean), *x = mem_alloc(pixels, sizeof *x);
    double sum = 0, error;
    images_mean(im, mean);
    for (size_t i = 0; i < im->n; i++) {
        batch_floats(im, NULL, i, 1, x);
        reconstruction_error(ae->loss, mean, x, 1, pixels, &error);
        sum += error;
    }
    free(mean);
    free(x);
    return sum / (double)im->n;
}

/* One start. 0 trained, 1 given up at the mean image, -1 error. `*term` is the mean of the code's term
 * in the last epoch. */
static int train_once(struct autoencoder *ae, const struct fit_input *in, uint64_t seed, double mean_loss,
                      int last_start, double *term, struct fit_report *report, struct error *e)
{
    const struct settings *s = in->settings;
    struct phase1 t;
    int result = phase1_init(&t, ae, in, seed, e);
    long steps = (long)(in->positive->n / t.batch), total = steps * train_of(s)->epochs;
    autoencoder_initialise(ae, in->positive, seed);
    for (int epoch = 1; epoch <= train_of(s)->epochs && result == 0; epoch++) {
        double loss = 0, separation = 0, one = NAN;
        *term = 0;
        for (long i = 0; i < steps; i++) {
            draw(&t);
            loss += phase1_gradient(&t, &one) / (double)steps;
            separation += one / (double)steps;
            *term += loss_mean(t.code.term, t.batch) / (double)steps;
            phase1_step(&t, learning_rate_at(train_of(s)->learning_rate, choice_is(train_of(s)->decay, "cosine"),
                                             (epoch - 1) * steps + i, total));
        }
        const struct epoch_end end = { .point = { "phase1", epoch, loss, NAN, separation },
                                       .epochs = train_of(s)->epochs,
                                       .shown = "phase 1",
                                       .who = "phase 1",
                                       .loss = loss,
                                       .also = t.separate ? separation : 0 };
        result = fit_epoch_end(&end, in, report, e);
        if (result == 0 && start_fails(epoch, train_of(s)->epochs, last_start, loss, mean_loss))
            result = 1;
    }
    if (t.separate && result >= 0) {
        network_release(&ae->head); /* an earlier start's */
        network_copy(&ae->head, &t.head.net);
    }
    phase1_release(&t);
    return result;
}

static void note_term(const struct code *c, double term, struct fit_report *report)
{
    if (c->kind->term)
        fit_report_note(report, "%s in the last epoch: %.4g", c->kind->term, term);
}

/* Such an autoencoder can learn to leave every image as it is. */
static void note_wide_code(const struct autoencoder *ae, struct fit_report *report)
{
    size_t pixels = (size_t)shape_size(ae->image);
    if (ae->code.width >= pixels)
        fit_report_note(report, "a code of %zu numbers need not leave out anything of %zu pixels", ae->code.width,
                        pixels);
}

/* The curve is that of one epoch, which trains nothing. */
static int solve(struct autoencoder *ae, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    double *errors = mem_alloc(in->positive->n, sizeof *errors);
    int bad = closed_form_start(ae, in->positive, e) || autoencoder_errors(ae, in->positive, errors, NULL, e);
    fit_report_add(report, (struct loss_point) { "phase1", 0, mean_image_loss(ae, in->positive), NAN, NAN });
    const struct epoch_end end = { .point = { "phase1", 1, bad ? 0 : loss_mean(errors, in->positive->n), NAN, NAN },
                                   .epochs = 1,
                                   .shown = "phase 1",
                                   .who = "phase 1" };
    bad = bad || fit_epoch_end(&end, in, report, e);
    free(errors);
    return bad ? -1 : 0;
}

int phase1_train(struct autoencoder *ae, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    if (closed_form_asked(in->settings))
        return solve(ae, in, report, e);
    const int restarts = train_of(in->settings)->restarts;
    double mean_loss = mean_image_loss(ae, in->positive), term = 0;
    int result = 1;
    for (int attempt = 0; attempt <= restarts && result > 0; attempt++) {
        report->n_losses = 0; /* the curve is the last start's; it begins at the mean image's loss */
        fit_report_add(report, (struct loss_point) { "phase1", 0, mean_loss, NAN, NAN });
        result = train_once(ae, in, start_seed(in->seed, attempt), mean_loss, attempt == restarts, &term, report, e);
        if (result == 0 && attempt)
            fit_report_note(report, "phase 1 left the mean image at start %d", attempt + 1);
    }
    if (result < 0)
        return -1;
    if (result > 0)
        fit_report_stuck(report, "phase 1 stayed at the mean image (loss not below %.2f of its %.4f) in all %d starts",
                         STUCK_SHARE, mean_loss, restarts + 1);
    note_term(&ae->code, term, report);
    note_wide_code(ae, report);
    return 0;
}

static int uses_negative(const struct detector *d, const struct settings *s)
{
    return separates(s);
}

static void *fit(const struct detector *d, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    const struct images *im = in->positive;
    if (separates(in->settings) && (!in->negative || in->negative->n == 0)) {
        error_set(e, "LinSep needs negative images: set 'negative' in [data]");
        return NULL;
    }
    struct autoencoder *ae = mem_zero(1, sizeof *ae);
    if (autoencoder_init(ae, in->settings, images_shape(im), e) || phase1_train(ae, in, report, e)) {
        autoencoder_free(ae);
        return NULL;
    }
    return ae;
}

/* With LinSep's head, from which the detector linsep-head starts. */
static void save(const void *model, struct archive_writer *w)
{
    const struct autoencoder *ae = model;
    autoencoder_save(ae, w);
    if (ae->head.n)
        network_save(&ae->head, "head", w);
}

static double work(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    struct autoencoder ae;
    double forward = 0, separate = 0;
    if (autoencoder_lay_out(&ae, &code_plain, s, sizes_shape(size), NULL) == 0) {
        forward = autoencoder_work(&ae);
        separate = separates(s) ? network_work(&ae.encoder) + network_work(&ae.latent) : 0;
    }
    autoencoder_release(&ae);
    return 3 * (forward + separate) * (double)size->n_positive * train_of(s)->epochs;
}

static const char *const uses[] = { "model.*",   "train.*", "shape.linsep", "shape.linsep_weight", "shape.linsep_head",
                                    "augment.*", NULL };

const struct detector detector_phase1 = {
    .name = "phase1",
    .help = "the first phase that ae and lis-ae share",
    .label = "Phase 1",
    .flags = HIDDEN,
    .uses = uses,
    .uses_negative = uses_negative,
    .check = autoencoder_check,
    .work = work,
    .memory = autoencoder_plain_memory,
    .fit = fit,
    .score = autoencoder_score,
    .save = save,
    .load = autoencoder_load,
    .free = autoencoder_free,
};
