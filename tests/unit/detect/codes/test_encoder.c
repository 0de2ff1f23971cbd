/* Detectors on codes: the encoder inside is the one that its own run has, its codes are those of the definition, what
 * is asked of settings and images, and how models are kept. */
#include "support/fitting.h"

#include "detect/autoencoder/autoencoder.h"
#include "support/naive_network.h"
#include "support/own_codes.h"
#include "support/suite.h"

/* Codes that are no numbers are near nothing, and the squares of huge ones no distance: they are refused. */
static void codes_that_are_no_numbers(void **state)
{
    enum { N = 20, D = 5, PARAMS = D * D + D };
    static const char *const names[] = { "latent-knn", "latent-kde" };
    char *path = path_join(*state, "good.lisae", NULL), *bad = path_join(*state, "bad.lisae", NULL);
    struct images train;
    static const float values[] = { NAN, INFINITY, 1e25f };
    float wrong[PARAMS];
    random_rows(&train, N, D, 120, 1);
    for (size_t n = 0; n < 2 * sizeof values / sizeof *values; n++) {
        const char *const name = names[n % 2];
        struct trial t;
        struct archive good, broken;
        struct error e = { .text = "" };
        const struct detector *d = detector_named(name);
        for (int i = 0; i < PARAMS; i++)
            wrong[i] = values[n / 2];
        trial_begin(&t, state, name, "", &train, NULL);
        save_model(name, t.model, path, &good);
        put_changed(&good, bad, "latent", ARCHIVE_F32, PARAMS, wrong);
        assert_int_equal(archive_open(&broken, bad, &e), 0);
        void *model = d->load(d, &suite()->sections, &broken, &e);
        assert_non_null(model);
        double scores[N];
        assert_int_equal(d->score(d, model, &train, scores, &e), -1);
        assert_true(starts_with(e.text, "expected codes of a squared length below 2.13e+37 from ae, found "));
        d->free(model);
        archive_release(&good);
        archive_release(&broken);
        trial_end(&t);
    }
    images_release(&train);
    free(path);
    free(bad);
}

/* z and a of the shared autoencoder, against its layers in double precision. */
static void codes_by_the_definition(void **state)
{
    static const char *const networks[] = {
        "model.kind=conv model.encoder=3_4 model.decoder=4_2 model.kernel=3",
        "model.kind=mlp model.encoder=7 model.code=sigmoid",
        "model.kind=mlp model.encoder=7 model.code=relu",
        "model.kind=linear",
    };
    (void)state;
    enum { N = 300, LATENT = 5 };
    struct images im;
    random_rows(&im, N, 24, 120, 1);
    im.height = 4;
    im.width = 6;
    for (size_t a = 0; a < sizeof networks / sizeof *networks; a++) {
        struct settings s;
        struct autoencoder ae;
        struct error e = { .text = "" };
        float z[N * LATENT], before[N * LATENT];
        configure(&s, networks[a]);
        KEYS(&s, model)->latent = LATENT;
        assert_int_equal(autoencoder_init(&ae, &s, (struct shape) { 4, 6, 1 }, &e), 0);
        autoencoder_initialise(&ae, &im, 5);
        assert_int_equal(autoencoder_codes(&ae, 0, &im, z, &e), 0);
        assert_int_equal(autoencoder_codes(&ae, 1, &im, before, &e), 0);
        double *x = mem_alloc(N * 24, sizeof *x), *encoder = doubles(ae.encoder.params, ae.encoder.n_params);
        double *latent = doubles(ae.latent.params, ae.latent.n_params);
        for (size_t i = 0; i < N * 24; i++)
            x[i] = im.pixels[i] / 255.0;
        double *features = naive_forward(&ae.encoder, encoder, x, N),
               *code = naive_forward(&ae.latent, latent, features, N);
        for (size_t i = 0; i < N * LATENT; i++) {
            double slope = choice_is(model_of(&s)->code, "relu") ? 0 : model_of(&s)->slope;
            assert_near(before[i], code[i], 1e-5);
            assert_near(z[i], naive_activation(ae.code.plain.activation, slope, code[i]), 1e-5);
        }
        free(x);
        free(encoder);
        free(latent);
        free(features);
        free(code);
        autoencoder_release(&ae);
    }
    images_release(&im);
}

