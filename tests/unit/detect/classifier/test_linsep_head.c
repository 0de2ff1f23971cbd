/* linsep-head: its score against phase 1's saved parameters, what is kept where, and first phases
 * that do not hold the head. */
#include "support/fitting.h"

#include "detect/autoencoder/autoencoder.h"
#include "support/naive_network.h"
#include "support/suite.h"

static const char *const networks[] = {
    "model.kind=conv model.encoder=3_4 model.decoder=4_2 model.kernel=3 model.latent=3",
    "model.kind=conv model.encoder=3 model.decoder=4 model.latent=3 shape.linsep_head=input",
    "model.kind=mlp model.encoder=7 model.decoder=6 model.latent=2 model.code=sigmoid",
    "model.kind=mlp model.encoder=7 model.decoder=6 model.latent=2 shape.linsep_head=input",
    "model.kind=linear model.latent=3",
    "model.kind=linear model.latent=3 shape.linsep_head=input",
};

static const char *const schedule = " train.batch=16 train.epochs=12 train.learning_rate=0.01 train.restarts=0";

static void settings_for(struct settings *s, size_t network)
{
    struct text keys = TEXT_INIT;
    text_format(&keys, "%s%s", networks[network], schedule);
    configure(s, text_of(&keys));
    text_release(&keys);
}

/* Phase 1 with LinSep in `path`; the settings stay as a plan hands them to linsep-head. */
static void train_phase1(const struct fit_input *in, const char *path, struct archive *a)
{
    struct fit_report report;
    struct settings separating = *in->settings;
    struct fit_input first = *in;
    settings_set(&separating, setting_named("shape", "linsep"), "on", NULL);
    first.settings = &separating;
    void *model = fit_with("phase1", &first, &report);
    fit_report_release(&report);
    save_model("phase1", model, path, a);
    detector_named("phase1")->free(model);
}

static double *entry(const struct archive *a, const char *name, size_t n)
{
    const struct archive_entry *found = archive_get(a, name, ARCHIVE_F32, NULL);
    assert_non_null(found);
    assert_int_equal(found->count, n);
    return doubles(found->data, n);
}

enum { N = 270, PIXELS = 36 }; /* more images than are scored at once */

/* Scores of the N images against the head of the first phase; their mean. */
static double compare_scores(const struct archive *phase1, const struct autoencoder *ae, int on_input, void *model,
                             const struct images *test)
{
    size_t width = on_input ? autoencoder_features(ae) : ae->code.width;
    double *encoder = entry(phase1, "encoder", ae->encoder.n_params);
    double *latent = entry(phase1, "latent", ae->latent.n_params), *head = entry(phase1, "head", width + 1);
    double *scores = scores_of("linsep-head", model, test), *x = mem_alloc(N * PIXELS, sizeof *x), mean = 0;
    for (size_t i = 0; i < N * PIXELS; i++)
        x[i] = test->pixels[i] / 255.0;
    double *input = naive_forward(&ae->encoder, encoder, x, N), *code = naive_forward(&ae->latent, latent, input, N);
    for (size_t i = 0; i < N; i++) {
        const double *read = (on_input ? input : code) + i * width;
        double logit = head[width];
        for (size_t j = 0; j < width; j++)
            logit += head[j] * read[j];
        assert_near(scores[i], -logit, 1e-4 * (1 + fabs(logit)));
        mean += scores[i] / N;
    }
    free(encoder);
    free(latent);
    free(head);
    free(scores);
    free(x);
    free(input);
    free(code);
    return mean;
}

