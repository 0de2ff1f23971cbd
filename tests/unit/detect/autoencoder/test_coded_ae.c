/* vae, mem-ae, repnn, sig-repnn as detectors: training step by step against the same training in double precision
 * with gradients by differences, notes, files. */
#include "support/fitting.h"

#include "detect/autoencoder/autoencoder.h"
#include "support/naive_code.h"
#include "support/naive_network.h"
#include "support/suite.h"

static const struct {
    const char *name;
    const struct code_kind *kind;
} coded[] = {
    { "vae", &code_gaussian },
    { "mem-ae", &code_memory },
    { "repnn", &code_staircase },
    { "sig-repnn", &code_sigmoid_staircase },
};

enum { CODED = sizeof coded / sizeof *coded };

static const char *const small = SMALL_AUTOENCODER "train.epochs=2 mem-ae.memory=5";

enum { ENCODER, LATENT, DECODER, CODE, PARTS };

/* The same training in double precision. */
struct twin {
    struct autoencoder ae; /* for the shapes; its floats stay at their start */
    const struct network *net[CODE];
    size_t n_params[PARTS];
    double *params[PARTS], *m[PARTS], *v[PARTS];
    long step;
    size_t pixels, batch;
    double *x, *eps, *term;
    double reconstruction, mean_term, margin; /* of the last loss */
};

static void twin_init(struct twin *t, const struct code_kind *kind, const struct settings *s,
                      const struct images *positive, uint64_t seed)
{
    *t = (struct twin) { .pixels = images_size(positive), .batch = (size_t)train_of(s)->batch, .margin = 1 };
    assert_int_equal(autoencoder_init_coded(&t->ae, kind, s,
                                            (struct shape) { positive->height, positive->width, positive->channels },
                                            NULL),
                     0);
    autoencoder_initialise(&t->ae, positive, seed);
    t->net[ENCODER] = &t->ae.encoder;
    t->net[LATENT] = &t->ae.latent;
    t->net[DECODER] = &t->ae.decoder;
    for (int k = 0; k < PARTS; k++) {
        t->n_params[k] = k < CODE ? t->net[k]->n_params : t->ae.code.n_params;
        t->params[k] = doubles(k < CODE ? t->net[k]->params : t->ae.code.params, t->n_params[k]);
        t->m[k] = mem_zero(t->n_params[k], sizeof(double));
        t->v[k] = mem_zero(t->n_params[k], sizeof(double));
    }
    t->x = mem_alloc(t->batch * t->pixels, sizeof(double));
    t->eps = mem_alloc(t->batch * t->ae.code.width, sizeof(double));
    t->term = mem_alloc(t->batch, sizeof(double));
}

static void twin_release(struct twin *t)
{
    autoencoder_release(&t->ae);
    for (int k = 0; k < PARTS; k++) {
        free(t->params[k]);
        free(t->m[k]);
        free(t->v[k]);
    }
    free(t->x);
    free(t->eps);
    free(t->term);
}

static double twin_loss(void *context)
{
    struct twin *t = context;
    double *s = naive_forward(t->net[ENCODER], t->params[ENCODER], t->x, t->batch);
    double *a = naive_forward(t->net[LATENT], t->params[LATENT], s, t->batch);
    double *z = mem_alloc(t->batch * t->ae.code.width, sizeof *z);
    naive_code_of(&t->ae.code, t->params[CODE], a, t->eps, t->batch, z, t->term, &t->margin);
    double *y = naive_forward(t->net[DECODER], t->params[DECODER], z, t->batch);
    t->reconstruction = t->mean_term = 0;
    for (size_t i = 0; i < t->batch; i++) {
        t->reconstruction += naive_error(t->ae.loss, y + i * t->pixels, t->x + i * t->pixels, t->pixels) /
                             (double)t->batch;
        t->mean_term += t->term[i] / (double)t->batch;
    }
    free(s);
    free(a);
    free(z);
    free(y);
    return t->reconstruction + t->ae.code.weight * t->mean_term;
}

