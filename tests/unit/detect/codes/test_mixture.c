/* Mixtures against the definition, against one Gaussian, and against the numbers of another program. */
#include "detect/codes/mixture.h"
#include "support/fitting.h"

enum { N = 120 };

/* Three clusters of unlike shape in the plane. */
static void three_clusters(float *x)
{
    static const double at[3][2] = { { 0, 0 }, { 3, 1 }, { 1, 4 } };
    for (int i = 0; i < N; i++) {
        const int c = i % 3;
        const double a = i * 37 % 101 / 101.0 - 0.5, b = (i * 53 + 11) % 97 / 97.0 - 0.5;
        x[2 * i] = (float)(at[c][0] + a * (1 + c) + 0.3 * b);
        x[2 * i + 1] = (float)(at[c][1] + 0.8 * b * (2 - c * 0.5));
    }
}

static void fit(struct mixture *m, const float *x, size_t n, size_t d, const struct mixture_wish *wish,
                struct mixture_end *end)
{
    struct error e = { .text = "" };
    if (mixture_fit(m, x, n, d, wish, NULL, end, &e))
        fail_msg("%s", e.text);
    assert_true(end->converged);
}

/* scikit-learn 1.2.1: GaussianMixture(3, reg_covar = .001 mean variance, tol = 1e-10), score_samples() and score(). Ten
 * starts of its end there. */
static void the_numbers_of_scikit_learn(void **state)
{
    (void)state;
    static const float at[] = { 0, 0, 3, 1, 1, 4, 1.5, 1.5, -4, 6 };
    static const double known[2][6] = {
        { -1.0093671, -1.33742327, -1.36740316, -5.66761457, -52.9167276, -2.21510367 },
        { -0.953704156, -1.33039997, -1.35932119, -6.16274708, -59.7858372, -2.19056474 },
    };
    float x[2 * N];
    three_clusters(x);
    for (int full = 0; full <= 1; full++)
        for (uint64_t seed = 1; seed <= 5; seed++) {
            struct mixture m;
            struct mixture_end end;
            double found[5];
            fit(&m, x, N, 2, &(struct mixture_wish) { 3, full, 0.001, seed }, &end);
            mixture_log(&m, at, 5, found);
            for (int i = 0; i < 5; i++)
                assert_near(found[i], known[full][i], 1e-3 * fabs(known[full][i]));
            assert_near(end.log_likelihood, known[full][5], 2e-6);
            mixture_release(&m);
        }
}

/* The covariance of a component of a mixture in the plane: xx, xy, yy. */
static void covariance_of(const struct mixture *m, size_t j, double *c)
{
    const double *f = m->factor + j * (m->full ? 4 : 2);
    c[0] = f[0] * f[0];
    c[1] = m->full ? f[0] * f[1] : 0;
    c[2] = m->full ? f[1] * f[1] + f[3] * f[3] : f[1] * f[1];
}

static double naive_density(const struct mixture *m, size_t j, const float *z)
{
    double c[3];
    covariance_of(m, j, c);
    const double x = (double)z[0] - m->mean[2 * j], y = (double)z[1] - m->mean[2 * j + 1];
    const double volume = c[0] * c[2] - c[1] * c[1];
    const double square = (c[2] * x * x - 2 * c[1] * x * y + c[0] * y * y) / volume;
    return m->weight[j] * exp(-square / 2) / (2 * acos(-1) * sqrt(volume));
}

static double naive_ridge(const float *x, size_t n, double share)
{
    double sum = 0;
    for (int k = 0; k < 2; k++) {
        double mean = 0;
        for (size_t i = 0; i < n; i++)
            mean += (double)x[2 * i + (size_t)k] / (double)n;
        for (size_t i = 0; i < n; i++)
            sum += pow((double)x[2 * i + (size_t)k] - mean, 2) / (double)n / 2;
    }
    return share * sum;
}

/* The step that must lead back to where the fit ended: component j's sums over codes weighted by its share of each. */
static void expect_step_stays(const struct mixture *m, const float *x, size_t n, double ridge, size_t j,
                              double tolerance)
{
    double count = 0, mean[2] = { 0 }, c[3] = { 0 }, found[3];
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < n; i++) {
            double whole = 0;
            for (size_t k = 0; k < m->k; k++)
                whole += naive_density(m, k, x + 2 * i);
            const double share = naive_density(m, j, x + 2 * i) / whole;
            const double dx = (double)x[2 * i] - mean[0] / count, dy = (double)x[2 * i + 1] - mean[1] / count;
            if (round == 0) {
                count += share;
                mean[0] += share * (double)x[2 * i];
                mean[1] += share * (double)x[2 * i + 1];
            } else {
                c[0] += share * dx * dx / count;
                c[1] += share * dx * dy / count;
                c[2] += share * dy * dy / count;
            }
        }
    covariance_of(m, j, found);
    assert_near(m->weight[j], count / (double)n, tolerance);
    assert_near(m->mean[2 * j], mean[0] / count, tolerance);
    assert_near(m->mean[2 * j + 1], mean[1] / count, tolerance);
    assert_near(found[0], c[0] + ridge, tolerance);
    assert_near(found[1], m->full ? c[1] : 0, tolerance);
    assert_near(found[2], c[2] + ridge, tolerance);
}

