/* gan: the training of the networks of detect/gan/gan.h on the positives, the first phase of anogan
 * and anogan-fm. With n real images x, n generated ones G(z), z normal, and points between them
 * x^ = x + u (G(z) - x), u uniform in [0, 1) for each pair, a step of the critic is one down
 *     mean D(G(z)) - mean D(x) + penalty * mean (||grad D(x^)||_2 - 1)^2
 * and after `critic_steps` of them the generator takes one down -mean D(G(z)) (algorithm 1 of
 * Gulrajani et al. 2017). */
#include "detect/gan/gan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/batch.h"
#include "detect/parts/model_file.h"
#include "nn/adam.h"
#include "nn/blas.h"

static const struct key anogan_keys[] = {
    INT_KEY(struct anogan_keys, z, "128", 1, 4096, "numbers in the generator's input, and in the encoder's code"),
    INTS_KEY(struct anogan_keys, generator, "32 32", 1, 4096,
             "channels of the generator's transposed convolutions, from the code to the image"),
    INTS_KEY(struct anogan_keys, critic, "32 64", 1, 4096,
             "channels of the critic's convolutions, from the image on; the encoder's too"),
    INT_KEY(struct anogan_keys, kernel, "4", 2, 9, "side of the kernels of stride 2"),
    INT_KEY(struct anogan_keys, batch, "64", 1, 4096, "images in a step"),
    INT_KEY(struct anogan_keys, epochs, "40", 1, 10000, "passes over the positive images of the critic's training"),
    INT_KEY(struct anogan_keys, critic_steps, "5", 1, 100, "steps of the critic for each of the generator"),
    REAL_KEY(struct anogan_keys, penalty, "10", 0, 10000, "weight of the gradient penalty"),
    REAL_KEY(struct anogan_keys, learning_rate, "0.0005", 1e-8, 1, "Adam's step size for generator and critic"),
    CHOICE_KEY(struct anogan_keys, decay, "none", "none cosine",
               "learning rates of GAN and encoder: kept, or a half cosine down to a hundredth"),
    REAL_KEY(struct anogan_keys, beta1, "0.5", 0, 0.999, "Adam's beta1 for generator and critic (beta2 is .9)"),
    INT_KEY(struct anogan_keys, encoder_epochs, "20", 1, 10000,
            "passes over the positive images of the encoder's training"),
    REAL_KEY(struct anogan_keys, encoder_learning_rate, "0.001", 1e-8, 1, "Adam's step size for the encoder"),
    REAL_KEY(struct anogan_keys, kappa, "1", 0, 10000, "weight of the critic's features (anogan-fm)"),
    { 0 },
};

const struct section anogan_section = { "anogan", sizeof(struct anogan_keys), anogan_keys, NULL };

static const float SLOPE = 0.2f;
static const double BETA2 = 0.9;
enum { LAST_KERNEL = 3, SCORE_BATCH = 256 };

int gan_add_convolutions(struct network *net, const struct settings *s, struct error *e)
{
    for (int i = 0; i < anogan_of(s)->critic.n; i++)
        if (network_conv(net, anogan_of(s)->critic.of[i], anogan_of(s)->kernel, 2, ACTIVATION_LEAKY_RELU, SLOPE, e))
            return -1;
    return 0;
}

/* From the size of the critic's features back through the sizes of its inputs. */
static int build_generator(struct gan *g, struct error *e)
{
    const struct int_list *up = &anogan_of(&g->settings)->generator;
    network_init(&g->generator, (struct shape) { 1, 1, anogan_of(&g->settings)->z });
    if (network_dense(&g->generator, g->features.out, ACTIVATION_LEAKY_RELU, SLOPE, e))
        return -1;
    for (int i = 0; i < up->n; i++) {
        struct shape to = g->features.layer[up->n - 1 - i].in;
        if (network_deconv(&g->generator, to.h, to.w, up->of[i], anogan_of(&g->settings)->kernel, 2,
                           ACTIVATION_LEAKY_RELU, SLOPE, e))
            return -1;
    }
    return network_conv(&g->generator, g->image.c, LAST_KERNEL, 1, ACTIVATION_SIGMOID, 0, e);
}

