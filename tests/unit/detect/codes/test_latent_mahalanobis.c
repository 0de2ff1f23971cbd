/* latent-mahalanobis by the definition, of a known covariance, of a Gaussian. */
#include "support/fitting.h"

#include "support/own_codes.h"

/* mean (d), covariance (d, d) with 1/n. */
static void naive_moments(const struct images *im, double *mean, double *covariance)
{
    size_t d = images_size(im);
    memset(mean, 0, d * sizeof *mean);
    memset(covariance, 0, d * d * sizeof *covariance);
    for (size_t i = 0; i < im->n; i++)
        for (size_t k = 0; k < d; k++)
            mean[k] += pixel(im, i, k) / (double)im->n;
    for (size_t i = 0; i < im->n; i++)
        for (size_t k = 0; k < d; k++)
            for (size_t l = 0; l < d; l++)
                covariance[k * d + l] += (pixel(im, i, k) - mean[k]) * (pixel(im, i, l) - mean[l]) / (double)im->n;
}

/* x' A^-1 x by Gauss-Jordan elimination with pivots. */
static double quadratic_form(const double *a, const double *x, size_t d)
{
    double *m = mem_alloc(d * (d + 1), sizeof *m), sum = 0;
    for (size_t i = 0; i < d; i++) {
        memcpy(m + i * (d + 1), a + i * d, d * sizeof *m);
        m[i * (d + 1) + d] = x[i];
    }
    for (size_t p = 0; p < d; p++) {
        size_t best = p;
        for (size_t i = p; i < d; i++)
            if (fabs(m[i * (d + 1) + p]) > fabs(m[best * (d + 1) + p]))
                best = i;
        for (size_t k = 0; k <= d; k++) {
            double swap = m[p * (d + 1) + k];
            m[p * (d + 1) + k] = m[best * (d + 1) + k];
            m[best * (d + 1) + k] = swap;
        }
        for (size_t i = 0; i < d; i++) {
            double factor = i == p ? 0 : m[i * (d + 1) + p] / m[p * (d + 1) + p];
            for (size_t k = 0; k <= d; k++)
                m[i * (d + 1) + k] -= factor * m[p * (d + 1) + k];
        }
    }
    for (size_t i = 0; i < d; i++)
        sum += x[i] * m[i * (d + 1) + d] / m[i * (d + 1) + i];
    free(m);
    return sum;
}

/* Ledoit and Wolf's share, by the definition: the spread of single x x' about S. */
static double naive_ledoit_wolf(const struct images *im, const double *mean, const double *s)
{
    size_t d = images_size(im);
    double trace = 0, spread = 0, noise = 0;
    for (size_t k = 0; k < d; k++)
        trace += s[k * d + k];
    for (size_t k = 0; k < d; k++)
        for (size_t l = 0; l < d; l++) {
            spread += pow(s[k * d + l] - (k == l ? trace / (double)d : 0), 2);
            for (size_t i = 0; i < im->n; i++)
                noise += pow((pixel(im, i, k) - mean[k]) * (pixel(im, i, l) - mean[l]) - s[k * d + l], 2) /
                         pow((double)im->n, 2);
        }
    return fmin(noise, spread) / spread;
}

