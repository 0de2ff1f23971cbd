/* Detectors that are trained: linear-ae, phase1, ae, lis-ae. Both phases step by step against
 * the same training in double precision with gradients by differences; then what the phases
 * are for. */
#include "fitting.h"

#include <math.h>

#include "detect/autoencoder.h"
#include "naive_network.h"

enum { ENCODER, LATENT, DECODER, HEAD, NETS };

/* Positives are mixtures of a ramp from left to right and one from top to bottom; negatives
 * are stripes with a bright spot. */
static void draw_images(struct images *im, size_t n, int side, int negative, uint64_t seed)
{
    struct rng r;
    rng_seed(&r, seed);
    images_new(im, n, side, side, 1);
    for (size_t i = 0; i < n; i++) {
        double a = rng_uniform(&r), b = rng_uniform(&r);
        int spot = (int)rng_below(&r, (uint64_t)(side * side));
        for (int k = 0; k < side * side; k++) {
            double x = k % side / (double)(side - 1), y = (double)(k / side) / (side - 1);
            double ramps = 0.2 + 0.3 * (a * x + b * y) + 0.02 * rng_normal(&r);
            double stripes = 0.2 + (0.15 + 0.3 * a) * (k / side % 4 < 2) + (k == spot ? 0.2 : 0);
            im->pixels[i * (size_t)(side * side) + (size_t)k] = (uint8_t)(255 * fmin(fmax(negative ? stripes : ramps, 0), 1));
        }
    }
}

/* The same training in double precision. */
struct twin {
    struct settings s;
    struct autoencoder ae;     /* for the shapes; its floats stay at their start */
    const struct network *net[NETS];
    struct network head;
    double *params[NETS], *m[NETS], *v[NETS];
    long step;
    size_t pixels, batch;
    double *x;                 /* the batch: `batch` positives and as many negatives */
    double positive, negative, separation; /* means of the last loss */
};

static void twin_init(struct twin *t, const struct settings *s, const struct images *positive, uint64_t seed)
{
    struct rng r;
    *t = (struct twin) { .s = *s, .pixels = images_size(positive) };
    t->batch = (size_t)s->train.batch;
    t->x = mem_alloc(2 * t->batch * t->pixels, sizeof *t->x);
    assert_int_equal(autoencoder_init(&t->ae, s, (struct shape) { positive->height, positive->width, positive->channels }, NULL), 0);
    autoencoder_initialise(&t->ae, positive, seed);
    /* the head is a dense layer that draws its weights from its own stream */
    network_init(&t->head, choice_is(s->shape.linsep_head, "input") ? t->ae.latent.in : t->ae.latent.out);
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

static void take_batch(struct twin *t, const struct images *im, struct row_stream *rows, size_t at)
{
    for (size_t i = 0; i < t->batch; i++) {
        int row;
        row_stream_next(rows, 1, &row);
        for (size_t k = 0; k < t->pixels; k++)
            t->x[(at + i) * t->pixels + k] = im->pixels[(size_t)row * t->pixels + k] / 255.0;
    }
}

static double naive_code(const struct settings *s, double a)
{
    const char *code = choice_is(s->model.kind, "linear") ? "identity" : s->model.code;
    return choice_is(code, "tanh") ? tanh(a) : choice_is(code, "sigmoid") ? 1 / (1 + exp(-a))
         : choice_is(code, "identity") || a > 0 ? a
         : choice_is(code, "relu") ? 0 : s->model.slope * a;
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
    if (choice_is(t->s.shape.linsep, "on")) {
        double *logit = naive_forward(t->net[HEAD], t->params[HEAD], choice_is(t->s.shape.linsep_head, "input") ? s : a, 2 * t->batch);
        memset(label, 1, t->batch);
        t->separation = naive_cross_entropy(logit, label, 2 * t->batch);
        free(logit);
    }
    free(s);
    free(a);
    free(y);
    return t->positive + t->s.shape.linsep_weight * t->separation;
}

/* Equation 1. */
static double loss_of_phase_2(void *context)
{
    struct twin *t = context;
    double *s, *a, *y = reconstruct(t, &s, &a), off = 0;
    t->positive = error_of(t, y, 0);
    t->negative = error_of(t, y, t->batch);
    for (size_t i = t->batch; i < 2 * t->batch; i++)
        off += fabs(t->s.shape.gamma - naive_error(t->ae.loss, y + i * t->pixels, t->x + i * t->pixels, t->pixels)) / (double)t->batch;
    free(s);
    free(a);
    free(y);
    return t->positive + t->s.shape.beta * off;
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
        for (size_t i = 0; i < t->net[k]->n_params; i++) {
            double g = gradient[k][i], *m = &t->m[k][i], *v = &t->v[k][i];
            *m = 0.9 * *m + 0.1 * g;
            *v = 0.999 * *v + 0.001 * g * g;
            t->params[k][i] -= rate * *m / (1 - pow(0.9, (double)t->step)) / (sqrt(*v / (1 - pow(0.999, (double)t->step))) + 1e-8);
        }
        free(gradient[k]);
    }
}

