/* kde against its formula in double precision: densities, and the bandwidth that held-out
 * likelihood chooses. */
#include "support/fitting.h"
#include "support/suite.h"

/* log p(x) by the formula; images with `fold` equal to `without` do not count. */
static double naive_log_density(const struct images *train, const int *fold, int without, const uint8_t *x, double h)
{
    size_t d = images_size(train), n = 0;
    double *exponent = mem_alloc(train->n, sizeof *exponent), most = -INFINITY, sum = 0;
    for (size_t i = 0; i < train->n; i++) {
        double distance = 0;
        if (fold && fold[i] == without)
            continue;
        for (size_t k = 0; k < d; k++)
            distance += pow((x[k] - train->pixels[i * d + k]) / 255.0, 2);
        exponent[n++] = -distance / (2 * h * h);
    }
    for (size_t i = 0; i < n; i++)
        most = fmax(most, exponent[i]);
    for (size_t i = 0; i < n; i++)
        sum += exp(exponent[i] - most);
    free(exponent);
    return most + log(sum) - log((double)n) - (double)d * log(h * sqrt(2 * acos(-1)));
}

/* Numbers of images around the block of 128 and the 16 lanes of its sums. */
static void density_against_the_formula(void **state)
{
    (void)state;
    static const size_t sizes[] = { 1, 2, 15, 16, 17, 150 };
    static const char *const bandwidths[] = { "0.05", "0.3", "1", "20" };
    struct images train, test;
    random_images(&test, 140, 3, 3, 1, 2);
    for (size_t a = 0; a < sizeof sizes / sizeof *sizes; a++) {
        random_images(&train, sizes[a], 3, 3, 1, 1);
        for (size_t b = 0; b < sizeof bandwidths / sizeof *bandwidths; b++) {
            struct settings s;
            struct fit_report report;
            configure(&s, "kde.select=fixed");
            settings_set(&s, setting_named("kde", "bandwidth"), bandwidths[b], NULL);
            void *model = fit_with("kde", &(struct fit_input) { .settings = &s, .positive = &train }, &report);
            double *scores = scores_of("kde", model, &test), h = kde_of(&s)->bandwidth;
            for (size_t i = 0; i < test.n; i++)
                assert_near(scores[i], -naive_log_density(&train, NULL, 0, test.pixels + 9 * i, h),
                            1e-6 + 5e-7 / (h * h));
            free(scores);
            fit_report_release(&report);
            detector_named("kde")->free(model);
        }
        images_release(&train);
    }
    images_release(&test);
}

/* The index of the best bandwidth on the grid: the sum of log p of every image under the
 * images of the other folds. */
static int naive_choice(const struct images *train, const int *fold, const double *grid, int points)
{
    int best = 0;
    double most = -INFINITY;
    for (int g = 0; g < points; g++) {
        double sum = 0;
        for (size_t i = 0; i < train->n; i++)
            sum += naive_log_density(train, fold, fold[i], train->pixels + i * images_size(train), grid[g]);
        if (sum > most) {
            most = sum;
            best = g;
        }
    }
    return best;
}

