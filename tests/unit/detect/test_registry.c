/* What every detector keeps to: its table, saving and loading, images of another size, damaged models. */
#include "support/fitting.h"

static void table_of_detectors(void **state)
{
    (void)state;
    static const char *const names[] = { "raw-l2",     "kde",         "iforest",         "ocsvm",  "ocsvm-labels",
                                         "dsvdd",      "anogan",      "anogan-fm",       "pca",    "linear-ae",
                                         "ae",         "vae",         "mem-ae",          "repnn",  "sig-repnn",
                                         "lis-ae",     "linsep-head", "oe-bce",          "hsc",    "latent-mahalanobis",
                                         "latent-knn", "latent-kde",  "latent-logistic", "phase1", "encoder",
                                         "gan" };
    size_t n = 0;
    for (; detectors[n]; n++) {
        const struct detector *d = detectors[n];
        assert_true(n < sizeof names / sizeof *names);
        assert_string_equal(d->name, names[n]);
        assert_ptr_equal(detector_find(names[n]), d);
        assert_true(d->help && d->keys && d->work && d->fit && d->score && d->save && d->load && d->free);
        /* a first phase is hidden, starts from none, and depends on nothing that those who start from it do not */
        const struct detector *first = d->first;
        assert_true(!first || (first->flags == HIDDEN && !first->first));
        for (const struct settings_key *k = settings_keys; k->section && first; k++)
            if (settings_used(first->keys, k) && !settings_used(d->keys, k) && !first->uses_negative)
                fail_msg("%s depends on %s.%s, %s does not", first->name, k->section, k->name, d->name);
        /* every pattern names a key that there is */
        for (const char *const *pattern = d->keys; *pattern; pattern++) {
            int used = 0;
            for (const struct settings_key *k = settings_keys; k->section; k++)
                used |= settings_used((const char *const[]) { *pattern, NULL }, k);
            assert_true(used);
        }
    }
    assert_int_equal(n, sizeof names / sizeof *names);
    assert_null(detector_find("svm"));
    assert_int_equal(detector_find("lis-ae")->flags, USES_NEGATIVE);
    assert_int_equal(detector_find("ae")->flags, AS_FIRST_PHASE);
    assert_ptr_equal(detector_find("lis-ae")->first, detector_find("phase1"));
    assert_ptr_equal(detector_find("ae")->first, detector_find("phase1"));
    assert_ptr_equal(detector_find("anogan")->first, detector_find("gan"));
    assert_ptr_equal(detector_find("anogan-fm")->first, detector_find("gan"));
    assert_int_equal(detector_find("linsep-head")->flags, NEEDS_LINSEP | USES_NEGATIVE);
    assert_int_equal(detector_find("oe-bce")->flags, USES_NEGATIVE);
    assert_int_equal(detector_find("hsc")->flags, USES_NEGATIVE);
    assert_int_equal(detector_find("latent-knn")->flags, 0);
    assert_int_equal(detector_find("latent-logistic")->flags, USES_NEGATIVE);
    assert_int_equal(detector_find("pca")->flags, 0);
    assert_int_equal(detector_find("ocsvm")->flags, 0);
    assert_int_equal(detector_find("ocsvm-labels")->flags, LABEL_SWEEP);
}

/* Every detector: a fit made twice gives the same file; a loaded model the same scores; images
 * of another size are refused, those with as many pixels too. */
