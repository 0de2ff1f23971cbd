/* AUC and DeLong's variance against a naive oracle and published values, known orders, comparison of two. */
#include "support/main.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/rng.h"
#include "eval/auc.h"
#include "eval/roc.h"
#include "support/random_scores.h"

enum { N = 120 };

static double win(double anomaly, double normal)
{
    return anomaly > normal ? 1 : anomaly == normal ? 0.5 : 0;
}

/* Share of the samples of the other label that sample `i` stands right to. */
static double component(const double *scores, const uint8_t *labels, size_t n, size_t i)
{
    double wins = 0, others = 0;
    for (size_t j = 0; j < n; j++)
        if (labels[j] != labels[i]) {
            wins += labels[i] ? win(scores[i], scores[j]) : win(scores[j], scores[i]);
            others++;
        }
    return wins / others;
}

static double naive_auc(const double *scores, const uint8_t *labels, size_t n)
{
    double sum = 0, anomalies = 0;
    for (size_t i = 0; i < n; i++)
        if (labels[i]) {
            sum += component(scores, labels, n, i);
            anomalies++;
        }
    return sum / anomalies;
}

/* DeLong's estimate of the covariance of two AUCs on the same samples: S10/m + S01/n. */
static double naive_covariance(const double *a, const double *b, const uint8_t *labels, size_t n)
{
    double auc_a = naive_auc(a, labels, n), auc_b = naive_auc(b, labels, n), total = 0;
    for (int label = 0; label < 2; label++) {
        double sum = 0, count = 0;
        for (size_t i = 0; i < n; i++)
            if (labels[i] == label) {
                sum += (component(a, labels, n, i) - auc_a) * (component(b, labels, n, i) - auc_b);
                count++;
            }
        total += sum / (count - 1) / count;
    }
    return total;
}

static void test_mid_ranks_share_ties(void **state)
{
    (void)state;
    const double values[] = { 3, 1, 3, 2, 3 }, expected[] = { 4, 1, 4, 2, 4 };
    double ranks[5];
    mid_ranks(values, 5, ranks);
    assert_memory_equal(ranks, expected, sizeof ranks);
}

static void test_auc_of_known_orders(void **state)
{
    (void)state;
    struct auc a;
    const uint8_t labels[] = { 0, 0, 1, 1 };
    const double apart[] = { 1, 2, 3, 4 }, turned[] = { 4, 3, 2, 1 }, equal[] = { 7, 7, 7, 7 };
    assert_int_equal(auc_compute(&a, apart, labels, 4, NULL), 0);
    assert_true(a.auc == 1 && a.variance == 0 && a.hi == 1);
    assert_true(a.n_normal == 2 && a.n_anomaly == 2);
    assert_int_equal(auc_compute(&a, turned, labels, 4, NULL), 0);
    assert_true(a.auc == 0);
    assert_int_equal(auc_compute(&a, equal, labels, 4, NULL), 0);
    assert_true(a.auc == 0.5 && a.variance == 0);
}

static void test_auc_and_variance_are_the_naive_ones(void **state)
{
    (void)state;
    struct rng r;
    rng_seed(&r, 1);
    for (int trial = 0; trial < 30; trial++) {
        double scores[N];
        uint8_t labels[N];
        struct auc a;
        size_t n = 6 + (size_t)trial * 3;
        draw(&r, scores, labels, n, trial % 3 * 3);
        assert_int_equal(auc_compute(&a, scores, labels, n, NULL), 0);
        assert_near(a.auc, naive_auc(scores, labels, n), 1e-14);
        assert_near(a.variance, naive_covariance(scores, scores, labels, n), 1e-14);
        assert_near(a.lo, fmax(0, a.auc - 1.96 * sqrt(a.variance)), 1e-14);
        assert_near(a.hi, fmin(1, a.auc + 1.96 * sqrt(a.variance)), 1e-14);
    }
}

/* Exponential scores are the model behind Hanley & McNeil's (1982) standard error, so that
 * DeLong's must come near: theta(1-theta) + (m-1)(Q1-theta^2) + (n-1)(Q2-theta^2) over mn. */
