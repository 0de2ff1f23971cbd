/* anogan and anogan-fm: f-AnoGAN (Schlegl et al. 2019). An encoder E learns to give codes whose
 * images by the frozen generator G of detect/gan/gan.h are the ones that it was given; f are the
 * features of the critic, d and d_f the numbers in an image and in its features:
 *     A(x) = ||x - G(E(x))||^2 / d + kappa ||f(x) - f(G(E(x)))||^2 / d_f
 * is the loss (their izi_f; izi with kappa 0) and the score. anogan has kappa 0. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/batch.h"
#include "detect/gan/gan.h"
#include "detect/parts/model_file.h"
#include "nn/adam.h"
#include "nn/blas.h"
#include "nn/loss.h"

enum { SCORE_BATCH = 256 };

struct anogan {
    struct gan gan;
    struct network encoder; /* the critic's convolutions, a dense layer to the code, tanh */
    double kappa;
};

static void anogan_free(void *model)
{
    struct anogan *m = model;
    if (m) {
        network_release(&m->encoder);
        gan_release(&m->gan);
    }
    free(m);
}

/* For a GAN that is there already; without room for the parameters. */
static int lay_out_encoder(struct anogan *m, struct error *e)
{
    const struct settings *s = &m->gan.settings;
    network_init(&m->encoder, m->gan.image);
    return gan_add_convolutions(&m->encoder, s, e) ||
                   network_dense(&m->encoder, (struct shape) { 1, 1, anogan_of(s)->z }, ACTIVATION_TANH, 0, e)
               ? -1
               : 0;
}

/* n images on their way through all networks; features only where kappa asks for them. */
struct chain {
    const struct anogan *m;
    size_t n;
    struct pass *encoder, *generator, *critic_image, *critic_twin;
    float *z, *twin, *f_image, *f_twin; /* results of the four: E(x), G(E(x)), f(x), f(G(E(x))) */
    double *error, *f_error;            /* the two terms of each image */
};

static int chain_init(struct chain *c, const struct anogan *m, size_t n, int learns, struct error *e)
{
    const unsigned frozen = learns ? PASS_INPUT : PASS_FORWARD;
    *c = (struct chain) {
        .m = m, .n = n, .error = mem_zero(n, sizeof(double)), .f_error = mem_zero(n, sizeof(double))
    };
    if (!(c->encoder = pass_create(&m->encoder, (int)n, learns ? PASS_WEIGHTS : PASS_FORWARD, NULL, e)) ||
        !(c->generator = pass_create(&m->gan.generator, (int)n, frozen, NULL, e)))
        return -1;
    pass_begin(c->generator);
    if (m->kappa <= 0)
        return 0;
    if (!(c->critic_image = pass_create(&m->gan.features, (int)n, PASS_FORWARD, NULL, e)) ||
        !(c->critic_twin = pass_create(&m->gan.features, (int)n, frozen, NULL, e)))
        return -1;
    pass_begin(c->critic_image);
    pass_begin(c->critic_twin);
    return 0;
}

static void chain_release(struct chain *c)
{
    pass_free(c->encoder);
    pass_free(c->generator);
    pass_free(c->critic_image);
    pass_free(c->critic_twin);
    free(c->error);
    free(c->f_error);
}

static size_t pixels_of(const struct anogan *m)
{
    return (size_t)shape_size(m->gan.image);
}

static size_t features_of(const struct anogan *m)
{
    return (size_t)shape_size(m->gan.features.out);
}

/* The terms of x (n, pixels) into c->error and c->f_error. */
static void chain_forward(struct chain *c, const float *x)
{
    const struct anogan *m = c->m;
    c->z = pass_forward(c->encoder, x);
    c->twin = pass_forward(c->generator, c->z);
    reconstruction_error(LOSS_MSE, c->twin, x, c->n, pixels_of(m), c->error);
    if (m->kappa <= 0)
        return;
    c->f_image = pass_forward(c->critic_image, x);
    c->f_twin = pass_forward(c->critic_twin, c->twin);
    reconstruction_error(LOSS_MSE, c->f_twin, c->f_image, c->n, features_of(m), c->f_error);
}

/* A of one image of the last chain_forward(). */
static double loss_of(const struct chain *c, size_t i)
{
    return c->error[i] + c->m->kappa * c->f_error[i];
}

struct training {
    struct chain chain;
    struct row_stream positives;
    struct adam adam;
    float *x, *dy, *df, *gradient; /* (n, pixels) twice, (n, features), the encoder's parameters */
    double *weight, *f_weight;
    int *index;
};

