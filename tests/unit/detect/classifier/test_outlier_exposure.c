/* oe-bce and hsc: the training step by step against the same in double precision, with gradients
 * by differences; what they learn, what reaches them, what is refused. */
#include "detect/classifier/outlier_exposure.h"
#include "support/fitting.h"

#include "detect/classifier/classifier.h"
#include "detect/parts/starts.h"
#include "support/naive_network.h"
#include "support/suite.h"

static const char *const NAMES[] = { "oe-bce", "hsc" };
enum { BCE, HSC, KINDS };

/* The same training in double precision. The chain of layers is put together here, from what the
 * detectors' pages say. */
struct twin {
    int kind;
    struct network net;
    double *params, *m, *v, *x;
    unsigned char label[64]; /* of `batch` positives and as many negatives */
    size_t batch, pixels;
    double part[2]; /* the last loss on positives and negatives */
};

static void build(struct network *net, int kind, const struct settings *s, struct shape image)
{
    static const struct {
        const char *word;
        enum activation f;
    } codes[] = { { "tanh", ACTIVATION_TANH },
                  { "sigmoid", ACTIVATION_SIGMOID },
                  { "relu", ACTIVATION_LEAKY_RELU },
                  { "leaky-relu", ACTIVATION_LEAKY_RELU },
                  { "identity", ACTIVATION_IDENTITY } };
    float slope = (float)model_of(s)->slope;
    enum activation code = ACTIVATION_IDENTITY;
    network_init(net, image);
    for (int i = 0; i < model_of(s)->encoder.n && !choice_is(model_of(s)->kind, "linear"); i++) {
        int width = model_of(s)->encoder.of[i];
        if (choice_is(model_of(s)->kind, "conv"))
            network_conv(net, width, model_of(s)->kernel, 2, ACTIVATION_LEAKY_RELU, slope, NULL);
        else
            network_dense(net, (struct shape) { 1, 1, width }, ACTIVATION_LEAKY_RELU, slope, NULL);
    }
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (kind == BCE && choice_is(model_of(s)->code, codes[i].word) && !choice_is(model_of(s)->kind, "linear"))
            code = codes[i].f;
    network_dense(net, (struct shape) { 1, 1, model_of(s)->latent }, code,
                  choice_is(model_of(s)->code, "relu") ? 0 : slope, NULL);
    if (kind == BCE)
        network_dense(net, (struct shape) { 1, 1, 1 }, ACTIVATION_IDENTITY, 0, NULL);
    network_finish(net);
}

static void twin_init(struct twin *t, int kind, const struct settings *s, const struct images *im, uint64_t seed)
{
    struct rng r;
    *t = (struct twin) { .kind = kind, .batch = (size_t)train_of(s)->batch, .pixels = images_size(im) };
    build(&t->net, kind, s, (struct shape) { im->height, im->width, im->channels });
    rng_seed(&r, rng_seed_for(seed, "weights", ""));
    network_initialise(&t->net, choice_is(model_of(s)->init, "he") ? INIT_HE : INIT_UNIFORM, &r);
    t->params = doubles(t->net.params, t->net.n_params);
    t->m = mem_zero(t->net.n_params, sizeof *t->m);
    t->v = mem_zero(t->net.n_params, sizeof *t->v);
    t->x = mem_alloc(2 * t->batch * t->pixels, sizeof *t->x);
    memset(t->label + t->batch, 1, t->batch);
}

static void twin_release(struct twin *t)
{
    network_release(&t->net);
    free(t->params);
    free(t->m);
    free(t->v);
    free(t->x);
}

static double loss_of(void *context)
{
    struct twin *t = context;
    size_t width = (size_t)shape_size(t->net.out);
    double *out = naive_forward(&t->net, t->params, t->x, 2 * t->batch);
    for (size_t k = 0; k < 2; k++) {
        const double *from = out + k * t->batch * width;
        const unsigned char *label = t->label + k * t->batch;
        t->part[k] = t->kind == BCE ? naive_cross_entropy(from, label, t->batch)
                                    : naive_hypersphere(from, label, t->batch, width);
    }
    free(out);
    return (t->part[0] + t->part[1]) / 2;
}

static void twin_step(struct twin *t, long step, double rate)
{
    double *gradient = mem_alloc(t->net.n_params, sizeof *gradient);
    for (size_t i = 0; i < t->net.n_params; i++)
        gradient[i] = central_difference(loss_of, t, &t->params[i], 1e-6);
    loss_of(t);
    naive_adam(t->params, t->m, t->v, gradient, t->net.n_params, step, rate);
    free(gradient);
}

