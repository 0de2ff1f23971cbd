/* dsvdd: Deep SVDD (Ruff et al. 2018). A network phi without biases learns to map the positives
 * near a centre c that is fixed before: the mean of its outputs, after its weights were
 * pre-trained as an autoencoder's encoder. Score ||phi(x) - c||^2, less R^2 where a soft
 * boundary has a radius R. Objectives: detect/hypersphere.h; networks: detect/dsvdd_network.h.
 *
 * Settings and the order of things are those of the authors' program
 * (lukasruff/Deep-SVDD-PyTorch): Adam with an L2 penalty, a learning rate that falls to a tenth
 * once, R from the last batch's distances after a warm-up. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/batch.h"
#include "data/contrast.h"
#include "detect/detector.h"
#include "detect/dsvdd_network.h"
#include "detect/hypersphere.h"
#include "detect/model_file.h"
#include "nn/adam.h"
#include "nn/loss.h"

enum { SCORE_BATCH = 250, JUDGED = 1000 };

/* A phi that has collapsed maps all images to one point, or to points that have nothing to do
 * with what they show: it hardly matters to it where an image's pixels are. Where the positives'
 * outputs move by less than this share of their spread when the pixels are put in random order,
 * the run's note says so. Sound trainings lie above 1.5, collapsed ones below 0.1. */
static const double COLLAPSED = 0.5;

struct dsvdd {
    struct settings settings;
    struct shape image;
    struct network phi;
    struct contrast contrast; /* for preprocessing = gcn */
    float *centre;
    double radius; /* 0 but for a soft boundary */
};

static const char *const keys[] = {
    "model.kind", "model.latent", "model.encoder", "model.decoder", "model.kernel", "model.last_kernel",
    "model.slope", "model.output", "model.init", "model.output_bias", "dsvdd.*", NULL,
};

static size_t outputs(const struct dsvdd *m)
{
    return (size_t)shape_size(m->phi.out);
}

static int is_soft(const struct settings *s)
{
    return choice_is(s->dsvdd.objective, "soft-boundary");
}

static void release(void *model)
{
    struct dsvdd *m = model;
    if (m) {
        network_release(&m->phi);
        free(m->centre);
    }
    free(m);
}

/* Zero weights; `decoder` too. NULL with a message. */
static struct dsvdd *build(const struct settings *s, struct shape image, struct network *decoder, struct error *e)
{
    struct dsvdd *m = mem_zero(1, sizeof *m);
    m->settings = *s;
    m->image = image;
    m->contrast = (struct contrast) { 0, 1 };
    if (dsvdd_networks_init(&m->phi, decoder, s, image, e)) {
        release(m);
        return NULL;
    }
    m->centre = mem_zero(outputs(m), sizeof *m->centre);
    return m;
}

/* Images as the network sees them; `rows` as for batch_floats(). */
static void prepare(const struct dsvdd *m, const struct images *im, const int *rows, size_t first, size_t n, float *x)
{
    batch_floats(im, rows, first, n, x);
    if (choice_is(m->settings.dsvdd.preprocessing, "gcn"))
        contrast_apply(&m->contrast, x, n, images_size(im));
}

/* phi of all images with running statistics, (n, outputs). NULL on failure. */
static float *map(const struct dsvdd *m, const struct images *im, struct error *e)
{
    size_t d = outputs(m), n = SCORE_BATCH;
    struct pass *p = pass_create(&m->phi, (int)n, PASS_FORWARD, NULL, e);
    if (!p)
        return NULL;
    float *x = mem_zero(n * images_size(im), sizeof *x), *phi = mem_alloc(im->n * d, sizeof *phi);
    pass_begin(p);
    for (size_t at = 0; at < im->n; at += n) {
        size_t count = im->n - at < n ? im->n - at : n; /* rows behind `count` are old ones */
        prepare(m, im, NULL, at, count, x);
        memcpy(phi + at * d, pass_forward(p, x), count * d * sizeof *phi);
    }
    free(x);
    pass_free(p);
    return phi;
}

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
    const char *stage;
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
            prepare(m, im, index, 0, batch, x);
            loss += c->step(context, x, epoch, rate) / (double)steps;
        }
        fit_report_add(report, (struct loss_point) { c->stage, epoch, loss, NAN, NAN });
        progress_report(in->progress, c->stage, epoch, c->epochs, loss);
        if (!isfinite(loss))
            bad = error_set(e, "dsvdd: %s diverged: the loss of epoch %d is not finite", c->stage, epoch);
    }
    row_stream_release(&rows);
    free(x);
    free(index);
    return bad;
}

