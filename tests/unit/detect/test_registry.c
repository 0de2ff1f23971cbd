/* What every detector keeps to: its table, saving and loading, images of another size, damaged models. */
#include "nn/loss.h"
#include "support/fitting.h"
#include "support/suite.h"

static void table_of_detectors(void **state)
{
    (void)state;
    for (size_t i = 0; i < suite()->n; i++) {
        const struct detector *d = suite()->detectors[i], *first = d->first;
        /* hidden ones come last, for they have no place in tables */
        assert_true(i == 0 || !(suite()->detectors[i - 1]->flags & HIDDEN) || d->flags & HIDDEN);
        /* a first phase starts from none, and depends on nothing that those who start from it do not */
        assert_true(!first || (first->flags == HIDDEN && !first->first));
        for (size_t k = 0; k < suite()->sections.n_settings && first; k++) {
            const struct setting *key = &suite()->sections.settings[k];
            if (detector_uses(first, NULL, key) && !detector_uses(d, NULL, key) && !first->uses_negative)
                fail_msg("%s depends on %s.%s, %s does not", first->name, key->section->name, key->key->name, d->name);
        }
        /* the words of a choice of bases name them */
        for (const struct detector *const *base = d->base ? d->base->detectors : NULL; base && *base; base++) {
            struct settings s;
            settings_start(&s);
            assert_int_equal(settings_set(&s, setting_named("latent", "encoder"), (*base)->name, NULL), 0);
            assert_ptr_equal(detector_base(d, &s), *base);
        }
    }
    assert_null(detector_named("svm"));
    assert_int_equal(detector_named("lis-ae")->flags, USES_NEGATIVE | BESIDE_FIRST_PHASE);
    assert_int_equal(detector_named("ae")->flags, AS_FIRST_PHASE);
    assert_ptr_equal(detector_named("lis-ae")->first, detector_named("phase1"));
    assert_ptr_equal(detector_named("ae")->first, detector_named("phase1"));
    assert_ptr_equal(detector_named("anogan")->first, detector_named("gan"));
    assert_ptr_equal(detector_named("anogan-fm")->first, detector_named("gan"));
    assert_int_equal(detector_named("linsep-head")->flags, NEEDS_LINSEP | USES_NEGATIVE);
    assert_int_equal(detector_named("oe-bce")->flags, USES_NEGATIVE);
    assert_int_equal(detector_named("hsc")->flags, USES_NEGATIVE);
    assert_int_equal(detector_named("latent-knn")->flags, 0);
    assert_int_equal(detector_named("latent-logistic")->flags, USES_NEGATIVE);
    assert_int_equal(detector_named("pca")->flags, 0);
    assert_int_equal(detector_named("ocsvm")->flags, NEEDS_IMAGES);
    assert_int_equal(detector_named("ocsvm-labels")->flags, LABEL_SWEEP | NEEDS_IMAGES);
}

/* Settings of trainings that are over in a moment. */
static void brief_settings(struct settings *s, const char *network)
{
    configure(s, network);
    KEYS(s, model)->latent = 5;
    KEYS(s, train)->epochs = KEYS(s, shape)->epochs = 2;
    set_number(s, "linear-ae", "epochs", 2);
    set_number(s, "oe-bce", "epochs", 2);
    set_number(s, "hsc", "epochs", 2);
    KEYS(s, train)->batch = 16;
    set_number(s, "linear-ae", "batch", 16);
    KEYS(s, train)->restarts = 0;
    KEYS(s, dsvdd)->epochs = KEYS(s, dsvdd)->pretrain_epochs = 2;
    KEYS(s, dsvdd)->batch = 16;
    KEYS(s, anogan)->generator = KEYS(s, anogan)->critic = (struct int_list) { 2, { 3, 4 } };
    KEYS(s, anogan)->epochs = KEYS(s, anogan)->encoder_epochs = 2;
    KEYS(s, anogan)->batch = 16;
}

