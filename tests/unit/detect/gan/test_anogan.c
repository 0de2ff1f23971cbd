/* anogan, anogan-fm: the encoder's training step by step, what both phases are for, scores by the formula, models
 * that are not right. */
#include "support/fitting.h"

#include "detect/gan/gan.h"
#include "support/gans.h"
#include "support/naive_network.h"
#include "support/suite.h"

enum { BATCH = 3, PIXELS = 16, Z = 2 };

/* f-AnoGAN's A, from the networks' parameters in double. */
static double naive_anomaly(const struct gan *g, const struct network *encoder, const double *encoder_params,
                            const double *x, double kappa)
{
    double *generator = doubles(g->generator.params, g->generator.n_params),
           *critic = doubles(g->critic.params, g->critic.n_params);
    double *z = naive_forward(encoder, encoder_params, x, 1), *twin = naive_forward(&g->generator, generator, z, 1);
    double *f = naive_forward(&g->features, critic, x, 1), *f_twin = naive_forward(&g->features, critic, twin, 1);
    double a = naive_error(LOSS_MSE, twin, x, (size_t)shape_size(g->image)) +
               kappa * naive_error(LOSS_MSE, f_twin, f, (size_t)shape_size(g->features.out));
    free(generator);
    free(critic);
    free(z);
    free(twin);
    free(f);
    free(f_twin);
    return a;
}

struct encoder_twin {
    const struct gan *gan;
    const struct network *net;
    struct adam_twin encoder;
    double x[BATCH * PIXELS], kappa;
};

static double encoder_loss(void *context)
{
    const struct encoder_twin *t = context;
    double sum = 0;
    for (int i = 0; i < BATCH; i++)
        sum += naive_anomaly(t->gan, t->net, t->encoder.params, t->x + i * PIXELS, t->kappa);
    return sum / BATCH;
}

/* As the saved file has it. */
static void read_encoder(const struct archive *a, const struct settings *s, struct network *net)
{
    network_init(net, (struct shape) { 4, 4, 1 });
    assert_int_equal(gan_add_convolutions(net, s, NULL), 0);
    assert_int_equal(network_dense(net, (struct shape) { 1, 1, anogan_of(s)->z }, ACTIVATION_TANH, 0, NULL), 0);
    assert_int_equal(network_load(net, "encoder", a, NULL), 0);
}

enum { EPOCHS = 3, STEPS = 2 };

static void twin_train(struct encoder_twin *t, const struct fit_input *in, const struct loss_point *curve)
{
    struct row_stream rows;
    const double rate = anogan_of(in->settings)->encoder_learning_rate;
    row_stream_init(&rows, in->positive->n, rng_seed_for(in->seed, "encoder positives", ""));
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
        double loss = 0;
        for (int i = 0; i < STEPS; i++) {
            next_batch(in->positive, &rows, BATCH, t->x);
            loss += encoder_loss(t) / STEPS;
            adam_twin_step(&t->encoder, encoder_loss, t,
                           rate_at(in->settings, rate, epoch * STEPS + i, EPOCHS * STEPS));
        }
        assert_string_equal(curve[epoch].stage, "encoder");
        assert_int_equal(curve[epoch].epoch, epoch + 1);
        assert_near(curve[epoch].positive, loss, 1e-5);
    }
    row_stream_release(&rows);
}

/* The score is the same quantity, by what the file holds. */
static void compare_scores(const char *name, void *model, const struct gan *g, const struct network *encoder,
                           double kappa)
{
    struct images test;
    draw_images(&test, 5, 4, 1, 2);
    double *scores = scores_of(name, model, &test), *params = doubles(encoder->params, encoder->n_params);
    for (size_t i = 0; i < test.n; i++) {
        double x[PIXELS];
        for (size_t k = 0; k < PIXELS; k++)
            x[k] = test.pixels[i * PIXELS + k] / 255.0;
        assert_near(scores[i], naive_anomaly(g, encoder, params, x, kappa), 1e-6);
    }
    free(scores);
    free(params);
    images_release(&test);
}

