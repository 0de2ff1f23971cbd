/* ROC curves of hard labels: small cases by hand, and nested labels, whose curve is the one of
 * the score that they come from. */
#include "support/main.h"

#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "eval/label_sweep.h"

/* Four normal samples and two anomalies. Machine 0 calls one normal sample and one anomaly so,
 * machine 1 calls two normal samples and no anomaly, machine 3 all but one normal sample; machine 2
 * calls none. By rising fpr: (0, 0), (1/4, 1/2), (2/4, 0), (3/4, 1), (1, 1). */
static const uint8_t labels[] = { 0, 0, 0, 0, 1, 1 };
static const double scores[] = { 1 + 8, 2 + 8, 2 + 8, 0, 1 + 8, 8 };

static void curve_by_hand(void **state)
{
    (void)state;
    static const double fpr[] = { 0, 0.25, 0.5, 0.75, 1 }, tpr[] = { 0, 0.5, 0, 1, 1 };
    struct roc r;
    struct auc a;
    struct tradeoff t;
    assert_int_equal(sweep_roc(&r, scores, labels, 6, NULL), 0);
    assert_int_equal(r.n, 5);
    assert_memory_equal(r.fpr, fpr, sizeof fpr);
    assert_memory_equal(r.tpr, tpr, sizeof tpr);
    assert_int_equal(sweep_auc(&a, scores, labels, 6, NULL), 0);
    assert_true(a.auc == 0.25 * (0.25 + 0.25 + 0.5 + 1));
    assert_true(isnan(a.lo) && isnan(a.hi) && isnan(a.variance));
    assert_true(a.n_normal == 4 && a.n_anomaly == 2);
    assert_int_equal(sweep_tradeoff(&t, scores, labels, 6, NULL), 0);
    assert_int_equal(t.n, 5);
    for (size_t k = 0; k < 5; k++) {
        assert_true(isnan(r.threshold[k]) && isnan(t.threshold[k]));
        assert_true(t.normal[k] == 1 - fpr[4 - k] && t.anomaly[k] == tpr[4 - k]);
    }
    roc_release(&r);
    tradeoff_release(&t);
}

/* One machine is two straight lines: (1 + tpr - fpr) / 2. No machine: the diagonal. */
static void one_machine_and_none(void **state)
{
    (void)state;
    static const double one[] = { 0, 1, 0, 0, 1, 1 }, none[6] = { 0 }, all[] = { 4, 4, 4, 4, 4, 4 };
    struct auc a;
    assert_int_equal(sweep_auc(&a, one, labels, 6, NULL), 0);
    assert_true(a.auc == (1 + 1 - 0.25) / 2);
    assert_int_equal(sweep_auc(&a, none, labels, 6, NULL), 0);
    assert_true(a.auc == 0.5);
    assert_int_equal(sweep_auc(&a, all, labels, 6, NULL), 0);
    assert_true(a.auc == 0.5);
}

/* Points at the same fpr go up. */
static void equal_false_positives(void **state)
{
    (void)state;
    static const double same[] = { 1 + 2, 0, 0, 0, 1 + 2, 2 };
    static const double fpr[] = { 0, 0.25, 0.25, 1 }, tpr[] = { 0, 0.5, 1, 1 };
    struct roc r;
    assert_int_equal(sweep_roc(&r, same, labels, 6, NULL), 0);
    assert_int_equal(r.n, 4);
    assert_memory_equal(r.fpr, fpr, sizeof fpr);
    assert_memory_equal(r.tpr, tpr, sizeof tpr);
    roc_release(&r);
}

/* Machine g calls what has a level above g an anomaly: the thresholds of a score with ties. */
static void nested_labels_are_a_score(void **state)
{
    (void)state;
    enum { N = 400 };
    static const int most[] = { 1, 2, 10, 52 };
    struct rng r;
    rng_seed(&r, 3);
    for (size_t m = 0; m < sizeof most / sizeof *most; m++) {
        double level[N], bits[N];
        uint8_t label[N];
        struct auc by_score, by_labels;
        for (size_t i = 0; i < N; i++) {
            label[i] = rng_uniform(&r) < 0.3;
            level[i] = fmin((double)rng_below(&r, (uint64_t)most[m] + 1) + label[i], most[m]);
            bits[i] = ldexp(1, (int)level[i]) - 1;
        }
        assert_int_equal(auc_compute(&by_score, level, label, N, NULL), 0);
        assert_int_equal(sweep_auc(&by_labels, bits, label, N, NULL), 0);
        assert_true(fabs(by_score.auc - by_labels.auc) < 1e-12);
        assert_true(by_score.auc > 0.5 && by_labels.n_anomaly == by_score.n_anomaly);
    }
}

static void what_is_no_label_is_refused(void **state)
{
    (void)state;
    static const double wrong[] = { -1, 0.5, 9007199254740992.0, NAN, INFINITY };
    struct roc r;
    struct auc a;
    struct tradeoff t;
    struct error e;
    for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++) {
        double changed[6];
        memcpy(changed, scores, sizeof changed);
        changed[3] = wrong[k];
        assert_int_equal(sweep_roc(&r, changed, labels, 6, &e), -1);
        assert_non_null(strstr(e.text, "for sample 3, found"));
        assert_int_equal(sweep_auc(&a, changed, labels, 6, &e), -1);
        assert_int_equal(sweep_tradeoff(&t, changed, labels, 6, &e), -1);
        roc_release(&r);
        tradeoff_release(&t);
    }
    assert_int_equal(sweep_auc(&a, scores, labels, 4, &e), -1);
    assert_string_equal(e.text, "expected normal samples and anomalies, found 4 and 0");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(curve_by_hand),
    cmocka_unit_test(one_machine_and_none),
    cmocka_unit_test(equal_false_positives),
    cmocka_unit_test(nested_labels_are_a_score),
    cmocka_unit_test(what_is_no_label_is_refused),
};

TEST_MAIN(tests, NULL, NULL)