/* Opens the first phase of a detector; 0 where it has none. */
static int train_first(const struct detector *d, const struct fit_input *in, const char *path, struct archive *first)
{
    const struct detector *stage = detector_first(d, in->settings);
    struct settings s = *in->settings;
    struct fit_input of_stage = *in;
    struct fit_report report;
    if (!stage)
        return 0;
    if (d->flags & NEEDS_LINSEP)
        KEYS(&s, shape)->linsep = 1;
    of_stage.settings = &s;
    of_stage.first = NULL;
    void *model = fit_with(stage->name, &of_stage, &report);
    fit_report_release(&report);
    save_model(stage->name, model, path, first);
    stage->free(model);
    return 1;
}

/* A model from its own first phase, which it does not need any more once it is there. */
static void *trained(const struct detector *d, const struct fit_input *in, const char *folder)
{
    char *path = path_join(folder, "first.lisae", NULL);
    struct archive first;
    struct fit_report report;
    struct fit_input with_first = *in;
    const int has_first = train_first(d, in, path, &first);
    with_first.first = has_first ? &first : NULL;
    void *model = fit_with(d->name, &with_first, &report);
    fit_report_release(&report);
    if (has_first)
        archive_release(&first);
    free(path);
    return model;
}

/* A loaded model's scores are the model's, and differ from image to image, but for the one that is constant; images
 * of another size are refused, those with as many pixels too. */
static void compare_scores(const struct detector *d, void *model, void *loaded, const struct images *test)
{
    static const int others[][3] = {
        { 7, 4, 1 }, { 6, 5, 1 }, { 6, 4, 3 }, { 4, 6, 1 }, { 12, 2, 1 }, { 3, 4, 2 }, { 6, 2, 2 },
    };
    struct error e;
    double *scores = scores_of(d->name, model, test), *same = scores_of(d->name, loaded, test);
    assert_memory_equal(scores, same, test->n * sizeof *scores);
    size_t others_like_first = 0; /* few labels may well agree, all do not */
    while (others_like_first < test->n && scores[others_like_first] == scores[0])
        others_like_first++;
    if (d == detector_named("constant"))
        assert_int_equal(others_like_first, test->n);
    else
        assert_true(d->flags & LABEL_SWEEP ? others_like_first < test->n : others_like_first == 1);
    /* an image's score does not depend on what stands beside it */
    struct images one = *test;
    one.n = 1;
    one.pixels += (test->n - 1) * images_size(test);
    assert_int_equal(d->score(d, model, &one, same, &e), 0);
    assert_near(same[0], scores[test->n - 1], 1e-5 * (1 + fabs(scores[test->n - 1])));
    for (size_t o = 0; o < sizeof others / sizeof *others; o++) {
        struct images other;
        random_images(&other, 2, others[o][0], others[o][1], others[o][2], 1);
        assert_int_equal(d->score(d, loaded, &other, same, &e), -1);
        assert_says(e.text, "expected images of 6x4x1, found ");
        images_release(&other);
    }
    free(scores);
    free(same);
}

/* What score() compares images with: the error of the reconstructions is the score, in one of two units; the critic's
 * features are beside it. Images of another size are refused. */
static void compare_reconstructions(const struct detector *d, void *model, const struct images *test)
{
    const size_t pixels = images_size(test), n = test->n;
    const struct shape size = { test->height, test->width, test->channels }, other = { size.w, size.h, size.c };
    struct error e = { .text = "" };
    double *scores = scores_of(d->name, model, test), l2, mse;
    float *x = mem_alloc(n * pixels, sizeof *x), *y = mem_alloc(n * pixels, sizeof *y);
    batch_floats(test, NULL, 0, n, x);
    assert_int_equal(d->reconstruct(d, model, size, x, n, y, &e), 0);
    for (size_t i = 0; i < n; i++) {
        reconstruction_error(LOSS_L2, y + i * pixels, x + i * pixels, 1, pixels, &l2);
        reconstruction_error(LOSS_MSE, y + i * pixels, x + i * pixels, 1, pixels, &mse);
        if (d == detector_named("anogan-fm"))
            assert_true(scores[i] > mse);
        else
            assert_true(fabs(scores[i] - l2) < 1e-5 * l2 || fabs(scores[i] - mse) < 1e-5 * mse);
    }
    assert_int_equal(d->reconstruct(d, model, other, x, n, y, &e), -1);
    assert_says(e.text, "expected images of 6x4x1, found 4x6x1");
    free(scores);
    free(x);
    free(y);
}