static void the_encoder_step_by_step(void **state)
{
    static const struct {
        const char *name, *decay;
        double kappa;
    } table[] = { { "anogan", "none", 0 }, { "anogan-fm", "cosine", 0.7 } };
    struct images positive;
    struct settings s;
    struct archive phase1;
    char *path = path_join(*state, "model.lisae", NULL);
    draw_images(&positive, 7, 4, 0, 1);
    configure(&s, tiny);
    struct fit_input in = { .settings = &s, .positive = &positive, .seed = 31 };
    struct gan *g = open_gan(&in, *state, &phase1);
    in.first = &phase1;
    for (size_t c = 0; c < sizeof table / sizeof *table; c++) {
        struct fit_report report;
        struct archive a;
        struct network start, found;
        struct rng r;
        KEYS(&s, anogan)->decay = table[c].decay;
        void *model = fit_with(table[c].name, &in, &report);
        save_model(table[c].name, model, path, &a);
        read_encoder(&a, &s, &start);
        read_encoder(&a, &s, &found);
        rng_seed(&r, rng_seed_for(in.seed, "encoder weights", ""));
        network_initialise(&start, INIT_HE, &r);
        struct encoder_twin t = {
            .gan = g, .net = &start, .encoder = adam_twin_of(&start, 0.9, 0.999), .kappa = table[c].kappa
        };
        assert_int_equal(report.n_losses, EPOCHS);
        twin_train(&t, &in, report.losses);
        assert_same_params(&t.encoder, &found, 0.005 * anogan_of(&s)->encoder_learning_rate);
        compare_scores(table[c].name, model, g, &found, table[c].kappa);
        adam_twin_release(&t.encoder);
        network_release(&start);
        network_release(&found);
        fit_report_release(&report);
        detector_named(table[c].name)->free(model);
        archive_release(&a);
    }
    detector_named("gan")->free(g);
    archive_release(&phase1);
    images_release(&positive);
    free(path);
}

/* Pixel by pixel, the distance of the generated images' mean and of their spread from the
 * data's. */
static void distance_from_data(const struct gan *g, const struct images *im, double *mean, double *spread)
{
    enum { N = 256 };
    size_t d = images_size(im);
    struct rng r;
    float z[N * 4];
    rng_seed(&r, 99);
    for (size_t i = 0; i < sizeof z / sizeof *z; i++)
        z[i] = (float)rng_normal(&r);
    struct pass *p = pass_create(&g->generator, N, PASS_FORWARD, NULL, NULL);
    pass_begin(p);
    const float *y = pass_forward(p, z);
    *mean = *spread = 0;
    for (size_t k = 0; k < d; k++) {
        double sum[2] = { 0 }, squares[2] = { 0 };
        for (size_t i = 0; i < N; i++) {
            sum[0] += (double)y[i * d + k] / N;
            squares[0] += pow((double)y[i * d + k], 2) / N;
        }
        for (size_t i = 0; i < im->n; i++) {
            sum[1] += im->pixels[i * d + k] / 255.0 / (double)im->n;
            squares[1] += pow(im->pixels[i * d + k] / 255.0, 2) / (double)im->n;
        }
        *mean += fabs(sum[0] - sum[1]) / (double)d;
        *spread += fabs(sqrt(squares[0] - sum[0] * sum[0]) - sqrt(squares[1] - sum[1] * sum[1])) / (double)d;
    }
    pass_free(p);
}

static const char *const small =
    "anogan.z=4 anogan.generator=8_8 anogan.critic=8_16 anogan.batch=32 anogan.learning_rate=0.002 "
    "anogan.critic_steps=3 anogan.encoder_learning_rate=0.005 anogan.encoder_epochs=30";

