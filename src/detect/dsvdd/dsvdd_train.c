/* The training of Deep SVDD (Ruff et al. 2018). Settings and the order of things are those of the
 * authors' program (lukasruff/Deep-SVDD-PyTorch): Adam with an L2 penalty, a learning rate that
 * falls to a tenth once, R from the last batch's distances after a warm-up. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/batch.h"
#include "detect/dsvdd/dsvdd.h"
#include "detect/dsvdd/dsvdd_network.h"
#include "detect/dsvdd/sphere.h"
#include "nn/adam.h"
#include "nn/loss.h"

enum { JUDGED = 1000 };

/* A phi that has collapsed maps all images to one point, or to points that have nothing to do
 * with what they show: it hardly matters to it where an image's pixels are. Where the positives'
 * outputs move by less than this share of their spread when the pixels are put in random order,
 * the run's note says so. Sound trainings lie above 1.5, collapsed ones below 0.1. */
static const double COLLAPSED = 0.5;

/* What both trainings share: one network in training mode with its optimiser. */
struct trainee {
    struct network *net;
    struct pass *pass;
    struct adam adam;
    float *gradient;
};

static int trainee_init(struct trainee *t, struct network *net, size_t batch, unsigned uses, double weight_decay,
                        struct error *e)
{
    *t = (struct trainee) { .net = net, .gradient = mem_zero(net->n_params, sizeof(float)) };
    adam_init(&t->adam, net->n_params);
    t->adam.weight_decay = weight_decay;
    t->pass = pass_create(net, (int)batch, uses | PASS_WEIGHTS | PASS_BATCH, NULL, e);
    return t->pass ? 0 : -1;
}

static void trainee_release(struct trainee *t)
{
    pass_free(t->pass);
    adam_release(&t->adam);
    free(t->gradient);
}

static float *trainee_forward(struct trainee *t, const float *x)
{
    pass_begin(t->pass);
    return pass_forward(t->pass, x);
}

/* Backward, and the step. Returns the gradient at the input. */
static float *trainee_step(struct trainee *t, const float *x, float *dy, double rate)
{
    float *dx = pass_backward(t->pass, x, dy, t->gradient);
    adam_step(&t->adam, t->net->params, t->gradient, rate);
    pass_update_running(t->pass, t->net);
    return dx;
}

/* A training over `epochs` epochs: images in random order, and the mean loss of each epoch. */
struct course {
    const char *stage, *who; /* who: as messages call it */
    int epochs, milestone;
    double learning_rate;
    /* One step on x; the loss of its batch. */
    double (*step)(void *context, const float *x, int epoch, double rate);
};

static int follow(const struct course *c, const struct dsvdd *m, const struct fit_input *in, size_t batch,
                  void *context, struct fit_report *report, struct error *e)
{
    struct row_stream rows;
    const struct images *im = in->positive;
    long steps = (long)(im->n / batch);
    float *x = mem_alloc(batch * images_size(im), sizeof *x);
    int *index = mem_alloc(batch, sizeof *index), bad = 0;
    row_stream_init(&rows, im->n, rng_seed_for(in->seed, c->stage, ""));
    for (int epoch = 1; epoch <= c->epochs && !bad; epoch++) {
        double loss = 0, rate = c->milestone && epoch > c->milestone ? c->learning_rate / 10 : c->learning_rate;
        for (long i = 0; i < steps; i++) {
            row_stream_next(&rows, batch, index);
            dsvdd_prepare(m, im, index, 0, batch, x);
            loss += c->step(context, x, epoch, rate) / (double)steps;
        }
        const struct epoch_end end = { .point = { c->stage, epoch, loss, NAN, NAN },
                                       .epochs = c->epochs,
                                       .shown = c->stage,
                                       .who = c->who,
                                       .loss = loss };
        bad = fit_epoch_end(&end, in, report, e);
    }
    row_stream_release(&rows);
    free(x);
    free(index);
    return bad;
}

