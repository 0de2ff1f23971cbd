/* Rivals: a classifier with an output for each class, on the network that the shared encoder has, from scratch. Outputs
 * stand in the order in which classes come, and those of classes that have not come yet are left out of the softmax. */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/rng.h"
#include "data/batch.h"
#include "detect/autoencoder/autoencoder.h"
#include "detect/classifier/classifier.h"
#include "detect/parts/model_file.h"
#include "incremental/protocol.h"
#include "nn/adam.h"
#include "nn/loss.h"

struct softmax {
    const struct incremental_task *task;
    struct network net;
    int *place; /* (n_classes) of a class in the order */
};

static int lay_out(struct softmax *m, struct error *e)
{
    const struct settings *s = m->task->settings;
    const struct arrivals *c = m->task->arrivals;
    network_init(&m->net, images_shape(&c->test));
    if (encoder_layers(&m->net, s, e) || classifier_latent(&m->net, s, code_activation(s), e) ||
        network_dense(&m->net, (struct shape) { 1, 1, c->n }, ACTIVATION_IDENTITY, 0, e))
        return -1;
    network_finish(&m->net);
    m->place = mem_alloc((size_t)c->n, sizeof *m->place);
    for (int i = 0; i < c->n; i++)
        m->place[c->order[i]] = i;
    return 0;
}

static void draw_weights(struct softmax *m)
{
    struct rng r;
    rng_seed(&r, rng_seed_for(m->task->seed, "weights", ""));
    network_initialise(&m->net, choice_is(model_of(m->task->settings)->init, "uniform") ? INIT_UNIFORM : INIT_HE, &r);
}

/* One training. */
struct training {
    struct pass *pass;
    struct adam adam;
    struct row_stream rows;
    size_t batch;
    float *x, *dout, *gradient;
    int *index, *label;
};

static int training_init(struct training *t, const struct softmax *m, const struct images *im, uint64_t seed,
                         struct error *e)
{
    const size_t n = batch_size(im->n, train_of(m->task->settings)->batch);
    *t = (struct training) { .batch = n };
    adam_init(&t->adam, m->net.n_params);
    row_stream_init(&t->rows, im->n, seed);
    t->x = mem_alloc(n * images_size(im), sizeof *t->x);
    t->dout = mem_alloc(n * (size_t)m->task->arrivals->n, sizeof *t->dout);
    t->gradient = mem_alloc(m->net.n_params, sizeof *t->gradient);
    t->index = mem_alloc(n, sizeof *t->index);
    t->label = mem_alloc(n, sizeof *t->label);
    return (t->pass = pass_create(&m->net, (int)n, PASS_WEIGHTS, NULL, e)) ? 0 : -1;
}

static void training_release(struct training *t)
{
    pass_free(t->pass);
    adam_release(&t->adam);
    row_stream_release(&t->rows);
    free(t->x);
    free(t->dout);
    free(t->gradient);
    free(t->index);
    free(t->label);
}

static double step(struct training *t, struct softmax *m, const struct images *im, int known, double rate)
{
    row_stream_next(&t->rows, t->batch, t->index);
    batch_floats(im, t->index, 0, t->batch, t->x);
    for (size_t i = 0; i < t->batch; i++)
        t->label[i] = m->place[im->labels[t->index[i]]];
    pass_begin(t->pass);
    const float *out = pass_forward(t->pass, t->x);
    const double loss = softmax_loss(out, t->label, t->batch, (size_t)m->task->arrivals->n, (size_t)known, t->dout);
    pass_backward(t->pass, t->x, t->dout, t->gradient);
    adam_step(&t->adam, m->net.params, t->gradient, rate);
    return loss;
}

static int train(struct softmax *m, const struct images *im, int known, struct error *e)
{
    const struct incremental_keys *keys = &m->task->request->keys;
    char which[16];
    struct training t;
    snprintf(which, sizeof which, "%d", known);
    int bad = training_init(&t, m, im, rng_seed_for(m->task->seed, "images", which), e);
    const long steps = (long)((im->n + t.batch - 1) / t.batch), total = steps * keys->epochs;
    for (long i = 0; i < total && !bad; i++)
        if (!isfinite(step(&t, m, im, known, learning_rate_at(keys->learning_rate, 1, i, total))))
            bad = error_set(e, "softmax: the loss is not finite at step %ld of %ld", i + 1, total);
    training_release(&t);
    return bad;
}

/* -log of the classes' probabilities. */
static int score(const struct softmax *m, int known, struct answers *a, struct error *e)
{
    enum { BLOCK = 128 };
    const struct arrivals *c = m->task->arrivals;
    const size_t d = images_size(&c->test), width = (size_t)c->n;
    struct pass *p = pass_create(&m->net, BLOCK, PASS_FORWARD, NULL, e);
    if (!p)
        return -1;
    float *x = mem_zero(BLOCK * d, sizeof *x);
    pass_begin(p);
    for (size_t at = 0; at < a->n; at += BLOCK) {
        const size_t n = a->n - at < BLOCK ? a->n - at : BLOCK;
        batch_floats(&c->test, NULL, at, n, x);
        const float *out = pass_forward(p, x);
        for (size_t i = 0; i < n; i++) {
            const double all = softmax_log_sum(out + i * width, (size_t)known);
            for (int k = 0; k < known; k++)
                a->score[(size_t)c->order[k] * a->n + at + i] = all - (double)out[i * width + (size_t)k];
        }
    }
    free(x);
    pass_free(p);
    return 0;
}

/* A class has come: of all that are known, anew, or of the new one alone, further. */
static int learn(struct softmax *m, int known, int new_alone, struct error *e)
{
    const struct arrivals *c = m->task->arrivals;
    struct images all = { 0 };
    const int first = known == c->base;
    if (first || !new_alone)
        draw_weights(m);
    if (first || !new_alone)
        arrivals_join(c, known, -1, &all);
    int bad = train(m, all.n ? &all : &c->train[c->order[known - 1]], known, e);
    images_release(&all);
    return bad;
}

int incremental_softmax(const struct incremental_task *t, int new_alone, struct part_tables *to, struct error *e)
{
    struct softmax m = { .task = t };
    struct answers a;
    int bad = lay_out(&m, e);
    answers_init(&a, t->arrivals->n, t->arrivals->test.n);
    for (int known = t->arrivals->base; known <= t->arrivals->n && !bad; known++) {
        progress_report(t->progress, "softmax", known - 1, t->arrivals->n, 0);
        bad = learn(&m, known, new_alone, e) || score(&m, known, &a, e) || part_tables_add(to, "", &a, known, e);
    }
    answers_release(&a);
    network_release(&m.net);
    free(m.place);
    return bad ? -1 : 0;
}