int gan_lay_out(struct gan *g, const struct settings *s, struct shape image, struct error *e)
{
    memset(g, 0, sizeof *g);
    g->settings = *s;
    g->image = image;
    if (anogan_of(s)->generator.n != anogan_of(s)->critic.n)
        return error_set(e, "expected as many entries in 'generator' of [anogan] (%d) as in 'critic' (%d)",
                         anogan_of(s)->generator.n, anogan_of(s)->critic.n);
    network_init(&g->critic, image);
    if (gan_add_convolutions(&g->critic, s, e))
        return -1;
    g->features = g->critic;
    return network_dense(&g->critic, (struct shape) { 1, 1, 1 }, ACTIVATION_IDENTITY, 0, e) || build_generator(g, e)
               ? -1
               : 0;
}

int gan_init(struct gan *g, const struct settings *s, struct shape image, struct error *e)
{
    if (gan_lay_out(g, s, image, e))
        return -1;
    network_finish(&g->critic);
    network_finish(&g->generator);
    g->features.params = g->critic.params;
    return 0;
}

void gan_release(struct gan *g)
{
    network_release(&g->generator);
    network_release(&g->critic);
    g->features.params = NULL;
}

void gan_put(const struct gan *g, const char *const *keys, struct archive_writer *w)
{
    model_put_settings(w, &g->settings, keys);
    model_put_size(w, g->image);
    network_save(&g->generator, "generator", w);
    network_save(&g->critic, "critic", w);
}

int gan_get(struct gan *g, const struct sections *known, const struct archive *a, struct error *e)
{
    struct settings s;
    struct shape image;
    memset(g, 0, sizeof *g);
    if (model_get_size(a, &image, e) || model_get_settings(a, known, &s, e))
        return -1;
    if (gan_lay_out(g, &s, image, e) || network_load(&g->generator, "generator", a, e) ||
        network_load(&g->critic, "critic", a, e))
        return -1;
    g->features.params = g->critic.params;
    return 0;
}

/* A network that learns. */
struct learner {
    struct network *net;
    struct adam adam;
    float *gradient;
};

static struct learner learner_of(struct network *net, double beta1)
{
    struct learner l = { .net = net, .gradient = mem_zero(net->n_params, sizeof(float)) };
    adam_init(&l.adam, net->n_params);
    l.adam.beta1 = beta1;
    l.adam.beta2 = BETA2;
    return l;
}

static void learner_release(struct learner *l)
{
    adam_release(&l->adam);
    free(l->gradient);
}

struct training {
    struct gan *gan;
    const struct fit_input *in;
    size_t batch;
    struct learner generator, critic;
    struct pass *generate, *judge, *between; /* judge: real images, then generated ones; between: `batch` others */
    float *z, *x, *mixed, *dy, *g_penalty;   /* (batch, z), (2 batch, pixels), (batch, pixels), 2 batch */
    int *index;
    struct row_stream positives;
    struct rng normals, uniforms;
};

static int training_init(struct training *t, struct gan *g, const struct fit_input *in, struct error *e)
{
    const struct settings *s = in->settings;
    size_t pixels = (size_t)shape_size(g->image), n = batch_size(in->positive->n, anogan_of(s)->batch);
    *t = (struct training) { .gan = g, .in = in, .batch = n };
    t->generator = learner_of(&g->generator, anogan_of(s)->beta1);
    t->critic = learner_of(&g->critic, anogan_of(s)->beta1);
    t->z = mem_alloc(n * (size_t)anogan_of(s)->z, sizeof(float));
    t->x = mem_alloc(2 * n * pixels, sizeof(float));
    t->mixed = mem_alloc(n * pixels, sizeof(float));
    t->dy = mem_alloc(2 * n, sizeof(float));
    t->g_penalty = mem_alloc(g->critic.n_params, sizeof(float));
    t->index = mem_alloc(n, sizeof(int));
    uint64_t seed = rng_seed_for(in->seed, "gan", "");
    row_stream_init(&t->positives, in->positive->n, rng_seed_for(seed, "positives", ""));
    rng_seed(&t->normals, rng_seed_for(seed, "codes", ""));
    rng_seed(&t->uniforms, rng_seed_for(seed, "between", ""));
    t->generate = pass_create(&g->generator, (int)n, PASS_WEIGHTS, NULL, e);
    t->judge = t->generate ? pass_create(&g->critic, (int)(2 * n), PASS_WEIGHTS, NULL, e) : NULL;
    t->between = t->judge ? pass_create(&g->critic, (int)n, PASS_PENALTY, NULL, e) : NULL;
    return t->between ? 0 : -1;
}