/* The autoencoder: mean over the batch of the squared errors' sum. */
struct pretraining {
    struct trainee phi, decoder;
    size_t batch, pixels;
    double *error, *weight;
    float *dy;
};

static double pretraining_step(void *context, const float *x, int epoch, double rate)
{
    struct pretraining *t = context;
    double sum = 0;
    float *z = trainee_forward(&t->phi, x), *y = trainee_forward(&t->decoder, z);
    reconstruction_error(LOSS_MSE, y, x, t->batch, t->pixels, t->error);
    reconstruction_gradient(LOSS_MSE, y, x, t->batch, t->pixels, t->error, t->weight, t->dy);
    trainee_step(&t->phi, x, trainee_step(&t->decoder, z, t->dy, rate), rate);
    for (size_t i = 0; i < t->batch; i++)
        sum += t->weight[i] * t->error[i];
    return sum;
}

static int pretrain(struct dsvdd *m, struct network *decoder, const struct fit_input *in, struct fit_report *report,
                    struct error *e)
{
    const struct settings *s = in->settings;
    const struct course course = { "pretrain",
                                   "dsvdd: pretrain",
                                   dsvdd_of(s)->pretrain_epochs,
                                   dsvdd_of(s)->pretrain_milestone,
                                   dsvdd_of(s)->pretrain_learning_rate,
                                   pretraining_step };
    double decay = dsvdd_of(s)->pretrain_weight_decay;
    struct pretraining t = { .batch = batch_size(in->positive->n, dsvdd_of(in->settings)->batch),
                             .pixels = (size_t)shape_size(m->image) };
    t.error = mem_alloc(t.batch, sizeof *t.error);
    t.weight = mem_alloc(t.batch, sizeof *t.weight);
    t.dy = mem_alloc(t.batch * t.pixels, sizeof *t.dy);
    for (size_t i = 0; i < t.batch; i++)
        t.weight[i] = (double)t.pixels / (double)t.batch;
    int bad = trainee_init(&t.phi, &m->phi, t.batch, 0, decay, e) ||
              trainee_init(&t.decoder, decoder, t.batch, PASS_INPUT, decay, e) ||
              follow(&course, m, in, t.batch, &t, report, e);
    trainee_release(&t.phi);
    trainee_release(&t.decoder);
    free(t.error);
    free(t.weight);
    free(t.dy);
    return bad ? -1 : 0;
}

struct training {
    struct dsvdd *model;
    struct trainee phi;
    size_t batch;
    double *distance;
    float *dphi;
};

static double training_step(void *context, const float *x, int epoch, double rate)
{
    struct training *t = context;
    struct dsvdd *m = t->model;
    const struct settings *s = &m->settings;
    size_t n = t->batch, d = dsvdd_outputs(m);
    float *phi = trainee_forward(&t->phi, x);
    sphere_distances(phi, m->centre, n, d, t->distance);
    double loss = dsvdd_is_soft(s)
                      ? sphere_soft_loss(phi, m->centre, t->distance, n, d, m->radius, dsvdd_of(s)->nu, t->dphi)
                      : sphere_loss(phi, m->centre, t->distance, n, d, t->dphi);
    trainee_step(&t->phi, x, t->dphi, rate);
    if (dsvdd_is_soft(s) && epoch > dsvdd_of(s)->warm_up)
        m->radius = sphere_radius(t->distance, n, dsvdd_of(s)->nu);
    return loss;
}

static int shrink(struct dsvdd *m, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    const struct settings *s = in->settings;
    const struct course course = {
        "dsvdd", "dsvdd: dsvdd", dsvdd_of(s)->epochs, dsvdd_of(s)->milestone, dsvdd_of(s)->learning_rate, training_step
    };
    struct training t = { .model = m, .batch = batch_size(in->positive->n, dsvdd_of(in->settings)->batch) };
    t.distance = mem_alloc(t.batch, sizeof *t.distance);
    t.dphi = mem_alloc(t.batch * dsvdd_outputs(m), sizeof *t.dphi);
    int bad = trainee_init(&t.phi, &m->phi, t.batch, 0, dsvdd_of(s)->weight_decay, e) ||
              follow(&course, m, in, t.batch, &t, report, e);
    trainee_release(&t.phi);
    free(t.distance);
    free(t.dphi);
    return bad ? -1 : 0;
}

