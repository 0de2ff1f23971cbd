/* AUC, DeLong's variance, ROC and trade-off curves, t intervals. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/rng.h"
#include "eval/auc.h"
#include "eval/roc.h"
#include "eval/summary.h"

#define assert_near(a, b, tolerance) assert_true(fabs((a) - (b)) <= (tolerance))

enum { N = 120 };

/* Scores of `levels` values (0: any), anomalies a little higher, every third an anomaly. */
static void draw(struct rng *r, double *scores, uint8_t *labels, size_t n, int levels)
{
    for (size_t i = 0; i < n; i++) {
        labels[i] = i % 3 == 0;
        double x = rng_normal(r) + labels[i];
        scores[i] = levels ? floor(x * levels / 4) : x;
    }
}

/* ---- naive oracle: every pair of an anomaly and a normal sample ---- */

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

/* ---- AUC ---- */

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
    assert_true(a.auc == 1 && a.variance == 0 && a.lo == 1 && a.hi == 1);
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

/* ---- two detectors ---- */

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

static void test_opposite_orders_differ_surely(void **state)
{
    (void)state;
    const double a[] = { 1, 2, 3, 4 }, b[] = { 4, 3, 2, 1 };
    const uint8_t labels[] = { 0, 0, 1, 1 };
    struct auc_difference d;
    assert_int_equal(auc_compare(&d, b, a, labels, 4, NULL), 0);
    assert_true(d.difference == -1 && d.variance == 0 && d.z == -INFINITY && d.p == 0);
}

/* ---- curves ---- */

/* The example of scikit-learn's documentation of roc_curve. */
static void test_roc_of_the_known_example(void **state)
{
    (void)state;
    const double scores[] = { 0.1, 0.4, 0.35, 0.8 };
    const uint8_t labels[] = { 0, 0, 1, 1 };
    const double fpr[] = { 0, 0, 0.5, 0.5, 1 }, tpr[] = { 0, 0.5, 0.5, 1, 1 },
                 threshold[] = { INFINITY, 0.8, 0.4, 0.35, 0.1 };
    struct roc r;
    assert_int_equal(roc_compute(&r, scores, labels, 4, NULL), 0);
    assert_int_equal(r.n, 5);
    assert_memory_equal(r.fpr, fpr, sizeof fpr);
    assert_memory_equal(r.tpr, tpr, sizeof tpr);
    assert_memory_equal(r.threshold, threshold, sizeof threshold);
    assert_true(roc_area(&r) == 0.75);
    roc_release(&r);
}

static void test_roc_leaves_collinear_points_out(void **state)
{
    (void)state;
    /* Three anomalies on top, then a tie of both labels and another of the same slope. */
    const double scores[] = { 9, 8, 7, 5, 5, 4, 4, 3 };
    const uint8_t labels[] = { 1, 1, 1, 0, 1, 0, 1, 0 };
    const double threshold[] = { INFINITY, 7, 4, 3 };
    struct roc r;
    assert_int_equal(roc_compute(&r, scores, labels, 8, NULL), 0);
    assert_int_equal(r.n, 4);
    assert_memory_equal(r.threshold, threshold, sizeof threshold);
    assert_true(r.fpr[1] == 0 && r.tpr[1] == 3.0 / 5 && r.fpr[2] == 2.0 / 3 && r.tpr[2] == 1);
    roc_release(&r);

    const double equal[] = { 2, 2, 2 };
    assert_int_equal(roc_compute(&r, equal, labels + 1, 3, NULL), 0);
    assert_int_equal(r.n, 2);
    assert_true(r.fpr[1] == 1 && r.tpr[1] == 1 && r.threshold[1] == 2 && roc_area(&r) == 0.5);
    roc_release(&r);
}

static void test_roc_area_is_the_auc(void **state)
{
    (void)state;
    struct rng rng;
    rng_seed(&rng, 4);
    for (int levels = 0; levels <= 12; levels++) {
        double scores[N];
        uint8_t labels[N];
        struct auc a;
        struct roc r;
        draw(&rng, scores, labels, N, levels);
        assert_int_equal(auc_compute(&a, scores, labels, N, NULL), 0);
        assert_int_equal(roc_compute(&r, scores, labels, N, NULL), 0);
        assert_near(roc_area(&r), a.auc, 1e-12);
        assert_true(r.fpr[0] == 0 && r.tpr[0] == 0 && r.threshold[0] == INFINITY);
        assert_true(r.fpr[r.n - 1] == 1 && r.tpr[r.n - 1] == 1);
        for (size_t i = 1; i < r.n; i++) {
            assert_true(r.threshold[i] < r.threshold[i - 1]);
            assert_true(r.fpr[i] >= r.fpr[i - 1] && r.tpr[i] >= r.tpr[i - 1]);
            /* Each point is what its threshold gives. */
            double normal = 0, anomaly = 0;
            for (size_t k = 0; k < N; k++)
                *(labels[k] ? &anomaly : &normal) += scores[k] >= r.threshold[i];
            assert_true(r.fpr[i] == normal / (double)a.n_normal);
            assert_true(r.tpr[i] == anomaly / (double)a.n_anomaly);
        }
        for (size_t i = 2; i < r.n; i++)
            assert_true(fabs((r.tpr[i - 1] - r.tpr[i - 2]) * (r.fpr[i] - r.fpr[i - 1]) -
                             (r.tpr[i] - r.tpr[i - 1]) * (r.fpr[i - 1] - r.fpr[i - 2])) > 1e-9);
        roc_release(&r);
    }
}