static void training_release(struct training *t)
{
    learner_release(&t->generator);
    learner_release(&t->critic);
    pass_free(t->generate);
    pass_free(t->judge);
    pass_free(t->between);
    free(t->z);
    free(t->x);
    free(t->mixed);
    free(t->dy);
    free(t->g_penalty);
    free(t->index);
    row_stream_release(&t->positives);
}

/* Images (batch, pixels) of new codes; they belong to the pass. */
static float *generate(struct training *t)
{
    for (size_t i = 0; i < t->batch * (size_t)anogan_of(&t->gan->settings)->z; i++)
        t->z[i] = (float)rng_normal(&t->normals);
    return pass_forward(t->generate, t->z);
}

/* One point on the way from each real image to its generated one. */
static void mix(struct training *t)
{
    size_t pixels = (size_t)shape_size(t->gan->image);
    for (size_t i = 0; i < t->batch; i++) {
        const float u = (float)rng_uniform(&t->uniforms);
        const float *real = t->x + i * pixels, *fake = real + t->batch * pixels;
        float *to = t->mixed + i * pixels;
        for (size_t k = 0; k < pixels; k++)
            to[k] = real[k] + u * (fake[k] - real[k]);
    }
}

static double mean_of(const float *v, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (double)v[i];
    return sum / (double)n;
}

static void step(struct learner *l, double rate)
{
    adam_step(&l->adam, l->net->params, l->gradient, rate);
}

/* Of size `rate`. Returns mean D(G(z)) - mean D(x); `*penalty` is the mean of (||grad D|| - 1)^2. */
static double critic_step(struct training *t, double rate, double *penalty)
{
    size_t n = t->batch, pixels = (size_t)shape_size(t->gan->image);
    row_stream_next(&t->positives, n, t->index);
    batch_floats(t->in->positive, t->index, 0, n, t->x);
    memcpy(t->x + n * pixels, generate(t), n * pixels * sizeof *t->x);
    pass_begin(t->judge);
    const float *y = pass_forward(t->judge, t->x);
    double loss = mean_of(y + n, n) - mean_of(y, n);
    for (size_t i = 0; i < 2 * n; i++)
        t->dy[i] = (i < n ? -1.0f : 1.0f) / (float)n;
    pass_backward(t->judge, t->x, t->dy, t->critic.gradient);
    mix(t);
    pass_begin(t->between);
    pass_forward(t->between, t->mixed);
    *penalty = pass_penalty(t->between, t->mixed, anogan_of(t->in->settings)->penalty, t->g_penalty);
    cblas_saxpy((int)t->gan->critic.n_params, 1, t->g_penalty, 1, t->critic.gradient, 1);
    step(&t->critic, rate);
    return loss;
}

static void generator_step(struct training *t, double rate)
{
    float *fake = generate(t);
    for (size_t i = 0; i < t->batch; i++)
        t->dy[i] = -1.0f / (float)t->batch;
    pass_begin(t->between);
    pass_forward(t->between, fake);
    pass_backward(t->generate, t->z, pass_backward(t->between, fake, t->dy, NULL), t->generator.gradient);
    step(&t->generator, rate);
    pass_begin(t->generate); /* with the new parameters, for the critic's steps that follow */
}

static void initialise(struct gan *g, uint64_t seed)
{
    struct rng r;
    rng_seed(&r, rng_seed_for(seed, "gan weights", ""));
    network_initialise(&g->generator, INIT_HE, &r);
    network_initialise(&g->critic, INIT_HE, &r);
}

static int train(struct gan *g, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    const struct settings *s = in->settings;
    const int epochs = anogan_of(s)->epochs, cosine = choice_is(anogan_of(s)->decay, "cosine");
    struct training t;
    int bad = training_init(&t, g, in, e);
    long steps = (long)(in->positive->n / t.batch), taken = 0;
    initialise(g, in->seed);
    if (!bad)
        pass_begin(t.generate);
    for (int epoch = 1; epoch <= epochs && !bad; epoch++) {
        double loss = 0, penalty = 0, one;
        for (long i = 0; i < steps; i++) {
            double rate = learning_rate_at(anogan_of(s)->learning_rate, cosine, taken, steps * epochs);
            loss += critic_step(&t, rate, &one) / (double)steps;
            penalty += one / (double)steps;
            if (++taken % anogan_of(s)->critic_steps == 0)
                generator_step(&t, rate);
        }
        const struct epoch_end end = { .point = { "critic", epoch, loss, NAN, NAN },
                                       .epochs = epochs,
                                       .shown = "critic",
                                       .who = "the GAN",
                                       .loss = loss,
                                       .also = penalty };
        bad = fit_epoch_end(&end, in, report, e);
        fit_report_add(report, (struct loss_point) { "penalty", epoch, penalty, NAN, NAN });
    }
    training_release(&t);
    return bad;
}

