/* dsvdd: what it is for, and its files. */
#include "support/fitting.h"
#include "support/suite.h"

/* Ramps are learnt, stripes are far from the centre: every stripe's score lies above the median
 * of the ramps' that were not trained on. */
static void anomalies_lie_outside(void **state)
{
    (void)state;
    static const char *const variants[] = {
        "dsvdd.network=suite",
        "dsvdd.network=suite dsvdd.objective=soft-boundary dsvdd.warm_up=2",
        "dsvdd.network=suite dsvdd.preprocessing=gcn",
    };
    struct images positive, test[2];
    draw_images(&positive, 200, 8, 0, 1);
    draw_images(&test[0], 50, 8, 0, 2);
    draw_images(&test[1], 50, 8, 1, 3);
    for (size_t a = 0; a < sizeof variants / sizeof *variants; a++) {
        struct settings s;
        struct fit_report report;
        char text[512];
        snprintf(text, sizeof text,
                 "%s model.encoder=8_8 model.decoder=8_8 model.latent=8 dsvdd.epochs=30 "
                 "dsvdd.pretrain_epochs=15 dsvdd.batch=20 dsvdd.milestone=0 dsvdd.pretrain_milestone=0 "
                 "dsvdd.learning_rate=0.001 dsvdd.pretrain_learning_rate=0.001",
                 variants[a]);
        configure(&s, text);
        void *model = fit_with("dsvdd", &(struct fit_input) { .settings = &s, .positive = &positive, .seed = 1 },
                               &report);
        double *normal = scores_of("dsvdd", model, &test[0]), *other = scores_of("dsvdd", model, &test[1]);
        int above = 0, outside = 0;
        for (size_t i = 0; i < 50; i++)
            for (size_t k = 0; k < 50; k++)
                above += other[i] > normal[k];
        for (size_t i = 0; i < 50; i++)
            outside += normal[i] > 0;
        assert_true(above > 0.97 * 2500);
        if (choice_is(dsvdd_of(&s)->objective, "soft-boundary")) {
            assert_true(outside < 25); /* about nu of them */
            assert_true(starts_with(report.note, "radius "));
        } else {
            assert_string_equal(report.note, "");
        }
        free(normal);
        free(other);
        fit_report_release(&report);
        detector_named("dsvdd")->free(model);
    }
    for (int k = 0; k < 2; k++)
        images_release(&test[k]);
    images_release(&positive);
}

/* A model and its file: the same scores with every preprocessing and objective, and each damaged
 * entry refused. */
static void saved_and_refused(void **state)
{
    char *path = path_join(*state, "good.lisae", NULL), *bad = path_join(*state, "bad.lisae", NULL);
    struct images im;
    struct settings s;
    struct fit_report report;
    struct archive a;
    draw_images(&im, 9, 28, 0, 1);
    configure(&s, "dsvdd.network=lenet dsvdd.preprocessing=gcn dsvdd.objective=soft-boundary dsvdd.warm_up=1 "
                  "dsvdd.epochs=2 dsvdd.pretrain_epochs=1 dsvdd.batch=4");
    void *model = fit_with("dsvdd", &(struct fit_input) { .settings = &s, .positive = &im, .seed = 3 }, &report);
    save_model("dsvdd", model, path, &a);
    void *loaded = detector_named("dsvdd")->load(detector_named("dsvdd"), &suite()->sections, &a, NULL);
    double *scores = scores_of("dsvdd", model, &im), *same = scores_of("dsvdd", loaded, &im);
    assert_memory_equal(scores, same, im.n * sizeof *scores);
    detector_named("dsvdd")->free(loaded);
    static const char *const entries[] = { "settings", "image", "phi", "phi/running", "centre", "radius", "contrast" };
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        put_changed(&a, bad, entries[i], 0, 0, NULL);
        assert_refused("dsvdd", bad, entries[i]);
    }
    static const float numbers[40] = { 0 };
    static const double range[3] = { 1, 1, 2 }, nan[2] = { NAN, 1 };
    static const int32_t other[3] = { 28, 28, 3 };
    put_changed(&a, bad, "phi", ARCHIVE_F32, 40, numbers);
    assert_refused("dsvdd", bad, "expected 7272 parameters in 'phi', found 40");
    put_changed(&a, bad, "phi/running", ARCHIVE_F32, 23, numbers);
    assert_refused("dsvdd", bad, "expected 24 running statistics in 'phi/running', found 23");
    put_changed(&a, bad, "centre", ARCHIVE_F32, 31, numbers);
    assert_refused("dsvdd", bad, "expected 32 numbers in 'centre', found 31");
    put_changed(&a, bad, "contrast", ARCHIVE_F64, 2, range);
    assert_refused("dsvdd", bad, "expected two rising numbers in 'contrast'");
    put_changed(&a, bad, "contrast", ARCHIVE_F64, 3, range);
    assert_refused("dsvdd", bad, "expected two rising numbers in 'contrast'");
    put_changed(&a, bad, "contrast", ARCHIVE_F64, 2, nan);
    assert_refused("dsvdd", bad, "expected two rising numbers in 'contrast'");
    put_changed(&a, bad, "image", ARCHIVE_I32, 3, other);
    assert_refused("dsvdd", bad, "lenet is for images of 28x28x1");
    put_changed(&a, bad, "settings", ARCHIVE_TEXT, 0, "[dsvdd]\nnetwork = lenet-fashion\n");
    assert_refused("dsvdd", bad, "parameters in 'phi'");
    put_changed(&a, bad, "settings", ARCHIVE_TEXT, 0, "[dsvdd]\nnetwork = letnet\n");
    assert_refused("dsvdd", bad, "did you mean 'lenet'?");
    static const double radii[] = { -1, NAN, INFINITY };
    for (size_t i = 0; i < sizeof radii / sizeof *radii; i++) {
        put_number(&a, bad, "radius", radii[i]);
        assert_refused("dsvdd", bad, "expected a 'radius' of at least 0");
    }
    archive_release(&a);
    free(scores);
    free(same);
    fit_report_release(&report);
    detector_named("dsvdd")->free(model);
    images_release(&im);
    free(path);
    free(bad);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(anomalies_lie_outside),
    cmocka_unit_test(saved_and_refused),
};

TEST_MAIN(tests, make_folder, remove_folder)
