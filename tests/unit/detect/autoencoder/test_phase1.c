/* Phase 1: what it is for, when it starts anew; both phases step by step against the same training in double
 * precision, with gradients by differences: batches, losses, Adam, learning rates, what is frozen. */
#include "support/fitting.h"

#include "detect/autoencoder/autoencoder.h"
#include "support/naive_network.h"
#include "support/suite.h"

static const char *const small = SMALL_AUTOENCODER "shape.learning_rate=0.01";

static void phase_1_learns(void **state)
{
    (void)state;
    struct images positive;
    struct settings s;
    struct fit_report report;
    struct reports reports = { 0 };
    draw_images(&positive, 64, 8, 0, 1);
    configure(&s, small);
    KEYS(&s, train)->epochs = 25;
    struct fit_input in = {
        .settings = &s, .positive = &positive, .seed = 1, .progress = &(struct progress) { count_reports, &reports }
    };
    void *model = fit_with("phase1", &in, &report);
    assert_string_equal(report.note, "");
    assert_int_equal(report.n_losses, 26);
    double first = report.losses[1].positive, last = report.losses[25].positive, of_mean = report.losses[0].positive;
    /* the ramps differ by more than the noise, .02 sqrt(64) = .16, which no code can hold */
    assert_true(last < 0.6 * of_mean && last < first && last > 0.1);
    double *scores = scores_of("phase1", model, &positive);
    assert_near(mean_of(scores, positive.n), last, 0.1 * last);
    assert_int_equal(reports.n, 25);
    assert_true(reports.last == 25 && reports.total == 25);
    assert_string_equal(reports.stage, "phase 1");
    free(scores);
    fit_report_release(&report);
    /* reports change nothing, and neither do negatives that LinSep does not ask for */
    struct images negative;
    draw_images(&negative, 20, 8, 1, 2);
    in.progress = NULL;
    in.negative = &negative;
    struct autoencoder *same = fit_with("phase1", &in, &report), *ae = model;
    assert_memory_equal(same->latent.params, ae->latent.params, ae->latent.n_params * sizeof(float));
    assert_memory_equal(same->decoder.params, ae->decoder.params, ae->decoder.n_params * sizeof(float));
    fit_report_release(&report);
    autoencoder_free(same);
    autoencoder_free(model);
    images_release(&positive);
    images_release(&negative);
}

/* With hardly any step size every start stays where it is: two are given up after two of
 * eight epochs, the third goes on to the end. */
static void what_cannot_learn_says_so(void **state)
{
    (void)state;
    struct images positive;
    struct settings s;
    struct fit_report report;
    struct reports reports = { 0 };
    char note[256];
    double mean[64] = { 0 }, of_mean = 0;
    draw_images(&positive, 32, 8, 0, 1);
    configure(&s, small);
    KEYS(&s, train)->epochs = 8;
    KEYS(&s, train)->learning_rate = 1e-8;
    struct fit_input in = {
        .settings = &s, .positive = &positive, .seed = 1, .progress = &(struct progress) { count_reports, &reports }
    };
    void *model = fit_with("phase1", &in, &report);
    for (size_t i = 0; i < 32 * 64; i++)
        mean[i % 64] += positive.pixels[i] / (255.0 * 32);
    for (size_t i = 0; i < 32; i++) {
        double sum = 0;
        for (size_t k = 0; k < 64; k++)
            sum += pow(positive.pixels[i * 64 + k] / 255.0 - mean[k], 2);
        of_mean += sqrt(sum) / 32;
    }
    snprintf(note, sizeof note, "phase 1 stayed at the mean image (loss not below 0.95 of its %.4f) in all 3 starts",
             of_mean);
    assert_string_equal(report.note, note);
    assert_true(report.stuck);
    assert_int_equal(reports.n, 2 + 2 + 8);
    assert_int_equal(report.n_losses, 1 + 8); /* the last start's curve */
    assert_near(report.losses[0].positive, of_mean, 1e-6);
    assert_int_equal(report.losses[0].epoch, 0);
    assert_int_equal(report.losses[8].epoch, 8);
    fit_report_release(&report);
    autoencoder_free(model);
    /* longer trainings are judged after a quarter, short ones after two epochs, if they get there */
    static const int epochs[][2] = { { 13, 3 }, { 12, 3 }, { 11, 2 }, { 7, 2 }, { 5, 2 }, { 2, 2 } };
    KEYS(&s, train)->restarts = 1;
    for (size_t i = 0; i < sizeof epochs / sizeof *epochs; i++) {
        KEYS(&s, train)->epochs = epochs[i][0];
        reports.n = 0;
        model = fit_with("phase1", &in, &report);
        assert_int_equal(reports.n, epochs[i][1] + epochs[i][0]);
        fit_report_release(&report);
        autoencoder_free(model);
    }
    KEYS(&s, train)->epochs = 1;
    model = fit_with("phase1", &in, &report);
    assert_string_equal(report.note, "");
    fit_report_release(&report);
    autoencoder_free(model);
    images_release(&positive);
}