static const char *const on_codes[] = { "latent-mahalanobis", "latent-knn", "latent-kde",
                                        "latent-logistic",    "latent-gmm", "latent-joint" };
enum { DETECTORS = sizeof on_codes / sizeof *on_codes };

/* A small training problem with the first phases that are shared: that of `ae`, and of the last
 * fit of a detector on codes its encoder. */
struct bench {
    char *shared, *encoder, *path, *other;
    struct images positive, negative, test;
    struct settings settings;
    struct archive phase1;
    struct fit_input in;
};

static void bench_begin(struct bench *b, void **state, const char *settings)
{
    struct fit_report report;
    b->shared = path_join(*state, "phase1.lisae", NULL);
    b->encoder = path_join(*state, "encoder.lisae", NULL);
    b->path = path_join(*state, "model.lisae", NULL);
    b->other = path_join(*state, "other.lisae", NULL);
    draw_images(&b->positive, 60, 8, 0, 1);
    draw_images(&b->negative, 50, 8, 1, 2);
    draw_images(&b->test, 30, 8, 1, 3);
    configure(&b->settings, settings);
    KEYS(&b->settings, model)->latent = 4;
    KEYS(&b->settings, model)->encoder = (struct int_list) { 2, { 3, 4 } };
    KEYS(&b->settings, model)->decoder = (struct int_list) { 2, { 4, 2 } };
    KEYS(&b->settings, train)->epochs = 3;
    set_number(&b->settings, "linear-ae", "epochs", 3);
    KEYS(&b->settings, shape)->epochs = 2;
    KEYS(&b->settings, train)->batch = 16;
    set_number(&b->settings, "linear-ae", "batch", 16);
    KEYS(&b->settings, train)->restarts = 0;
    b->in = (struct fit_input) {
        .settings = &b->settings, .positive = &b->positive, .negative = &b->negative, .seed = 9
    };
    void *first = fit_with("phase1", &b->in, &report);
    fit_report_release(&report);
    save_model("phase1", first, b->shared, &b->phase1);
    detector_named("phase1")->free(first);
    b->in.first = &b->phase1;
}

static void bench_end(struct bench *b)
{
    archive_release(&b->phase1);
    images_release(&b->positive);
    images_release(&b->negative);
    images_release(&b->test);
    free(b->shared);
    free(b->encoder);
    free(b->path);
    free(b->other);
}

static void set(struct settings *s, const char *key, const char *value)
{
    struct error e = { .text = "" };
    settings_set(s, setting_named("latent", key), value, &e);
    assert_string_equal(e.text, "");
}

/* A detector on codes, from the first phase that it asks for. */
static void *fit_coded(struct bench *b, const char *name, struct fit_report *report)
{
    const struct detector *first = detector_first(detector_named(name), &b->settings);
    if (strcmp(first->name, "phase1") == 0)
        return fit_with(name, &b->in, report);
    struct archive a;
    struct fit_report told;
    struct fit_input in = b->in;
    void *encoder = fit_with(first->name, &b->in, &told);
    save_model(first->name, encoder, b->encoder, &a);
    in.first = &a;
    void *model = fit_with(name, &in, report);
    fit_report_release(&told);
    first->free(encoder);
    archive_release(&a);
    return model;
}

/* Calls `test` with each word of [latent] encoder. */
static void each_encoder(struct bench *b, void (*test)(struct bench *b, const struct detector *encoder))
{
    char **words = split(setting_named("latent", "encoder")->key->words, " ", 0, NULL);
    for (char **word = words; *word; word++) {
        const struct detector *encoder = detector_named(*word);
        assert_non_null(encoder);
        set(&b->settings, "encoder", *word);
        for (int i = 0; i < DETECTORS; i++)
            assert_ptr_equal(detector_base(detector_named(on_codes[i]), &b->settings), encoder);
        test(b, encoder);
    }
    split_free(words);
}