/* The settings that make the networks and their training; the encoder's are not among them. */
static const char *const uses[] = {
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
    NULL,
};

static void gan_free(void *model)
{
    if (model)
        gan_release(model);
    free(model);
}

static void *fit(const struct detector *d, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    struct gan *g = mem_zero(1, sizeof *g);
    if (gan_init(g, in->settings, images_shape(in->positive), e) || train(g, in, report, e)) {
        gan_free(g);
        return NULL;
    }
    return g;
}

/* -D(x). */
static int score(const struct detector *d, void *model, const struct images *im, double *scores, struct error *e)
{
    struct gan *g = model;
    if (model_expect_size(g->image, im, e))
        return -1;
    struct pass *p = pass_create(&g->critic, SCORE_BATCH, PASS_FORWARD, NULL, e);
    if (!p)
        return -1;
    float *x = mem_zero(SCORE_BATCH * images_size(im), sizeof *x);
    pass_begin(p);
    for (size_t at = 0; at < im->n; at += SCORE_BATCH) {
        size_t count = im->n - at < SCORE_BATCH ? im->n - at : SCORE_BATCH;
        batch_floats(im, NULL, at, count, x);
        const float *y = pass_forward(p, x);
        for (size_t i = 0; i < count; i++)
            scores[at + i] = -(double)y[i];
    }
    free(x);
    pass_free(p);
    return 0;
}

static void save(const void *model, struct archive_writer *w)
{
    gan_put(model, uses, w);
}

static void *load(const struct detector *d, const struct sections *known, const struct archive *a, struct error *e)
{
    struct gan *g = mem_zero(1, sizeof *g);
    if (gan_get(g, known, a, e)) {
        gan_free(g);
        return NULL;
    }
    return g;
}

/* The generator takes a step after each `critic_steps` steps of the critic: a training must have that many. */
static int check(const struct detector *d, const struct settings *s, const struct sizes *size, struct error *e)
{
    struct gan g;
    int bad = gan_lay_out(&g, s, sizes_shape(size), e);
    size_t n = size->n_positive, steps = n / batch_size(n, anogan_of(s)->batch) * (size_t)anogan_of(s)->epochs;
    gan_release(&g);
    if (!bad && steps < (size_t)anogan_of(s)->critic_steps)
        bad =
            error_set(e,
                      "expected 'critic_steps' of [anogan] up to %zu, the steps that 'epochs' and 'batch' make of %zu "
                      "images, found %d: the generator would take none",
                      steps, n, anogan_of(s)->critic_steps);
    return bad;
}

/* For each real image: two and four passes of the critic for its loss (2 n images, three times
 * forward) and four for the penalty, one of the generator; and a generator's step every few. */
static double work(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    struct gan g;
    double each = 0;
    if (gan_lay_out(&g, s, sizes_shape(size), NULL) == 0) {
        double generator = network_work(&g.generator), critic = network_work(&g.critic);
        each = 10 * critic + generator + (3 * generator + 2 * critic) / anogan_of(s)->critic_steps;
    }
    gan_release(&g);
    return each * (double)size->n_positive * anogan_of(s)->epochs;
}

/* The critic sees real and made images, and what lies between them for its penalty. */
double gan_memory(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    struct gan g;
    double bytes = 0;
    const double n = anogan_of(s)->batch;
    if (gan_lay_out(&g, s, sizes_shape(size), NULL) == 0)
        bytes = network_memory(&g.generator, n, 1) + network_memory(&g.critic, 2 * n, 1) +
                network_memory(&g.critic, 2 * n, 1);
    gan_release(&g);
    return bytes;
}

const struct detector detector_gan = {
    .name = "gan",
    .help = "the generative adversarial network that anogan and anogan-fm share",
    .label = "GAN",
    .flags = HIDDEN,
    .section = &anogan_section,
    .uses = uses,
    .check = check,
    .work = work,
    .memory = gan_memory,
    .fit = fit,
    .score = score,
    .save = save,
    .load = load,
    .free = gan_free,
};
