/* The GAN: its layers, and its training step by step against one in double precision whose gradients are central
 * differences. */
#include "support/fitting.h"

#include "detect/gan/gan.h"
#include "support/gans.h"
#include "support/naive_network.h"
#include "support/network_text.h"
#include "support/suite.h"

enum { BATCH = 3, PIXELS = 16, Z = 2 };

/* The twin of the GAN's training: its batch, generated images and points between. */
struct gan_twin {
    struct gan shape; /* the networks, as they start */
    struct adam_twin generator, critic;
    double real[BATCH * PIXELS], z[BATCH * Z], mixed[BATCH * PIXELS], *fake, penalty;
    struct row_stream positives;
    struct rng normals, uniforms;
};

static void gan_twin_init(struct gan_twin *t, const struct settings *s, const struct images *im, uint64_t seed)
{
    struct rng r;
    uint64_t gan = rng_seed_for(seed, "gan", "");
    assert_int_equal(gan_init(&t->shape, s, (struct shape) { im->height, im->width, im->channels }, NULL), 0);
    rng_seed(&r, rng_seed_for(seed, "gan weights", ""));
    network_initialise(&t->shape.generator, INIT_HE, &r);
    network_initialise(&t->shape.critic, INIT_HE, &r);
    t->generator = adam_twin_of(&t->shape.generator, anogan_of(s)->beta1, 0.9);
    t->critic = adam_twin_of(&t->shape.critic, anogan_of(s)->beta1, 0.9);
    t->fake = NULL;
    t->penalty = anogan_of(s)->penalty;
    row_stream_init(&t->positives, im->n, rng_seed_for(gan, "positives", ""));
    rng_seed(&t->normals, rng_seed_for(gan, "codes", ""));
    rng_seed(&t->uniforms, rng_seed_for(gan, "between", ""));
}

static void gan_twin_release(struct gan_twin *t)
{
    gan_release(&t->shape);
    adam_twin_release(&t->generator);
    adam_twin_release(&t->critic);
    row_stream_release(&t->positives);
    free(t->fake);
}

static double mean_judged(const struct gan_twin *t, const double *x)
{
    double *y = naive_forward(&t->shape.critic, t->critic.params, x, BATCH), mean = mean_of(y, BATCH);
    free(y);
    return mean;
}

static double distance_of(const struct gan_twin *t)
{
    return mean_judged(t, t->fake) - mean_judged(t, t->real);
}

static double critic_loss(void *context)
{
    const struct gan_twin *t = context;
    return distance_of(t) + t->penalty * naive_penalty(&t->shape.critic, t->critic.params, t->mixed, BATCH);
}

static double generator_loss(void *context)
{
    const struct gan_twin *t = context;
    double *fake = naive_forward(&t->shape.generator, t->generator.params, t->z, BATCH), loss = -mean_judged(t, fake);
    free(fake);
    return loss;
}

static void draw_codes(struct gan_twin *t)
{
    for (int i = 0; i < BATCH * Z; i++)
        t->z[i] = rng_normal(&t->normals);
    free(t->fake);
    t->fake = naive_forward(&t->shape.generator, t->generator.params, t->z, BATCH);
}

static void draw_batch(struct gan_twin *t, const struct images *im)
{
    int rows[BATCH];
    row_stream_next(&t->positives, BATCH, rows);
    for (int i = 0; i < BATCH * PIXELS; i++)
        t->real[i] = im->pixels[rows[i / PIXELS] * PIXELS + i % PIXELS] / 255.0;
    draw_codes(t);
    for (int i = 0; i < BATCH; i++) {
        double u = rng_uniform(&t->uniforms);
        for (int k = i * PIXELS; k < (i + 1) * PIXELS; k++)
            t->mixed[k] = t->real[k] + u * (t->fake[k] - t->real[k]);
    }
}

/* Seven positives in batches of three: two of the critic's steps in an epoch, so that the
 * generator takes its step after each second, third or fifth, across the epochs. */