/* A single ReLU as the code is dead in most starts. */
static void a_dead_start_is_followed_by_another(void **state)
{
    (void)state;
    struct images positive;
    struct settings s;
    struct fit_report report;
    int restarted = 0, at_once = 0;
    draw_images(&positive, 32, 6, 0, 1);
    for (size_t k = 0; k < 32 * 36; k++) /* every second image is bright */
        positive.pixels[k] = (uint8_t)(positive.pixels[k] / 4 + (k / 36 % 2 ? 150 : 30));
    configure(&s, "model.kind=mlp model.encoder=6 model.decoder=6 model.latent=1 model.code=relu train.batch=2 "
                  "train.learning_rate=0.005 train.epochs=16 train.restarts=20");
    for (uint64_t seed = 0; seed < 8; seed++) {
        struct fit_input in = { .settings = &s, .positive = &positive, .seed = seed };
        struct autoencoder *ae = fit_with("phase1", &in, &report), *direct;
        int start = 1;
        if (*report.note)
            assert_int_equal(sscanf(report.note, "phase 1 left the mean image at start %d", &start), 1);
        restarted += start > 1;
        at_once += start == 1;
        assert_int_equal(report.n_losses, 17);
        assert_true(report.losses[4].positive <= 0.95 * report.losses[0].positive);
        fit_report_release(&report);
        if (start > 1) { /* the start that went well, from the first on */
            char which[16];
            snprintf(which, sizeof which, "%d", start - 1);
            in.seed = rng_seed_for(seed, "restart", which);
            direct = fit_with("phase1", &in, &report);
            assert_string_equal(report.note, "");
            assert_memory_equal(direct->decoder.params, ae->decoder.params, ae->decoder.n_params * sizeof(float));
            fit_report_release(&report);
            autoencoder_free(direct);
        }
        autoencoder_free(ae);
    }
    assert_true(restarted > 0 && at_once > 0);
    images_release(&positive);
}

enum { ENCODER, LATENT, DECODER, HEAD, NETS };

/* The same training in double precision. */
struct twin {
    struct settings s;
    struct autoencoder ae; /* for the shapes; its floats stay at their start */
    const struct network *net[NETS];
    struct network head;
    double *params[NETS], *m[NETS], *v[NETS];
    long step;
    size_t pixels, batch;
    double *x;                             /* the batch: `batch` positives and as many negatives */
    double positive, negative, separation; /* means of the last loss */
};

static void twin_init(struct twin *t, const struct settings *s, const struct images *positive, uint64_t seed)
{
    struct rng r;
    *t = (struct twin) { .s = *s, .pixels = images_size(positive) };
    t->batch = (size_t)train_of(s)->batch;
    t->x = mem_alloc(2 * t->batch * t->pixels, sizeof *t->x);
    assert_int_equal(autoencoder_init(&t->ae, s,
                                      (struct shape) { positive->height, positive->width, positive->channels }, NULL),
                     0);
    autoencoder_initialise(&t->ae, positive, seed);
    /* the head is a dense layer that draws its weights from its own stream */
    network_init(&t->head, choice_is(shape_of(s)->linsep_head, "input") ? t->ae.latent.in : t->ae.latent.out);
    network_dense(&t->head, (struct shape) { 1, 1, 1 }, ACTIVATION_IDENTITY, 0, NULL);
    network_finish(&t->head);
    rng_seed(&r, rng_seed_for(seed, "head", ""));
    network_initialise(&t->head, INIT_HE, &r);
    t->net[ENCODER] = &t->ae.encoder;
    t->net[LATENT] = &t->ae.latent;
    t->net[DECODER] = &t->ae.decoder;
    t->net[HEAD] = &t->head;
    for (int k = 0; k < NETS; k++) {
        t->params[k] = doubles(t->net[k]->params, t->net[k]->n_params);
        t->m[k] = mem_zero(t->net[k]->n_params, sizeof(double));
        t->v[k] = mem_zero(t->net[k]->n_params, sizeof(double));
    }
}