static void test_tradeoff_of_a_small_example(void **state)
{
    (void)state;
    const double scores[] = { 5, 1, 4, 2, 3 };
    const uint8_t labels[] = { 1, 0, 0, 0, 1 };
    const double threshold[] = { 1, 2, 3, 4, 5 }, normal[] = { 0, 1.0 / 3, 2.0 / 3, 2.0 / 3, 1 },
                 anomaly[] = { 1, 1, 1, 0.5, 0.5 };
    struct tradeoff t;
    assert_int_equal(tradeoff_compute(&t, scores, labels, 5, 5, NULL), 0);
    assert_int_equal(t.n, 5);
    assert_memory_equal(t.threshold, threshold, sizeof threshold);
    assert_memory_equal(t.normal, normal, sizeof normal);
    assert_memory_equal(t.anomaly, anomaly, sizeof anomaly);
    tradeoff_release(&t);
}

static void test_tradeoff_is_monotone(void **state)
{
    (void)state;
    struct rng r;
    double scores[N];
    uint8_t labels[N];
    struct tradeoff t;
    rng_seed(&r, 5);
    for (int levels = 0; levels < 9; levels += 4) {
        draw(&r, scores, labels, N, levels);
        assert_int_equal(tradeoff_compute(&t, scores, labels, N, 301, NULL), 0);
        assert_true(t.normal[0] == 0 && t.anomaly[0] == 1);
        for (size_t i = 1; i < t.n; i++)
            assert_true(t.threshold[i] >= t.threshold[i - 1] && t.normal[i] >= t.normal[i - 1] &&
                        t.anomaly[i] <= t.anomaly[i - 1]);
        assert_true(t.threshold[300] > t.threshold[0]);
        tradeoff_release(&t);
    }
}

/* ---- summaries ---- */

static void test_student_quantiles_are_the_published_ones(void **state)
{
    (void)state;
    static const struct {
        double level;
        size_t df;
        double t;
    } facts[] = {
        { 0.95, 1, 12.706 }, { 0.95, 2, 4.303 },  { 0.95, 3, 3.182 },   { 0.95, 4, 2.776 },
        { 0.95, 9, 2.262 },  { 0.95, 30, 2.042 }, { 0.95, 100, 1.984 }, { 0.99, 1, 63.657 },
        { 0.99, 2, 9.925 },  { 0.99, 10, 3.169 }, { 0.90, 5, 2.015 },   { 0.95, 100000, 1.960 },
    };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        assert_near(student_quantile(facts[i].level, facts[i].df), facts[i].t, 0.0005);
    /* Cauchy: within 1 of 0 with probability one half; df = 2 has a closed form. */
    assert_near(student_within(1, 1), 0.5, 1e-15);
    assert_near(student_within(1, 2), 1 / sqrt(3), 1e-15);
}

static void test_summary_of_known_numbers(void **state)
{
    (void)state;
    struct summary s;
    const double values[] = { 2, 4, 4, 4, 5, 5, 7, 9 };
    summary_compute(&s, values, 8);
    assert_true(s.n == 8 && s.mean == 5);
    assert_near(s.sd, sqrt(32.0 / 7), 1e-15);
    assert_near(s.half, 2.365 * sqrt(32.0 / 7 / 8), 1e-3);
    summary_compute(&s, values, 1);
    assert_true(s.n == 1 && s.mean == 2 && isnan(s.sd) && isnan(s.half));
    summary_compute(&s, values, 0);
    assert_true(s.n == 0 && isnan(s.mean) && isnan(s.sd) && isnan(s.half));
}

/* Half widths in standard deviations: 3 seeds 2.48, 5 seeds 1.24, 10 seeds 0.72. */
static void test_interval_widths(void **state)
{
    (void)state;
    const double values[] = { 1, 3, 2, 5, 4, 8, 6, 7, 10, 9 };
    const struct {
        size_t n;
        double widths;
    } facts[] = { { 3, 2.48 }, { 5, 1.24 }, { 10, 0.72 } };
    for (size_t i = 0; i < 3; i++) {
        struct summary s;
        summary_compute(&s, values, facts[i].n);
        assert_near(s.half / s.sd, facts[i].widths, 0.005);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mid_ranks_share_ties),
        cmocka_unit_test(test_auc_of_known_orders),
        cmocka_unit_test(test_auc_and_variance_are_the_naive_ones),
        cmocka_unit_test(test_standard_error_is_hanley_and_mcneils),
        cmocka_unit_test(test_one_sample_of_a_label_gives_a_wide_interval),
        cmocka_unit_test(test_auc_refuses_what_has_no_auc),
        cmocka_unit_test(test_comparison_is_the_naive_one),
        cmocka_unit_test(test_equal_order_is_no_difference),
        cmocka_unit_test(test_opposite_orders_differ_surely),
        cmocka_unit_test(test_roc_of_the_known_example),
        cmocka_unit_test(test_roc_leaves_collinear_points_out),
        cmocka_unit_test(test_roc_area_is_the_auc),
        cmocka_unit_test(test_tradeoff_of_a_small_example),
        cmocka_unit_test(test_tradeoff_is_monotone),
        cmocka_unit_test(test_student_quantiles_are_the_published_ones),
        cmocka_unit_test(test_summary_of_known_numbers),
        cmocka_unit_test(test_interval_widths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