static int same_entries(const struct archive *part, const struct archive *whole)
{
    static const size_t bytes[] = {
        [ARCHIVE_U8] = 1, [ARCHIVE_I32] = 4, [ARCHIVE_F32] = 4, [ARCHIVE_F64] = 8, [ARCHIVE_TEXT] = 1
    };
    for (size_t k = 0; k < part->n_entries; k++) {
        const struct archive_entry *a = &part->entries[k], *c = archive_get(whole, a->name, a->type, NULL);
        if (!c || a->count != c->count || memcmp(a->data, c->data, a->count * bytes[a->type]) != 0)
            return 0;
    }
    return 1;
}

/* Every entry that the encoder's own run saves is in the detector's file, byte for byte. */
static void has_the_encoder(struct bench *b, const struct detector *encoder)
{
    struct archive own, with;
    struct fit_report report, told;
    void *model = fit_with(encoder->name, &b->in, &report);
    save_model(encoder->name, model, b->path, &own);
    for (int i = 0; i < DETECTORS; i++) {
        void *coded = fit_coded(b, on_codes[i], &told);
        save_model(on_codes[i], coded, b->other, &with);
        assert_true(own.n_entries >= 5 && with.n_entries > own.n_entries + 2);
        assert_true(same_entries(&own, &with));
        assert_string_equal(archive_text(&with, "latent_encoder", NULL), encoder->name);
        assert_int_equal(told.n_losses, 0); /* they are the first phase's */
        archive_release(&with);
        fit_report_release(&told);
        detector_named(on_codes[i])->free(coded);
    }
    archive_release(&own);
    fit_report_release(&report);
    encoder->free(model);
}

static void the_encoder_is_the_one_of_its_own_run(void **state)
{
    static const char *const settings[] = { "shape.gamma=3", "shape.linsep=on augment.crop=1 shape.gamma=2",
                                            "model.kind=mlp model.code=relu" };
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        struct bench b;
        bench_begin(&b, state, settings[i]);
        each_encoder(&b, has_the_encoder);
        bench_end(&b);
    }
}

/* The hidden detector is the encoder in all that it does: loss curve and note of its training, what
 * it saves, scores before and after a file. */
static void stands_for_the_encoder(struct bench *b, const struct detector *encoder)
{
    struct archive own, shared;
    struct fit_report report, told;
    struct error e = { .text = "" };
    const struct detector *d = detector_named("encoder");
    void *model = fit_with(encoder->name, &b->in, &report), *same = fit_with("encoder", &b->in, &told);
    assert_int_equal(told.n_losses, report.n_losses);
    for (size_t i = 0; i < told.n_losses; i++) {
        assert_string_equal(told.losses[i].stage, report.losses[i].stage);
        assert_true(told.losses[i].positive == report.losses[i].positive);
    }
    assert_string_equal(told.note, report.note);
    save_model(encoder->name, model, b->path, &own);
    save_model("encoder", same, b->other, &shared);
    assert_true(same_entries(&own, &shared));
    void *loaded = d->load(d, &suite()->sections, &shared, &e);
    assert_string_equal(e.text, "");
    double *scores = scores_of(encoder->name, model, &b->test), *again = scores_of("encoder", same, &b->test);
    double *afterwards = scores_of("encoder", loaded, &b->test);
    assert_memory_equal(scores, again, b->test.n * sizeof *scores);
    assert_memory_equal(scores, afterwards, b->test.n * sizeof *scores);
    free(scores);
    free(again);
    free(afterwards);
    archive_release(&own);
    archive_release(&shared);
    fit_report_release(&report);
    fit_report_release(&told);
    encoder->free(model);
    d->free(same);
    d->free(loaded);
}

static void the_shared_encoder_stands_for_each(void **state)
{
    struct bench b;
    bench_begin(&b, state, "shape.gamma=3");
    each_encoder(&b, stands_for_the_encoder);
    bench_end(&b);
}