/* One step of Adam. */
static void twin_step(struct twin *t, double rate)
{
    double *gradient[PARTS];
    t->step++;
    for (int k = 0; k < PARTS; k++) {
        gradient[k] = mem_alloc(t->n_params[k], sizeof(double));
        for (size_t i = 0; i < t->n_params[k]; i++)
            gradient[k][i] = central_difference(twin_loss, t, &t->params[k][i], 1e-5);
    }
    twin_loss(t);
    for (int k = 0; k < PARTS; k++) {
        for (size_t i = 0; i < t->n_params[k]; i++) {
            double g = gradient[k][i], *m = &t->m[k][i], *v = &t->v[k][i];
            *m = 0.9 * *m + 0.1 * g;
            *v = 0.999 * *v + 0.001 * g * g;
            t->params[k][i] -= rate * *m / (1 - pow(0.9, (double)t->step)) /
                               (sqrt(*v / (1 - pow(0.999, (double)t->step))) + 1e-8);
        }
        free(gradient[k]);
    }
}

static void assert_same_params(const struct twin *t, int part, const float *found, double tolerance)
{
    for (size_t i = 0; i < t->n_params[part]; i++)
        if (!(fabs((double)found[i] - t->params[part][i]) <= tolerance))
            fail_msg("part %d, parameter %zu of %zu: expected %.9g, found %.9g", part, i, t->n_params[part],
                     t->params[part][i], (double)found[i]);
}

/* Seven positives in batches of three, two steps in an epoch. */
enum { EPOCHS = 3, STEPS = 2 };
static const double rate = 0.01;

static const struct trained {
    const char *name;
    const struct code_kind *kind;
    const char *settings, *term;
} trained[] = {
    { "vae", &code_gaussian, "model.latent=2 vae.loss=train vae.kl_weight=0.3", "KL divergence" },
    { "vae", &code_gaussian, "model.latent=9 vae.latent=2 vae.loss=gaussian vae.sigma=0.3 train.loss=mse",
      "KL divergence" },
    { "mem-ae", &code_memory,
      "model.latent=3 mem-ae.memory=4 mem-ae.shrink=0.95 mem-ae.entropy_weight=0.5 train.decay=cosine",
      "entropy of the addresses" },
    { "mem-ae", &code_memory,
      "model.latent=3 mem-ae.memory=4 mem-ae.shrink=0 mem-ae.addressing=dot train.loss=mse "
      "mem-ae.temperature=0.7",
      "entropy of the addresses" },
    { "repnn", &code_staircase, "model.latent=2", NULL },
    { "sig-repnn", &code_sigmoid_staircase, "model.latent=2 train.decay=cosine", NULL },
};

/* The twin's steps beside the curve of the fit; the mean term of the last epoch. */
static double twin_train(struct twin *t, const struct fit_input *in, const struct loss_point *curve)
{
    struct row_stream rows;
    struct rng noise;
    double term = 0;
    row_stream_init(&rows, in->positive->n, rng_seed_for(in->seed, "positives", ""));
    rng_seed(&noise, rng_seed_for(in->seed, "noise", ""));
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
        double loss = 0;
        term = 0;
        for (int i = 0; i < STEPS; i++) {
            int at = epoch * STEPS + i, index[3];
            row_stream_next(&rows, t->batch, index);
            for (size_t k = 0; k < t->batch * t->pixels; k++)
                t->x[k] = in->positive->pixels[(size_t)index[k / t->pixels] * t->pixels + k % t->pixels] / 255.0;
            for (size_t k = 0; k < t->batch * t->ae.code.width; k++)
                t->eps[k] = rng_normal(&noise);
            twin_step(t, choice_is(train_of(in->settings)->decay, "cosine")
                             ? rate * (0.505 + 0.495 * cos(acos(-1) * at / (EPOCHS * STEPS - 1)))
                             : rate);
            loss += t->reconstruction / STEPS;
            term += t->mean_term / STEPS;
        }
        assert_near(curve[epoch].positive, loss, 1e-4);
        assert_true(isnan(curve[epoch].separation));
    }
    row_stream_release(&rows);
    return term;
}