static void both_phases_learn(void **state)
{
    struct images positive, more, negative;
    struct settings s;
    struct archive phase1;
    double before[2], after[2];
    draw_images(&positive, 256, 8, 0, 1);
    draw_images(&more, 64, 8, 0, 2);
    draw_images(&negative, 64, 8, 1, 3);
    configure(&s, small);
    KEYS(&s, anogan)->epochs = 1;
    KEYS(&s, anogan)->learning_rate = 1e-8;
    struct fit_input in = { .settings = &s, .positive = &positive, .seed = 3 };
    struct gan *g = open_gan(&in, *state, &phase1);
    distance_from_data(g, &positive, &before[0], &before[1]);
    detector_named("gan")->free(g);
    archive_release(&phase1);
    KEYS(&s, anogan)->epochs = 60;
    KEYS(&s, anogan)->learning_rate = 0.002;
    g = open_gan(&in, *state, &phase1);
    distance_from_data(g, &positive, &after[0], &after[1]);
    if (!(after[0] < 0.5 * before[0] && after[1] < 0.85 * before[1]))
        fail_msg("distance of means %g, then %g; of spreads %g, then %g", before[0], after[0], before[1], after[1]);
    in.first = &phase1;
    static const char *const names[] = { "anogan", "anogan-fm" };
    for (int i = 0; i < 2; i++) {
        struct fit_report report;
        void *model = fit_with(names[i], &in, &report);
        assert_int_equal(report.n_losses, 30);
        assert_true(report.losses[29].positive < 0.9 * report.losses[0].positive);
        double *normal = scores_of(names[i], model, &more), *anomalous = scores_of(names[i], model, &negative);
        assert_near(mean_of(normal, more.n), report.losses[29].positive, 0.3 * report.losses[29].positive);
        assert_true(mean_of(anomalous, negative.n) > 3 * mean_of(normal, more.n));
        free(normal);
        free(anomalous);
        fit_report_release(&report);
        detector_named(names[i])->free(model);
    }
    detector_named("gan")->free(g);
    archive_release(&phase1);
    images_release(&positive);
    images_release(&more);
    images_release(&negative);
}

/* Without the features' weight anogan-fm is anogan; what it costs is then the same too. */
static void no_features_no_difference(void **state)
{
    struct images positive;
    struct settings s;
    struct archive phase1, a, b;
    struct fit_report report;
    char *path = path_join(*state, "anogan.lisae", NULL), *other = path_join(*state, "anogan-fm.lisae", NULL);
    draw_images(&positive, 20, 4, 0, 1);
    configure(&s, tiny);
    KEYS(&s, anogan)->kappa = 0;
    struct fit_input in = { .settings = &s, .positive = &positive, .seed = 4 };
    struct gan *g = open_gan(&in, *state, &phase1);
    in.first = &phase1;
    void *plain = fit_with("anogan", &in, &report);
    double last = report.losses[report.n_losses - 1].positive;
    fit_report_release(&report);
    void *fm = fit_with("anogan-fm", &in, &report);
    assert_true(report.losses[report.n_losses - 1].positive == last);
    fit_report_release(&report);
    save_model("anogan", plain, path, &a);
    save_model("anogan-fm", fm, other, &b);
    assert_int_equal(a.size, b.size);
    assert_memory_equal(a.map, b.map, a.size);
    const struct sizes p = { .height = 28, .width = 28, .channels = 1, .n_positive = 100, .n_test = 50 };
    assert_true(detector_named("anogan")->work(detector_named("anogan"), &s, &p) ==
                detector_named("anogan-fm")->work(detector_named("anogan-fm"), &s, &p));
    KEYS(&s, anogan)->kappa = 1;
    assert_true(detector_named("anogan")->work(detector_named("anogan"), &s, &p) <
                detector_named("anogan-fm")->work(detector_named("anogan-fm"), &s, &p));
    detector_named("anogan")->free(plain);
    detector_named("anogan-fm")->free(fm);
    detector_named("gan")->free(g);
    archive_release(&phase1);
    archive_release(&a);
    archive_release(&b);
    images_release(&positive);
    free(path);
    free(other);
}