/* Seven positives in batches of three: two steps in an epoch, passes that end inside a batch. */
enum { EPOCHS = 3, STEPS = 2 };
static const double rate = 0.01;

static void twin_train(struct twin *t, const struct fit_input *in, int cosine, const struct loss_point *curve)
{
    struct row_stream p, n;
    row_stream_init(&p, in->positive->n, rng_seed_for(in->seed, "positives", ""));
    row_stream_init(&n, in->negative->n, rng_seed_for(in->seed, "negatives", ""));
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
        double mean[2] = { 0, 0 };
        for (int i = 0; i < STEPS; i++) {
            long step = epoch * STEPS + i;
            next_batch(in->positive, &p, t->batch, t->x);
            next_batch(in->negative, &n, t->batch, t->x + t->batch * t->pixels);
            twin_step(t, step + 1, cosine ? half_cosine(rate, step, EPOCHS * STEPS) : rate);
            mean[0] += t->part[0] / STEPS;
            mean[1] += t->part[1] / STEPS;
        }
        assert_string_equal(curve[epoch].stage, "exposure");
        assert_int_equal(curve[epoch].epoch, epoch + 1);
        assert_near(curve[epoch].positive, mean[0], 1e-4);
        assert_near(curve[epoch].negative, mean[1], 1e-4);
        assert_true(isnan(curve[epoch].separation));
    }
    row_stream_release(&p);
    row_stream_release(&n);
}

static void step_by_step(void **state)
{
    static const char *const table[] = {
        "model.kind=mlp model.encoder=5 oe-bce.decay=none hsc.decay=none",
        "model.kind=mlp model.encoder=5_4 model.code=relu model.init=uniform",
        "model.kind=mlp model.encoder=4 model.code=sigmoid",
        "model.kind=conv model.encoder=3 model.code=leaky-relu model.slope=0.1",
        "model.kind=conv model.encoder=2_3 model.decoder=5 model.kernel=3",
        "model.kind=linear",
        "model.kind=mlp model.encoder=3 model.code=identity",
    };
    struct images positive, negative;
    (void)state;
    draw_images(&positive, 7, 4, 0, 1);
    draw_images(&negative, 11, 4, 1, 2);
    for (size_t c = 0; c < KINDS * sizeof table / sizeof *table; c++) {
        struct settings s;
        struct fit_report report;
        struct twin t;
        int kind = c % KINDS;
        configure(&s, table[c / KINDS]);
        KEYS(&s, model)->latent = 2;
        KEYS(&s, train)->batch = 3;
        KEYS(&s, train)->restarts = 0;
        set_number(&s, NAMES[kind], "epochs", EPOCHS);
        set_number(&s, NAMES[kind], "learning_rate", rate);
        const struct schedule *schedule = settings_of(&s, detector_named(NAMES[kind])->section);
        struct fit_input in = { .settings = &s, .positive = &positive, .negative = &negative, .seed = 31 };
        struct classifier *model = fit_with(NAMES[kind], &in, &report);
        assert_int_equal(report.n_losses, EPOCHS);
        twin_init(&t, kind, &s, &positive, in.seed);
        twin_train(&t, &in, choice_is(schedule->decay, "cosine"), report.losses);
        assert_int_equal(model->net.n_params, t.net.n_params);
        for (size_t i = 0; i < t.net.n_params; i++)
            assert_near((double)model->net.params[i], t.params[i], 0.005 * rate);
        fit_report_release(&report);
        twin_release(&t);
        detector_named(NAMES[kind])->free(model);
    }
    images_release(&positive);
    images_release(&negative);
}

/* Images of the two sorts that were not trained on are told apart, every one, and by a linear
 * network where a line between them is enough. */