/* Loaded models give the same scores, for either layer. */
static void goes_through_a_file(struct bench *b, const struct detector *encoder)
{
    static const char *const layers[] = { "code", "pre-activation" };
    for (int i = 0; i < DETECTORS; i++) {
        double *before = NULL;
        for (int layer = 0; layer < 2; layer++) {
            struct archive a;
            struct fit_report report;
            struct error e = { .text = "" };
            set(&b->settings, "layer", layers[layer]);
            void *model = fit_coded(b, on_codes[i], &report);
            save_model(on_codes[i], model, b->path, &a);
            void *loaded = detector_named(on_codes[i])->load(detector_named(on_codes[i]), &suite()->sections, &a, &e);
            assert_string_equal(e.text, "");
            assert_string_equal(archive_text(&a, "latent_layer", NULL), layers[layer]);
            double *scores = scores_of(on_codes[i], model, &b->test), *again = scores_of(on_codes[i], loaded, &b->test);
            assert_memory_equal(scores, again, b->test.n * sizeof *scores);
            /* a linear autoencoder's code has no activation, the others' is tanh */
            if (before)
                assert_int_equal(memcmp(scores, before, b->test.n * sizeof *scores) == 0,
                                 strcmp(encoder->name, "linear-ae") == 0);
            free(again);
            free(before);
            before = scores;
            detector_named(on_codes[i])->free(model);
            detector_named(on_codes[i])->free(loaded);
            archive_release(&a);
            fit_report_release(&report);
        }
        free(before);
    }
    set(&b->settings, "layer", "code");
}

static void models_go_through_files(void **state)
{
    struct bench b;
    bench_begin(&b, state, "shape.gamma=3");
    each_encoder(&b, goes_through_a_file);
    bench_end(&b);
}

static const struct {
    int detector;
    const char *entry; /* left out, then changed to three numbers */
    int type;
    const char *words;
} damages[] = {
    { 0, "code_mean", ARCHIVE_F64, "expected 4 numbers in 'code_mean' and 16 in 'code_factor', found 3 and 16" },
    { 0, "code_factor", ARCHIVE_F64, "expected 4 numbers in 'code_mean' and 16 in 'code_factor', found 4 and 3" },
    { 1, "points", ARCHIVE_F32, "expected rows of 4 numbers in 'points'" },
    { 1, "points_mean", ARCHIVE_F32, "expected rows of 4 numbers in 'points'" },
    { 1, "k", ARCHIVE_F64, "'k' as one number" },
    { 2, "points", ARCHIVE_F32, "expected rows of 4 numbers in 'points'" },
    { 2, "bandwidth", ARCHIVE_F64, "'bandwidth' as one number" },
    { 3, "weights", ARCHIVE_F64, "expected 5 numbers in 'weights', found 3" },
    { 4, "mixture_full", ARCHIVE_F64, "'mixture_full' as one number" },
    { 4, "mixture_weights", ARCHIVE_F64, "4 numbers in 'mixture_means'" },
    { 4, "mixture_means", ARCHIVE_F64, "4 numbers in 'mixture_means'" },
    { 4, "mixture_factors", ARCHIVE_F64, "16 in 'mixture_factors'" },
    { 5, "code_factor", ARCHIVE_F64, "expected 4 numbers in 'code_mean' and 16 in 'code_factor', found 4 and 3" },
    { 5, "residual_quantile", ARCHIVE_F64, "'residual_quantile' as one number" },
    { 5, "distance_quantile", ARCHIVE_F64, "'distance_quantile' as one number" },
    { 0, "encoder", ARCHIVE_F32, "'encoder'" },
    { 3, "image", ARCHIVE_I32, "in 'image'" },
};

static void damaged_models_are_refused(void **state)
{
    static const struct {
        const char *entry, *text, *words;
    } texts[] = {
        { "latent_encoder", "kde", "'encoder' in [latent]: expected one of ae, lis-ae, linear-ae" },
        { "latent_encoder", "", "'encoder' in [latent]: expected one of" },
        { "latent_layer", "input", "'layer' in [latent]: expected one of code, pre-activation, found 'input'" },
        { "settings", "[model]\nlatent = 5\n", "" },
    };
    static const double zeros[16], three[3] = { 1, 1, 1 };
    struct bench b;
    bench_begin(&b, state, "");
    for (int i = 0; i < DETECTORS; i++) {
        struct fit_report report;
        struct archive a;
        void *model = fit_with(on_codes[i], &b.in, &report);
        save_model(on_codes[i], model, b.path, &a);
        for (size_t k = 0; k < sizeof damages / sizeof *damages; k++)
            if (damages[k].detector == i) {
                put_changed(&a, b.other, damages[k].entry, 0, 0, NULL);
                assert_refused(on_codes[i], b.other, damages[k].entry);
                put_changed(&a, b.other, damages[k].entry, damages[k].type, 3, three);
                assert_refused(on_codes[i], b.other, damages[k].words);
            }
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
            put_changed(&a, b.other, texts[k].entry, 0, 0, NULL);
            assert_refused(on_codes[i], b.other, texts[k].entry);
            put_changed(&a, b.other, texts[k].entry, ARCHIVE_TEXT, 0, texts[k].text);
            assert_refused(on_codes[i], b.other, texts[k].words);
        }
        if (i == 0) {
            put_changed(&a, b.other, "code_factor", ARCHIVE_F64, 16, zeros);
            assert_refused(on_codes[i], b.other, "a positive diagonal in 'code_factor'");
        }
        detector_named(on_codes[i])->free(model);
        fit_report_release(&report);
        archive_release(&a);
    }
    bench_end(&b);
}