static void follow_training(const struct trained *c, const struct images *positive)
{
    struct settings s;
    struct fit_report report;
    struct twin t;
    struct text keys = TEXT_INIT;
    text_format(
        &keys,
        "model.kind=mlp model.encoder=5 model.decoder=4 train.restarts=0 train.batch=3 train.learning_rate=0.01 %s",
        c->settings);
    configure(&s, text_of(&keys));
    KEYS(&s, train)->epochs = EPOCHS;
    struct fit_input in = { .settings = &s, .positive = positive, .seed = 31 };
    struct autoencoder *ae = fit_with(c->name, &in, &report);
    assert_int_equal(report.n_losses, 1 + EPOCHS);
    if (get_number(&s, "vae", "latent") > 0)
        KEYS(&s, model)->latent = (int)get_number(&s, "vae", "latent");
    twin_init(&t, c->kind, &s, positive, in.seed);
    double term = twin_train(&t, &in, report.losses + 1);
    assert_true(t.margin > 1e-4); /* no difference crosses a threshold */
    assert_same_params(&t, ENCODER, ae->encoder.params, 0.005 * rate);
    assert_same_params(&t, LATENT, ae->latent.params, 0.005 * rate);
    assert_same_params(&t, DECODER, ae->decoder.params, 0.005 * rate);
    assert_same_params(&t, CODE, ae->code.params, 0.005 * rate);
    if (c->term) {
        const char *said = strstr(report.note, c->term);
        assert_non_null(said);
        double found = strtod(said + strlen(c->term) + strlen(" in the last epoch: "), NULL);
        assert_near(found, term, 1e-3 * (1 + term));
    }
    fit_report_release(&report);
    text_release(&keys);
    twin_release(&t);
    autoencoder_free(ae);
}

static void training_step_by_step(void **state)
{
    (void)state;
    struct images positive;
    draw_images(&positive, 7, 4, 0, 1);
    for (size_t c = 0; c < sizeof trained / sizeof *trained; c++)
        follow_training(&trained[c], &positive);
    images_release(&positive);
}

static void they_learn(void **state)
{
    (void)state;
    struct images positive, negative;
    draw_images(&positive, 64, 8, 0, 1);
    draw_images(&negative, 64, 8, 1, 2);
    for (int c = 0; c < CODED; c++) {
        struct settings s;
        struct fit_report report;
        configure(&s, small);
        KEYS(&s, train)->epochs = 60;
        set_number(&s, "vae", "sigma", 0.03);
        struct fit_input in = { .settings = &s, .positive = &positive, .seed = 1 };
        void *model = fit_with(coded[c].name, &in, &report);
        assert_true(report.losses[60].positive < 0.75 * report.losses[0].positive);
        assert_null(strstr(report.note, "stayed"));
        double *good = scores_of(coded[c].name, model, &positive), *bad = scores_of(coded[c].name, model, &negative),
               sum = 0;
        for (size_t i = 0; i < 64; i++)
            sum += bad[i] - good[i];
        assert_true(sum > 0);
        fit_report_release(&report);
        autoencoder_free(model);
        free(good);
        free(bad);
    }
    images_release(&positive);
    images_release(&negative);
}

static void assert_same_model(const struct autoencoder *x, const struct autoencoder *y)
{
    assert_int_equal(x->latent.n_params, y->latent.n_params);
    assert_int_equal(x->code.n_params, y->code.n_params);
    assert_memory_equal(x->encoder.params, y->encoder.params, x->encoder.n_params * sizeof(float));
    assert_memory_equal(x->latent.params, y->latent.params, x->latent.n_params * sizeof(float));
    assert_memory_equal(x->decoder.params, y->decoder.params, x->decoder.n_params * sizeof(float));
    assert_memory_equal(x->code.params, y->code.params, x->code.n_params * sizeof(float));
}

/* The same seed gives the same bytes, whatever LinSep's settings are and whether there are
 * negatives; another seed gives others. The section's own latent size goes before [model]'s. */
static void what_a_model_depends_on(void **state)
{
    (void)state;
    static const char *const own[] = { "vae", "mem-ae", "repnn", "sig-repnn" };
    struct images positive, negative;
    draw_images(&positive, 40, 8, 0, 1);
    draw_images(&negative, 40, 8, 1, 2);
    for (int c = 0; c < CODED; c++) {
        struct settings s, other;
        struct fit_report report;
        struct error e;
        configure(&s, small);
        other = s;
        settings_set(&other, setting_named("shape", "linsep"), "on", &e);
        settings_set(&other, setting_named("model", "code"), "relu", &e);
        settings_set(&other, setting_named(own[c], "latent"), "3", &e);
        KEYS(&other, model)->latent = 7;
        struct fit_input in = { .settings = &s, .positive = &positive, .seed = 4 };
        struct autoencoder *ae = fit_with(coded[c].name, &in, &report);
        fit_report_release(&report);
        in.settings = &other;
        in.negative = &negative;
        struct autoencoder *same = fit_with(coded[c].name, &in, &report);
        fit_report_release(&report);
        assert_same_model(ae, same);
        in.seed = 5;
        struct autoencoder *another = fit_with(coded[c].name, &in, &report);
        fit_report_release(&report);
        assert_memory_not_equal(ae->latent.params, another->latent.params, ae->latent.n_params * sizeof(float));
        if (ae->code.n_params)
            assert_memory_not_equal(ae->code.params, another->code.params, ae->code.n_params * sizeof(float));
        assert_int_equal(ae->decoder.n_params, another->decoder.n_params);
        assert_int_equal(ae->code.width, 3);
        autoencoder_free(ae);
        autoencoder_free(same);
        autoencoder_free(another);
    }
    images_release(&positive);
    images_release(&negative);
}