static void sorts_are_separated(void **state)
{
    static const char *const networks[] = {
        "model.kind=conv model.encoder=4_6 model.latent=4",
        "model.kind=mlp model.encoder=12 model.latent=4",
        "model.kind=linear model.latent=2",
    };
    (void)state;
    for (size_t c = 0; c < KINDS * sizeof networks / sizeof *networks; c++) {
        struct images im[4]; /* positives and negatives to learn, others to judge */
        struct settings s;
        struct fit_report report;
        int kind = c % KINDS, linear = c / KINDS == 2;
        for (int k = 0; k < 4; k++) {
            draw_images(&im[k], 64, 8, linear ? 0 : k % 2, (uint64_t)k);
            /* a step up from the upper to the lower half, or a step down */
            for (size_t i = 0; linear && i < 64 * 64; i++)
                im[k].pixels[i] = (uint8_t)(im[k].pixels[i] / 4 + (i % 64 / 32 == (size_t)k % 2 ? 60 : 0));
        }
        configure(&s, networks[c / KINDS]);
        KEYS(&s, train)->batch = 16;
        set_number(&s, NAMES[kind], "epochs", 40);
        set_number(&s, NAMES[kind], "learning_rate", 0.01);
        struct fit_input in = { .settings = &s, .positive = &im[0], .negative = &im[1], .seed = 4 };
        void *model = fit_with(NAMES[kind], &in, &report);
        assert_string_equal(report.note, "");
        assert_true(report.losses[39].positive + report.losses[39].negative < 0.4);
        double *low = scores_of(NAMES[kind], model, &im[2]), *high = scores_of(NAMES[kind], model, &im[3]);
        double most = low[0], least = high[0];
        for (size_t i = 1; i < 64; i++) {
            most = fmax(most, low[i]);
            least = fmin(least, high[i]);
        }
        assert_true(most < least);
        if (kind == BCE)
            assert_true(most < 0 && least > 0);
        free(low);
        free(high);
        fit_report_release(&report);
        detector_named(NAMES[kind])->free(model);
        for (int k = 0; k < 4; k++)
            images_release(&im[k]);
    }
}

static void assert_same(int kind, const struct fit_input *in, const struct settings *other, int same)
{
    struct fit_report report;
    struct fit_input changed = *in;
    changed.settings = other;
    struct classifier *a = fit_with(NAMES[kind], in, &report);
    fit_report_release(&report);
    struct classifier *b = fit_with(NAMES[kind], &changed, &report);
    fit_report_release(&report);
    assert_int_equal(a->net.n_params, b->net.n_params);
    assert_int_equal(memcmp(a->net.params, b->net.params, a->net.n_params * sizeof(float)) == 0, same);
    detector_named(NAMES[kind])->free(a);
    detector_named(NAMES[kind])->free(b);
}

/* Negatives that are their own mirror images stay what they are when mirrored, so that a run with
 * flips shows that nothing else is changed, the positives least. */
static void augmentation_is_for_negatives(void **state)
{
    struct images positive, negative;
    struct settings s, other;
    (void)state;
    draw_images(&positive, 30, 8, 0, 1);
    draw_images(&negative, 25, 8, 1, 2);
    for (size_t i = 0; i < negative.n * 64; i++)
        if (i % 8 > 3)
            negative.pixels[i] = negative.pixels[i / 8 * 8 + 7 - i % 8];
    configure(&s, "model.encoder=4_4 model.latent=3 train.batch=8 oe-bce.epochs=3 hsc.epochs=3");
    struct fit_input in = { .settings = &s, .positive = &positive, .negative = &negative, .seed = 3 };
    for (int kind = 0; kind < KINDS; kind++) {
        other = s;
        settings_set(&other, setting_named("augment", "flip_x"), "on", NULL);
        assert_same(kind, &in, &other, 1);
        settings_set(&other, setting_named("augment", "flip_y"), "on", NULL);
        assert_same(kind, &in, &other, 0);
        other = s;
        set_number(&other, "augment", "blur", 1);
        assert_same(kind, &in, &other, 0);
        /* the decoder is no part of them, the code's activation of oe-bce alone */
        other = s;
        KEYS(&other, model)->decoder = (struct int_list) { 3, { 7, 7, 7 } };
        KEYS(&other, model)->last_kernel = 4;
        assert_same(kind, &in, &other, 1);
        settings_set(&other, setting_named("model", "code"), "sigmoid", NULL);
        assert_same(kind, &in, &other, kind == HSC);
    }
    images_release(&positive);
    images_release(&negative);
}

/* Of two starts that are given up after `judged` epochs and a third. */
struct judged_reports {
    int n, total, judged;
};

static void count_judged(void *context, const char *stage, int done, int total, double loss)
{
    struct judged_reports *r = context;
    r->n++;
    r->total = total;
    assert_string_equal(stage, "exposure");
    assert_int_equal(done, r->n <= 2 * r->judged ? (r->n - 1) % r->judged + 1 : r->n - 2 * r->judged);
    assert_true(loss > 0);
}

/* The same images on both sides cannot be told apart; a step as long as can be set leaves all
 * numbers; without negatives there is nothing to learn. */