static void test_standard_error_is_hanley_and_mcneils(void **state)
{
    (void)state;
    static const struct {
        size_t normals, anomalies;
        double auc, standard_error;
    } facts[] = {
        { 1000, 9000, 0.97, 0.0016 }, { 1000, 9000, 0.90, 0.0036 }, { 1000, 9000, 0.80, 0.0059 },
        { 1000, 9000, 0.60, 0.0089 }, { 9000, 1000, 0.97, 0.0038 }, { 9000, 1000, 0.80, 0.0086 },
    };
    double *scores = mem_alloc(10000, sizeof *scores);
    uint8_t *labels = mem_alloc(10000, 1);
    for (size_t k = 0; k < sizeof facts / sizeof *facts; k++) {
        size_t normals = facts[k].normals, n = normals + facts[k].anomalies;
        double rate = (1 - facts[k].auc) / facts[k].auc;
        for (size_t i = 0; i < n; i++) {
            labels[i] = i >= normals;
            double share = labels[i] ? ((double)(i - normals) + 0.5) / (double)facts[k].anomalies
                                     : ((double)i + 0.5) / (double)normals;
            scores[i] = -log(1 - share) / (labels[i] ? rate : 1);
        }
        struct auc a;
        assert_int_equal(auc_compute(&a, scores, labels, n, NULL), 0);
        assert_near(a.auc, facts[k].auc, 1e-3);
        assert_near(sqrt(a.variance), facts[k].standard_error, 1e-4);
    }
    free(scores);
    free(labels);
}

static void test_one_sample_of_a_label_gives_a_wide_interval(void **state)
{
    (void)state;
    struct auc a;
    const double scores[] = { 1, 2, 3, 4 };
    const uint8_t labels[] = { 0, 0, 0, 1 };
    assert_int_equal(auc_compute(&a, scores, labels, 4, NULL), 0);
    assert_true(a.auc == 1 && a.variance == 0.25 && a.hi == 1);
    assert_near(a.lo, 0.02, 1e-12);
}

/* AUC 1, 0 and 0.5 by ties: (0.025)^(1/k) is the least probability of what k independent pairs all did, by which the
 * limits are set: of two pairs 0.16, of ten 0.69, of thousand 0.996. */
static void test_an_auc_without_variance_has_an_interval(void **state)
{
    (void)state;
    static const struct {
        size_t normals, anomalies;
        double least;
    } facts[] = {
        { 2, 2, 0.158113883 }, { 2, 1000, 0.158113883 }, { 3, 2, 0.158113883 },    { 3, 3, 0.292401774 },
        { 5, 4, 0.397635364 }, { 10, 10, 0.691502892 },  { 30, 100, 0.884296692 }, { 1000, 1000, 0.996317916 }
    };
    double *scores = mem_alloc(2000, sizeof *scores);
    uint8_t *labels = mem_alloc(2000, 1);
    for (size_t k = 0; k < sizeof facts / sizeof *facts; k++) {
        size_t n = facts[k].normals + facts[k].anomalies;
        double least = facts[k].least;
        struct auc above, below, equal;
        for (size_t i = 0; i < n; i++) {
            labels[i] = i >= facts[k].normals;
            scores[i] = labels[i];
        }
        assert_int_equal(auc_compute(&above, scores, labels, n, NULL), 0);
        assert_true(above.auc == 1 && above.hi == 1);
        assert_near(above.lo, least, 1e-8);
        for (size_t i = 0; i < n; i++)
            scores[i] = -scores[i];
        assert_int_equal(auc_compute(&below, scores, labels, n, NULL), 0);
        assert_true(below.auc == 0 && below.lo == 0);
        assert_near(below.hi, 1 - least, 1e-8);
        for (size_t i = 0; i < n; i++)
            scores[i] = 7;
        assert_int_equal(auc_compute(&equal, scores, labels, n, NULL), 0);
        assert_true(equal.auc == 0.5);
        assert_near(equal.lo, least / 2, 1e-8);
        assert_near(equal.hi, 1 - least / 2, 1e-8);
    }
    free(scores);
    free(labels);
}