static void twin_release(struct twin *t)
{
    autoencoder_release(&t->ae);
    network_release(&t->head);
    for (int k = 0; k < NETS; k++) {
        free(t->params[k]);
        free(t->m[k]);
        free(t->v[k]);
    }
    free(t->x);
}

static double naive_code(const struct settings *s, double a)
{
    const char *code = choice_is(model_of(s)->kind, "linear") ? "identity" : model_of(s)->code;
    return choice_is(code, "tanh")                ? tanh(a)
           : choice_is(code, "sigmoid")           ? 1 / (1 + exp(-a))
           : choice_is(code, "identity") || a > 0 ? a
           : choice_is(code, "relu")              ? 0
                                                  : model_of(s)->slope * a;
}

/* Encoder, latent layer, code and decoder for all rows; `s` and `a` are kept for the head. */
static double *reconstruct(const struct twin *t, double **s, double **a)
{
    size_t rows = 2 * t->batch, width = (size_t)shape_size(t->ae.latent.out);
    *s = naive_forward(t->net[ENCODER], t->params[ENCODER], t->x, rows);
    *a = naive_forward(t->net[LATENT], t->params[LATENT], *s, rows);
    double *z = mem_alloc(rows * width, sizeof *z);
    for (size_t i = 0; i < rows * width; i++)
        z[i] = naive_code(&t->s, (*a)[i]);
    double *y = naive_forward(t->net[DECODER], t->params[DECODER], z, rows);
    free(z);
    return y;
}

static double error_of(const struct twin *t, const double *y, size_t from)
{
    double sum = 0;
    for (size_t i = from; i < from + t->batch; i++)
        sum += naive_error(t->ae.loss, y + i * t->pixels, t->x + i * t->pixels, t->pixels) / (double)t->batch;
    return sum;
}

static double loss_of_phase_1(void *context)
{
    struct twin *t = context;
    unsigned char label[64] = { 0 };
    double *s, *a, *y = reconstruct(t, &s, &a);
    t->positive = error_of(t, y, 0);
    t->separation = 0;
    if (shape_of(&t->s)->linsep) {
        double *logit = naive_forward(t->net[HEAD], t->params[HEAD],
                                      choice_is(shape_of(&t->s)->linsep_head, "input") ? s : a, 2 * t->batch);
        memset(label, 1, t->batch);
        t->separation = naive_cross_entropy(logit, label, 2 * t->batch);
        free(logit);
    }
    free(s);
    free(a);
    free(y);
    return t->positive + shape_of(&t->s)->linsep_weight * t->separation;
}

/* Equation 1. */
static double loss_of_phase_2(void *context)
{
    struct twin *t = context;
    double *s, *a, *y = reconstruct(t, &s, &a), off = 0;
    t->positive = error_of(t, y, 0);
    t->negative = error_of(t, y, t->batch);
    for (size_t i = t->batch; i < 2 * t->batch; i++)
        off += fabs(shape_of(&t->s)->gamma -
                    naive_error(t->ae.loss, y + i * t->pixels, t->x + i * t->pixels, t->pixels)) /
               (double)t->batch;
    free(s);
    free(a);
    free(y);
    return t->positive + shape_of(&t->s)->beta * off;
}

/* One step of Adam on the networks from..to-1. */
static void twin_step(struct twin *t, double (*loss)(void *), int from, int to, double rate)
{
    double *gradient[NETS];
    t->step++;
    for (int k = from; k < to; k++) {
        gradient[k] = mem_alloc(t->net[k]->n_params, sizeof(double));
        for (size_t i = 0; i < t->net[k]->n_params; i++)
            gradient[k][i] = central_difference(loss, t, &t->params[k][i], 1e-6);
    }
    loss(t);
    for (int k = from; k < to; k++) {
        naive_adam(t->params[k], t->m[k], t->v[k], gradient[k], t->net[k]->n_params, t->step, rate);
        free(gradient[k]);
    }
}

