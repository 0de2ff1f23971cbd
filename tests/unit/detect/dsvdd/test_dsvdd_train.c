/* Deep SVDD's training step by step against the same training in double precision with gradients by differences,
 * running statistics, collapse. */
#include "support/fitting.h"

#include "detect/dsvdd/dsvdd_network.h"
#include "support/naive_network.h"
#include "support/suite.h"

/* The same training in double precision. */
enum { PHI, DECODER, NETS };

struct twin {
    struct settings s;
    struct network net[NETS]; /* for the shapes; their floats stay at their start */
    double *params[NETS], *m[NETS], *v[NETS];
    long step;
    size_t pixels, outputs, batch;
    double *x, *batch_x; /* all positives as the network sees them, and a batch of them */
    double centre[16], radius, loss;
    double low, high;
};

/* The definition of preprocessing = gcn but for the last scaling. */
static void normalise(double *x, size_t d)
{
    double mean = 0, deviation = 0;
    for (size_t k = 0; k < d; k++)
        mean += x[k] / (double)d;
    for (size_t k = 0; k < d; k++)
        deviation += fabs(x[k] - mean) / (double)d;
    for (size_t k = 0; k < d; k++)
        x[k] = (x[k] - mean) / deviation;
}

static double *seen(struct twin *t, const struct images *im, int fit)
{
    size_t n = im->n * t->pixels;
    double *x = mem_alloc(n, sizeof *x);
    for (size_t i = 0; i < n; i++)
        x[i] = im->pixels[i] / 255.0;
    if (!choice_is(dsvdd_of(&t->s)->preprocessing, "gcn"))
        return x;
    for (size_t i = 0; i < im->n; i++)
        normalise(x + i * t->pixels, t->pixels);
    for (size_t i = 0; i < n && fit; i++) {
        t->low = i ? fmin(t->low, x[i]) : x[i];
        t->high = i ? fmax(t->high, x[i]) : x[i];
    }
    for (size_t i = 0; i < n; i++)
        x[i] = (x[i] - t->low) / (t->high - t->low);
    return x;
}

static void twin_init(struct twin *t, const struct settings *s, const struct images *positive, uint64_t seed)
{
    *t = (struct twin) { .s = *s, .pixels = images_size(positive), .batch = (size_t)dsvdd_of(s)->batch };
    const struct shape image = { positive->height, positive->width, positive->channels };
    assert_int_equal(dsvdd_networks_init(&t->net[PHI], &t->net[DECODER], s, image, NULL), 0);
    dsvdd_networks_initialise(&t->net[PHI], &t->net[DECODER], s, positive, seed);
    t->outputs = (size_t)shape_size(t->net[PHI].out);
    assert_true(t->outputs <= 16);
    t->x = seen(t, positive, 1);
    t->batch_x = mem_alloc(t->batch * t->pixels, sizeof *t->batch_x);
    for (int k = 0; k < NETS; k++)
        t->params[k] = doubles(t->net[k].params, t->net[k].n_params);
}

static void twin_release(struct twin *t)
{
    for (int k = 0; k < NETS; k++) {
        network_release(&t->net[k]);
        free(t->params[k]);
    }
    free(t->x);
    free(t->batch_x);
}

/* Mean over the batch of the sum of squared errors. */
static double loss_of_autoencoder(void *context)
{
    const struct twin *t = context;
    double *z = naive_forward(&t->net[PHI], t->params[PHI], t->batch_x, t->batch);
    double *y = naive_forward(&t->net[DECODER], t->params[DECODER], z, t->batch), sum = 0;
    for (size_t i = 0; i < t->batch * t->pixels; i++)
        sum += pow(y[i] - t->batch_x[i], 2);
    free(z);
    free(y);
    return sum / (double)t->batch;
}

static double distance_to_centre(const struct twin *t, const double *phi)
{
    double sum = 0;
    for (size_t k = 0; k < t->outputs; k++)
        sum += pow(phi[k] - t->centre[k], 2);
    return sum;
}