/* A file of detector c that lacks an entry or has another one. */
static void refuse_damaged(int c, const struct archive *a, size_t n_code_params, const char *other)
{
    static const char *const parts[] = { "settings", "image", "encoder", "latent", "decoder", "code-parameters" };
    static const float few[3] = { 0 };
    put_changed(a, other, "code", 0, 0, NULL);
    assert_refused(coded[c].name, other, "found 'plain'");
    put_changed(a, other, "code", ARCHIVE_TEXT, 0, "plaid");
    assert_refused(coded[c].name, other, "found 'plaid'");
    for (size_t k = 0; k < sizeof parts / sizeof *parts - !n_code_params; k++) {
        put_changed(a, other, parts[k], 0, 0, NULL);
        assert_refused(coded[c].name, other, parts[k]);
        put_changed(a, other, parts[k], ARCHIVE_F32, 3, few);
        assert_refused(coded[c].name, other, parts[k]);
    }
}

static void models_go_through_files(void **state)
{
    char *path = path_join(*state, "model.lisae", NULL), *again = path_join(*state, "again.lisae", NULL);
    char *other = path_join(*state, "other.lisae", NULL);
    struct images positive, unseen;
    draw_images(&positive, 40, 8, 0, 1);
    draw_images(&unseen, 300, 8, 1, 2); /* more than a block */
    for (int c = 0; c < CODED; c++) {
        struct text keys = TEXT_INIT;
        struct settings s;
        struct fit_report report;
        struct archive a, b;
        struct error e = { .text = "" };
        text_format(&keys, "%s vae.score=elbo vae.sigma=0.4 mem-ae.addressing=dot repnn.levels=6 sig-repnn.steepness=4",
                    small);
        configure(&s, text_of(&keys));
        struct fit_input in = { .settings = &s, .positive = &positive, .seed = 4 };
        struct autoencoder *ae = fit_with(coded[c].name, &in, &report);
        save_model(coded[c].name, ae, path, &a);
        struct autoencoder *loaded =
            detector_named(coded[c].name)->load(detector_named(coded[c].name), &suite()->sections, &a, &e);
        assert_string_equal(e.text, "");
        assert_same_model(ae, loaded);
        double *expected = scores_of(coded[c].name, ae, &unseen), *found = scores_of(coded[c].name, loaded, &unseen);
        assert_memory_equal(expected, found, unseen.n * sizeof *found);
        save_model(coded[c].name, loaded, again, &b);
        assert_int_equal(a.size, b.size);
        assert_memory_equal(a.map, b.map, a.size);
        archive_release(&b);
        /* each detector takes its own models alone */
        for (int k = 0; k < CODED; k++)
            if (k != c)
                assert_refused(coded[k].name, path, "expected ");
        assert_refused("ae", path, "expected ");
        refuse_damaged(c, &a, ae->code.n_params, other);
        archive_release(&a);
        text_release(&keys);
        fit_report_release(&report);
        autoencoder_free(ae);
        autoencoder_free(loaded);
        free(expected);
        free(found);
    }
    images_release(&positive);
    images_release(&unseen);
    free(path);
    free(again);
    free(other);
}

static void a_plain_model_is_none_of_them(void **state)
{
    char *path = path_join(*state, "plain.lisae", NULL);
    struct images positive;
    struct settings s;
    struct fit_report report;
    struct archive a;
    draw_images(&positive, 40, 8, 0, 1);
    configure(&s, small);
    struct fit_input in = { .settings = &s, .positive = &positive, .seed = 4 };
    struct autoencoder *plain = fit_with("phase1", &in, &report);
    save_model("phase1", plain, path, &a);
    for (int c = 0; c < CODED; c++)
        assert_refused(coded[c].name, path, "found 'plain'");
    for (size_t i = 0; i < a.n_entries; i++)
        assert_false(starts_with(a.entries[i].name, "code"));
    archive_release(&a);
    fit_report_release(&report);
    autoencoder_free(plain);
    images_release(&positive);
    free(path);
}