static int training_init(struct training *t, const struct anogan *m, const struct fit_input *in, struct error *e)
{
    size_t n = batch_size(in->positive->n, anogan_of(in->settings)->batch);
    memset(t, 0, sizeof *t);
    adam_init(&t->adam, m->encoder.n_params);
    t->x = mem_alloc(n * pixels_of(m), sizeof(float));
    t->dy = mem_alloc(n * pixels_of(m), sizeof(float));
    t->df = mem_alloc(n * features_of(m), sizeof(float));
    t->gradient = mem_alloc(m->encoder.n_params, sizeof(float));
    t->weight = mem_alloc(n, sizeof(double));
    t->f_weight = mem_alloc(n, sizeof(double));
    t->index = mem_alloc(n, sizeof(int));
    for (size_t i = 0; i < n; i++) {
        t->weight[i] = 1 / (double)n;
        t->f_weight[i] = m->kappa / (double)n;
    }
    row_stream_init(&t->positives, in->positive->n, rng_seed_for(in->seed, "encoder positives", ""));
    return chain_init(&t->chain, m, n, 1, e);
}

static void training_release(struct training *t)
{
    chain_release(&t->chain);
    row_stream_release(&t->positives);
    adam_release(&t->adam);
    free(t->x);
    free(t->dy);
    free(t->df);
    free(t->gradient);
    free(t->weight);
    free(t->f_weight);
    free(t->index);
}

/* The loss of the batch in t->x, and the gradient of the encoder's parameters. */
static double gradient(struct training *t)
{
    struct chain *c = &t->chain;
    const struct anogan *m = c->m;
    double loss = 0;
    pass_begin(c->encoder);
    chain_forward(c, t->x);
    for (size_t i = 0; i < c->n; i++)
        loss += loss_of(c, i) / (double)c->n;
    reconstruction_gradient(LOSS_MSE, c->twin, t->x, c->n, pixels_of(m), c->error, t->weight, t->dy);
    if (m->kappa > 0) {
        reconstruction_gradient(LOSS_MSE, c->f_twin, c->f_image, c->n, features_of(m), c->f_error, t->f_weight, t->df);
        float *through_critic = pass_backward(c->critic_twin, c->twin, t->df, NULL);
        cblas_saxpy((int)(c->n * pixels_of(m)), 1, through_critic, 1, t->dy, 1);
    }
    float *dz = pass_backward(c->generator, c->z, t->dy, NULL);
    pass_backward(c->encoder, t->x, dz, t->gradient);
    return loss;
}

static int train_encoder(struct anogan *m, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    const struct settings *s = in->settings;
    const int epochs = anogan_of(s)->encoder_epochs, cosine = choice_is(anogan_of(s)->decay, "cosine");
    struct training t;
    struct rng r;
    int bad = training_init(&t, m, in, e);
    long steps = (long)(in->positive->n / t.chain.n); /* NOLINT(clang-analyzer-core.DivideZero): images are there */
    rng_seed(&r, rng_seed_for(in->seed, "encoder weights", ""));
    network_initialise(&m->encoder, INIT_HE, &r);
    for (int epoch = 1; epoch <= epochs && !bad; epoch++) {
        double loss = 0;
        for (long i = 0; i < steps; i++) {
            row_stream_next(&t.positives, t.chain.n, t.index);
            batch_floats(in->positive, t.index, 0, t.chain.n, t.x);
            loss += gradient(&t) / (double)steps;
            adam_step(&t.adam, m->encoder.params, t.gradient,
                      learning_rate_at(anogan_of(s)->encoder_learning_rate, cosine, (epoch - 1) * steps + i,
                                       steps * epochs));
        }
        const struct epoch_end end = { .point = { "encoder", epoch, loss, NAN, NAN },
                                       .epochs = epochs,
                                       .shown = "encoder",
                                       .who = "the encoder",
                                       .loss = loss };
        bad = fit_epoch_end(&end, in, report, e);
    }
    training_release(&t);
    return bad;
}

/* `kind` of the two detectors: do the critic's features count? */
static const int without_features = 0, with_features = 1;

static double kappa_of(const struct detector *d, const struct settings *s)
{
    const int *features = d->kind;
    return *features ? anogan_of(s)->kappa : 0;
}

static void *fit(const struct detector *d, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    struct anogan *m = mem_zero(1, sizeof *m);
    m->kappa = kappa_of(d, in->settings);
    if (gan_get(&m->gan, in->settings->sections, in->first, e) || model_expect_size(m->gan.image, in->positive, e) ||
        lay_out_encoder(m, e)) {
        anogan_free(m);
        return NULL;
    }
    network_finish(&m->encoder);
    if (train_encoder(m, in, report, e)) {
        anogan_free(m);
        return NULL;
    }
    return m;
}

static int score(const struct detector *d, void *model, const struct images *im, double *scores, struct error *e)
{
    const struct anogan *m = model;
    struct chain c;
    if (model_expect_size(m->gan.image, im, e))
        return -1;
    int bad = chain_init(&c, m, SCORE_BATCH, 0, e);
    float *x = mem_zero(SCORE_BATCH * pixels_of(m), sizeof *x);
    if (!bad)
        pass_begin(c.encoder);
    for (size_t at = 0; at < im->n && !bad; at += SCORE_BATCH) {
        size_t count = im->n - at < SCORE_BATCH ? im->n - at : SCORE_BATCH; /* rows behind `count` are old ones */
        batch_floats(im, NULL, at, count, x);
        chain_forward(&c, x);
        for (size_t i = 0; i < count; i++)
            scores[at + i] = loss_of(&c, i);
    }
    free(x);
    chain_release(&c);
    return bad;
}