static void the_score_is_the_head(void **state)
{
    char *path = path_join(*state, "phase1.lisae", NULL);
    struct images positive, negative, test[2];
    draw_images(&positive, 48, 6, 0, 1);
    draw_images(&negative, 40, 6, 1, 2);
    draw_images(&test[0], N, 6, 0, 3);
    draw_images(&test[1], N, 6, 1, 4);
    for (size_t c = 0; c < sizeof networks / sizeof *networks; c++) {
        struct settings s;
        struct archive phase1;
        struct fit_report report;
        struct autoencoder ae;
        struct error e;
        double mean[2];
        settings_for(&s, c);
        struct fit_input in = { .settings = &s, .positive = &positive, .negative = &negative, .seed = 6 };
        train_phase1(&in, path, &phase1);
        in.first = &phase1;
        void *model = fit_with("linsep-head", &in, &report);
        assert_true(report.n_losses == 0 && !*report.note);
        assert_int_equal(autoencoder_init(&ae, &s, (struct shape) { 6, 6, 1 }, &e), 0); /* for the shapes */
        for (int k = 0; k < 2; k++)
            mean[k] = compare_scores(&phase1, &ae, choice_is(shape_of(&s)->linsep_head, "input"), model, &test[k]);
        /* negatives are high, on the head's side of even odds */
        if (!(mean[0] < 0 && mean[1] > 0))
            fail_msg("network %zu: mean scores %g of positives, %g of negatives", c, mean[0], mean[1]);
        autoencoder_release(&ae);
        detector_named("linsep-head")->free(model);
        archive_release(&phase1);
    }
    images_release(&positive);
    images_release(&negative);
    images_release(&test[0]);
    images_release(&test[1]);
    free(path);
}

/* The head stands in the file of a first phase with LinSep and in no other. */
static void the_head_is_kept_by_phase_1(void **state)
{
    char *path = path_join(*state, "phase1.lisae", NULL), *other = path_join(*state, "other.lisae", NULL);
    struct images positive, negative;
    struct settings s;
    struct archive phase1, a;
    struct fit_report report;
    draw_images(&positive, 32, 6, 0, 1);
    draw_images(&negative, 32, 6, 1, 2);
    settings_for(&s, 0);
    KEYS(&s, shape)->epochs = 1;
    struct fit_input in = { .settings = &s, .positive = &positive, .negative = &negative, .seed = 6 };
    train_phase1(&in, path, &phase1);
    assert_non_null(archive_get(&phase1, "head", ARCHIVE_F32, NULL));
    in.first = &phase1;
    static const char *const names[] = { "phase1", "lis-ae", "ae" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        void *model = fit_with(names[i], &in, &report);
        fit_report_release(&report);
        save_model(names[i], model, other, &a);
        assert_null(archive_get(&a, "head", ARCHIVE_F32, NULL));
        archive_release(&a);
        detector_named(names[i])->free(model);
    }
    /* starts that were given up leave nothing behind: one head, the last start's */
    KEYS(&s, train)->learning_rate = 1e-8;
    KEYS(&s, train)->restarts = 2;
    train_phase1(&in, other, &a);
    double *head = entry(&a, "head", 4);
    struct network net;
    struct rng r;
    network_init(&net, (struct shape) { 1, 1, 3 });
    assert_int_equal(network_dense(&net, (struct shape) { 1, 1, 1 }, ACTIVATION_IDENTITY, 0, NULL), 0);
    network_finish(&net);
    rng_seed(&r, rng_seed_for(rng_seed_for(6, "restart", "2"), "head", ""));
    network_initialise(&net, INIT_HE, &r);
    for (int i = 0; i < 4; i++)
        assert_near(head[i], (double)net.params[i], 1e-5);
    free(head);
    network_release(&net);
    archive_release(&a);
    archive_release(&phase1);
    images_release(&positive);
    images_release(&negative);
    free(path);
    free(other);
}

static void assert_no_head(const struct fit_input *in, const char *path, const char *words)
{
    struct archive a;
    struct error e = { .text = "" };
    struct fit_input other = *in;
    assert_int_equal(archive_open(&a, path, &e), 0);
    other.first = &a;
    assert_no_fit("linsep-head", &other, words);
    archive_release(&a);
}

