/* ae: its model is that of the first phase, as it is. */
#include "support/fitting.h"

#include "data/pollution.h"
#include "detect/autoencoder/autoencoder.h"
#include "support/suite.h"

static const char *const small = SMALL_AUTOENCODER "train.epochs=2";

static struct autoencoder *train_phase1(const struct fit_input *in, const char *path, struct archive *a)
{
    struct fit_report report;
    struct autoencoder *model = fit_with("phase1", in, &report);
    fit_report_release(&report);
    save_model("phase1", model, path, a);
    return model;
}

static void assert_same_scores(struct autoencoder *first, struct autoencoder *ae, const struct images *im)
{
    double *expected = scores_of("phase1", first, im), *found = scores_of("ae", ae, im);
    assert_memory_equal(found, expected, im->n * sizeof *found);
    free(expected);
    free(found);
}

/* Nothing is trained: the file is the first phase's, byte by byte, whatever the seed is. */
static void the_model_is_the_first_phase(void **state)
{
    char *path = path_join(*state, "phase1.lisae", NULL), *own = path_join(*state, "ae.lisae", NULL);
    struct images positive, unseen;
    struct settings s;
    struct archive phase1, a;
    struct fit_report report;
    draw_images(&positive, 40, 8, 0, 1);
    draw_images(&unseen, 300, 8, 1, 2); /* more than are scored at once */
    configure(&s, small);
    struct fit_input in = { .settings = &s, .positive = &positive, .seed = 4 };
    struct autoencoder *first = train_phase1(&in, path, &phase1);
    in.first = &phase1;
    in.seed = 5;
    struct autoencoder *ae = fit_with("ae", &in, &report);
    assert_true(report.n_losses == 0 && !*report.note);
    save_model("ae", ae, own, &a);
    assert_int_equal(a.size, phase1.size);
    assert_memory_equal(a.map, phase1.map, a.size);
    assert_same_scores(first, ae, &unseen);
    autoencoder_free(ae);
    autoencoder_free(first);
    archive_release(&phase1);
    archive_release(&a);
    images_release(&positive);
    images_release(&unseen);
    free(path);
    free(own);
}

/* LinSep's head is not part of it. */
static void without_the_head(void **state)
{
    char *path = path_join(*state, "phase1.lisae", NULL), *own = path_join(*state, "ae.lisae", NULL);
    struct images positive, negative;
    struct settings s;
    struct archive phase1, a;
    struct fit_report report;
    draw_images(&positive, 40, 8, 0, 1);
    draw_images(&negative, 40, 8, 1, 2);
    configure(&s, small);
    KEYS(&s, shape)->linsep = 1;
    struct fit_input in = { .settings = &s, .positive = &positive, .negative = &negative, .seed = 4 };
    struct autoencoder *first = train_phase1(&in, path, &phase1);
    assert_non_null(archive_get(&phase1, "head", ARCHIVE_F32, NULL));
    in.first = &phase1;
    struct autoencoder *ae = fit_with("ae", &in, &report);
    save_model("ae", ae, own, &a);
    assert_null(archive_get(&a, "head", ARCHIVE_F32, NULL));
    assert_same_scores(first, ae, &negative);
    autoencoder_free(ae);
    autoencoder_free(first);
    archive_release(&phase1);
    archive_release(&a);
    images_release(&positive);
    images_release(&negative);
    free(path);
    free(own);
}

/* Its work is a forward pass for each test image: what it is trained with is the first phase's. */
static void work_and_keys(void **state)
{
    (void)state;
    const struct sizes p = { .height = 8, .width = 8, .channels = 1, .n_positive = 100, .n_test = 10 };
    const struct detector *d = detector_named("ae");
    struct settings s;
    configure(&s, "model.kind=mlp model.encoder=5 model.decoder=4 model.latent=3");
    assert_near(d->work(d, &s, &p), 2.0 * (64 * 5 + 5 * 3 + 3 * 4 + 4 * 64) * 10, 0);
    assert_int_equal(d->code_size(d, &s), 3);
    for (size_t i = 0; i < suite()->sections.n_settings; i++) {
        const struct setting *k = &suite()->sections.settings[i];
        int of_phase1 = k->section == &model_section || k->section == &train_section;
        int of_positives = k->section == &pollution_section && strcmp(k->key->name, "positives") == 0;
        assert_int_equal(detector_uses(d, &s, k), of_phase1 || of_positives || k->section == d->section);
    }
}

/* A code of its own becomes that of [model], once, for it and for what builds on it; 0 leaves that as it is. */
static void own_code(void **state)
{
    (void)state;
    static const struct {
        const char *detector, *keys;
        int latent;
    } cases[] = {
        { "ae", "model.latent=3 ae.latent=7", 7 },
        { "ae", "model.latent=3", 3 },
        { "linear-ae", "model.latent=3 linear-ae.latent=7 ae.latent=9", 7 },
        { "lis-ae", "model.latent=3 ae.latent=7", 3 },
        { "latent-knn", "model.latent=3 ae.latent=7 latent.encoder=ae", 7 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct detector *d = detector_named(cases[i].detector);
        struct settings s;
        configure(&s, cases[i].keys);
        detector_settle(d, &s);
        assert_int_equal(detector_code_size(d, &s), cases[i].latent);
        assert_int_equal(model_of(&s)->latent, cases[i].latent);
        detector_settle(d, &s);
        assert_int_equal(model_of(&s)->latent, cases[i].latent);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_model_is_the_first_phase),
    cmocka_unit_test(without_the_head),
    cmocka_unit_test(work_and_keys),
    cmocka_unit_test(own_code),
};

TEST_MAIN(tests, make_folder, remove_folder)