/* Fewer of either label: the interval of the same AUC is never narrower, down to one sample each. */
static void test_less_data_is_no_narrower(void **state)
{
    (void)state;
    enum { MOST = 12 };
    double width[MOST + 1][MOST + 1][2];
    for (size_t normals = 1; normals <= MOST; normals++)
        for (size_t anomalies = 1; anomalies <= MOST; anomalies++)
            for (int tied = 0; tied < 2; tied++) {
                double scores[2 * MOST];
                uint8_t labels[2 * MOST];
                struct auc a;
                for (size_t i = 0; i < normals + anomalies; i++) {
                    labels[i] = i >= normals;
                    scores[i] = tied ? 0 : labels[i];
                }
                assert_int_equal(auc_compute(&a, scores, labels, normals + anomalies, NULL), 0);
                assert_true(a.lo <= a.auc && a.auc <= a.hi && a.lo >= 0 && a.hi <= 1);
                width[normals][anomalies][tied] = a.hi - a.lo;
                assert_true(normals == 1 || width[normals - 1][anomalies][tied] >= a.hi - a.lo - 1e-12);
                assert_true(anomalies == 1 || width[normals][anomalies - 1][tied] >= a.hi - a.lo - 1e-12);
            }
}

static void test_auc_refuses_what_has_no_auc(void **state)
{
    (void)state;
    struct auc a;
    struct roc r;
    struct tradeoff t;
    struct error e;
    const double good[] = { 1, 2 }, bad[] = { 1, NAN }, endless[] = { INFINITY, 1 };
    const uint8_t labels[] = { 0, 1 }, alone[] = { 1, 1 }, odd[] = { 0, 2 };
    assert_int_equal(auc_compute(&a, good, labels, 2, &e), 0);
    assert_int_equal(auc_compute(&a, good, alone, 2, &e), -1);
    assert_string_equal(e.text, "expected normal samples and anomalies, found 0 and 2");
    assert_int_equal(auc_compute(&a, bad, labels, 2, &e), -1);
    assert_non_null(strstr(e.text, "sample 1"));
    assert_int_equal(auc_compute(&a, endless, labels, 2, &e), -1);
    assert_int_equal(auc_compute(&a, good, odd, 2, &e), -1);
    assert_int_equal(auc_compute(&a, good, labels, 0, &e), -1);
    assert_int_equal(roc_compute(&r, bad, labels, 2, &e), -1);
    assert_int_equal(tradeoff_compute(&t, good, alone, 2, 5, &e), -1);
    assert_int_equal(tradeoff_compute(&t, good, labels, 2, 1, &e), -1);
}

static void test_comparison_is_the_naive_one(void **state)
{
    (void)state;
    struct rng r;
    rng_seed(&r, 2);
    for (int trial = 0; trial < 20; trial++) {
        double a[N], b[N];
        uint8_t labels[N];
        struct auc_difference d;
        int levels = trial % 2 * 4;
        draw(&r, a, labels, N, levels);
        draw(&r, b, labels, N, levels);
        for (size_t i = 0; i < N; i++) /* detectors agree in part: the covariance counts */
            b[i] += floor(2 * a[i]);
        assert_int_equal(auc_compare(&d, a, b, labels, N, NULL), 0);
        double covariance = naive_covariance(a, b, labels, N);
        double variance = naive_covariance(a, a, labels, N) + naive_covariance(b, b, labels, N) - 2 * covariance;
        assert_true(covariance > 1e-4);
        assert_near(d.difference, naive_auc(a, labels, N) - naive_auc(b, labels, N), 1e-14);
        assert_near(d.variance, variance, 1e-14);
        assert_near(d.z, d.difference / sqrt(variance), 1e-9);
        assert_near(d.p, erfc(fabs(d.z) / sqrt(2)), 1e-14);
    }
}

/* The data that DeLong, DeLong & Clarke-Pearson (1988) give for their test, and what SAS's manual prints for it (PROC
 * LOGISTIC, "Comparing Receiver Operating Characteristic Curves"): 43 patients, 31 of whom an operation would help;
 * albumin, total protein, and the K-G score, of which a low one speaks for it. */