static size_t batch_of(const struct fit_input *in)
{
    size_t batch = (size_t)in->settings->dsvdd.batch;
    return in->positive->n < batch ? in->positive->n : batch;
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
    (void)epoch;
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
    const struct course course = { "pretrain", s->dsvdd.pretrain_epochs, s->dsvdd.pretrain_milestone,
                                   s->dsvdd.pretrain_learning_rate, pretraining_step };
    double decay = s->dsvdd.pretrain_weight_decay;
    struct pretraining t = { .batch = batch_of(in), .pixels = (size_t)shape_size(m->image) };
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
    size_t n = t->batch, d = outputs(m);
    float *phi = trainee_forward(&t->phi, x);
    sphere_distances(phi, m->centre, n, d, t->distance);
    double loss = is_soft(s) ? sphere_soft_loss(phi, m->centre, t->distance, n, d, m->radius, s->dsvdd.nu, t->dphi)
                             : sphere_loss(phi, m->centre, t->distance, n, d, t->dphi);
    trainee_step(&t->phi, x, t->dphi, rate);
    if (is_soft(s) && epoch > s->dsvdd.warm_up)
        m->radius = sphere_radius(t->distance, n, s->dsvdd.nu);
    return loss;
}

static int shrink(struct dsvdd *m, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    const struct settings *s = in->settings;
    const struct course course = { "dsvdd", s->dsvdd.epochs, s->dsvdd.milestone, s->dsvdd.learning_rate, training_step };
    struct training t = { .model = m, .batch = batch_of(in) };
    t.distance = mem_alloc(t.batch, sizeof *t.distance);
    t.dphi = mem_alloc(t.batch * outputs(m), sizeof *t.dphi);
    int bad = trainee_init(&t.phi, &m->phi, t.batch, 0, s->dsvdd.weight_decay, e) ||
              follow(&course, m, in, t.batch, &t, report, e);
    trainee_release(&t.phi);
    free(t.distance);
    free(t.dphi);
    return bad ? -1 : 0;
}

static int place_centre(struct dsvdd *m, const struct images *positive, struct error *e)
{
    float *phi = map(m, positive, e);
    if (!phi)
        return -1;
    sphere_centre(phi, positive->n, outputs(m), m->centre);
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
            memcpy(to->pixels + i * pixels + k * colours, im->pixels + i * pixels + (size_t)order[k] * colours, colours);
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
    size_t n = first.n, d = outputs(m);
    float *phi = map(m, &first, e), *other = phi ? map(m, &shuffled, e) : NULL;
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
        snprintf(report->note, sizeof report->note, "collapsed: shuffling the positives' pixels moves their outputs by %.3g, "
                 "less than %g of their spread of %.3g", moved, COLLAPSED, spread);
    else if (is_soft(in->settings))
        snprintf(report->note, sizeof report->note, "radius %.6g", m->radius);
    return 0;
}

static void *fit(const struct fit_input *in, struct fit_report *report, struct error *e)
{
    const struct settings *s = in->settings;
    const struct images *im = in->positive;
    struct network decoder;
    struct dsvdd *m = build(s, images_shape(im), &decoder, e);
    int bad = !m;
    if (m) {
        if (choice_is(s->dsvdd.preprocessing, "gcn"))
            contrast_fit(&m->contrast, im);
        dsvdd_networks_initialise(&m->phi, &decoder, s, im, in->seed);
        bad = (choice_is(s->dsvdd.pretrain, "on") && pretrain(m, &decoder, in, report, e)) ||
              place_centre(m, im, e) || shrink(m, in, report, e) || judge(m, in, report, e);
    }
    network_release(&decoder);
    if (bad) {
        release(m);
        return NULL;
    }
    return m;
}

