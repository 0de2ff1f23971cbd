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

/* Wide kernels against numpy's float64 (log1p of the mean of expm1), for 0.1 and 1 scikit-learn's KernelDensity, too:
 * log p less what all x have in common. */
static void at_each_bandwidth(void **state)
{
    enum { POINTS = 50, DIMENSIONS = 6, ROWS = 5 };
    (void)state;
    static const struct {
        double bandwidth, log[ROWS];
    } facts[] = {
        { 1e-06, { -4.62890625e+11, -5.17578125e+11, -3.06640625e+11, -3.53515625e+11, -2.578125e+11 } },
        { 0.001, { -462893.8439, -517581.3439, -306643.8439, -353518.8439, -257815.7189 } },
        { 0.1, { -49.50793832, -54.97668526, -33.87838975, -38.57043832, -28.99576645 } },
        { 1, { -1.319805601, -1.366457722, -1.165818739, -1.329355879, -1.059269591 } },
        { 10, { -0.01510714665, -0.01535944755, -0.0138940292, -0.01536674778, -0.01234844182 } },
        { 100, { -0.0001512946178, -0.0001537871141, -0.0001391772924, -0.0001539115925, -0.0001236777328 } },
        { 1000, { -1.512968524e-06, -1.53789043e-06, -1.391796635e-06, -1.539140378e-06, -1.23679668e-06 } },
        { 1e4, { -1.512968748e-08, -1.537890623e-08, -1.391796873e-08, -1.539140623e-08, -1.236796873e-08 } },
        { 1e5, { -1.51296875e-10, -1.537890625e-10, -1.391796875e-10, -1.539140625e-10, -1.236796875e-10 } },
    };
    float *points = mem_alloc(POINTS * DIMENSIONS, sizeof *points), x[ROWS * DIMENSIONS];
    struct points p;
    for (int i = 0; i < POINTS; i++)
        for (int k = 0; k < DIMENSIONS; k++)
            points[i * DIMENSIONS + k] = (float)((i * 7 + k * k * 5 + i * k * 3) % 23) / 16;
    points_init_centred(&p, points, POINTS, DIMENSIONS);
    for (size_t f = 0; f < sizeof facts / sizeof *facts; f++) {
        double h = facts[f].bandwidth, out[ROWS], constant = DIMENSIONS * log(h * sqrt(2 * acos(-1)));
        for (int i = 0; i < ROWS; i++)
            for (int k = 0; k < DIMENSIONS; k++)
                x[i * DIMENSIONS + k] = (float)((i * 11 + k * 13 + i * k) % 29) / 16;
        density_log(&(struct density) { &p, h }, x, ROWS, out);
        for (int i = 0; i < ROWS; i++)
            assert_near(out[i] + constant, facts[f].log[i], 2e-6 * fabs(facts[f].log[i]) + 4e-16 * fabs(constant));
    }
    points_release(&p);
}

/* Points of a hundredth: a bandwidth of 1e5 makes densities that a double does not tell apart. */
static void too_wide_a_bandwidth_is_refused(void **state)
{
    (void)state;
    struct settings s;
    struct fit_report report = { 0 };
    struct points p, same;
    struct error e = { .text = "" };
    points_init_centred(&p, drawn_normals(N * D, 0, 0.01, 1), N, D);
    points_init_centred(&same, mem_zero(N * D, sizeof(float)), N, D);
    struct density m = { .points = &p }, of_one = { .points = &same };
    configure(&s, "kde.select=fixed kde.bandwidth=100");
    struct fit_input in = { .settings = &s, .seed = 3 };
    assert_int_equal(density_choose(&m, &in, "kde", &report, &e), 0);
    configure(&s, "kde.select=fixed kde.bandwidth=1e5");
    assert_int_equal(density_choose(&of_one, &in, "kde", &report, &e), 0);
    assert_int_equal(density_choose(&m, &in, "latent-kde", &report, &e), -1);
    assert_says(e.text, "latent-kde: a bandwidth of 100000 is too wide: ");
    configure(&s, "kde.grid_low=18 kde.grid_high=20");
    assert_int_equal(density_choose(&m, &in, "kde", &report, &e), -1);
    assert_says(e.text, "kde: a bandwidth of 262144 is too wide: ");
    fit_report_release(&report);
    points_release(&p);
    points_release(&same);
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
    assert_string_equal(e.text, "latent-kde: 'folds = 5' in [kde] needs as many images, found 4");
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
    cmocka_unit_test(by_the_definition),
    cmocka_unit_test(far_away),
    cmocka_unit_test(given_or_impossible),
    cmocka_unit_test(chosen_by_held_out_points),
    cmocka_unit_test(work_grows_with_the_images),
    cmocka_unit_test(at_each_bandwidth),
    cmocka_unit_test(too_wide_a_bandwidth_is_refused),
};

TEST_MAIN(tests, NULL, NULL)