static double loss_of_sphere(void *context)
{
    const struct twin *t = context;
    int soft = choice_is(dsvdd_of(&t->s)->objective, "soft-boundary");
    double *phi = naive_forward(&t->net[PHI], t->params[PHI], t->batch_x, t->batch), sum = 0,
           squared = t->radius * t->radius;
    for (size_t i = 0; i < t->batch; i++) {
        double distance = distance_to_centre(t, phi + i * t->outputs);
        sum += (soft ? fmax(0, distance - squared) / dsvdd_of(&t->s)->nu : distance) / (double)t->batch;
    }
    free(phi);
    return sum + (soft ? squared : 0);
}

/* Adam with an L2 penalty, on the networks before `nets`. */
static void twin_step(struct twin *t, double (*loss)(void *), int nets, double rate, double decay)
{
    double *gradient[NETS];
    t->loss = loss(t);
    t->step++;
    for (int k = 0; k < nets; k++) {
        gradient[k] = mem_alloc(t->net[k].n_params, sizeof(double));
        for (size_t i = 0; i < t->net[k].n_params; i++)
            gradient[k][i] = central_difference(loss, t, &t->params[k][i], 1e-6);
    }
    for (int k = 0; k < nets; k++) {
        for (size_t i = 0; i < t->net[k].n_params; i++) {
            double *p = &t->params[k][i], g = gradient[k][i] + decay * *p, *m = &t->m[k][i], *v = &t->v[k][i];
            *m = 0.9 * *m + 0.1 * g;
            *v = 0.999 * *v + 0.001 * g * g;
            *p -= rate * *m / (1 - pow(0.9, (double)t->step)) / (sqrt(*v / (1 - pow(0.999, (double)t->step))) + 1e-8);
        }
        free(gradient[k]);
    }
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The radius that leaves nu of the last batch outside, from outputs before its step. */
static double radius_of_batch(const struct twin *t)
{
    double *phi = naive_forward(&t->net[PHI], t->params[PHI], t->batch_x, t->batch), root[8];
    for (size_t i = 0; i < t->batch; i++)
        root[i] = sqrt(distance_to_centre(t, phi + i * t->outputs));
    free(phi);
    qsort(root, t->batch, sizeof *root, ascending);
    double place = (1 - dsvdd_of(&t->s)->nu) * (double)(t->batch - 1), below = floor(place);
    size_t at = (size_t)below;
    return root[at] + (place - below) * (root[at + 1 < t->batch ? at + 1 : at] - root[at]);
}

/* One stage over the positives, `n` of them. Losses of its epochs. */
static void twin_stage(struct twin *t, size_t n, uint64_t seed, int sphere, double *losses)
{
    const struct settings *s = &t->s;
    struct row_stream rows;
    int epochs = sphere ? dsvdd_of(s)->epochs : dsvdd_of(s)->pretrain_epochs, nets = sphere ? 1 : 2;
    int milestone = sphere ? dsvdd_of(s)->milestone : dsvdd_of(s)->pretrain_milestone;
    double rate = sphere ? dsvdd_of(s)->learning_rate : dsvdd_of(s)->pretrain_learning_rate;
    double decay = sphere ? dsvdd_of(s)->weight_decay : dsvdd_of(s)->pretrain_weight_decay;
    row_stream_init(&rows, n, rng_seed_for(seed, sphere ? "dsvdd" : "pretrain", ""));
    t->step = 0;
    for (int k = 0; k < nets; k++) {
        t->m[k] = mem_zero(t->net[k].n_params, sizeof(double));
        t->v[k] = mem_zero(t->net[k].n_params, sizeof(double));
    }
    for (int epoch = 1; epoch <= epochs; epoch++) {
        size_t steps = n / t->batch;
        losses[epoch - 1] = 0;
        for (size_t i = 0; i < steps; i++) {
            for (size_t j = 0; j < t->batch; j++) {
                int row;
                row_stream_next(&rows, 1, &row);
                memcpy(t->batch_x + j * t->pixels, t->x + (size_t)row * t->pixels, t->pixels * sizeof *t->x);
            }
            double radius = sphere && choice_is(dsvdd_of(s)->objective, "soft-boundary") && epoch > dsvdd_of(s)->warm_up
                                ? radius_of_batch(t)
                                : t->radius;
            twin_step(t, sphere ? loss_of_sphere : loss_of_autoencoder, nets,
                      milestone && epoch > milestone ? rate / 10 : rate, decay);
            losses[epoch - 1] += t->loss / (double)steps;
            t->radius = radius;
        }
    }
    for (int k = 0; k < nets; k++) {
        free(t->m[k]);
        free(t->v[k]);
    }
    row_stream_release(&rows);
}

static void place_centre(struct twin *t, size_t n)
{
    double *phi = naive_forward(&t->net[PHI], t->params[PHI], t->x, n);
    for (size_t k = 0; k < t->outputs; k++) {
        double mean = 0;
        for (size_t i = 0; i < n; i++)
            mean += phi[i * t->outputs + k] / (double)n;
        t->centre[k] = fabs(mean) >= 0.1 ? mean : mean < 0 ? -0.1 : 0.1;
    }
    free(phi);
}

/* Seven positives in batches of three: two steps in an epoch, passes that end inside a batch. */
static void training_step_by_step(void **state)
{
    (void)state;
    static const char *const networks_and_stages[] = {
        "dsvdd.pretrain=off dsvdd.milestone=2 dsvdd.weight_decay=0.05",
        "dsvdd.pretrain=off dsvdd.milestone=0 dsvdd.objective=soft-boundary dsvdd.warm_up=1 dsvdd.nu=0.4",
        "dsvdd.pretrain_weight_decay=0.1 dsvdd.preprocessing=gcn dsvdd.pretrain_milestone=1 model.init=uniform",
        "dsvdd.objective=soft-boundary dsvdd.warm_up=2 dsvdd.nu=0.3 model.kind=mlp model.encoder=6 model.decoder=5",
    };
    const uint64_t seed = 11;
    struct images positive, test;
    draw_images(&positive, 7, 6, 0, 1);
    draw_images(&test, 5, 6, 1, 2);
    for (size_t a = 0; a < sizeof networks_and_stages / sizeof *networks_and_stages; a++) {
        struct settings s;
        struct twin t;
        struct fit_report report;
        double losses[2][3];
        char text[512];
        snprintf(text, sizeof text,
                 "model.encoder=2 model.decoder=2 model.latent=3 dsvdd.batch=3 dsvdd.epochs=3 dsvdd.learning_rate=0.01 "
                 "dsvdd.pretrain_epochs=2 dsvdd.pretrain_learning_rate=0.02 %s",
                 networks_and_stages[a]);
        configure(&s, text);
        void *model = fit_with("dsvdd", &(struct fit_input) { .settings = &s, .positive = &positive, .seed = seed },
                               &report);
        twin_init(&t, &s, &positive, seed);
        int pretrained = dsvdd_of(&s)->pretrain;
        if (pretrained)
            twin_stage(&t, positive.n, seed, 0, losses[0]);
        place_centre(&t, positive.n);
        twin_stage(&t, positive.n, seed, 1, losses[1]);
        assert_int_equal(report.n_losses, (size_t)(pretrained ? 5 : 3));
        for (size_t i = 0; i < report.n_losses; i++) {
            int of_sphere = !pretrained || i > 1;
            assert_string_equal(report.losses[i].stage, of_sphere ? "dsvdd" : "pretrain");
            assert_near(report.losses[i].positive, losses[of_sphere][report.losses[i].epoch - 1], 2e-4);
        }
        assert_true((t.radius > 0) == choice_is(dsvdd_of(&s)->objective, "soft-boundary"));
        double *scores = scores_of("dsvdd", model, &test), *x = seen(&t, &test, 0);
        double *phi = naive_forward(&t.net[PHI], t.params[PHI], x, test.n);
        for (size_t i = 0; i < test.n; i++)
            assert_near(scores[i], distance_to_centre(&t, phi + i * t.outputs) - t.radius * t.radius, 2e-4);
        free(phi);
        free(x);
        free(scores);
        twin_release(&t);
        fit_report_release(&report);
        detector_named("dsvdd")->free(model);
    }
    images_release(&positive);
    images_release(&test);
}

static const float *entry(const struct archive *a, const char *name, size_t n)
{
    const struct archive_entry *found = archive_get(a, name, ARCHIVE_F32, NULL);
    assert_non_null(found);
    assert_int_equal(found->count, n);
    return found->data;
}

enum { COUNT = 4, OUTPUTS = 32 }; /* images, numbers of the authors' network */

/* The mean output of the network as it starts, no number of it nearer to 0 than 0.1. */
static void assert_centre(const struct network *phi, const double *params, const double *images, const float *centre)
{
    double *out = naive_forward_in(phi, params, images, COUNT, 0); /* running 0 and 1 */
    for (int k = 0; k < OUTPUTS; k++) {
        double mean = 0;
        for (int i = 0; i < COUNT; i++)
            mean += out[i * OUTPUTS + k] / COUNT;
        assert_near((double)centre[k], fabs(mean) >= 0.1 ? mean : mean < 0 ? -0.1 : 0.1, 1e-5);
    }
    free(out);
}

/* Of the first normalisation, after two steps. */
static void assert_running(const double *params, const double *images, const float *running)
{
    struct network first;
    network_init(&first, (struct shape) { 28, 28, 1 });
    network_conv(&first, 8, 5, 1, ACTIVATION_IDENTITY, 0, NULL);
    network_drop_biases(&first);
    double *y = naive_forward(&first, params, images, COUNT);
    for (size_t k = 0; k < 8; k++) {
        double mean = 0, squares = 0, rows = COUNT * 784;
        for (size_t i = 0; i < COUNT * 784; i++)
            mean += y[i * 8 + k] / rows;
        for (size_t i = 0; i < COUNT * 784; i++)
            squares += pow(y[i * 8 + k] - mean, 2);
        assert_near((double)running[k], 0.19 * mean, 1e-6);
        assert_near((double)running[8 + k], 0.81 + 0.19 * squares / (rows - 1), 1e-6);
    }
    free(y);
}

/* The authors' network with steps that move no weight: the centre comes from scoring mode with
 * running statistics at their start, training moves them by a tenth of the batch's per step (all
 * images in each batch), and scores are of scoring mode again. */
static void running_statistics_of_a_fit(void **state)
{
    char *path = path_join(*state, "lenet.lisae", NULL);
    struct images im;
    struct settings s;
    struct fit_report report;
    struct archive a;
    struct network phi, decoder;
    draw_images(&im, COUNT, 28, 0, 1);
    configure(&s, "dsvdd.network=lenet dsvdd.pretrain=off dsvdd.epochs=2 dsvdd.learning_rate=1e-8 dsvdd.batch=4");
    void *model = fit_with("dsvdd", &(struct fit_input) { .settings = &s, .positive = &im, .seed = 5 }, &report);
    save_model("dsvdd", model, path, &a);
    assert_int_equal(dsvdd_networks_init(&phi, &decoder, &s, (struct shape) { 28, 28, 1 }, NULL), 0);
    dsvdd_networks_initialise(&phi, &decoder, &s, &im, 5);
    const float *params = entry(&a, "phi", phi.n_params), *running = entry(&a, "phi/running", phi.n_running);
    const float *centre = entry(&a, "centre", OUTPUTS);
    for (size_t i = 0; i < phi.n_params; i++)
        assert_near((double)params[i], (double)phi.params[i], 1e-7);
    float *x = mem_alloc(COUNT * 784, sizeof *x);
    batch_floats(&im, NULL, 0, COUNT, x);
    double *p = doubles(params, phi.n_params), *images = doubles(x, COUNT * 784);
    assert_centre(&phi, p, images, centre);
    assert_running(p, images, running);

    memcpy(phi.running, running, phi.n_running * sizeof *running);
    double *out = naive_forward_in(&phi, p, images, COUNT, 0), *scores = scores_of("dsvdd", model, &im);
    for (int i = 0; i < COUNT; i++) {
        double distance = 0;
        for (int k = 0; k < OUTPUTS; k++)
            distance += pow(out[i * OUTPUTS + k] - (double)centre[k], 2);
        assert_near(scores[i], distance, 1e-5 * distance);
    }
    free(out);
    free(scores);
    free(x);
    free(p);
    free(images);
    network_release(&phi);
    network_release(&decoder);
    archive_release(&a);
    fit_report_release(&report);
    detector_named("dsvdd")->free(model);
    images_release(&im);
    free(path);
}

static void collapse_is_seen(void **state)
{
    (void)state;
    static const struct {
        const char *settings;
        int collapses;
    } table[] = {
        { "dsvdd.epochs=30", 0 },
        { "dsvdd.epochs=1 dsvdd.pretrain=off", 0 },
        { "dsvdd.epochs=30 dsvdd.weight_decay=1", 1 },
        { "dsvdd.epochs=40 dsvdd.weight_decay=0.3 dsvdd.pretrain=off dsvdd.objective=soft-boundary", 1 },
    };
    struct images positive, black;
    draw_images(&positive, 200, 8, 0, 1);
    images_new(&black, 20, 8, 8, 1);
    memset(black.pixels, 0, 20 * 64);
    for (size_t a = 0; a < sizeof table / sizeof *table; a++) {
        struct settings s;
        struct fit_report report;
        char text[512];
        snprintf(text, sizeof text,
                 "model.encoder=8_8 model.decoder=8_8 model.latent=8 dsvdd.pretrain_epochs=15 dsvdd.batch=20 "
                 "dsvdd.milestone=0 dsvdd.pretrain_milestone=0 "
                 "dsvdd.learning_rate=0.01 dsvdd.pretrain_learning_rate=0.001 %s",
                 table[a].settings);
        configure(&s, text);
        struct fit_input in = { .settings = &s, .positive = &positive, .seed = 1 };
        detector_named("dsvdd")->free(fit_with("dsvdd", &in, &report));
        if (starts_with(report.note, "collapsed: ") != table[a].collapses || report.stuck != table[a].collapses)
            fail_msg("%s: '%s'", table[a].settings, report.note);
        fit_report_release(&report);
        /* without biases black images are mapped to 0, in any order of their pixels */
        in.positive = &black;
        detector_named("dsvdd")->free(fit_with("dsvdd", &in, &report));
        assert_true(starts_with(
            report.note,
            "collapsed: shuffling the positives' pixels moves their outputs by 0, less than 0.5 of their spread of 0"));
        fit_report_release(&report);
    }
    images_release(&positive);
    images_release(&black);
}

static void diverging_is_an_error(void **state)
{
    (void)state;
    struct images positive;
    struct settings s;
    struct fit_report report = { 0 };
    struct error e = { .text = "" };
    draw_images(&positive, 20, 8, 0, 1);
    configure(&s, "model.encoder=8_8 model.decoder=8_8 dsvdd.pretrain=off dsvdd.milestone=0 dsvdd.batch=1");
    KEYS(&s, dsvdd)->learning_rate = 1e18; /* far beyond the key's range */
    assert_null(detector_named("dsvdd")->fit(detector_named("dsvdd"),
                                             &(struct fit_input) { .settings = &s, .positive = &positive, .seed = 1 },
                                             &report, &e));
    assert_non_null(strstr(e.text, "dsvdd: dsvdd diverged: the loss of epoch "));
    fit_report_release(&report);
    images_release(&positive);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(training_step_by_step),
    cmocka_unit_test(running_statistics_of_a_fit),
    cmocka_unit_test(collapse_is_seen),
    cmocka_unit_test(diverging_is_an_error),
};

TEST_MAIN(tests, make_folder, remove_folder)
