/* latent-kde on codes that are the pixels is kde. */
#include "support/fitting.h"

#include "support/own_codes.h"
#include "support/suite.h"

/* On codes that are the pixels latent-kde is kde: the formula, and the same folds and bandwidth. */
static void density_of_codes(void **state)
{
    enum { N = 150, D = 4 };
    static const char *const settings[] = {
        "kde.select=fixed kde.bandwidth=0.05",
        "kde.select=fixed kde.bandwidth=0.7",
        "kde.folds=3 kde.grid_low=-6 kde.grid_high=1 kde.grid_points=40",
    };
    struct images train, test;
    random_rows(&train, N, D, 120, 1);
    random_rows(&test, 140, D, 150, 2);
    for (size_t a = 0; a < sizeof settings / sizeof *settings; a++) {
        struct trial t;
        struct fit_report report;
        double h;
        trial_begin(&t, state, "latent-kde", settings[a], &train, NULL);
        void *kde = fit_with("kde", &(struct fit_input) { .settings = &t.settings, .positive = &train, .seed = 77 },
                             &report);
        assert_string_equal(t.report.note, report.note);
        if (sscanf(t.report.note, "bandwidth %lf", &h) != 1)
            h = kde_of(&t.settings)->bandwidth;
        double *scores = scores_of(t.name, t.model, &test), *pixels = scores_of("kde", kde, &test);
        for (size_t i = 0; i < test.n; i++) {
            double sum = 0;
            for (size_t j = 0; j < N; j++)
                sum += exp(-pow(naive_distance(&test, i, &train, j) / h, 2) / 2) / pow(h * sqrt(2 * acos(-1)), D);
            if (sum > 1e-250)
                assert_near(scores[i], -log(sum / N), 1e-5 + 5e-7 / (h * h));
            assert_near(scores[i], pixels[i], 1e-5 + 5e-7 / (h * h));
        }
        free(scores);
        free(pixels);
        detector_named("kde")->free(kde);
        fit_report_release(&report);
        trial_end(&t);
    }
    images_release(&train);
    images_release(&test);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(density_of_codes),
};

TEST_MAIN(tests, make_folder, remove_folder)
