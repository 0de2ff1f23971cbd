/* ROC and trade-off curves. */
#include "support/main.h"

#include <math.h>

#include "base/rng.h"
#include "eval/auc.h"
#include "eval/roc.h"
#include "support/random_scores.h"

enum { N = 120 };

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

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_roc_of_the_known_example), cmocka_unit_test(test_roc_leaves_collinear_points_out),
    cmocka_unit_test(test_roc_area_is_the_auc),      cmocka_unit_test(test_tradeoff_of_a_small_example),
    cmocka_unit_test(test_tradeoff_is_monotone),
};

TEST_MAIN(tests, NULL, NULL)