static int place_centre(struct dsvdd *m, const struct images *positive, struct error *e)
{
    float *phi = dsvdd_map(m, positive, e);
    if (!phi)
        return -1;
    sphere_centre(phi, positive->n, dsvdd_outputs(m), m->centre);
    free(phi);
    return 0;
}

/* The first positives, at most JUDGED, with the pixels of each in an order of its own; their
 * colours stay together. */
static void shuffle_pixels(const struct images *im, uint64_t seed, struct images *to)
{
    size_t pixels = images_size(im), colours = (size_t)im->channels, places = pixels / colours;
    int *order = mem_alloc(places, sizeof *order);
    struct rng r;
    rng_seed(&r, rng_seed_for(seed, "shuffled pixels", ""));
    images_alloc(to, im->n < JUDGED ? im->n : JUDGED, im->height, im->width, im->channels);
    for (size_t k = 0; k < places; k++)
        order[k] = (int)k;
    for (size_t i = 0; i < to->n; i++) {
        rng_shuffle(&r, order, places);
        for (size_t k = 0; k < places; k++)
            memcpy(to->pixels + i * pixels + k * colours, im->pixels + i * pixels + (size_t)order[k] * colours,
                   colours);
    }
    free(order);
}

/* Mean squared distance of the outputs phi (n, d) to their mean. */
static double spread_of(const float *phi, size_t n, size_t d)
{
    double *mean = mem_zero(d, sizeof *mean), sum = 0;
    for (size_t i = 0; i < n * d; i++)
        mean[i % d] += (double)phi[i] / (double)n;
    for (size_t i = 0; i < n * d; i++)
        sum += ((double)phi[i] - mean[i % d]) * ((double)phi[i] - mean[i % d]);
    free(mean);
    return sum / (double)n;
}

static int judge(const struct dsvdd *m, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    struct images shuffled, first = *in->positive;
    shuffle_pixels(in->positive, in->seed, &shuffled);
    first.n = shuffled.n;
    size_t n = first.n, d = dsvdd_outputs(m);
    float *phi = dsvdd_map(m, &first, e), *other = phi ? dsvdd_map(m, &shuffled, e) : NULL;
    double moved = 0, spread = other ? spread_of(phi, n, d) : 0;
    for (size_t i = 0; i < n * d && other; i++)
        moved += ((double)phi[i] - (double)other[i]) * ((double)phi[i] - (double)other[i]) / (double)n;
    int bad = !other;
    images_release(&shuffled);
    free(phi);
    free(other);
    if (bad)
        return -1;
    if (!(moved > COLLAPSED * spread))
        fit_report_stuck(report,
                         "collapsed: shuffling the positives' pixels moves their outputs by %.3g, "
                         "less than %g of their spread of %.3g",
                         moved, COLLAPSED, spread);
    if (dsvdd_is_soft(in->settings))
        fit_report_note(report, "radius %.6g", m->radius);
    return 0;
}

int dsvdd_train(struct dsvdd *m, struct network *decoder, const struct fit_input *in, struct fit_report *report,
                struct error *e)
{
    const struct images *im = in->positive;
    if (choice_is(dsvdd_of(in->settings)->preprocessing, "gcn"))
        contrast_fit(&m->contrast, im);
    dsvdd_networks_initialise(&m->phi, decoder, in->settings, im, in->seed);
    if (dsvdd_of(in->settings)->pretrain && pretrain(m, decoder, in, report, e))
        return -1;
    return place_centre(m, im, e) || shrink(m, in, report, e) || judge(m, in, report, e) ? -1 : 0;
}