static void assert_same_params(const struct twin *t, int net, const float *found, double tolerance)
{
    for (size_t i = 0; i < t->net[net]->n_params; i++)
        if (!(fabs((double)found[i] - t->params[net][i]) <= tolerance))
            fail_msg("network %d, parameter %zu of %zu: expected %.9g, found %.9g, start %.9g", net, i,
                     t->net[net]->n_params, t->params[net][i], (double)found[i], (double)t->net[net]->params[i]);
}

/* Seven positives in batches of three: two steps of phase 1 and three of phase 2 in an epoch,
 * passes that end inside a batch. */
enum { EPOCHS = 3, STEPS_1 = 2, STEPS_2 = 3 };
static const double rate_1 = 0.01, rate_2 = 0.02;

static void next_batches(struct twin *t, const struct fit_input *in, struct row_stream *p, struct row_stream *n)
{
    next_batch(in->positive, p, t->batch, t->x);
    next_batch(in->negative, n, t->batch, t->x + t->batch * t->pixels);
}

static void twin_phase_1(struct twin *t, const struct fit_input *in, const struct loss_point *curve)
{
    struct row_stream p, n;
    const int cosine = choice_is(train_of(&t->s)->decay, "cosine");
    row_stream_init(&p, in->positive->n, rng_seed_for(in->seed, "positives", ""));
    row_stream_init(&n, in->negative->n, rng_seed_for(in->seed, "negatives", ""));
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
        double positive = 0, separation = 0;
        for (int i = 0; i < STEPS_1; i++) {
            next_batches(t, in, &p, &n);
            twin_step(t, loss_of_phase_1, ENCODER, NETS,
                      cosine ? half_cosine(rate_1, epoch * STEPS_1 + i, EPOCHS * STEPS_1) : rate_1);
            positive += t->positive / STEPS_1;
            separation += t->separation / STEPS_1;
        }
        assert_string_equal(curve[epoch].stage, "phase1");
        assert_int_equal(curve[epoch].epoch, epoch + 1);
        assert_near(curve[epoch].positive, positive, 1e-4);
        assert_true(isnan(curve[epoch].negative));
        if (shape_of(&t->s)->linsep)
            assert_near(curve[epoch].separation, separation, 1e-4);
        else
            assert_true(isnan(curve[epoch].separation));
    }
    row_stream_release(&p);
    row_stream_release(&n);
}

/* From the parameters that phase 1 found, with Adam at its start. */
static void twin_phase_2(struct twin *t, const struct fit_input *in, const struct autoencoder *ae,
                         const struct loss_point *curve)
{
    struct row_stream p, n;
    const float *start[NETS] = { ae->encoder.params, ae->latent.params, ae->decoder.params, t->head.params };
    const int cosine = choice_is(shape_of(&t->s)->decay, "cosine");
    const uint64_t seed = rng_seed_for(in->seed, "phase2", "");
    for (int k = 0; k < NETS; k++)
        for (size_t i = 0; i < t->net[k]->n_params; i++) {
            t->params[k][i] = (double)start[k][i];
            t->m[k][i] = t->v[k][i] = 0;
        }
    t->step = 0;
    row_stream_init(&p, in->positive->n, rng_seed_for(seed, "positives", ""));
    row_stream_init(&n, in->negative->n, rng_seed_for(seed, "negatives", ""));
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
        double positive = 0, negative = 0;
        for (int i = 0; i < STEPS_2; i++) {
            next_batches(t, in, &p, &n);
            twin_step(t, loss_of_phase_2, LATENT, LATENT + 1,
                      cosine ? half_cosine(rate_2, epoch * STEPS_2 + i, EPOCHS * STEPS_2) : rate_2);
            positive += t->positive / STEPS_2;
            negative += t->negative / STEPS_2;
        }
        assert_string_equal(curve[epoch].stage, "phase2");
        assert_int_equal(curve[epoch].epoch, epoch + 1);
        assert_near(curve[epoch].positive, positive, 1e-4);
        assert_near(curve[epoch].negative, negative, 1e-4);
        assert_true(isnan(curve[epoch].separation));
    }
    row_stream_release(&p);
    row_stream_release(&n);
}