/* Overlapping clusters, more than one block of codes. */
static void a_fixed_point_of_the_definition(void **state)
{
    (void)state;
    enum { MANY = 700 };
    float x[2 * MANY];
    double found[MANY];
    struct rng r;
    rng_seed(&r, 5);
    for (int i = 0; i < MANY; i++) {
        const double a = rng_normal(&r), b = rng_normal(&r);
        x[2 * i] = (float)(a + (i % 3 ? 0 : 4));
        x[2 * i + 1] = (float)(0.5 * a + 0.3 * b * (1 + i % 3) + (i % 3 == 1 ? 3 : 0));
    }
    for (int full = 0; full <= 1; full++)
        for (size_t k = 1; k <= 4; k++) {
            struct mixture m;
            struct mixture_end end;
            double mean = 0;
            fit(&m, x, MANY, 2, &(struct mixture_wish) { k, full, 0.01, 3 }, &end);
            assert_int_equal(m.k, k);
            mixture_log(&m, x, MANY, found);
            for (size_t i = 0; i < MANY; i++) {
                double sum = 0;
                for (size_t j = 0; j < k; j++)
                    sum += naive_density(&m, j, x + 2 * i);
                assert_near(found[i], log(sum), 1e-9 * (1 + fabs(log(sum))));
                mean += found[i] / MANY;
            }
            assert_near(end.log_likelihood, mean, 1e-12 * (1 + fabs(mean)));
            for (size_t j = 0; j < k; j++)
                expect_step_stays(&m, x, MANY, naive_ridge(x, MANY, 0.01), j, k == 1 ? 1e-9 : 0.02);
            mixture_release(&m);
        }
}

/* More components are never worse on what they were fitted to, and a share on the diagonal costs. */
static void the_likelihood_follows_what_is_free(void **state)
{
    (void)state;
    float x[2 * N];
    double last = -HUGE_VAL;
    three_clusters(x);
    for (size_t k = 1; k <= 3; k++) {
        struct mixture m;
        struct mixture_end end, stiff;
        fit(&m, x, N, 2, &(struct mixture_wish) { k, 1, 0.001, 1 }, &end);
        mixture_release(&m);
        fit(&m, x, N, 2, &(struct mixture_wish) { k, 1, 0.1, 1 }, &stiff);
        mixture_release(&m);
        assert_true(end.log_likelihood > last + 0.1);
        assert_true(stiff.log_likelihood < end.log_likelihood);
        last = end.log_likelihood;
    }
}

static void no_more_components_than_codes(void **state)
{
    (void)state;
    float x[2 * 30], one[2 * 30];
    struct mixture m;
    struct mixture_end end;
    struct error e = { .text = "" };
    for (int i = 0; i < 30; i++) {
        x[2 * i] = (float)(i % 3);
        x[2 * i + 1] = (float)(i % 3 == 2);
        one[2 * i] = one[2 * i + 1] = 1;
    }
    fit(&m, x, 30, 2, &(struct mixture_wish) { 10, 1, 0.01, 1 }, &end);
    assert_int_equal(m.k, 3);
    for (size_t j = 0; j < 3; j++)
        assert_near(m.weight[j], 1 / 3.0, 1e-9);
    mixture_release(&m);
    for (int full = 0; full <= 1; full++) {
        assert_int_equal(mixture_fit(&m, one, 30, 2, &(struct mixture_wish) { 2, full, 0.01, 1 }, NULL, &end, &e), -1);
        assert_non_null(strstr(e.text, "found 30 equal ones"));
        mixture_release(&m);
    }
    assert_int_equal(mixture_fit(&m, x, 30, 2, &(struct mixture_wish) { 3, 1, 0, 1 }, NULL, &end, &e), -1);
    assert_non_null(strstr(e.text, "found a singular one: set a larger 'regularisation' in [latent-gmm]"));
    mixture_release(&m);
}

/* Against differences of mixture_log(), near components, between them and far out. */
static void the_slope(void **state)
{
    (void)state;
    static const float at[] = { 0, 0, 3, 1, 1, 4, 1.5, 1.5, -4, 6 };
    const float step = 1.0F / 256;
    float x[2 * N], slope[10];
    three_clusters(x);
    for (int full = 0; full <= 1; full++) {
        struct mixture m;
        struct mixture_end end;
        double logs[5], found[5], above[5], below[5];
        fit(&m, x, N, 2, &(struct mixture_wish) { 3, full, 0.001, 1 }, &end);
        mixture_log(&m, at, 5, logs);
        mixture_log_gradient(&m, at, 5, found, slope);
        for (int k = 0; k < 2; k++) {
            float up[10], down[10];
            for (int i = 0; i < 10; i++) {
                up[i] = at[i] + (i % 2 == k ? step : 0);
                down[i] = at[i] - (i % 2 == k ? step : 0);
            }
            mixture_log(&m, up, 5, above);
            mixture_log(&m, down, 5, below);
            for (int i = 0; i < 5; i++) {
                const double expected = (above[i] - below[i]) / (2 * (double)step);
                assert_near(slope[2 * i + k], expected, 2e-3 * (1 + fabs(expected)));
                assert_near(found[i], logs[i], 1e-12 * fabs(logs[i]));
            }
        }
        mixture_release(&m);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_slope),
    cmocka_unit_test(the_numbers_of_scikit_learn),
    cmocka_unit_test(a_fixed_point_of_the_definition),
    cmocka_unit_test(the_likelihood_follows_what_is_free),
    cmocka_unit_test(no_more_components_than_codes),
};

TEST_MAIN(tests, NULL, NULL)