/* Settings in a file that no fit would have made. */
static void settings_that_do_not_fit(void **state)
{
    static const struct {
        const char *name, *settings, *words;
    } table[] = {
        { "vae", "[train]\nloss = l2\n[vae]\nloss = gaussian\n", "goes with 'loss = mse'" },
        { "vae", "[vae]\nsigma = 0\n", "sigma" },
        { "mem-ae", "[mem-ae]\nmemory = 5\nshrink = 5\n", "'shrink' in [mem-ae]" },
        { "mem-ae", "[mem-ae]\nmemory = 0\n", "memory" },
        { "mem-ae", "[model]\nencoder = 4 6\ndecoder = 6 4\nlatent = 3\n[mem-ae]\nmemory = 6\n",
          "expected 18 numbers in 'code-parameters', found 15" },
        { "repnn", "[repnn]\nlevels = 1\n", "levels" },
        { "sig-repnn", "[sig-repnn]\nsteepness = 0\n", "steepness" },
    };
    char *path = path_join(*state, "fitting.lisae", NULL), *other = path_join(*state, "unfitting.lisae", NULL);
    struct images positive;
    draw_images(&positive, 20, 8, 0, 1);
    for (size_t c = 0; c < sizeof table / sizeof *table; c++) {
        struct settings s;
        struct fit_report report;
        struct archive a;
        configure(&s, small);
        struct fit_input in = { .settings = &s, .positive = &positive, .seed = 4 };
        struct autoencoder *ae = fit_with(table[c].name, &in, &report);
        save_model(table[c].name, ae, path, &a);
        put_changed(&a, other, "settings", ARCHIVE_TEXT, 0, table[c].settings);
        assert_refused(table[c].name, other, table[c].words);
        archive_release(&a);
        fit_report_release(&report);
        autoencoder_free(ae);
    }
    images_release(&positive);
    free(path);
    free(other);
}

static void checks_and_estimates(void **state)
{
    (void)state;
    const struct sizes p = { .height = 8, .width = 8, .channels = 1, .n_positive = 100, .n_test = 10 };
    struct settings s;
    for (int c = 0; c < CODED; c++) {
        const struct detector *d = detector_named(coded[c].name);
        struct error e = { .text = "" };
        configure(
            &s,
            "model.kind=mlp model.encoder=5 model.decoder=4 model.latent=9 train.epochs=2 vae.latent=3 mem-ae.latent=3 "
            "repnn.latent=3 sig-repnn.latent=3 mem-ae.memory=7");
        assert_int_equal(d->check(d, &s, &p, &e), 0);
        double networks = 2.0 * (64 * 5 + 5 * (c == 0 ? 6 : 3) + 3 * 4 + 4 * 64), memory = c == 1 ? 4 * 7 * 3 : 0;
        assert_near(d->work(d, &s, &p), (networks + memory) * (3 * 100 * 2 + 10), 0);
        assert_int_equal(d->flags, 0);
        configure(&s, "model.kind=conv model.encoder=4_6 model.decoder=6");
        assert_int_equal(d->check(d, &s, &p, &e), -1);
        assert_non_null(strstr(e.text, "'decoder' of [model]"));
    }
    struct error e = { .text = "" };
    configure(&s, "mem-ae.memory=3 mem-ae.shrink=3");
    assert_int_equal(detector_named("mem-ae")->check(detector_named("mem-ae"), &s, &p, &e), -1);
    assert_non_null(strstr(e.text, "'shrink' in [mem-ae]"));
    assert_int_equal(detector_named("vae")->check(detector_named("vae"), &s, &p, &e), 0);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(training_step_by_step),         cmocka_unit_test(they_learn),
    cmocka_unit_test(what_a_model_depends_on),       cmocka_unit_test(models_go_through_files),
    cmocka_unit_test(a_plain_model_is_none_of_them), cmocka_unit_test(settings_that_do_not_fit),
    cmocka_unit_test(checks_and_estimates),
};

TEST_MAIN(tests, make_folder, remove_folder)