static void who_reconstructs(void **state)
{
    static const char *const names[] = { "anogan", "anogan-fm", "pca",   "linear-ae", "ae",
                                         "vae",    "mem-ae",    "repnn", "sig-repnn", "lis-ae" };
    size_t n = 0;
    (void)state;
    for (size_t i = 0; i < suite()->n; i++)
        n += suite()->detectors[i]->reconstruct != NULL;
    assert_int_equal(n, sizeof names / sizeof *names);
    for (size_t i = 0; i < n; i++)
        assert_non_null(detector_named(names[i])->reconstruct);
}

/* The slope of the score at x (pixels) along a direction of length 1, by two scores near by. */
static double slope_along(const struct detector *d, void *model, struct shape size, const float *x,
                          const float *direction)
{
    const double step = 1e-3;
    const size_t pixels = (size_t)shape_size(size);
    float *both = mem_alloc(2 * pixels, sizeof *both), *unused = mem_alloc(2 * pixels, sizeof *unused);
    double scores[2];
    for (size_t k = 0; k < pixels; k++) {
        both[k] = (float)((double)x[k] + step * (double)direction[k]);
        both[pixels + k] = (float)((double)x[k] - step * (double)direction[k]);
    }
    assert_int_equal(d->score_gradient(d, model, size, both, 2, scores, unused, NULL), 0);
    free(both);
    free(unused);
    return (scores[0] - scores[1]) / (2 * step);
}

/* The gradient is the slope: along itself, and along a pixel. Networks have kinks, which a few of 40 may meet. */
static void compare_gradients(const struct detector *d, void *model, const struct images *test)
{
    enum { TRIED = 40 };
    const struct shape size = { test->height, test->width, test->channels }, other = { size.w, size.h, size.c };
    const size_t pixels = images_size(test);
    float *x = mem_alloc(TRIED * pixels, sizeof *x), *gradient = mem_alloc(TRIED * pixels, sizeof *gradient);
    float *unit = mem_alloc(pixels, sizeof *unit);
    double scores[TRIED], *known = scores_of(d->name, model, test), same[TRIED];
    struct error e = { .text = "" };
    size_t off = 0;
    batch_floats(test, NULL, 0, TRIED, x);
    assert_int_equal(d->score_gradient(d, model, size, x, TRIED, scores, gradient, &e), 0);
    assert_int_equal(detector_score_floats(d, model, size, x, TRIED, same, &e), 0);
    for (size_t i = 0; i < TRIED; i++) {
        const float *g = gradient + i * pixels;
        double norm = 0, along, pixel;
        assert_near(scores[i], known[i], 1e-4 * (1e-3 + fabs(known[i])));
        assert_near(same[i], known[i], 1e-5 * (1e-3 + fabs(known[i])));
        for (size_t k = 0; k < pixels; k++)
            norm += (double)g[k] * (double)g[k];
        norm = sqrt(norm);
        assert_true(norm > 0);
        for (size_t k = 0; k < pixels; k++)
            unit[k] = (float)((double)g[k] / norm);
        along = slope_along(d, model, size, x + i * pixels, unit);
        memset(unit, 0, pixels * sizeof *unit);
        unit[i % pixels] = 1;
        pixel = slope_along(d, model, size, x + i * pixels, unit);
        off += fabs(along - norm) > 0.02 * norm || fabs(pixel - (double)g[i % pixels]) > 0.02 * norm;
    }
    if (off > TRIED / 8)
        fail_msg("%s: of %d images %zu have another slope than the gradient says", d->name, TRIED, off);
    assert_int_equal(d->score_gradient(d, model, other, x, 1, scores, gradient, &e), -1);
    assert_says(e.text, "expected images of 6x4x1, found 4x6x1");
    free(x);
    free(gradient);
    free(unit);
    free(known);
}

/* What is decoded around the codes' mean alone is one image; farther around they differ. */
static void compare_decoded(const struct detector *d, void *model, const struct images *train)
{
    const size_t pixels = images_size(train);
    float *y = mem_alloc(4 * pixels, sizeof *y), *again = mem_alloc(4 * pixels, sizeof *again);
    assert_int_equal(d->decode_around(d, model, train, 0, 1, 4, y, NULL), 0);
    for (size_t k = 0; k < pixels; k++)
        assert_near(y[k], y[3 * pixels + k], 1e-5);
    assert_int_equal(d->decode_around(d, model, train, 2, 1, 4, y, NULL), 0);
    assert_memory_not_equal(y, y + pixels, pixels * sizeof *y);
    assert_int_equal(d->decode_around(d, model, train, 2, 1, 4, again, NULL), 0);
    assert_memory_equal(y, again, 4 * pixels * sizeof *y);
    free(y);
    free(again);
}