static int score(void *model, const struct images *im, double *scores, struct error *e)
{
    const struct dsvdd *m = model;
    if (model_expect_size(m->image, im, e))
        return -1;
    float *phi = map(m, im, e);
    if (!phi)
        return -1;
    sphere_distances(phi, m->centre, im->n, outputs(m), scores);
    for (size_t i = 0; i < im->n; i++)
        scores[i] -= m->radius * m->radius;
    free(phi);
    return 0;
}

static void save(const void *model, struct archive_writer *w)
{
    const struct dsvdd *m = model;
    const double range[2] = { m->contrast.low, m->contrast.high };
    model_put_settings(w, &m->settings, keys);
    model_put_size(w, m->image);
    network_save(&m->phi, "phi", w);
    archive_add_vector(w, "centre", ARCHIVE_F32, outputs(m), m->centre);
    archive_add_number(w, "radius", m->radius);
    archive_add_vector(w, "contrast", ARCHIVE_F64, 2, range);
}

static int load_sphere(struct dsvdd *m, const struct archive *a, struct error *e)
{
    const struct archive_entry *centre = archive_get(a, "centre", ARCHIVE_F32, e), *contrast;
    if (!centre || !(contrast = archive_get(a, "contrast", ARCHIVE_F64, e)) || archive_number(a, "radius", &m->radius, e))
        return -1;
    const double *range = contrast->data;
    if (centre->count != outputs(m))
        return error_set(e, "%s: expected %zu numbers in 'centre', found %zu", a->path, outputs(m), centre->count);
    if (contrast->count != 2 || !(range[0] < range[1]))
        return error_set(e, "%s: expected two rising numbers in 'contrast'", a->path);
    if (!(m->radius >= 0) || !isfinite(m->radius))
        return error_set(e, "%s: expected a 'radius' of at least 0, found %g", a->path, m->radius);
    memcpy(m->centre, centre->data, centre->count * sizeof *m->centre);
    m->contrast = (struct contrast) { range[0], range[1] };
    return 0;
}

static void *load(const struct archive *a, struct error *e)
{
    struct settings s;
    struct shape image;
    struct network decoder;
    if (model_get_size(a, &image, e) || model_get_settings(a, &s, e))
        return NULL;
    struct dsvdd *m = build(&s, image, &decoder, e);
    network_release(&decoder);
    if (m && (network_load(&m->phi, "phi", a, e) || load_sphere(m, a, e))) {
        release(m);
        return NULL;
    }
    return m;
}

static int check(const struct settings *s, const struct problem *p, struct error *e)
{
    struct network phi, decoder;
    int bad = dsvdd_networks_init(&phi, &decoder, s, (struct shape) { p->height, p->width, p->channels }, e);
    network_release(&phi);
    network_release(&decoder);
    if (!bad && is_soft(s) && s->dsvdd.warm_up >= s->dsvdd.epochs)
        return error_set(e, "dsvdd: objective = soft-boundary needs more 'epochs' than 'warm_up' (%d), found %d",
                         s->dsvdd.warm_up, s->dsvdd.epochs);
    return bad ? -1 : 0;
}

static double work(const struct settings *s, const struct problem *p)
{
    struct network phi, decoder;
    double forward = 0, back = 0, n = (double)p->n_positive;
    if (dsvdd_networks_init(&phi, &decoder, s, (struct shape) { p->height, p->width, p->channels }, NULL) == 0) {
        forward = network_work(&phi);
        back = network_work(&decoder);
    }
    network_release(&phi);
    network_release(&decoder);
    double pretraining = choice_is(s->dsvdd.pretrain, "on") ? 3 * (forward + back) * s->dsvdd.pretrain_epochs : 0;
    return n * (pretraining + forward * (3 * s->dsvdd.epochs + 2)) + forward * (double)p->n_test;
}

const struct detector detector_dsvdd = {
    .name = "dsvdd", .help = "Deep SVDD; squared distance of a learnt mapping to its centre",
    .keys = keys, .check = check, .work = work, .fit = fit, .score = score,
    .save = save, .load = load, .free = release,
};
