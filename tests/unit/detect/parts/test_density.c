/* Kernel density: values by the definition, the bandwidth that is chosen, what it costs. */
#include "support/fitting.h"

#include "detect/parts/density.h"

enum { N = 140, D = 3 };

static double naive_log(const float *points, size_t n, const float *x, double h)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        double distance = 0;
        for (size_t k = 0; k < D; k++)
            distance += pow((double)x[k] - (double)points[i * D + k], 2);
        sum += exp(-distance / (2 * h * h));
    }
    return log(sum / (double)n) - D * log(h * sqrt(2 * acos(-1)));
}

/* More than a block of rows, and as many terms as leave some behind the lanes. */
static void by_the_definition(void **state)
{
    (void)state;
    static const double bandwidths[] = { 0.3, 1, 4 };
    struct points p;
    float *points = drawn_normals(N * D, 0, 1, 1), *x = drawn_normals(300 * D, 0, 1, 2);
    points_init_centred(&p, drawn_normals(N * D, 0, 1, 1), N, D);
    for (size_t b = 0; b < sizeof bandwidths / sizeof *bandwidths; b++) {
        const struct density m = { &p, bandwidths[b] };
        float *overwritten = drawn_normals(300 * D, 0, 1, 2);
        double out[300];
        density_log(&m, overwritten, 300, out);
        for (size_t i = 0; i < 300; i++) {
            double expected = naive_log(points, N, x + i * D, bandwidths[b]);
            assert_near(out[i], expected, 2e-5 * (1 + fabs(expected)));
        }
        free(overwritten);
    }
    points_release(&p);
    free(points);
    free(x);
}

/* Far away no term is a number that is not zero, and the logarithm still is one. */
static void far_away(void **state)
{
    (void)state;
    struct points p;
    float *point = mem_zero(D, sizeof *point), x[D] = { 1000 };
    double out;
    points_init_centred(&p, point, 1, D);
    density_log(&(struct density) { &p, 0.5 }, x, 1, &out);
    assert_near(out, -1000.0 * 1000 / (2 * 0.25) - D * log(0.5 * sqrt(2 * acos(-1))), 1);
    points_release(&p);
}

/* Of draws from a Gaussian the best bandwidth is near Silverman's rule, and another grid has its own end. */
static void chosen_by_held_out_points(void **state)
{
    (void)state;
    struct settings s;
    struct fit_report report = { 0 };
    struct points p;
    struct error e = { .text = "" };
    struct density m = { .points = &p };
    points_init_centred(&p, drawn_normals(N * D, 0, 1, 1), N, D);
    configure(&s, "kde.folds=5 kde.grid_low=-4 kde.grid_high=4 kde.grid_points=33");
    struct fit_input in = { .settings = &s, .seed = 3 };
    assert_int_equal(density_choose(&m, &in, "kde", &report, &e), 0);
    double silverman = pow(4.0 / (D + 2), 1.0 / (D + 4)) * pow(N, -1.0 / (D + 4));
    assert_true(m.bandwidth > silverman / 2 && m.bandwidth < silverman * 2);
    assert_says(report.note, " by 5-fold likelihood");
    assert_null(strstr(report.note, "at the end of the grid"));
    fit_report_release(&report);
    configure(&s, "kde.folds=5 kde.grid_low=-8 kde.grid_high=-6 kde.grid_points=5");
    report = (struct fit_report) { 0 };
    assert_int_equal(density_choose(&m, &in, "kde", &report, &e), 0);
    assert_near(m.bandwidth, exp2(-6), 1e-12);
    assert_says(report.note, ", at the end of the grid");
    fit_report_release(&report);
    points_release(&p);
}

static void given_or_impossible(void **state)
{
    (void)state;
    struct settings s;
    struct fit_report report = { 0 };
    struct points p;
    struct error e = { .text = "" };
    struct density m = { .points = &p };
    points_init_centred(&p, drawn_normals(4 * D, 0, 1, 1), 4, D);
    configure(&s, "kde.select=fixed kde.bandwidth=0.25 kde.folds=5");
    struct fit_input in = { .settings = &s, .seed = 3 };
    assert_int_equal(density_choose(&m, &in, "kde", &report, &e), 0);
    assert_true(m.bandwidth == 0.25);
    assert_string_equal(report.note, "");
    configure(&s, "kde.folds=5");
    assert_int_equal(density_choose(&m, &in, "latent-kde", &report, &e), -1);
    assert_string_equal(e.text, "latent-kde: 5 folds need as many images, found 4");
    fit_report_release(&report);
    points_release(&p);
}

static void work_grows_with_the_images(void **state)
{
    (void)state;
    struct settings s;
    configure(&s, "kde.select=fixed");
    double fixed = density_work(&s, 100, 20, 50);
    assert_near(density_work(&s, 200, 20, 50), 2 * fixed, 1e-9 * fixed);
    configure(&s, "kde.grid_points=10");
    assert_near(density_work(&s, 100, 20, 50) - fixed, 100.0 * 100 * (2 * 20 + 20 * 10), 1e-6);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(by_the_definition),          cmocka_unit_test(far_away),
    cmocka_unit_test(given_or_impossible),        cmocka_unit_test(chosen_by_held_out_points),
    cmocka_unit_test(work_grows_with_the_images),
};

TEST_MAIN(tests, NULL, NULL)