static void who_has_a_gradient(void **state)
{
    static const char *const names[] = { "raw-l2", "kde",    "dsvdd",      "pca",         "linear-ae", "ae",
                                         "vae",    "mem-ae", "repnn",      "sig-repnn",   "lis-ae",    "linsep-head",
                                         "oe-bce", "hsc",    "latent-gmm", "latent-joint" };
    size_t n = 0;
    (void)state;
    for (size_t i = 0; i < suite()->n; i++)
        n += suite()->detectors[i]->score_gradient != NULL;
    assert_int_equal(n, sizeof names / sizeof *names);
    for (size_t i = 0; i < n; i++)
        assert_non_null(detector_named(names[i])->score_gradient);
}

/* A fit made twice gives the same file. */
static void fit_twice(const struct detector *d, struct fit_input *in, const struct images *test, const char *folder)
{
    char *path = path_join(folder, "model.lisae", NULL), *again = path_join(folder, "again.lisae", NULL);
    char *shared = path_join(folder, "phase1.lisae", NULL);
    struct archive first, a, b;
    struct fit_report report;
    int has_first = train_first(d, in, shared, &first);
    in->first = has_first ? &first : NULL;
    void *model = fit_with(d->name, in, &report);
    fit_report_release(&report);
    void *twin = fit_with(d->name, in, &report);
    fit_report_release(&report);
    save_model(d->name, model, path, &a);
    save_model(d->name, twin, again, &b);
    assert_int_equal(a.size, b.size);
    assert_memory_equal(a.map, b.map, a.size);
    void *loaded = d->load(d, &suite()->sections, &a, NULL);
    assert_non_null(loaded);
    compare_scores(d, model, loaded, test);
    if (d->reconstruct)
        compare_reconstructions(d, loaded, test);
    if (d->score_gradient)
        compare_gradients(d, loaded, test);
    if (d->decode_around)
        compare_decoded(d, loaded, test);
    d->free(model);
    d->free(twin);
    d->free(loaded);
    d->free(NULL);
    archive_release(&a);
    archive_release(&b);
    if (has_first)
        archive_release(&first);
    free(path);
    free(again);
    free(shared);
}

static void every_detector_saves_and_loads(void **state)
{
    static const char *const networks[] = {
        "model.kind=conv model.encoder=3_4 model.decoder=4_2 model.kernel=3 hog-lda.cell=2",
        "model.kind=mlp model.encoder=7 model.decoder=6_5 model.output=identity model.code=leaky-relu hog-lda.cell=4",
    };
    struct images positive, negative, test;
    random_images(&positive, 40, 6, 4, 1, 1);
    random_images(&negative, 30, 6, 4, 1, 2);
    random_images(&test, 300, 6, 4, 1, 3);
    for (size_t k = 0; k < sizeof networks / sizeof *networks; k++) {
        struct settings s;
        brief_settings(&s, networks[k]);
        struct fit_input in = { .settings = &s, .positive = &positive, .negative = &negative, .seed = 5 };
        for (const struct detector *const *d = suite()->detectors; *d; d++)
            fit_twice(*d, &in, &test, *state);
    }
    images_release(&positive);
    images_release(&negative);
    images_release(&test);
}