static void damaged_files_are_refused(void **state)
{
    char *path = path_join(*state, "phase1.lisae", NULL), *bad = path_join(*state, "bad.lisae", NULL);
    struct images positive, negative;
    struct settings s;
    struct archive phase1, a;
    struct fit_report report;
    const float numbers[8] = { 0 };
    draw_images(&positive, 32, 6, 0, 1);
    draw_images(&negative, 32, 6, 1, 2);
    settings_for(&s, 2);
    struct fit_input in = { .settings = &s, .positive = &positive, .negative = &negative, .seed = 6 };
    train_phase1(&in, path, &phase1);
    /* first phases: of older versions, with another head, damaged */
    put_changed(&phase1, bad, "head", 0, 0, NULL);
    assert_no_head(&in, bad,
                   "the first phase does not hold LinSep's head, as those of older versions do not (remove its "
                   "folder to have it done anew): ");
    assert_no_head(&in, bad, "bad.lisae: expected an entry 'head', found none");
    put_changed(&phase1, bad, "head", ARCHIVE_F32, 8, numbers);
    assert_no_head(&in, bad, "bad.lisae: expected 3 parameters in 'head', found 8");
    put_changed(&phase1, bad, "head", ARCHIVE_I32, 3, numbers);
    assert_no_head(&in, bad, "bad.lisae: expected 'head' as ");
    put_changed(&phase1, bad, "encoder", ARCHIVE_F32, 8, numbers);
    assert_no_head(&in, bad, "parameters in 'encoder'");
    put_changed(&phase1, bad, "image", 0, 0, NULL);
    assert_no_head(&in, bad, "'image'");

    /* its own files */
    in.first = &phase1;
    void *model = fit_with("linsep-head", &in, &report);
    save_model("linsep-head", model, path, &a);
    static const char *const entries[] = { "settings", "image", "network" };
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        put_changed(&a, bad, entries[i], 0, 0, NULL);
        assert_refused("linsep-head", bad, entries[i]);
    }
    put_changed(&a, bad, "network", ARCHIVE_F32, 8, numbers);
    assert_refused("linsep-head", bad, "parameters in 'network', found 8");
    put_changed(&a, bad, "settings", ARCHIVE_TEXT, 0,
                "[model]\nkind = mlp\nencoder = 7\nlatent = 2\n[shape]\nlinsep_head = input\n");
    assert_refused("linsep-head", bad, "parameters in 'network'");
    put_changed(&a, bad, "settings", ARCHIVE_TEXT, 0, "[shape]\nlinsep_head = output\n");
    assert_refused("linsep-head", bad, "expected one of code, input, found 'output'");
    detector_named("linsep-head")->free(model);
    archive_release(&a);
    archive_release(&phase1);
    images_release(&positive);
    images_release(&negative);
    free(path);
    free(bad);
}

/* What would leave the head as it was drawn, or phase 1 nothing to train, is told before any run. */
static void a_head_that_nothing_trains_is_refused(void **state)
{
    static const char *const table[][2] = {
        { "model.kind=linear model.latent=3", NULL },
        { "model.kind=linear model.latent=3 shape.linsep_weight=0.5", NULL },
        { "model.kind=linear model.latent=3 shape.linsep_weight=0",
          "expected a 'linsep_weight' in [shape] above 0, found 0: the head would not be trained" },
        { "model.kind=linear model.latent=3 model.init=svd",
          "the head is trained in phase 1, 'init = svd' in [model] leaves nothing to train" },
    };
    const struct detector *d = detector_named("linsep-head");
    const struct sizes size = { .height = 6, .width = 6, .channels = 1, .n_positive = 48, .n_negative = 40 };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct settings s;
        struct error e = { .text = "" };
        configure(&s, table[i][0]);
        assert_int_equal(d->check(d, &s, &size, &e), table[i][1] ? -1 : 0);
        assert_string_equal(e.text, table[i][1] ? table[i][1] : "");
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_score_is_the_head),
    cmocka_unit_test(the_head_is_kept_by_phase_1),
    cmocka_unit_test(damaged_files_are_refused),
    cmocka_unit_test(a_head_that_nothing_trains_is_refused),
};

TEST_MAIN(tests, make_folder, remove_folder)