static void assert_same_params(const struct twin *t, int net, const float *found, double tolerance)
{
    for (size_t i = 0; i < t->net[net]->n_params; i++)
        if (!(fabs((double)found[i] - t->params[net][i]) <= tolerance))
            fail_msg("network %d, parameter %zu of %zu: expected %.9g, found %.9g, start %.9g", net, i, t->net[net]->n_params,
                     t->params[net][i], (double)found[i], (double)t->net[net]->params[i]);
}

static double half_cosine(double rate, long step, long steps)
{
    return rate * (0.505 + 0.495 * cos(acos(-1) * (double)step / (double)(steps - 1)));
}

/* Seven positives in batches of three: two steps of phase 1 and three of phase 2 in an epoch,
 * passes that end inside a batch. */
static void both_phases_step_by_step(void **state)
{
    static const char *const table[] = {
        "model.kind=mlp model.encoder=5 model.decoder=4",
        "model.kind=mlp model.encoder=5 model.decoder=4 model.code=relu model.output=identity model.init=uniform train.loss=mse "
        "shape.gamma=0.05 train.decay=cosine shape.linsep=on shape.linsep_head=input",
        "model.kind=mlp model.encoder=4 model.decoder=4_3 model.code=sigmoid shape.linsep=on shape.linsep_weight=2 shape.decay=cosine",
        "model.kind=conv model.encoder=3 model.decoder=2 model.output_bias=zero shape.beta=0.3 shape.gamma=1.9 model.code=leaky-relu",
        "model.kind=conv model.encoder=2_3 model.decoder=3_2 model.kernel=3 model.last_kernel=5 shape.linsep=on shape.linsep_head=input",
        "model.kind=linear shape.linsep=on train.loss=mse shape.gamma=0.3",
        "model.kind=linear shape.linsep=on shape.linsep_head=input",
    };
    enum { EPOCHS = 3, STEPS_1 = 2, STEPS_2 = 3 };
    const uint64_t seed = 31;
    const double rate_1 = 0.01, rate_2 = 0.02;
    char *path = path_join(*state, "phase1.lisae", NULL);
    struct images positive, negative;
    draw_images(&positive, 7, 4, 0, 1);
    draw_images(&negative, 200, 4, 1, 2); /* more than are encoded at once */
    for (size_t c = 0; c < sizeof table / sizeof *table; c++) {
        struct settings s;
        struct fit_report report;
        struct archive phase1;
        struct row_stream p, n;
        struct twin t;
        configure(&s, table[c]);
        s.model.latent = 2;
        s.train.epochs = s.shape.epochs = EPOCHS;
        s.train.batch = 3;
        s.train.restarts = 0;
        s.train.learning_rate = rate_1;
        s.shape.learning_rate = rate_2;
        struct fit_input in = { .settings = &s, .positive = &positive, .negative = &negative, .seed = seed };
        struct autoencoder *ae = fit_with("phase1", &in, &report);
        assert_int_equal(report.n_losses, 1 + EPOCHS);

        twin_init(&t, &s, &positive, seed);
        row_stream_init(&p, positive.n, rng_seed_for(seed, "positives", ""));
        row_stream_init(&n, negative.n, rng_seed_for(seed, "negatives", ""));
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            double positive_loss = 0, separation = 0;
            for (int i = 0; i < STEPS_1; i++) {
                int cosine = choice_is(s.train.decay, "cosine");
                take_batch(&t, &positive, &p, 0);
                take_batch(&t, &negative, &n, t.batch);
                twin_step(&t, loss_of_phase_1, ENCODER, NETS,
                          cosine ? half_cosine(rate_1, epoch * STEPS_1 + i, EPOCHS * STEPS_1) : rate_1);
                positive_loss += t.positive / STEPS_1;
                separation += t.separation / STEPS_1;
            }
            const struct loss_point *point = &report.losses[1 + epoch];
            assert_string_equal(point->stage, "phase1");
            assert_int_equal(point->epoch, epoch + 1);
            assert_near(point->positive, positive_loss, 1e-4);
            assert_true(isnan(point->negative));
            if (choice_is(s.shape.linsep, "on"))
                assert_near(point->separation, separation, 1e-4);
            else
                assert_true(isnan(point->separation));
        }
        row_stream_release(&p);
        row_stream_release(&n);
        fit_report_release(&report);
        assert_same_params(&t, ENCODER, ae->encoder.params, 0.005 * rate_1);
        assert_same_params(&t, LATENT, ae->latent.params, 0.005 * rate_1);
        assert_same_params(&t, DECODER, ae->decoder.params, 0.005 * rate_1);

        save_model("phase1", ae, path, &phase1);
        in.phase1 = &phase1;
        struct autoencoder *shaped = fit_with("lis-ae", &in, &report);
        assert_int_equal(report.n_losses, EPOCHS);
        assert_memory_equal(shaped->encoder.params, ae->encoder.params, ae->encoder.n_params * sizeof(float));
        assert_memory_equal(shaped->decoder.params, ae->decoder.params, ae->decoder.n_params * sizeof(float));
        const float *start[NETS] = { ae->encoder.params, ae->latent.params, ae->decoder.params, t.head.params };
        for (int k = 0; k < NETS; k++)
            for (size_t i = 0; i < t.net[k]->n_params; i++) {
                t.params[k][i] = (double)start[k][i];
                t.m[k][i] = t.v[k][i] = 0;
            }
        t.step = 0;
        uint64_t second = rng_seed_for(seed, "phase2", "");
        row_stream_init(&p, positive.n, rng_seed_for(second, "positives", ""));
        row_stream_init(&n, negative.n, rng_seed_for(second, "negatives", ""));
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            double positive_loss = 0, negative_loss = 0;
            for (int i = 0; i < STEPS_2; i++) {
                int cosine = choice_is(s.shape.decay, "cosine");
                take_batch(&t, &positive, &p, 0);
                take_batch(&t, &negative, &n, t.batch);
                twin_step(&t, loss_of_phase_2, LATENT, LATENT + 1,
                          cosine ? half_cosine(rate_2, epoch * STEPS_2 + i, EPOCHS * STEPS_2) : rate_2);
                positive_loss += t.positive / STEPS_2;
                negative_loss += t.negative / STEPS_2;
            }
            assert_string_equal(report.losses[epoch].stage, "phase2");
            assert_int_equal(report.losses[epoch].epoch, epoch + 1);
            assert_near(report.losses[epoch].positive, positive_loss, 1e-4);
            assert_near(report.losses[epoch].negative, negative_loss, 1e-4);
            assert_true(isnan(report.losses[epoch].separation));
        }
        assert_same_params(&t, LATENT, shaped->latent.params, 0.005 * rate_2);
        row_stream_release(&p);
        row_stream_release(&n);
        fit_report_release(&report);
        archive_release(&phase1);
        twin_release(&t);
        autoencoder_free(ae);
        autoencoder_free(shaped);
    }
    images_release(&positive);
    images_release(&negative);
    free(path);
}