/* Scores with terms beside the error, images that are prepared first. */
static void gradients_of_other_settings(void **state)
{
    static const char *const cases[][2] = {
        { "vae", "model.kind=mlp model.encoder=7 model.decoder=6 train.loss=mse vae.score=elbo" },
        { "vae", "model.kind=mlp model.encoder=7 model.decoder=6 train.loss=l2 vae.loss=train vae.score=elbo" },
        { "dsvdd", "model.kind=mlp model.encoder=7 model.decoder=6 dsvdd.preprocessing=gcn" },
        { "dsvdd", "model.kind=mlp model.encoder=7 model.decoder=6 dsvdd.preprocessing=none" },
        { "mem-ae", "model.kind=mlp model.encoder=7 model.decoder=6 mem-ae.addressing=dot mem-ae.memory=9" },
        { "linsep-head", "model.kind=mlp model.encoder=7 model.decoder=6 shape.linsep_head=code" },
        { "pca", "pca.components=3" },
    };
    struct images positive, negative;
    random_images(&positive, 60, 6, 4, 1, 1);
    random_images(&negative, 30, 6, 4, 1, 2);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct detector *d = detector_named(cases[i][0]);
        struct settings s;
        brief_settings(&s, cases[i][1]);
        struct fit_input in = { .settings = &s, .positive = &positive, .negative = &negative, .seed = 5 };
        void *model = trained(d, &in, *state);
        compare_gradients(d, model, &positive);
        d->free(model);
    }
    images_release(&positive);
    images_release(&negative);
}

/* Scores of a detector that was trained with these settings; free(). */
static double *trained_scores(const struct detector *d, const struct settings *s, const struct images *positive,
                              const struct images *negative, const char *folder)
{
    const struct fit_input in = { .settings = s, .positive = positive, .negative = negative, .seed = 5 };
    void *model = trained(d, &in, folder);
    double *scores = scores_of(d->name, model, positive);
    d->free(model);
    return scores;
}

/* A run's name has hidden keys at their default. So they may reach nothing that is computed: the scores are the same
 * to the byte. */