static void what_diverges_is_an_error(void **state)
{
    struct images positive;
    struct settings s;
    struct archive phase1, broken;
    struct fit_report report = { 0 };
    struct error e = { .text = "" };
    char *path = path_join(*state, "broken.lisae", NULL);
    draw_images(&positive, 7, 4, 0, 1);
    configure(&s, tiny);
    KEYS(&s, anogan)->learning_rate = 1e30; /* more than a spec may have */
    struct fit_input in = { .settings = &s, .positive = &positive, .seed = 4 };
    assert_null(detector_named("gan")->fit(detector_named("gan"), &in, &report, &e));
    assert_non_null(strstr(e.text, "the GAN diverged: the loss of epoch "));
    fit_report_release(&report);
    KEYS(&s, anogan)->learning_rate = 0.01;
    struct gan *g = open_gan(&in, *state, &phase1);
    float *params = mem_alloc(g->generator.n_params, sizeof *params);
    for (size_t i = 0; i < g->generator.n_params; i++)
        params[i] = NAN;
    put_changed(&phase1, path, "generator", ARCHIVE_F32, g->generator.n_params, params);
    assert_int_equal(archive_open(&broken, path, &e), 0);
    in.first = &broken;
    assert_null(detector_named("anogan")->fit(detector_named("anogan"), &in, &report, &e));
    assert_string_equal(e.text, "the encoder diverged: the loss of epoch 1 is not finite");
    fit_report_release(&report);
    free(params);
    detector_named("gan")->free(g);
    archive_release(&phase1);
    archive_release(&broken);
    images_release(&positive);
    free(path);
}

static void damaged_models_are_refused(void **state)
{
    struct images positive, other;
    struct settings s;
    struct archive phase1, a;
    struct fit_report report;
    struct error e = { .text = "" };
    char *path = path_join(*state, "good.lisae", NULL), *bad = path_join(*state, "bad.lisae", NULL);
    draw_images(&positive, 20, 4, 0, 1);
    draw_images(&other, 20, 5, 0, 1);
    configure(&s, tiny);
    struct fit_input in = { .settings = &s, .positive = &positive, .seed = 4 };
    struct gan *g = open_gan(&in, *state, &phase1);
    in.first = &phase1;
    void *model = fit_with("anogan-fm", &in, &report);
    fit_report_release(&report);
    save_model("anogan-fm", model, path, &a);
    static const char *const entries[] = { "settings", "image", "generator", "critic", "encoder", "kappa" };
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        put_changed(&a, bad, entries[i], 0, 0, NULL);
        assert_refused("anogan-fm", bad, entries[i]);
        if (i < 4) {
            put_changed(&phase1, bad, entries[i], 0, 0, NULL);
            assert_refused("gan", bad, entries[i]);
        }
    }
    const float numbers[3] = { 1, 2, 3 };
    for (size_t i = 2; i < 5; i++) {
        char words[64];
        snprintf(words, sizeof words, "parameters in '%s', found 3", entries[i]);
        put_changed(&a, bad, entries[i], ARCHIVE_F32, 3, numbers);
        assert_refused("anogan-fm", bad, words);
    }
    put_changed(&a, bad, "settings", ARCHIVE_TEXT, 0, "[anogan]\ngenerator = 2 2\ncritic = 2\n");
    assert_refused("anogan-fm", bad, "as many entries in 'generator'");
    put_changed(&a, bad, "settings", ARCHIVE_TEXT, 0, "[anogan]\ngenerator = 2\ncritic = 2\nz = 3\n");
    assert_refused("anogan-fm", bad, "parameters in 'generator'");
    const int32_t large[3] = { 8, 4, 1 };
    put_changed(&a, bad, "image", ARCHIVE_I32, 3, large);
    assert_refused("anogan-fm", bad, "parameters in 'generator'");
    static const double kappas[] = { -1, NAN, INFINITY };
    for (size_t i = 0; i < sizeof kappas / sizeof *kappas; i++) {
        put_number(&a, bad, "kappa", kappas[i]);
        assert_refused("anogan-fm", bad, "expected a 'kappa' from 0, found");
    }
    /* a first phase of other images */
    in.positive = &other;
    assert_null(detector_named("anogan")->fit(detector_named("anogan"), &in, &report, &e));
    assert_string_equal(e.text, "expected images of 4x4x1, found 5x5x1");
    detector_named("anogan-fm")->free(model);
    detector_named("gan")->free(g);
    archive_release(&phase1);
    archive_release(&a);
    images_release(&positive);
    images_release(&other);
    free(path);
    free(bad);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_encoder_step_by_step),   cmocka_unit_test(both_phases_learn),
    cmocka_unit_test(no_features_no_difference),  cmocka_unit_test(what_diverges_is_an_error),
    cmocka_unit_test(damaged_models_are_refused),
};

TEST_MAIN(tests, make_folder, remove_folder)