static const struct patient {
    double albumin, protein, kg;
    uint8_t helped;
} patients[] = {
    { 3.0, 5.8, 10, 0 }, { 3.2, 6.3, 5, 1 }, { 3.9, 6.8, 3, 1 }, { 2.8, 4.8, 6, 0 }, { 3.2, 5.8, 3, 1 },
    { 0.9, 4.0, 5, 0 },  { 2.5, 5.7, 8, 0 }, { 1.6, 5.6, 5, 1 }, { 3.8, 5.7, 5, 1 }, { 3.7, 6.7, 6, 1 },
    { 3.2, 5.4, 4, 1 },  { 3.8, 6.6, 6, 1 }, { 4.1, 6.6, 5, 1 }, { 3.6, 5.7, 5, 1 }, { 4.3, 7.0, 4, 1 },
    { 3.6, 6.7, 4, 0 },  { 2.3, 4.4, 6, 1 }, { 4.2, 7.6, 4, 0 }, { 4.0, 6.6, 6, 0 }, { 3.5, 5.8, 6, 1 },
    { 3.8, 6.8, 7, 1 },  { 3.0, 4.7, 8, 0 }, { 4.5, 7.4, 5, 1 }, { 3.7, 7.4, 5, 1 }, { 3.1, 6.6, 6, 1 },
    { 4.1, 8.2, 6, 1 },  { 4.3, 7.0, 5, 1 }, { 4.3, 6.5, 4, 1 }, { 3.2, 5.1, 5, 1 }, { 2.6, 4.7, 6, 1 },
    { 3.3, 6.8, 6, 0 },  { 1.7, 4.0, 7, 0 }, { 3.7, 6.1, 5, 1 }, { 3.3, 6.3, 7, 1 }, { 4.2, 7.7, 6, 1 },
    { 3.5, 6.2, 5, 1 },  { 2.9, 5.7, 9, 0 }, { 2.1, 4.8, 7, 1 }, { 2.8, 6.2, 8, 0 }, { 4.0, 7.0, 7, 1 },
    { 3.3, 5.7, 6, 1 },  { 3.7, 6.9, 5, 1 }, { 3.6, 6.6, 5, 1 },
};

static void assert_printed(double value, double printed) /* with four decimals */
{
    assert_near(value, printed, 0.00005);
}

static void test_comparison_is_the_published_one(void **state)
{
    (void)state;
    enum { N_PATIENTS = sizeof patients / sizeof *patients };
    double albumin[N_PATIENTS], protein[N_PATIENTS], kg[N_PATIENTS];
    uint8_t helped[N_PATIENTS];
    for (int i = 0; i < N_PATIENTS; i++) {
        albumin[i] = patients[i].albumin;
        protein[i] = patients[i].protein;
        kg[i] = -patients[i].kg;
        helped[i] = patients[i].helped;
    }

    const struct {
        const double *scores;
        double auc, error;
    } printed[] = { { albumin, 0.7366, 0.0927 }, { protein, 0.6478, 0.1000 }, { kg, 0.7258, 0.1028 } };
    for (int i = 0; i < 3; i++) {
        struct auc a;
        assert_int_equal(auc_compute(&a, printed[i].scores, helped, N_PATIENTS, NULL), 0);
        assert_printed(a.auc, printed[i].auc);
        assert_printed(sqrt(a.variance), printed[i].error);
    }

    struct auc_difference d;
    assert_int_equal(auc_compare(&d, albumin, kg, helped, N_PATIENTS, NULL), 0);
    assert_printed(d.difference, 0.0108);
    assert_printed(sqrt(d.variance), 0.0953);
    assert_printed(d.z * d.z, 0.0127);
    assert_printed(d.p, 0.9102);
    assert_int_equal(auc_compare(&d, protein, kg, helped, N_PATIENTS, NULL), 0);
    assert_printed(d.difference, -0.0780);
    assert_printed(sqrt(d.variance), 0.1046);
    assert_printed(d.z * d.z, 0.5554);
    assert_printed(d.p, 0.4561);
}

static void test_equal_order_is_no_difference(void **state)
{
    (void)state;
    struct rng r;
    double a[N], b[N];
    uint8_t labels[N];
    struct auc_difference d;
    rng_seed(&r, 3);
    draw(&r, a, labels, N, 5);
    for (size_t i = 0; i < N; i++)
        b[i] = exp(a[i]);
    assert_int_equal(auc_compare(&d, a, b, labels, N, NULL), 0);
    assert_true(d.difference == 0 && d.variance == 0 && d.z == 0 && d.p == 1);
}