static void hidden_keys_change_nothing(void **state)
{
    static const struct {
        const char *detector, *settings, *section, *key, *value;
        int side; /* of the images */
    } cases[] = {
        { "pca", "pca.components=3", "model", "latent", "2", 6 },
        { "vae", "model.kind=mlp vae.latent=3", "model", "latent", "2", 6 },
        { "vae", "model.kind=mlp vae.loss=gaussian", "train", "loss", "mse", 6 },
        { "mem-ae", "model.kind=mlp mem-ae.latent=3", "model", "latent", "2", 6 },
        { "repnn", "model.kind=mlp repnn.latent=3", "model", "latent", "2", 6 },
        { "sig-repnn", "model.kind=mlp sig-repnn.latent=3", "model", "latent", "2", 6 },
        { "ae", "model.kind=mlp", "model", "kernel", "5", 6 },
        { "ae", "model.kind=linear", "model", "encoder", "9", 6 },
        { "kde", "kde.select=cv", "kde", "bandwidth", "3", 6 },
        { "kde", "kde.select=fixed", "kde", "folds", "3", 6 },
        { "lis-ae", "model.kind=mlp shape.beta=0", "shape", "gamma", "7", 6 },
        { "dsvdd", "model.kind=mlp dsvdd.pretrain=off", "dsvdd", "pretrain_epochs", "1", 6 },
        { "dsvdd", "dsvdd.network=lenet dsvdd.pretrain=off", "model", "latent", "9", 28 },
        { "dsvdd", "dsvdd.network=lenet dsvdd.pretrain=on", "model", "encoder", "9", 28 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct detector *d = detector_named(cases[i].detector);
        const struct setting *k = setting_named(cases[i].section, cases[i].key);
        struct images positive, negative;
        struct settings s;
        random_images(&positive, 40, cases[i].side, cases[i].side, 1, 1);
        random_images(&negative, 30, cases[i].side, cases[i].side, 1, 2);
        brief_settings(&s, cases[i].settings);
        assert_non_null(detector_hides(d, &s, k));
        double *scores = trained_scores(d, &s, &positive, &negative, *state);
        assert_int_equal(settings_set(&s, k, cases[i].value, NULL), 0);
        double *same = trained_scores(d, &s, &positive, &negative, *state);
        assert_memory_equal(scores, same, positive.n * sizeof *scores);
        free(scores);
        free(same);
        images_release(&positive);
        images_release(&negative);
    }
}

/* Does a table say that `other` hides `key`? */
static int is_hidden_by(const struct key_need *const *tables, size_t n, const char *key, const char *other)
{
    for (size_t i = 0; i < n; i++)
        for (const struct key_need *need = tables[i]; need->key; need++)
            if (strcmp(need->key, key) == 0 && strcmp(need->other, other) == 0)
                return 1;
    return 0;
}

/* Where a key that hides another is hidden itself, what hides it hides both. So one look at a run's settings finds all
 * hidden keys, and a second one no more. */
static void hidden_keys_are_seen_at_once(void **state)
{
    (void)state;
    const struct key_need *tables[512];
    size_t n = 0;
    for (size_t i = 0; i < suite()->n; i++)
        if (suite()->detectors[i]->needs)
            tables[n++] = suite()->detectors[i]->needs;
    for (size_t i = 0; i < suite()->sections.n_settings; i++)
        if (suite()->sections.settings[i].section->needs)
            tables[n++] = suite()->sections.settings[i].section->needs;
    assert_true(n > 2 && n < sizeof tables / sizeof *tables);
    for (size_t i = 0; i < n; i++)
        for (const struct key_need *a = tables[i]; a->key; a++)
            for (size_t j = 0; j < n; j++)
                for (const struct key_need *b = tables[j]; b->key; b++)
                    if (strcmp(a->other, b->key) == 0 && !is_hidden_by(tables, n, a->key, b->other))
                        fail_msg("%s hides %s, which hides %s", b->other, a->other, a->key);
}

static void damaged_models_are_refused(void **state)
{
    struct images im;
    struct settings s;
    struct fit_report report;
    struct archive a;
    char *path = path_join(*state, "good.lisae", NULL), *bad = path_join(*state, "bad.lisae", NULL);
    random_images(&im, 10, 3, 2, 1, 1);
    configure(&s, "model.latent=2 kde.select=fixed");
    struct fit_input in = { .settings = &s, .positive = &im };
    void *model = fit_with("pca", &in, &report);
    save_model("pca", model, path, &a);
    static const char *const pca_entries[] = { "size", "mean", "components" };
    for (int i = 0; i < 3; i++) {
        put_changed(&a, bad, pca_entries[i], 0, 0, NULL);
        assert_refused("pca", bad, pca_entries[i]);
    }
    static const int32_t sizes[][4] = {
        { 3, 2, 1, 0 }, { 3, 2, 1, 3 }, { 2, 2, 1, 2 }, { -3, -2, 1, 2 }, { 0, 0, 0, 2 }
    };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        put_changed(&a, bad, "size", ARCHIVE_I32, 4, sizes[i]);
        assert_refused("pca", bad, "do not agree");
    }
    put_changed(&a, bad, "size", ARCHIVE_I32, 3, sizes[0]);
    assert_refused("pca", bad, "do not agree");
    archive_release(&a);
    detector_named("pca")->free(model);

    model = fit_with("kde", &in, &report);
    save_model("kde", model, path, &a);
    put_changed(&a, bad, "support", 0, 0, NULL);
    assert_refused("kde", bad, "'support'");
    put_changed(&a, bad, "bandwidth", 0, 0, NULL);
    assert_refused("kde", bad, "'bandwidth'");
    put_changed(&a, bad, "support", ARCHIVE_U8, 60, im.pixels);
    assert_refused("kde", bad, "expected images in 'support'");
    const uint64_t none[4] = { 0, 3, 2, 1 };
    static const double bandwidths[] = { 0, -1, NAN };
    for (int i = 0; i < 4; i++) {
        struct archive_writer *w = archive_create(bad, NULL);
        const uint64_t dims[4] = { 10, 3, 2, 1 };
        archive_add_number(w, "bandwidth", i < 3 ? bandwidths[i] : 1);
        archive_add(w, "support", ARCHIVE_U8, 4, i < 3 ? dims : none, im.pixels);
        assert_int_equal(archive_commit(w, NULL), 0);
        assert_refused("kde", bad, i < 3 ? "a positive 'bandwidth'" : "expected images in 'support'");
    }
    archive_release(&a);
    detector_named("kde")->free(model);
    images_release(&im);
    free(path);
    free(bad);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(table_of_detectors),          cmocka_unit_test(who_reconstructs),
    cmocka_unit_test(who_has_a_gradient),          cmocka_unit_test(every_detector_saves_and_loads),
    cmocka_unit_test(gradients_of_other_settings), cmocka_unit_test(damaged_models_are_refused),
    cmocka_unit_test(hidden_keys_change_nothing),  cmocka_unit_test(hidden_keys_are_seen_at_once),
};

TEST_MAIN(tests, make_folder, remove_folder)