static void what_cannot_be_learnt(void **state)
{
    struct images positive, none;
    struct settings s;
    struct fit_report report;
    (void)state;
    draw_images(&positive, 32, 6, 0, 1);
    images_new(&none, 0, 6, 6, 1);
    for (int kind = 0; kind < KINDS; kind++) {
        struct error e = { .text = "" };
        struct judged_reports judged_reports = { .judged = 15 };
        char start[64];
        const struct progress progress = { count_judged, &judged_reports };
        configure(&s, "model.kind=mlp model.encoder=6 model.latent=2 train.batch=32 oe-bce.epochs=60 hsc.epochs=60");
        struct fit_input in = {
            .settings = &s, .positive = &positive, .negative = &positive, .seed = 3, .progress = &progress
        };
        detector_named(NAMES[kind])->free(fit_with(NAMES[kind], &in, &report));
        assert_string_equal(report.note,
                            "does not tell negatives from positives (loss not below 0.95 of a constant score's 0.6931) "
                            "in any of 3 starts");
        assert_true(report.stuck);
        if (kind == HSC) /* which has the same bound */
            assert_true(report.losses[59].positive + report.losses[59].negative > 2 * log(2));
        assert_int_equal(report.n_losses, 60); /* the last start's curve */
        assert_true(judged_reports.n == 15 + 15 + 60 && judged_reports.total == 60);
        fit_report_release(&report);
        in.progress = NULL;

        const struct images *const missing[] = { NULL, &none };
        for (int k = 0; k < 2; k++) {
            char expected[96];
            in.negative = missing[k];
            assert_null(detector_named(NAMES[kind])->fit(detector_named(NAMES[kind]), &in, &report, &e));
            snprintf(expected, sizeof expected, "%s needs negative images: set 'negative' in [data]", NAMES[kind]);
            assert_string_equal(e.text, expected);
        }
        configure(&s,
                  "model.kind=mlp model.encoder=256_256_256_256_256_256_256_256 model.latent=256 model.code=identity "
                  "train.batch=2 oe-bce.learning_rate=1 hsc.learning_rate=1 oe-bce.decay=none hsc.decay=none");
        in.negative = &positive;
        report = (struct fit_report) { 0 };
        assert_null(detector_named(NAMES[kind])->fit(detector_named(NAMES[kind]), &in, &report, &e));
        snprintf(start, sizeof start, "%s diverged: the loss of epoch ", NAMES[kind]);
        assert_memory_equal(e.text, start, strlen(start));
        fit_report_release(&report);
    }
    images_release(&positive);
    images_release(&none);
}

/* A network of a few ReLUs is dead in some starts: all images have one score then. */
static void a_dead_start_is_followed_by_another(void **state)
{
    struct images positive, negative;
    struct settings s;
    struct fit_report report;
    (void)state;
    draw_images(&positive, 32, 6, 0, 1);
    draw_images(&negative, 32, 6, 1, 2);
    configure(&s, "model.kind=mlp model.encoder=2_2 model.latent=2 model.slope=0 train.batch=8 train.restarts=20 "
                  "oe-bce.epochs=40 hsc.epochs=40 oe-bce.learning_rate=0.02 hsc.learning_rate=0.02");
    for (int kind = 0; kind < KINDS; kind++) {
        int restarted = 0, at_once = 0;
        for (uint64_t seed = 0; seed < 8; seed++) {
            struct fit_input in = { .settings = &s, .positive = &positive, .negative = &negative, .seed = seed };
            struct classifier *model = fit_with(NAMES[kind], &in, &report), *direct;
            int start = 1;
            if (*report.note)
                assert_int_equal(sscanf(report.note, "left the constant score at start %d", &start), 1);
            restarted += start > 1;
            at_once += start == 1;
            assert_int_equal(report.n_losses, 40);
            assert_true(report.losses[9].positive + report.losses[9].negative <= 2 * 0.95 * log(2));
            fit_report_release(&report);
            if (start > 1) { /* the start that went well, from the first on */
                in.seed = start_seed(seed, start - 1);
                direct = fit_with(NAMES[kind], &in, &report);
                assert_string_equal(report.note, "");
                assert_memory_equal(direct->net.params, model->net.params, model->net.n_params * sizeof(float));
                fit_report_release(&report);
                detector_named(NAMES[kind])->free(direct);
            }
            detector_named(NAMES[kind])->free(model);
        }
        assert_true(restarted > 0 && at_once > 0);
    }
    images_release(&positive);
    images_release(&negative);
}