struct reports {
    int n, last, total;
    char stage[16];
};

static void count_reports(void *context, const char *stage, int done, int total, double loss)
{
    struct reports *r = context;
    r->n++;
    r->last = done;
    r->total = total;
    snprintf(r->stage, sizeof r->stage, "%s", stage);
    assert_true(loss > 0);
}

static double mean_of(const double *v, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += v[i] / (double)n;
    return sum;
}

static const char *const small = "model.kind=conv model.encoder=4_6 model.decoder=6_4 model.latent=3 train.batch=16 "
                                 "train.learning_rate=0.01 shape.learning_rate=0.01";

static void phase_1_learns(void **state)
{
    (void)state;
    struct images positive;
    struct settings s;
    struct fit_report report;
    struct reports reports = { 0 };
    draw_images(&positive, 64, 8, 0, 1);
    configure(&s, small);
    s.train.epochs = 25;
    struct fit_input in = { .settings = &s, .positive = &positive, .seed = 1, .progress = &(struct progress) { count_reports, &reports } };
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
    s.train.epochs = 8;
    s.train.learning_rate = 1e-8;
    struct fit_input in = { .settings = &s, .positive = &positive, .seed = 1, .progress = &(struct progress) { count_reports, &reports } };
    void *model = fit_with("phase1", &in, &report);
    for (size_t i = 0; i < 32 * 64; i++)
        mean[i % 64] += positive.pixels[i] / (255.0 * 32);
    for (size_t i = 0; i < 32; i++) {
        double sum = 0;
        for (size_t k = 0; k < 64; k++)
            sum += pow(positive.pixels[i * 64 + k] / 255.0 - mean[k], 2);
        of_mean += sqrt(sum) / 32;
    }
    snprintf(note, sizeof note, "phase 1 stayed at the mean image (loss not below 0.95 of its %.4f) in all 3 starts", of_mean);
    assert_string_equal(report.note, note);
    assert_int_equal(reports.n, 2 + 2 + 8);
    assert_int_equal(report.n_losses, 1 + 8); /* the last start's curve */
    assert_near(report.losses[0].positive, of_mean, 1e-6);
    assert_int_equal(report.losses[0].epoch, 0);
    assert_int_equal(report.losses[8].epoch, 8);
    fit_report_release(&report);
    autoencoder_free(model);
    /* longer trainings are judged after a quarter, short ones after two epochs, if they get there */
    static const int epochs[][2] = { { 13, 3 }, { 12, 3 }, { 11, 2 }, { 7, 2 }, { 5, 2 }, { 2, 2 } };
    s.train.restarts = 1;
    for (size_t i = 0; i < sizeof epochs / sizeof *epochs; i++) {
        s.train.epochs = epochs[i][0];
        reports.n = 0;
        model = fit_with("phase1", &in, &report);
        assert_int_equal(reports.n, epochs[i][1] + epochs[i][0]);
        fit_report_release(&report);
        autoencoder_free(model);
    }
    s.train.epochs = 1;
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

/* Baldi and Hornik 1989: no linear autoencoder beats principal components on the images that
 * it was trained on, and training comes close. */
static void linear_ae_comes_close_to_pca(void **state)
{
    (void)state;
    enum { N = 64, D = 16 };
    struct images positive;
    struct settings s;
    struct fit_report report;
    draw_images(&positive, N, 4, 0, 3);
    /* settings of other networks do not matter to it */
    configure(&s, "model.kind=conv model.latent=2 model.output_bias=zero model.init=uniform train.epochs=1 train.loss=l2 train.restarts=5 "
                  "shape.linsep=on linear-ae.epochs=800 linear-ae.batch=16 linear-ae.learning_rate=0.08");
    struct fit_input in = { .settings = &s, .positive = &positive, .seed = 1 };
    void *pca = fit_with("pca", &in, &report);
    double *residual = scores_of("pca", pca, &positive), best = 0, found = 0;
    void *model = fit_with("linear-ae", &in, &report);
    double *error = scores_of("linear-ae", model, &positive);
    assert_int_equal(report.n_losses, 801);
    for (int i = 0; i < N; i++) {
        best += residual[i] * residual[i];
        found += error[i] * D; /* its score is the mean over the pixels */
    }
    assert_true(found > best && found < 1.02 * best);
    for (int i = 0; i < N; i++)
        assert_near(sqrt(error[i] * D), residual[i], 0.03);
    assert_true(((struct autoencoder *)model)->encoder.n == 0);
    fit_report_release(&report);
    autoencoder_free(model);
    /* it starts centred: what is all the same has no error from the first */
    for (int i = 1; i < N; i++)
        images_copy_row(&positive, (size_t)i, &positive, 0);
    s.linear_ae.epochs = 1;
    s.linear_ae.learning_rate = 1e-8;
    model = fit_with("linear-ae", &in, &report);
    assert_near(report.losses[1].positive, 0, 1e-8);
    fit_report_release(&report);
    autoencoder_free(model);
    /* and it has one start */
    positive.pixels[0] ^= 64;
    s.linear_ae.epochs = 2;
    model = fit_with("linear-ae", &in, &report);
    assert_non_null(strstr(report.note, "in all 1 starts"));
    fit_report_release(&report);
    free(residual);
    free(error);
    detector_find("pca")->free(pca);
    autoencoder_free(model);
    images_release(&positive);
}

/* Phase 2 brings the negatives to gamma and leaves the positives where they were; ae is the
 * model before it. */
static void negatives_go_to_gamma(void **state)
{
    static const char *const table[] = { "", "shape.linsep=on model.code=identity" };
    struct images positive, negative, more, unseen;
    char *path = path_join(*state, "phase1.lisae", NULL);
    draw_images(&positive, 96, 8, 0, 1);
    draw_images(&more, 48, 8, 0, 2);
    draw_images(&negative, 60, 8, 1, 3);
    draw_images(&unseen, 48, 8, 1, 4);
    for (size_t c = 0; c < sizeof table / sizeof *table; c++) {
        struct settings s;
        struct fit_report report;
        struct archive phase1;
        struct reports reports = { 0 };
        struct text keys = TEXT_INIT;
        text_format(&keys, "%s %s", small, table[c]);
        configure(&s, text_of(&keys));
        text_release(&keys);
        s.train.epochs = 30;
        s.shape.epochs = 60;
        s.shape.gamma = 3;
        struct fit_input in = { .settings = &s, .positive = &positive, .negative = &negative, .seed = 3 };
        void *first = fit_with("phase1", &in, &report);
        assert_string_equal(report.note, "");
        if (c)
            assert_true(report.losses[30].separation < 0.3 * log(2));
        fit_report_release(&report);
        save_model("phase1", first, path, &phase1);
        in.phase1 = &phase1;
        in.progress = &(struct progress) { count_reports, &reports };
        void *ae = fit_with("ae", &in, &report);
        assert_int_equal(report.n_losses, 0);
        void *lis_ae = fit_with("lis-ae", &in, &report);
        assert_int_equal(reports.n, 60);
        assert_string_equal(reports.stage, "phase 2");
        double *before = scores_of("ae", ae, &more), *same = scores_of("phase1", first, &more);
        assert_memory_equal(before, same, more.n * sizeof *before);
        double *after = scores_of("lis-ae", lis_ae, &more);
        double *unseen_before = scores_of("ae", ae, &unseen), *unseen_after = scores_of("lis-ae", lis_ae, &unseen);
        double *trained = scores_of("lis-ae", lis_ae, &negative), *kept = scores_of("lis-ae", lis_ae, &positive);
        double old = mean_of(unseen_before, unseen.n), new = mean_of(unseen_after, unseen.n);
        assert_true(fabs(mean_of(trained, negative.n) - 3) < 0.35);
        assert_true(old < 2.5 && new > old + 0.5 * (3 - old));
        assert_true(mean_of(after, more.n) < 1.5 * mean_of(before, more.n));
        assert_near(mean_of(kept, positive.n), report.losses[59].positive, 0.1);
        free(before);
        free(same);
        free(after);
        free(unseen_before);
        free(unseen_after);
        free(trained);
        free(kept);
        fit_report_release(&report);
        archive_release(&phase1);
        autoencoder_free(first);
        autoencoder_free(ae);
        autoencoder_free(lis_ae);
    }
    images_release(&positive);
    images_release(&negative);
    images_release(&more);
    images_release(&unseen);
    free(path);
}

/* Flips of images that are their own mirror image change nothing but the way that they take:
 * encoded anew in each step. A blur does change something. */
static void augmented_negatives(void **state)
{
    struct images positive, negative;
    struct settings s;
    struct fit_report report;
    struct archive phase1;
    char *path = path_join(*state, "phase1.lisae", NULL);
    draw_images(&positive, 40, 8, 0, 1);
    draw_images(&negative, 25, 8, 1, 2);
    for (size_t i = 0; i < negative.n; i++)
        for (size_t k = 0; k < 64; k++)
            negative.pixels[64 * i + k] = negative.pixels[64 * i + k / 8 * 8 + (k % 8 < 4 ? k % 8 : 7 - k % 8)];
    configure(&s, small);
    s.train.epochs = 10;
    s.shape.epochs = 4;
    s.shape.gamma = 3;
    struct fit_input in = { .settings = &s, .positive = &positive, .negative = &negative, .seed = 3 };
    void *first = fit_with("phase1", &in, &report);
    fit_report_release(&report);
    save_model("phase1", first, path, &phase1);
    in.phase1 = &phase1;
    struct autoencoder *plain = fit_with("lis-ae", &in, &report);
    fit_report_release(&report);
    configure(&s, "augment.flip_x=on");
    struct settings flipped = plain->settings;
    flipped.augment = s.augment;
    flipped.train = ((struct autoencoder *)first)->settings.train;
    flipped.shape = ((struct autoencoder *)first)->settings.shape;
    in.settings = &flipped;
    struct autoencoder *mirrored = fit_with("lis-ae", &in, &report);
    fit_report_release(&report);
    for (size_t i = 0; i < plain->latent.n_params; i++)
        assert_near((double)mirrored->latent.params[i], (double)plain->latent.params[i], 1e-3);
    flipped.augment.blur = 1;
    flipped.augment.blur_sigma = 2;
    struct autoencoder *blurred = fit_with("lis-ae", &in, &report);
    fit_report_release(&report);
    double most = 0;
    for (size_t i = 0; i < plain->latent.n_params; i++)
        most = fmax(most, fabs((double)blurred->latent.params[i] - (double)plain->latent.params[i]));
    assert_true(most > 0.01);
    autoencoder_free(first);
    autoencoder_free(plain);
    autoencoder_free(mirrored);
    autoencoder_free(blurred);
    archive_release(&phase1);
    images_release(&positive);
    images_release(&negative);
    free(path);
}

/* Before training: zeros in front of the output leave its bias, the mean of each channel
 * (conv) or pixel (mlp, linear); a linear code is centred, so that the mean image is itself. */
static void starts_at_the_mean_image(void **state)
{
    (void)state;
    static const struct {
        const char *settings;
        size_t biases;
    } table[] = {
        { "model.kind=conv model.encoder=2 model.decoder=2", 3 }, { "model.kind=mlp model.encoder=4 model.decoder=4", 48 },
        { "model.kind=mlp model.encoder=4 model.decoder=4 model.output=identity", 48 }, { "model.kind=linear", 48 },
    };
    enum { N = 9, D = 48 };
    struct images im;
    struct rng r;
    rng_seed(&r, 1);
    images_new(&im, N, 4, 4, 3);
    for (size_t i = 0; i < N * D; i++)
        im.pixels[i] = (uint8_t)(40 * (i % 3) + rng_below(&r, 100));
    for (size_t c = 0; c < sizeof table / sizeof *table; c++) {
        struct settings s;
        struct autoencoder ae;
        configure(&s, table[c].settings);
        assert_int_equal(autoencoder_init(&ae, &s, (struct shape) { 4, 4, 3 }, NULL), 0);
        autoencoder_initialise(&ae, &im, 5);
        const struct layer *last = &ae.decoder.layer[ae.decoder.n - 1];
        assert_int_equal(last->n_bias, table[c].biases);
        double pixel[D] = { 0 };
        for (size_t k = 0; k < last->n_bias; k++) {
            double sum = 0, count = 0;
            for (size_t i = k; i < N * D; i += last->n_bias, count++)
                sum += im.pixels[i] / 255.0;
            double bias = (double)ae.decoder.params[last->bias + k];
            assert_near(naive_activation(last->activation, 0, bias), sum / count, 1e-6);
        }
        if (choice_is(s.model.kind, "linear")) {
            double *latent = doubles(ae.latent.params, ae.latent.n_params);
            for (size_t i = 0; i < N * D; i++)
                pixel[i % D] += im.pixels[i] / (255.0 * N);
            double *code = naive_forward(&ae.latent, latent, pixel, 1);
            for (int k = 0; k < s.model.latent; k++)
                assert_near(code[k], 0, 1e-5);
            free(code);
            free(latent);
        }
        autoencoder_release(&ae);
        settings_set(&s, settings_find("model", "output_bias"), "zero", NULL);
        assert_int_equal(autoencoder_init(&ae, &s, (struct shape) { 4, 4, 3 }, NULL), 0);
        autoencoder_initialise(&ae, &im, 5);
        for (size_t k = 0; k < last->n_bias; k++)
            assert_true(ae.decoder.params[last->bias + k] == 0);
        autoencoder_release(&ae);
    }
    images_release(&im);
}

/* The paper's network on its four sizes, and one whose sides halve unevenly. */
static void networks_have_their_shapes(void **state)
{
    (void)state;
    static const struct {
        int side, channels, half, quarter;
    } table[] = { { 28, 1, 14, 7 }, { 32, 3, 16, 8 }, { 30, 1, 15, 7 }, { 7, 1, 3, 1 } };
    for (size_t c = 0; c < sizeof table / sizeof *table; c++) {
        struct settings s;
        struct autoencoder ae;
        int a = table[c].channels, h = table[c].half, q = table[c].quarter;
        settings_init(&s);
        assert_int_equal(autoencoder_init(&ae, &s, (struct shape) { table[c].side, table[c].side, a }, NULL), 0);
        assert_true(ae.encoder.n == 2 && ae.latent.n == 1 && ae.decoder.n == 4);
        assert_int_equal(ae.encoder.layer[0].out.h, h);
        assert_int_equal(ae.decoder.layer[1].out.w, h);
        assert_int_equal(autoencoder_features(&ae), q * q * 64);
        assert_int_equal(autoencoder_latent(&ae), 64);
        assert_true(ae.decoder.out.h == table[c].side && ae.decoder.out.w == table[c].side && ae.decoder.out.c == a);
        assert_int_equal(ae.code, ACTIVATION_TANH);
        assert_int_equal(ae.decoder.layer[3].activation, ACTIVATION_SIGMOID);
        assert_int_equal(ae.latent.layer[0].activation, ACTIVATION_IDENTITY);
        assert_int_equal(ae.encoder.n_params, 16 * a * 32 + 32 + 16 * 32 * 64 + 64);
        assert_int_equal(ae.latent.n_params, q * q * 64 * 64 + 64);
        assert_int_equal(ae.decoder.n_params, 65 * q * q * 64 + 16 * 64 * 32 + 32 + 16 * 32 * 32 + 32 + 9 * 32 * a + a);
        double side = table[c].side, work = 2 * (h * h * 16.0 * a * 32 + q * q * 16.0 * 32 * 64 + 2 * q * q * 64.0 * 64 +
                                                 q * q * 16.0 * 64 * 32 + h * h * 16.0 * 32 * 32 + side * side * 9 * 32 * a);
        assert_near(autoencoder_work(&ae), work, 0);
        autoencoder_release(&ae);
    }
}

static void impossible_networks(void **state)
{
    (void)state;
    static const struct {
        const char *settings;
        int side;
        const char *message;
    } table[] = {
        { "model.encoder=8 model.decoder=8_8", 28, "a conv network needs as many entries in 'decoder' of [model] (2) as in 'encoder' (1)" },
        { "model.last_kernel=4", 28, "'last_kernel' in [model]: expected an odd number, found 4" },
        { "model.encoder=8_8_8 model.decoder=8_8_8", 7, "layer 3: an input of 1x1x8 is too small for a kernel of 4 with stride 2" },
    };
    for (size_t c = 0; c < sizeof table / sizeof *table; c++) {
        struct settings s;
        struct error e;
        configure(&s, table[c].settings);
        const struct problem p = { .height = table[c].side, .width = table[c].side, .channels = 1 };
        assert_int_equal(detector_find("ae")->check(&s, &p, &e), -1);
        assert_string_equal(e.text, table[c].message);
        settings_set(&s, settings_find("model", "kind"), "mlp", NULL); /* which has no such limits */
        assert_int_equal(detector_find("ae")->check(&s, &p, &e), 0);
    }
}

static void damaged_models_are_refused(void **state)
{
    static const char *const entries[] = { "settings", "image", "encoder", "latent", "decoder" };
    static const struct {
        const char *settings, *message;
    } texts[] = {
        { "[model]\nkind = conv\ncolour = red\n", "unknown key 'colour' in [model]" },
        { "[modle]\nkind = conv\n", "unknown key 'kind' in [modle]" },
        { "[model]\nkind = cnov\n", "expected one of conv, mlp, linear, found 'cnov'" },
        { "[model]\nlatent = -3\n", "expected a whole number from 1 to 4096, found '-3'" },
        { "[model\nlatent = 3\n", "" }, { "[model]\nlatent\n", "" },
        { "[model]\nencoder = 4 6\ndecoder = 6 4\nlatent = 4\n", "parameters in 'latent'" },
    };
    static const int32_t sizes[][3] = { { 12, 8, 1 }, { 8, 8, 3 }, { 0, 8, 1 }, { -8, -8, 1 }, { 8, 8, 0 }, { INT32_MAX, 8, 1 }, { 8, 8, INT32_MAX } };
    char *path = path_join(*state, "good.lisae", NULL), *bad = path_join(*state, "bad.lisae", NULL);
    struct images positive, negative;
    struct settings s;
    struct fit_report report;
    struct archive a, broken;
    struct error e = { "" };
    draw_images(&positive, 16, 8, 0, 1);
    draw_images(&negative, 16, 8, 1, 1);
    configure(&s, small);
    s.train.epochs = 1;
    struct fit_input in = { .settings = &s, .positive = &positive, .negative = &negative, .seed = 3 };
    struct autoencoder *model = fit_with("phase1", &in, &report);
    fit_report_release(&report);
    save_model("phase1", model, path, &a);
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        put_changed(&a, bad, entries[i], 0, 0, NULL);
        assert_refused("lis-ae", bad, entries[i]);
    }
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        put_changed(&a, bad, "settings", ARCHIVE_TEXT, 0, texts[i].settings);
        assert_refused("ae", bad, texts[i].message);
    }
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        put_changed(&a, bad, "image", ARCHIVE_I32, 3, sizes[i]);
        assert_refused("ae", bad, "");
    }
    put_changed(&a, bad, "image", ARCHIVE_I32, 2, sizes[0]);
    assert_refused("phase1", bad, "bad.lisae: expected 3 numbers in 'image', found 2");
    put_changed(&a, bad, "decoder", ARCHIVE_F32, model->decoder.n_params - 1, model->decoder.params);
    assert_refused("phase1", bad, "parameters in 'decoder'");

    /* a first phase that is not finite */
    model->decoder.params[0] = NAN;
    put_changed(&a, bad, "decoder", ARCHIVE_F32, model->decoder.n_params, model->decoder.params);
    assert_int_equal(archive_open(&broken, bad, &e), 0);
    in.phase1 = &broken;
    report = (struct fit_report) { 0 };
    assert_null(detector_find("lis-ae")->fit(&in, &report, &e));
    assert_string_equal(e.text, "phase 2 diverged: the loss of epoch 1 is not finite");
    fit_report_release(&report);
    archive_release(&broken);
    in.phase1 = &a;
    in.negative = NULL;
    assert_null(detector_find("lis-ae")->fit(&in, &report, &e));
    assert_string_equal(e.text, "lis-ae needs negative images: set 'negative' in [data]");
    autoencoder_free(model);
    archive_release(&a);
    images_release(&positive);
    images_release(&negative);
    free(path);
    free(bad);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_phases_step_by_step),
        cmocka_unit_test(phase_1_learns),
        cmocka_unit_test(what_cannot_learn_says_so),
        cmocka_unit_test(a_dead_start_is_followed_by_another),
        cmocka_unit_test(linear_ae_comes_close_to_pca),
        cmocka_unit_test(negatives_go_to_gamma),
        cmocka_unit_test(augmented_negatives),
        cmocka_unit_test(starts_at_the_mean_image),
        cmocka_unit_test(networks_have_their_shapes),
        cmocka_unit_test(impossible_networks),
        cmocka_unit_test(damaged_models_are_refused),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