/* A number of an archive, changed. */
static void with_number(const struct archive *from, const char *path, const char *name, double value)
{
    struct archive_writer *w = archive_create(path, NULL);
    for (size_t i = 0; i < from->n_entries; i++) {
        const struct archive_entry *entry = &from->entries[i];
        if (strcmp(entry->name, name) == 0)
            archive_add_number(w, name, value);
        else
            archive_add(w, entry->name, entry->type, entry->rank, entry->dims, entry->data);
    }
    assert_int_equal(archive_commit(w, NULL), 0);
}

static void damaged_numbers_are_refused(void **state)
{
    static const double neighbours[] = { 0, -1, 1.5, 61, 1e9, NAN }, bandwidths[] = { 0, -1, NAN };
    struct bench b;
    bench_begin(&b, state, "");
    for (int i = 1; i <= 2; i++) {
        struct fit_report report;
        struct archive a;
        void *model = fit_with(on_codes[i], &b.in, &report);
        save_model(on_codes[i], model, b.path, &a);
        for (size_t k = 0; k < (i == 1 ? sizeof neighbours : sizeof bandwidths) / sizeof(double); k++) {
            with_number(&a, b.other, i == 1 ? "k" : "bandwidth", i == 1 ? neighbours[k] : bandwidths[k]);
            assert_refused(on_codes[i], b.other,
                           i == 1 ? "expected a whole number of at most 1000 and the 60 points in 'k'"
                                  : "expected a positive 'bandwidth'");
        }
        detector_named(on_codes[i])->free(model);
        fit_report_release(&report);
        archive_release(&a);
    }
    bench_end(&b);
}

static void what_cannot_be_fitted(void **state)
{
    struct bench b;
    bench_begin(&b, state, "latent.k=61 kde.folds=5 latent.covariance=fixed latent.shrinkage=0");
    assert_no_fit("latent-knn", &b.in, "'k' in [latent]: expected at most the 60 positives, found 61");
    b.positive.n = 4;
    assert_no_fit("latent-kde", &b.in, "latent-kde: 'folds = 5' in [kde] needs as many images, found 4");
    assert_no_fit(
        "latent-mahalanobis", &b.in,
        "expected a positive definite covariance of the positives' codes, found a singular one with shrinkage 0");
    b.positive.n = 60;
    b.in.negative = NULL;
    assert_no_fit("latent-logistic", &b.in, "latent-logistic needs negative images");
    set(&b.settings, "encoder", "lis-ae");
    set(&b.settings, "k", "2");
    assert_no_fit("encoder", &b.in, "needs negative images: set 'negative' in [data]");
    bench_end(&b);
}