/* Fewer positives than a batch holds, and fewer negatives than positives. */
static void few_images(void **state)
{
    struct images positive, negative;
    struct settings s;
    struct fit_report report;
    (void)state;
    draw_images(&positive, 5, 6, 0, 1);
    draw_images(&negative, 1, 6, 1, 2);
    configure(&s, "model.kind=mlp model.encoder=6 model.latent=2 oe-bce.epochs=3 hsc.epochs=3");
    struct fit_input in = { .settings = &s, .positive = &positive, .negative = &negative, .seed = 3 };
    for (int kind = 0; kind < KINDS; kind++) {
        detector_named(NAMES[kind])->free(fit_with(NAMES[kind], &in, &report));
        assert_int_equal(report.n_losses, 3);
        fit_report_release(&report);
    }
    images_release(&positive);
    images_release(&negative);
}

static void checks_and_estimates(void **state)
{
    (void)state;
    for (int kind = 0; kind < KINDS; kind++) {
        const struct detector *d = detector_named(NAMES[kind]);
        struct settings s;
        struct error e = { .text = "" };
        const struct sizes small = { 7, 7, 1, 10, 10, 10, 0, 0 }, p = { 8, 8, 1, 100, 7, 30, 0, 0 };
        configure(&s, "model.encoder=8_8_8");
        assert_int_equal(d->check(d, &s, &small, &e), -1);
        assert_string_equal(e.text, "layer 3: an input of 1x1x8 is too small for a kernel of 4 with stride 2");
        assert_int_equal(d->check(d, &s, &p, &e), 0); /* its decoder is another matter */
        configure(&s, "model.kind=mlp model.encoder=20 model.latent=5 oe-bce.epochs=3 hsc.epochs=3");
        double forward = 2 * (64.0 * 20 + 20 * 5 + (kind == BCE ? 5 : 0));
        assert_near(d->work(d, &s, &p), forward * (3 * 2 * 100 * 3 + 30), 0);
    }
}

static void damaged_models_are_refused(void **state)
{
    static const char *const entries[] = { "settings", "image", "network" };
    char *path = path_join(*state, "good.lisae", NULL), *bad = path_join(*state, "bad.lisae", NULL);
    struct images positive, negative;
    struct settings s;
    struct fit_report report;
    draw_images(&positive, 16, 8, 0, 1);
    draw_images(&negative, 16, 8, 1, 1);
    configure(&s, "model.encoder=4_6 model.latent=3 oe-bce.epochs=1 hsc.epochs=1");
    struct fit_input in = { .settings = &s, .positive = &positive, .negative = &negative, .seed = 3 };
    for (int kind = 0; kind < KINDS; kind++) {
        static const int32_t sizes[][3] = { { 16, 8, 1 }, { 8, 8, 3 }, { 0, 8, 1 }, { 8, 8, INT32_MAX }, { 1, 1, 1 } };
        struct archive a;
        struct classifier *model = fit_with(NAMES[kind], &in, &report);
        fit_report_release(&report);
        save_model(NAMES[kind], model, path, &a);
        for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
            put_changed(&a, bad, entries[i], 0, 0, NULL);
            assert_refused(NAMES[kind], bad, entries[i]);
        }
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            put_changed(&a, bad, "image", ARCHIVE_I32, 3, sizes[i]);
            assert_refused(NAMES[kind], bad, "");
        }
        put_changed(&a, bad, "settings", ARCHIVE_TEXT, 0, "[model]\nencoder = 4 6\nlatent = 4\n");
        assert_refused(NAMES[kind], bad, "parameters in 'network'");
        put_changed(&a, bad, "settings", ARCHIVE_TEXT, 0, "[model]\nencoder = 4 6 8 10\n");
        assert_refused(NAMES[kind], bad, "is too small for a kernel of 4");
        put_changed(&a, bad, "network", ARCHIVE_F32, model->net.n_params - 1, model->net.params);
        assert_refused(NAMES[kind], bad, "parameters in 'network'");
        /* the other one's file has another number of parameters */
        put_changed(&a, bad, "nothing", 0, 0, NULL);
        assert_refused(NAMES[1 - kind], bad, "parameters in 'network'");
        archive_release(&a);
        detector_named(NAMES[kind])->free(model);
    }
    images_release(&positive);
    images_release(&negative);
    free(path);
    free(bad);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(step_by_step),
    cmocka_unit_test(sorts_are_separated),
    cmocka_unit_test(augmentation_is_for_negatives),
    cmocka_unit_test(what_cannot_be_learnt),
    cmocka_unit_test(a_dead_start_is_followed_by_another),
    cmocka_unit_test(few_images),
    cmocka_unit_test(checks_and_estimates),
    cmocka_unit_test(damaged_models_are_refused),
};

TEST_MAIN(tests, make_folder, remove_folder)