static void every_detector_saves_and_loads(void **state)
{
    static const char *const networks[] = {
        "model.kind=conv model.encoder=3_4 model.decoder=4_2 model.kernel=3",
        "model.kind=mlp model.encoder=7 model.decoder=6_5 model.output=identity model.code=leaky-relu",
    };
    static const int others[][3] = {
        { 7, 4, 1 }, { 6, 5, 1 }, { 6, 4, 3 }, { 4, 6, 1 }, { 12, 2, 1 }, { 3, 4, 2 }, { 6, 2, 2 },
    };
    struct images positive, negative, test;
    char *path = path_join(*state, "model.lisae", NULL), *again = path_join(*state, "again.lisae", NULL);
    char *shared = path_join(*state, "phase1.lisae", NULL);
    random_images(&positive, 40, 6, 4, 1, 1);
    random_images(&negative, 30, 6, 4, 1, 2);
    random_images(&test, 300, 6, 4, 1, 3);
    for (size_t k = 0; k < sizeof networks / sizeof *networks; k++) {
        struct settings s;
        struct archive phase1;
        struct fit_report report;
        configure(&s, networks[k]);
        s.model.latent = 5;
        s.train.epochs = s.shape.epochs = s.linear_ae.epochs = s.oe_bce.epochs = s.hsc.epochs = 2;
        s.train.batch = s.linear_ae.batch = 16;
        s.train.restarts = 0;
        s.dsvdd.epochs = s.dsvdd.pretrain_epochs = 2;
        s.dsvdd.batch = 16;
        s.anogan.generator = s.anogan.critic = (struct int_list) { 2, { 3, 4 } };
        s.anogan.epochs = s.anogan.encoder_epochs = 2;
        s.anogan.batch = 16;
        struct fit_input in = { .settings = &s, .positive = &positive, .negative = &negative, .seed = 5 };
        struct settings separating = s;
        settings_set(&separating, settings_find("shape", "linsep"), "on", NULL);
        for (const struct detector *const *d = detectors; *d; d++) {
            struct archive a, b;
            struct error e;
            const struct detector *stage = detector_first(*d, &s);
            if (stage) {
                in.settings = (*d)->flags & NEEDS_LINSEP ? &separating : &s;
                void *first = fit_with(stage->name, &in, &report);
                fit_report_release(&report);
                save_model(stage->name, first, shared, &phase1);
                stage->free(first);
                in.settings = &s;
            }
            in.first = stage ? &phase1 : NULL;
            void *model = fit_with((*d)->name, &in, &report), *twin;
            fit_report_release(&report);
            twin = fit_with((*d)->name, &in, &report);
            fit_report_release(&report);
            save_model((*d)->name, model, path, &a);
            save_model((*d)->name, twin, again, &b);
            assert_int_equal(a.size, b.size);
            assert_memory_equal(a.map, b.map, a.size);
            void *loaded = (*d)->load(*d, &a, &e);
            assert_non_null(loaded);
            double *scores = scores_of((*d)->name, model, &test), *same = scores_of((*d)->name, loaded, &test);
            assert_memory_equal(scores, same, test.n * sizeof *scores);
            size_t others_like_first = 0; /* few labels may well agree, all do not */
            while (others_like_first < test.n && scores[others_like_first] == scores[0])
                others_like_first++;
            assert_true((*d)->flags & LABEL_SWEEP ? others_like_first < test.n : others_like_first == 1);
            /* an image's score does not depend on what stands beside it */
            struct images one = test;
            one.n = 1;
            one.pixels += 299 * images_size(&test);
            assert_int_equal((*d)->score(*d, model, &one, same, &e), 0);
            assert_near(same[0], scores[299], 1e-5 * (1 + fabs(scores[299])));
            for (size_t o = 0; o < sizeof others / sizeof *others; o++) {
                struct images other;
                random_images(&other, 2, others[o][0], others[o][1], others[o][2], 1);
                assert_int_equal((*d)->score(*d, loaded, &other, same, &e), -1);
                assert_non_null(strstr(e.text, "expected images of 6x4x1, found "));
                images_release(&other);
            }
            free(scores);
            free(same);
            (*d)->free(model);
            (*d)->free(twin);
            (*d)->free(loaded);
            (*d)->free(NULL);
            archive_release(&a);
            archive_release(&b);
            if (stage)
                archive_release(&phase1);
        }
    }
    images_release(&positive);
    images_release(&negative);
    images_release(&test);
    free(path);
    free(again);
    free(shared);
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
    detector_find("pca")->free(model);

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
    detector_find("kde")->free(model);
    images_release(&im);
    free(path);
    free(bad);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(table_of_detectors),
    cmocka_unit_test(every_detector_saves_and_loads),
    cmocka_unit_test(damaged_models_are_refused),
};

TEST_MAIN(tests, make_folder, remove_folder)