static int reconstruct(const struct detector *d, void *model, struct shape image, const float *x, size_t n, float *y,
                       struct error *e)
{
    const struct anogan *m = model;
    const size_t pixels = pixels_of(m);
    struct chain c;
    if (model_expect_shape(m->gan.image, image, e))
        return -1;
    int bad = chain_init(&c, m, SCORE_BATCH, 0, e);
    float *rows = mem_zero(SCORE_BATCH * pixels, sizeof *rows);
    if (!bad)
        pass_begin(c.encoder);
    for (size_t at = 0; at < n && !bad; at += SCORE_BATCH) {
        const size_t count = n - at < SCORE_BATCH ? n - at : SCORE_BATCH; /* rows behind `count` are old ones */
        memcpy(rows, x + at * pixels, count * pixels * sizeof *rows);
        chain_forward(&c, rows);
        memcpy(y + at * pixels, c.twin, count * pixels * sizeof *y);
    }
    free(rows);
    chain_release(&c);
    return bad;
}

static void save(const void *model, struct archive_writer *w)
{
    static const char *const built_from[] = { "anogan.z", "anogan.generator", "anogan.critic", "anogan.kernel", NULL };
    const struct anogan *m = model;
    gan_put(&m->gan, built_from, w);
    network_save(&m->encoder, "encoder", w);
    archive_add_number(w, "kappa", m->kappa);
}

static void *load(const struct detector *d, const struct sections *known, const struct archive *a, struct error *e)
{
    struct anogan *m = mem_zero(1, sizeof *m);
    int bad = gan_get(&m->gan, known, a, e) || lay_out_encoder(m, e) || network_load(&m->encoder, "encoder", a, e) ||
              archive_number(a, "kappa", &m->kappa, e);
    if (!bad && !(m->kappa >= 0 && isfinite(m->kappa)))
        bad = error_set(e, "%s: expected a 'kappa' from 0, found %g", a->path, m->kappa);
    if (bad) {
        anogan_free(m);
        return NULL;
    }
    return m;
}

static int check(const struct detector *d, const struct settings *s, const struct sizes *size, struct error *e)
{
    return d->first->check(d->first, s, size, e);
}

/* An encoder step is three passes of the encoder and two of the generator, and with features
 * three of the critic. */
static double work(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    const int features = kappa_of(d, s) > 0;
    struct gan g;
    double sum = 0;
    if (gan_lay_out(&g, s, sizes_shape(size), NULL) == 0) {
        double code = 2.0 * shape_size(g.features.out) * anogan_of(s)->z, generator = network_work(&g.generator);
        double critic = network_work(&g.features), encoder = critic + code;
        sum = (3 * encoder + 2 * generator + 3 * features * critic) * (double)size->n_positive *
                  anogan_of(s)->encoder_epochs +
              (encoder + generator + 2 * features * critic) * (double)size->n_test;
    }
    gan_release(&g);
    return sum;
}

static void normalise(const struct detector *d, struct settings *s, const struct sizes *size)
{
    struct anogan_keys *k = settings_edit(s, &anogan_section);
    detector_normalise_batch(&k->batch, size);
}

static const char *const without_kappa[] = {
    "anogan.z",
    "anogan.generator",
    "anogan.critic",
    "anogan.kernel",
    "anogan.batch",
    "anogan.epochs",
    "anogan.critic_steps",
    "anogan.penalty",
    "anogan.learning_rate",
    "anogan.decay",
    "anogan.beta1",
    "anogan.encoder_epochs",
    "anogan.encoder_learning_rate",
    NULL,
};

const struct detector detector_anogan = {
    .name = "anogan",
    .help = "f-AnoGAN: encoder and frozen generator of a Wasserstein GAN; reconstruction error",
    .first = &detector_gan,
    .label = "AnoGAN",
    .line = 14,
    .flags = NEEDS_IMAGES,
    .section = &anogan_section,
    .uses = without_kappa,
    .kind = &without_features,
    .check = check,
    .normalise = normalise,
    .work = work,
    .memory = gan_memory,
    .fit = fit,
    .score = score,
    .reconstruct = reconstruct,
    .save = save,
    .load = load,
    .free = anogan_free,
};

const struct detector detector_anogan_fm = {
    .name = "anogan-fm",
    .help = "anogan with the critic's features in loss and score",
    .first = &detector_gan,
    .label = "AnoGAN-FM",
    .line = 16,
    .flags = NEEDS_IMAGES,
    .section = &anogan_section,
    .kind = &with_features,
    .check = check,
    .normalise = normalise,
    .work = work,
    .memory = gan_memory,
    .fit = fit,
    .score = score,
    .reconstruct = reconstruct,
    .save = save,
    .load = load,
    .free = anogan_free,
};