/* `path` is a scratch file. */
static void follow_both_phases(struct fit_input *in, const char *path)
{
    struct fit_report report;
    struct archive phase1;
    struct twin t;
    struct autoencoder *ae = fit_with("phase1", in, &report);
    assert_int_equal(report.n_losses, 1 + EPOCHS);
    twin_init(&t, in->settings, in->positive, in->seed);
    twin_phase_1(&t, in, report.losses + 1);
    fit_report_release(&report);
    assert_same_params(&t, ENCODER, ae->encoder.params, 0.005 * rate_1);
    assert_same_params(&t, LATENT, ae->latent.params, 0.005 * rate_1);
    assert_same_params(&t, DECODER, ae->decoder.params, 0.005 * rate_1);
    assert_int_equal(ae->head.n, shape_of(in->settings)->linsep);
    if (ae->head.n)
        assert_same_params(&t, HEAD, ae->head.params, 0.005 * rate_1);

    save_model("phase1", ae, path, &phase1);
    in->first = &phase1;
    struct autoencoder *shaped = fit_with("lis-ae", in, &report);
    assert_int_equal(report.n_losses, EPOCHS);
    assert_memory_equal(shaped->encoder.params, ae->encoder.params, ae->encoder.n_params * sizeof(float));
    assert_memory_equal(shaped->decoder.params, ae->decoder.params, ae->decoder.n_params * sizeof(float));
    twin_phase_2(&t, in, ae, report.losses);
    assert_same_params(&t, LATENT, shaped->latent.params, 0.005 * rate_2);
    fit_report_release(&report);
    archive_release(&phase1);
    twin_release(&t);
    autoencoder_free(ae);
    autoencoder_free(shaped);
}

static void both_phases_step_by_step(void **state)
{
    static const char *const table[] = {
        "model.kind=mlp model.encoder=5 model.decoder=4",
        "model.kind=mlp model.encoder=5 model.decoder=4 model.code=relu model.output=identity model.init=uniform "
        "train.loss=mse shape.gamma=0.05 train.decay=cosine shape.linsep=on shape.linsep_head=input",
        "model.kind=mlp model.encoder=4 model.decoder=4_3 model.code=sigmoid shape.linsep=on shape.linsep_weight=2 "
        "shape.decay=cosine",
        "model.kind=conv model.encoder=3 model.decoder=2 model.output_bias=zero shape.beta=0.3 shape.gamma=1.9 "
        "model.code=leaky-relu",
        "model.kind=conv model.encoder=2_3 model.decoder=3_2 model.kernel=3 model.last_kernel=5 shape.linsep=on "
        "shape.linsep_head=input",
        "model.kind=linear shape.linsep=on train.loss=mse shape.gamma=0.3",
        "model.kind=linear shape.linsep=on shape.linsep_head=input",
    };
    char *path = path_join(*state, "phase1.lisae", NULL);
    struct images positive, negative;
    draw_images(&positive, 7, 4, 0, 1);
    draw_images(&negative, 200, 4, 1, 2); /* more than are encoded at once */
    for (size_t c = 0; c < sizeof table / sizeof *table; c++) {
        struct settings s;
        configure(&s, table[c]);
        KEYS(&s, model)->latent = 2;
        KEYS(&s, train)->epochs = KEYS(&s, shape)->epochs = EPOCHS;
        KEYS(&s, train)->batch = 3;
        KEYS(&s, train)->restarts = 0;
        KEYS(&s, train)->learning_rate = rate_1;
        KEYS(&s, shape)->learning_rate = rate_2;
        struct fit_input in = { .settings = &s, .positive = &positive, .negative = &negative, .seed = 31 };
        follow_both_phases(&in, path);
    }
    images_release(&positive);
    images_release(&negative);
    free(path);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(phase_1_learns),
    cmocka_unit_test(what_cannot_learn_says_so),
    cmocka_unit_test(a_dead_start_is_followed_by_another),
    cmocka_unit_test(both_phases_step_by_step),
};

TEST_MAIN(tests, make_folder, remove_folder)