static void bandwidth_by_held_out_likelihood(void **state)
{
    static const struct {
        size_t n;
        int folds, points;
        const char *settings, *note;
    } table[] = {
        { 31, 5, 15, "kde.folds=5 kde.grid_low=-6 kde.grid_high=1 kde.grid_points=15", "" },
        { 31, 2, 50, "kde.folds=2 kde.grid_low=-6 kde.grid_high=1 kde.grid_points=50", "" },
        { 9, 9, 50, "kde.folds=9 kde.grid_low=-6 kde.grid_high=1 kde.grid_points=50", "" },
        { 200, 3, 90, "kde.folds=3 kde.grid_low=-6 kde.grid_high=1 kde.grid_points=90", "" },
        { 31, 5, 4, "kde.folds=5 kde.grid_low=2 kde.grid_high=3 kde.grid_points=4", ", at the end of the grid" },
        { 31, 5, 4, "kde.folds=5 kde.grid_low=-9 kde.grid_high=-7 kde.grid_points=4", ", at the end of the grid" },
    };
    const uint64_t seed = 77;
    char *path = path_join(*state, "cv.lisae", NULL);
    for (size_t a = 0; a < sizeof table / sizeof *table; a++) {
        struct images train;
        struct settings s;
        struct fit_report report;
        struct archive saved;
        struct rng r;
        int fold[200];
        double grid[90], bandwidth;
        char note[256];
        random_images(&train, table[a].n, 3, 2, 1, a);
        configure(&s, table[a].settings);
        for (size_t i = 0; i < train.n; i++)
            fold[i] = (int)i % table[a].folds;
        rng_seed(&r, rng_seed_for(seed, "folds", ""));
        rng_shuffle(&r, fold, train.n);
        for (int g = 0; g < table[a].points; g++)
            grid[g] = pow(2, kde_of(&s)->grid_low +
                                 g * (kde_of(&s)->grid_high - kde_of(&s)->grid_low) / (table[a].points - 1));
        void *model = fit_with("kde", &(struct fit_input) { .settings = &s, .positive = &train, .seed = seed },
                               &report);
        save_model("kde", model, path, &saved);
        assert_int_equal(archive_number(&saved, "bandwidth", &bandwidth, NULL), 0);
        double expected = grid[naive_choice(&train, fold, grid, table[a].points)];
        assert_near(bandwidth, expected, 1e-12);
        snprintf(note, sizeof note, "bandwidth %.6g by %d-fold likelihood%s", expected, table[a].folds, table[a].note);
        assert_string_equal(report.note, note);
        double *scores = scores_of("kde", model, &train);
        assert_near(scores[0], -naive_log_density(&train, NULL, 0, train.pixels, expected),
                    1e-6 + 5e-7 / (expected * expected));
        free(scores);
        archive_release(&saved);
        fit_report_release(&report);
        detector_named("kde")->free(model);
        images_release(&train);
    }
    free(path);
}

/* Five images six times over: a fold that held all six copies of one would ask for a wide
 * kernel, shuffled folds leave copies in sight and ask for the narrowest. */
static void folds_are_shuffled(void **state)
{
    (void)state;
    struct images five, train;
    struct settings s;
    struct fit_report report;
    random_images(&five, 5, 3, 2, 1, 1);
    images_new(&train, 30, 3, 2, 1);
    for (size_t i = 0; i < 30; i++)
        images_copy_row(&train, i, &five, i % 5);
    configure(&s, "kde.folds=5 kde.grid_low=-6 kde.grid_high=0 kde.grid_points=7");
    void *model = fit_with("kde", &(struct fit_input) { .settings = &s, .positive = &train }, &report);
    assert_string_equal(report.note, "bandwidth 0.015625 by 5-fold likelihood, at the end of the grid");
    detector_named("kde")->free(model);
    images_release(&five);
    images_release(&train);
}

static void too_few_images_for_the_folds(void **state)
{
    (void)state;
    struct images train;
    struct settings s;
    struct error e;
    struct fit_report report = { 0 };
    random_images(&train, 4, 2, 2, 1, 1);
    configure(&s, "kde.folds=5");
    assert_null(detector_named("kde")->fit(detector_named("kde"),
                                           &(struct fit_input) { .settings = &s, .positive = &train }, &report, &e));
    assert_string_equal(e.text, "kde: 'folds = 5' in [kde] needs as many images, found 4");
    images_release(&train);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(density_against_the_formula),
    cmocka_unit_test(bandwidth_by_held_out_likelihood),
    cmocka_unit_test(folds_are_shuffled),
    cmocka_unit_test(too_few_images_for_the_folds),
};

TEST_MAIN(tests, make_folder, remove_folder)
