/* latent-joint by the definition: the larger of its two parts, which other detectors give. P9, for which it was made,
 * is in test_registry_propositions.c. */
#include "base/order.h"
#include "support/fitting.h"

#include "support/own_codes.h"

enum { M = 80 };

static const char SETTINGS[] = SMALL_AUTOENCODER "train.epochs=3 shape.epochs=2 latent-joint.quantile=0.9 ";

struct parts {
    struct images train, negative, test;
    struct archive first;
    char *path;
};

/* `encoder` is trained and saved: what all detectors on its codes start from. */
static void parts_begin(struct parts *p, void **state, const char *encoder, struct settings *s)
{
    struct fit_report report;
    struct archive phase1;
    char *path = path_join(*state, "phase1.lisae", NULL);
    draw_images(&p->train, M, 8, 0, 1);
    draw_images(&p->negative, M, 8, 1, 2);
    draw_images(&p->test, M, 8, 1, 3);
    p->path = path_join(*state, "encoder.lisae", NULL);
    configure(s, SETTINGS);
    settings_set(s, setting_named("latent", "encoder"), encoder, NULL);
    struct fit_input in = { .settings = s, .positive = &p->train, .negative = &p->negative, .seed = 4 };
    void *first = fit_with("phase1", &in, &report);
    fit_report_release(&report);
    save_model("phase1", first, path, &phase1);
    detector_named("phase1")->free(first);
    in.first = &phase1;
    void *model = fit_with(encoder, &in, &report);
    fit_report_release(&report);
    save_model(encoder, model, p->path, &p->first);
    detector_named(encoder)->free(model);
    archive_release(&phase1);
    free(path);
}

static void parts_end(struct parts *p)
{
    images_release(&p->train);
    images_release(&p->negative);
    images_release(&p->test);
    archive_release(&p->first);
    free(p->path);
}

static double *scores_with(const char *name, const struct parts *p, const struct settings *s, const struct images *im)
{
    struct fit_report report;
    void *model = fit_with(name,
                           &(struct fit_input) { .settings = s, .positive = &p->train, .seed = 4, .first = &p->first },
                           &report);
    double *scores = scores_of(name, model, im);
    detector_named(name)->free(model);
    fit_report_release(&report);
    return scores;
}

static double *own_scores(const char *encoder, const struct parts *p, const struct images *im)
{
    struct error e = { .text = "" };
    const struct detector *d = detector_named(encoder);
    void *model = d->load(d, &suite()->sections, &p->first, &e);
    double *scores = scores_of(encoder, model, im);
    d->free(model);
    return scores;
}

static void the_larger_of_both(void **state)
{
    static const char *const encoders[] = { "ae", "lis-ae", "linear-ae", "vae" };
    for (size_t i = 0; i < sizeof encoders / sizeof *encoders; i++) {
        struct settings s;
        struct parts p;
        parts_begin(&p, state, encoders[i], &s);
        double *residual = own_scores(encoders[i], &p, &p.train), *of_test = own_scores(encoders[i], &p, &p.test);
        double *distance = scores_with("latent-mahalanobis", &p, &s, &p.train);
        double *distance_of_test = scores_with("latent-mahalanobis", &p, &s, &p.test);
        double *joint = scores_with("latent-joint", &p, &s, &p.test);
        const double q_residual = quantile(residual, M, 0.9), q_distance = pow(quantile(distance, M, 0.9), 2);
        for (size_t k = 0; k < M; k++) {
            const double expected = fmax(of_test[k] / q_residual, pow(distance_of_test[k], 2) / q_distance);
            assert_near(joint[k], expected, 2e-3 * expected); /* the quantile of squares lies between squares */
        }
        free(residual);
        free(of_test);
        free(distance);
        free(distance_of_test);
        free(joint);
        parts_end(&p);
    }
}

/* Black is given back as it is by this decoder, and all but three positives are black. */
static void there_must_be_a_residual(void **state)
{
    struct images train;
    struct archive phase1;
    struct settings s;
    char *path = path_join(*state, "identity.lisae", NULL);
    random_rows(&train, 50, 3, 120, 1);
    memset(train.pixels + 9, 0, 47 * 3);
    identity_phase1(path, 3, &phase1);
    configure(&s, "latent.covariance=fixed latent.shrinkage=0.1 latent-joint.quantile=0.9");
    assert_no_fit("latent-joint",
                  &(struct fit_input) { .settings = &s, .positive = &train, .seed = 1, .first = &phase1 },
                  "expected a residual and a distance above 0 at the quantile 0.9 of the positives, found 0 and 0.");
    archive_release(&phase1);
    images_release(&train);
    free(path);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_larger_of_both),
    cmocka_unit_test(there_must_be_a_residual),
};

TEST_MAIN(tests, make_folder, remove_folder)