/* 300 images for the fit and for the scores: more than one block of either. */
static void mahalanobis_by_the_definition(void **state)
{
    enum { N = 300, D = 7 };
    static const struct {
        size_t n;
        const char *settings;
        double shrinkage; /* negative: Ledoit and Wolf's */
    } table[] = {
        { N, "latent.covariance=fixed latent.shrinkage=0", 0 },
        { N, "latent.covariance=fixed latent.shrinkage=0.3", 0.3 },
        { N, "latent.covariance=fixed latent.shrinkage=1", 1 },
        { N, "latent.covariance=ledoit-wolf", -1 },
        { 20, "latent.covariance=ledoit-wolf", -1 },
        { 5, "latent.covariance=ledoit-wolf", -1 }, /* fewer than dimensions */
    };
    for (size_t a = 0; a < sizeof table / sizeof *table; a++) {
        struct images train, test;
        struct trial t;
        double mean[D], s[D * D], trace = 0, noted;
        random_rows(&train, table[a].n, D, 120, a);
        random_rows(&test, N, D, 140, 100);
        trial_begin(&t, state, "latent-mahalanobis", table[a].settings, &train, NULL);
        naive_moments(&train, mean, s);
        double r = table[a].shrinkage < 0 ? naive_ledoit_wolf(&train, mean, s) : table[a].shrinkage;
        assert_int_equal(sscanf(t.report.note, "shrinkage %lf", &noted), 1);
        assert_near(noted, r, 2e-6);
        for (int k = 0; k < D; k++)
            trace += s[k * D + k];
        for (int k = 0; k < D * D; k++)
            s[k] = (1 - r) * s[k] + (k % (D + 1) == 0 ? r * trace / D : 0);
        double *scores = scores_of(t.name, t.model, &test);
        for (size_t i = 0; i < N; i++) {
            double x[D];
            for (size_t k = 0; k < D; k++)
                x[k] = pixel(&test, i, k) - mean[k];
            double expected = sqrt(quadratic_form(s, x, D));
            assert_near(scores[i], expected, 1e-5 * (1 + expected));
        }
        free(scores);
        trial_end(&t);
        images_release(&train);
        images_release(&test);
    }
}

/* Positives at m +- 40 u, m +- 20 v with u, v = (1, 1), (1, -1): the covariance has the
 * eigenvalues 1600 and 400 (in pixels) along them, so where a circle of one score lies is known. */
static void mahalanobis_of_a_known_covariance(void **state)
{
    static const uint8_t cross[4][2] = { { 140, 140 }, { 60, 60 }, { 120, 80 }, { 80, 120 } };
    static const struct {
        uint8_t at[2];
        double square; /* of the score */
    } table[] = {
        { { 100, 100 }, 0 }, { { 140, 140 }, 2 }, { { 120, 80 }, 2 },
        { { 180, 180 }, 8 }, { { 60, 140 }, 8 },  { { 140, 100 }, 0.5 + 2 },
    };
    struct images train, one;
    struct trial t;
    images_new(&train, 4, 1, 2, 1);
    images_new(&one, 1, 1, 2, 1);
    memcpy(train.pixels, cross, sizeof cross);
    trial_begin(&t, state, "latent-mahalanobis", "latent.covariance=fixed latent.shrinkage=0", &train, NULL);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        memcpy(one.pixels, table[i].at, 2);
        double *score = scores_of(t.name, t.model, &one);
        assert_near(*score, sqrt(table[i].square), 1e-5);
        free(score);
    }
    trial_end(&t);
    images_release(&train);
    images_release(&one);
}

/* Many draws of a Gaussian: the scores are those of the covariance that they were drawn with. */
static void mahalanobis_of_a_gaussian(void **state)
{
    enum { N = 20000 };
    static const double covariance[4] = { 900, 540, 540, 400 }; /* of (30 a, 18 a + sqrt(76) b) */
    struct images train, test;
    struct rng r;
    struct trial t;
    rng_seed(&r, 3);
    images_new(&train, N, 1, 2, 1);
    for (int i = 0; i < N; i++) {
        double a = rng_normal(&r), b = rng_normal(&r);
        train.pixels[2 * i] = (uint8_t)round(fmin(fmax(128 + 30 * a, 0), 255));
        train.pixels[2 * i + 1] = (uint8_t)round(fmin(fmax(128 + 18 * a + sqrt(76) * b, 0), 255));
    }
    random_rows(&test, 50, 2, 128, 1);
    trial_begin(&t, state, "latent-mahalanobis", "", &train, NULL);
    double *scores = scores_of(t.name, t.model, &test);
    for (size_t i = 0; i < test.n; i++) {
        const double x[2] = { test.pixels[2 * i] - 128.0, test.pixels[2 * i + 1] - 128.0 };
        double expected = sqrt(quadratic_form(covariance, x, 2));
        assert_near(scores[i], expected, 0.02 + 0.02 * expected);
    }
    free(scores);
    trial_end(&t);
    images_release(&train);
    images_release(&test);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(mahalanobis_by_the_definition),
    cmocka_unit_test(mahalanobis_of_a_known_covariance),
    cmocka_unit_test(mahalanobis_of_a_gaussian),
};

TEST_MAIN(tests, make_folder, remove_folder)
