/* Scores of images that are no bytes: those of bytes where they are the same, between them where they lie between;
 * rounded for who reads bytes. */
#include "support/fitting.h"

static void *fitted(const char *name, const struct images *im)
{
    struct settings s;
    struct fit_report report;
    configure(&s, "model.latent=2 iforest.trees=20");
    const struct fit_input in = { .settings = &s, .positive = im, .seed = 1 };
    void *model = fit_with(name, &in, &report);
    fit_report_release(&report);
    return model;
}

static void between_bytes(void **state)
{
    enum { N = 30, PIXELS = 24 };
    static const char *const names[] = { "raw-l2", "iforest" };
    const struct shape size = { 6, 4, 1 };
    struct images im;
    float x[2 * PIXELS];
    (void)state;
    random_images(&im, N, 6, 4, 1, 1);
    batch_floats(&im, NULL, 0, 1, x);
    for (size_t k = 0; k < PIXELS; k++)
        x[PIXELS + k] = x[k] + 0.4f / 255; /* rounds to the same bytes */
    for (size_t i = 0; i < 2; i++) {
        const struct detector *d = detector_named(names[i]);
        void *model = fitted(names[i], &im);
        double *known = scores_of(names[i], model, &im), scores[2];
        assert_int_equal(detector_score_floats(d, model, size, x, 2, scores, NULL), 0);
        assert_near(scores[0], known[0], 1e-9);
        if (d->flags & NEEDS_IMAGES)
            assert_near(scores[1], known[0], 1e-9);
        else
            assert_true(fabs(scores[1] - known[0]) > 1e-6 && fabs(scores[1] - known[0]) < 0.4 / 255 * sqrt(PIXELS));
        static const float no_numbers[] = { NAN, INFINITY, -INFINITY };
        for (size_t k = 0; k < 3; k++) {
            struct error e;
            const float kept = x[PIXELS + 3];
            x[PIXELS + 3] = no_numbers[k];
            assert_int_equal(detector_score_floats(d, model, size, x, 2, scores, &e), -1);
            assert_says(e.text, "expected numbers as pixels, found none in image 1");
            x[PIXELS + 3] = kept;
        }
        free(known);
        d->free(model);
    }
    images_release(&im);
}

static const struct CMUnitTest tests[] = { cmocka_unit_test(between_bytes) };

TEST_MAIN(tests, NULL, NULL)