static void test_opposite_orders_differ(void **state)
{
    (void)state;
    const double a[] = { 1, 2, 3, 4 }, b[] = { 4, 3, 2, 1 };
    const uint8_t labels[] = { 0, 0, 1, 1 };
    struct auc_difference d;
    assert_int_equal(auc_compare(&d, b, a, labels, 4, NULL), 0);
    assert_true(d.difference == -1 && d.variance == 0 && d.z == -INFINITY);
    assert_true(d.p == 0.5); /* a sign test on two pairs: four images prove nothing */
}

/* The same difference for each sample, but for what thirds are rounded by: still a sign test, on three pairs. */
static void test_equal_thirds_do_not_vary(void **state)
{
    (void)state;
    const double a[] = { 1, 2, 3, 4, 5, 6 }, b[] = { 2, 1, 4, 3, 6, 5 };
    const uint8_t labels[] = { 0, 1, 0, 1, 0, 1 };
    struct auc_difference d;
    assert_int_equal(auc_compare(&d, a, b, labels, 6, NULL), 0);
    assert_true(fabs(d.difference - 1 / 3.0) < 1e-15 && d.z == INFINITY);
    assert_true(d.p == 0.25);
}

/* Scores drawn at random have every order as likely: the variance over all orders of 3 normal samples and 2 anomalies.
 * The largest one is that of a mixture of samples above and below all others. */
static void test_variance_of_no_knowledge_and_the_largest(void **state)
{
    (void)state;
    double sum = 0, squares = 0;
    int orders = 0;
    for (int i = 0; i < 5; i++)
        for (int k = i + 1; k < 5; k++, orders++) {
            const double auc = (i + (k - 1)) / 6.0; /* normal samples below anomalies at the places i and k */
            sum += auc;
            squares += auc * auc;
        }
    assert_near(sum / orders, 0.5, 1e-15);
    assert_near(auc_random_variance(3, 2), squares / orders - 0.25, 1e-15);
    assert_near(auc_largest_variance(0.9, 300, 100), 0.09 / 100, 1e-15);
    assert_near(auc_largest_variance(1, 300, 100), 0, 0);
}

static void test_comparison_refuses_what_has_no_auc(void **state)
{
    (void)state;
    const double good[] = { 1, 2 }, bad[] = { 1, NAN };
    const uint8_t labels[] = { 0, 1 }, normal[] = { 0, 0 };
    struct auc_difference d;
    struct error e;
    assert_int_equal(auc_compare(&d, bad, good, labels, 2, &e), -1);
    assert_says(e.text, "expected a finite score for sample 1");
    assert_int_equal(auc_compare(&d, good, bad, labels, 2, &e), -1);
    assert_says(e.text, "expected a finite score for sample 1");
    assert_int_equal(auc_compare(&d, good, good, normal, 2, &e), -1);
    assert_string_equal(e.text, "expected normal samples and anomalies, found 2 and 0");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_mid_ranks_share_ties),
    cmocka_unit_test(test_variance_of_no_knowledge_and_the_largest),
    cmocka_unit_test(test_auc_of_known_orders),
    cmocka_unit_test(test_auc_and_variance_are_the_naive_ones),
    cmocka_unit_test(test_standard_error_is_hanley_and_mcneils),
    cmocka_unit_test(test_one_sample_of_a_label_gives_a_wide_interval),
    cmocka_unit_test(test_an_auc_without_variance_has_an_interval),
    cmocka_unit_test(test_less_data_is_no_narrower),
    cmocka_unit_test(test_auc_refuses_what_has_no_auc),
    cmocka_unit_test(test_comparison_is_the_naive_one),
    cmocka_unit_test(test_comparison_is_the_published_one),
    cmocka_unit_test(test_equal_order_is_no_difference),
    cmocka_unit_test(test_opposite_orders_differ),
    cmocka_unit_test(test_equal_thirds_do_not_vary),
    cmocka_unit_test(test_comparison_refuses_what_has_no_auc),
};

TEST_MAIN(tests, NULL, NULL)
