#include "detect/classifier/outlier_exposure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/batch.h"
#include "detect/autoencoder/autoencoder.h"
#include "detect/parts/model_file.h"
#include "detect/parts/starts.h"
#include "nn/adam.h"

const struct key schedule_keys[] = {
    INT_KEY(struct schedule, epochs, "20", 1, 10000,
            "passes over the positive images, with as many negatives beside them"),
    REAL_KEY(struct schedule, learning_rate, "0.002", 1e-8, 1, "Adam's step size"),
    CHOICE_KEY(struct schedule, decay, "cosine", "none cosine",
               "learning rate over the steps: kept, or a half cosine down to a hundredth"),
    { 0 },
};

/* A network whose output does not depend on the image has at best the loss log 2, with either
 * loss: logit 0, or h = log 2. */
static const double CONSTANT = 0.69314718055994531;

/* Rows 0..batch-1 are positives, as many negatives follow. */
struct training {
    const struct detector *detector;
    const struct exposure *exposure; /* its kind */
    const struct schedule *schedule;
    const struct fit_input *in;
    struct classifier *model;
    size_t batch;
    struct pass *pass;
    struct adam adam;
    float *x, *dout, *gradient;
    unsigned char *labels;
    int *index;
    struct row_stream positives, negatives;
    struct augmentation augmentation;
    struct rng augment_rng;
};

/* Draws the weights, too. */
static int training_init(struct training *t, const struct detector *d, struct classifier *model,
                         const struct fit_input *in, uint64_t seed, struct error *e)
{
    struct rng r;
    size_t n = in->positive->n, batch = batch_size(n, train_of(in->settings)->batch);
    *t = (struct training) { .detector = d,
                             .exposure = d->kind,
                             .schedule = settings_of(in->settings, d->section),
                             .in = in,
                             .model = model,
                             .batch = batch };
    rng_seed(&r, rng_seed_for(seed, "weights", ""));
    network_initialise(&model->net, choice_is(model_of(in->settings)->init, "he") ? INIT_HE : INIT_UNIFORM, &r);
    t->pass = pass_create(&model->net, (int)(2 * batch), PASS_WEIGHTS, NULL, e);
    adam_init(&t->adam, model->net.n_params);
    t->x = mem_alloc(2 * batch * images_size(in->positive), sizeof *t->x);
    t->dout = mem_alloc(2 * batch * (size_t)shape_size(model->net.out), sizeof *t->dout);
    t->gradient = mem_alloc(model->net.n_params, sizeof *t->gradient);
    t->labels = mem_zero(2 * batch, 1);
    memset(t->labels + batch, 1, batch);
    t->index = mem_alloc(batch, sizeof *t->index);
    row_stream_init(&t->positives, n, rng_seed_for(seed, "positives", ""));
    row_stream_init(&t->negatives, in->negative->n, rng_seed_for(seed, "negatives", ""));
    t->augmentation = *augment_of(in->settings);
    rng_seed(&t->augment_rng, rng_seed_for(seed, "augmentation", ""));
    return t->pass ? 0 : -1;
}

static void training_release(struct training *t)
{
    pass_free(t->pass);
    adam_release(&t->adam);
    free(t->x);
    free(t->dout);
    free(t->gradient);
    free(t->labels);
    free(t->index);
    row_stream_release(&t->positives);
    row_stream_release(&t->negatives);
}

static void draw(struct training *t)
{
    row_stream_next(&t->positives, t->batch, t->index);
    batch_floats(t->in->positive, t->index, 0, t->batch, t->x);
    row_stream_next(&t->negatives, t->batch, t->index);
    batch_augmented(t->in->negative, t->index, t->batch, &t->augmentation, &t->augment_rng,
                    t->x + t->batch * images_size(t->in->positive));
}

/* One step; loss[label] is the mean over that half of the batch. */
static void step(struct training *t, double rate, double loss[2])
{
    size_t n = t->batch, width = (size_t)shape_size(t->model->net.out);
    draw(t);
    pass_begin(t->pass);
    const float *out = pass_forward(t->pass, t->x);
    for (size_t label = 0; label < 2; label++)
        loss[label] = t->exposure->loss(out + label * n * width, t->labels + label * n, n, width, 0.5,
                                        t->dout + label * n * width);
    pass_backward(t->pass, t->x, t->dout, t->gradient);
    adam_step(&t->adam, t->model->net.params, t->gradient, rate);
}

/* One start. 0 trained, 1 given up at a constant score, -1 error. */
static int train_once(struct training *t, int last_start, struct fit_report *report, struct error *e)
{
    const struct schedule s = *t->schedule;
    long steps = (long)(t->in->positive->n / t->batch), total = steps * s.epochs;
    int result = 0;
    for (int epoch = 1; epoch <= s.epochs && result == 0; epoch++) {
        double sum[2] = { 0, 0 }, one[2];
        for (long i = 0; i < steps; i++) {
            step(t, learning_rate_at(s.learning_rate, choice_is(s.decay, "cosine"), (epoch - 1) * steps + i, total),
                 one);
            for (int label = 0; label < 2; label++)
                sum[label] += one[label] / (double)steps;
        }
        double loss = (sum[0] + sum[1]) / 2;
        const struct epoch_end end = { .point = { "exposure", epoch, sum[0], sum[1], NAN },
                                       .epochs = s.epochs,
                                       .shown = "exposure",
                                       .who = t->detector->name,
                                       .loss = loss };
        result = fit_epoch_end(&end, t->in, report, e);
        if (result == 0 && start_fails(epoch, s.epochs, last_start, loss, CONSTANT))
            result = 1;
    }
    return result;
}

static int train(const struct detector *d, struct classifier *model, const struct fit_input *in,
                 struct fit_report *report, struct error *e)
{
    const int restarts = train_of(in->settings)->restarts;
    int result = 1;
    for (int start = 0; start <= restarts && result > 0; start++) {
        struct training t;
        report->n_losses = 0; /* the curve is the last start's */
        result = training_init(&t, d, model, in, start_seed(in->seed, start), e)
                     ? -1
                     : train_once(&t, start == restarts, report, e);
        training_release(&t);
        if (result == 0 && start)
            fit_report_note(report, "left the constant score at start %d", start + 1);
    }
    if (result > 0)
        fit_report_stuck(report,
                         "does not tell negatives from positives (loss not below %.2f of a constant score's %.4f) "
                         "in any of %d starts",
                         STUCK_SHARE, CONSTANT, restarts + 1);
    return result < 0 ? -1 : 0;
}

void *exposure_fit(const struct detector *d, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    const struct exposure *how = d->kind;
    if (!in->negative || in->negative->n == 0) {
        error_set(e, "%s needs negative images: set 'negative' in [data]", d->name);
        return NULL;
    }
    struct classifier *model = classifier_create(&how->kind, in->settings, images_shape(in->positive), e);
    if (model && train(d, model, in, report, e)) {
        classifier_free(model);
        model = NULL;
    }
    return model;
}

double exposure_work(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    const struct exposure *how = d->kind;
    const struct schedule *schedule = settings_of(s, d->section);
    double trained = 2 * (double)size->n_positive * schedule->epochs;
    return classifier_work(&how->kind, s, size) * (3 * trained + (double)size->n_test);
}