/* The checks of the encoder count; training it is no cost of theirs, its codes are. */
static void checks_and_costs(void **state)
{
    (void)state;
    struct settings s;
    struct error e;
    const struct sizes p = {
        .height = 8, .width = 8, .channels = 1, .n_positive = 100, .n_negative = 100, .n_test = 50
    };
    for (int i = 0; i < DETECTORS; i++) {
        const struct detector *d = detector_named(on_codes[i]);
        configure(&s, "model.last_kernel=4");
        assert_int_equal(d->check(d, &s, &p, &e), -1);
        assert_non_null(strstr(e.text, "last_kernel"));
        configure(&s, "");
        assert_int_equal(d->check(d, &s, &p, &e), 0);
        double ae = d->work(d, &s, &p);
        set(&s, "encoder", "lis-ae");
        assert_int_equal(d->check(d, &s, &p, &e), 0);
        assert_true(d->work(d, &s, &p) == ae);
        set(&s, "encoder", "linear-ae");
        assert_int_equal(d->check(d, &s, &p, &e), 0);
        assert_true(d->work(d, &s, &p) > 0);
        double encoder = detector_named("encoder")->work(detector_named("encoder"), &s, &p),
               own = detector_named("linear-ae")->work(detector_named("linear-ae"), &s, &p);
        assert_true(encoder < own && encoder > 0.9 * own);
    }
}

/* What checks and costs take for the numbers in a code is what a trained model gives: before its activation vae's code
 * has twice as many as tables say. */
static void sizes_of_codes(void **state)
{
    static const char *const words[] = { "ae", "lis-ae", "linear-ae", "vae", "mem-ae", "repnn", "sig-repnn" };
    struct bench b;
    bench_begin(&b, state, "");
    for (size_t i = 0; i < 2 * sizeof words / sizeof *words; i++) {
        const struct detector *encoder = detector_named(words[i / 2]);
        struct latent l = { .encoder = encoder };
        struct error e = { .text = "" };
        struct fit_report report = { 0 };
        struct archive first;
        set(&b.settings, "encoder", words[i / 2]);
        set(&b.settings, "layer", i % 2 ? "pre-activation" : "code");
        struct fit_input in = b.in;
        in.first = NULL;
        void *model = fit_with(encoder->first ? "phase1" : words[i / 2], &in, &report);
        fit_report_release(&report);
        save_model(encoder->first ? "phase1" : words[i / 2], model, b.other, &first);
        in.first = &first;
        assert_int_equal(latent_fit(&l, &in, &e), 0);
        assert_int_equal(latent_size(&b.settings), l.size);
        assert_int_equal(latent_size(&b.settings), strcmp(words[i / 2], "vae") == 0 && i % 2 ? 8 : 4);
        latent_release(&l);
        archive_release(&first);
        autoencoder_free(model);
    }
    bench_end(&b);
}

/* A covariance of twice as many numbers needs more positives, costs more and takes more memory. */
static void checks_and_costs_before_the_activation(void **state)
{
    struct settings s;
    struct sizes p = { .height = 8, .width = 8, .channels = 1, .n_positive = 8, .n_negative = 9, .n_test = 10 };
    (void)state;
    configure(&s, "model.latent=4 model.encoder=3_4 model.decoder=4_2 latent.encoder=vae latent.covariance=fixed");
    for (size_t i = 0; i < DETECTORS; i++) {
        const struct detector *d = detector_named(on_codes[i]);
        set(&s, "layer", "code");
        const double work = d->work(d, &s, &p), memory = d->memory(d, &s, &p);
        set(&s, "layer", "pre-activation");
        assert_true(d->work(d, &s, &p) > work);
        assert_true(d->memory(d, &s, &p) > memory);
    }
    set_number(&s, "latent", "shrinkage", 0);
    const struct detector *d = detector_named("latent-mahalanobis");
    struct error e = { .text = "" };
    assert_int_equal(d->check(d, &s, &p, &e), -1);
    assert_string_equal(e.text, "expected at least 9 positives for the covariance of 8 numbers in a code, found 8");
    p.n_positive = 9;
    assert_int_equal(d->check(d, &s, &p, &e), 0);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(codes_that_are_no_numbers),
    cmocka_unit_test(codes_by_the_definition),
    cmocka_unit_test(the_encoder_is_the_one_of_its_own_run),
    cmocka_unit_test(the_shared_encoder_stands_for_each),
    cmocka_unit_test(models_go_through_files),
    cmocka_unit_test(damaged_models_are_refused),
    cmocka_unit_test(damaged_numbers_are_refused),
    cmocka_unit_test(what_cannot_be_fitted),
    cmocka_unit_test(checks_and_costs),
    cmocka_unit_test(sizes_of_codes),
    cmocka_unit_test(checks_and_costs_before_the_activation),
};

TEST_MAIN(tests, make_folder, remove_folder)