static void the_gan_step_by_step(void **state)
{
    (void)state;
    static const char *const table[] = {
        "",
        "anogan.decay=cosine anogan.critic_steps=3 anogan.penalty=1 anogan.beta1=0",
        "anogan.critic_steps=5 anogan.beta1=0.9 anogan.kernel=3",
    };
    enum { EPOCHS = 3, STEPS = 2 };
    struct images positive;
    draw_images(&positive, 7, 4, 0, 1);
    for (size_t c = 0; c < sizeof table / sizeof *table; c++) {
        struct settings s;
        struct fit_report report;
        struct gan_twin t;
        struct text keys = TEXT_INIT;
        int taken = 0;
        text_format(&keys, "%s %s", tiny, table[c]);
        configure(&s, text_of(&keys));
        text_release(&keys);
        struct fit_input in = { .settings = &s, .positive = &positive, .seed = 31 };
        struct gan *g = fit_with("gan", &in, &report);
        assert_int_equal(report.n_losses, 2 * EPOCHS);
        gan_twin_init(&t, &s, &positive, in.seed);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            double loss = 0, penalty = 0;
            for (int i = 0; i < STEPS; i++) {
                draw_batch(&t, &positive);
                loss += distance_of(&t) / STEPS;
                penalty += naive_penalty(&t.shape.critic, t.critic.params, t.mixed, BATCH) / STEPS;
                double rate = rate_at(&s, anogan_of(&s)->learning_rate, taken, EPOCHS * STEPS);
                adam_twin_step(&t.critic, critic_loss, &t, rate);
                if (++taken % anogan_of(&s)->critic_steps)
                    continue;
                draw_codes(&t);
                adam_twin_step(&t.generator, generator_loss, &t, rate);
            }
            const struct loss_point *point = &report.losses[2 * epoch];
            assert_string_equal(point[0].stage, "critic");
            assert_string_equal(point[1].stage, "penalty");
            assert_int_equal(point[0].epoch, epoch + 1);
            assert_int_equal(point[1].epoch, epoch + 1);
            assert_near(point[0].positive, loss, 1e-4);
            assert_near(point[1].positive, penalty, 1e-4);
        }
        assert_same_params(&t.critic, &g->critic, 0.005 * anogan_of(&s)->learning_rate);
        assert_same_params(&t.generator, &g->generator, 0.005 * anogan_of(&s)->learning_rate);
        gan_twin_release(&t);
        fit_report_release(&report);
        detector_named("gan")->free(g);
    }
    images_release(&positive);
}

static void impossible_networks(void **state)
{
    (void)state;
    static const struct {
        const char *keys, *message;
    } table[] = {
        { "anogan.generator=8 anogan.critic=8_8",
          "expected as many entries in 'generator' of [anogan] (1) as in 'critic' (2)" },
        { "anogan.critic_steps=12 anogan.epochs=11",
          "expected 'critic_steps' of [anogan] up to 11, the steps that 'epochs' and "
          "'batch' make of 10 images, found 12: the generator would take none" },
        { "anogan.critic_steps=12 anogan.epochs=3 anogan.batch=3", "up to 9, the steps" },
        { "anogan.generator=8_8_8_8 anogan.critic=8_8_8_8", "is too small for a kernel of 4 with stride 2" },
    };
    const struct sizes p = { .height = 8, .width = 8, .channels = 1, .n_positive = 10, .n_test = 10 };
    static const char *const names[] = { "gan", "anogan", "anogan-fm" };
    struct settings s;
    for (size_t n = 0; n < 3; n++) {
        const struct detector *d = detector_named(names[n]);
        struct error e = { .text = "" };
        for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
            configure(&s, table[i].keys);
            assert_int_equal(d->check(d, &s, &p, &e), -1);
            assert_says(e.text, table[i].message);
        }
        configure(&s, "");
        assert_int_equal(d->check(d, &s, &p, &e), 0);
        assert_true(d->work(d, &s, &p) > 0);
    }
    assert_true(detector_named("anogan-fm")->work(detector_named("anogan-fm"), &s, &p) >
                detector_named("anogan")->work(detector_named("anogan"), &s, &p));
}

/* The layers that the documentation names, for both sizes of images. */
static void layers_of_the_gan(void **state)
{
    (void)state;
    static const struct {
        struct shape image;
        const char *critic, *generator;
    } table[] = {
        { { 28, 28, 1 },
          "conv 4/2+1 14x14x16 leaky-relu 0.2\nconv 4/2+1 7x7x24 leaky-relu 0.2\ndense 1x1x1\n",
          "dense 7x7x24 leaky-relu 0.2\ndeconv 4/2+1 14x14x20 leaky-relu 0.2\ndeconv 4/2+1 28x28x12 leaky-relu 0.2\n"
          "conv 3/1+1 28x28x1 sigmoid\n" },
        { { 32, 32, 3 },
          "conv 4/2+1 16x16x16 leaky-relu 0.2\nconv 4/2+1 8x8x24 leaky-relu 0.2\ndense 1x1x1\n",
          "dense 8x8x24 leaky-relu 0.2\ndeconv 4/2+1 16x16x20 leaky-relu 0.2\ndeconv 4/2+1 32x32x12 leaky-relu 0.2\n"
          "conv 3/1+1 32x32x3 sigmoid\n" },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct gan g;
        struct settings s;
        struct text found = TEXT_INIT;
        configure(&s, "anogan.critic=16_24 anogan.generator=20_12 anogan.z=9");
        assert_int_equal(gan_init(&g, &s, table[i].image, NULL), 0);
        assert_int_equal(shape_size(g.generator.in), 9);
        network_text(&g.critic, &found);
        assert_string_equal(text_of(&found), table[i].critic);
        network_text(&g.generator, &found);
        assert_string_equal(text_of(&found), table[i].generator);
        text_release(&found);
        gan_release(&g);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(layers_of_the_gan),
    cmocka_unit_test(the_gan_step_by_step),
    cmocka_unit_test(impossible_networks),
};

TEST_MAIN(tests, NULL, NULL)
