/* Average precision and the false positive rate at 95 % recall against scikit-learn 1.2.1 and by hand. */
#include "eval/precision.h"

#include <math.h>

#include "support/main.h"

enum { N = 200 };

static void labels_of(uint8_t *labels)
{
    for (int i = 0; i < N; i++)
        labels[i] = (i * 37 + i * i) % 11 < 4;
}

/* average_precision_score(), and roc_curve()'s fpr where its tpr is first 0.95 or more. */
static void as_scikit_learn(void **state)
{
    (void)state;
    static const struct {
        double average, fpr95;
    } expected[] = { { 0.8593172686011115, 0.4330708661417323 },
                     { 0.690806142086428, 0.7165354330708661 },
                     { 0.365, 1 } };
    uint8_t labels[N];
    double scores[N];
    struct precision p;
    struct error e;
    labels_of(labels);
    for (int c = 0; c < 3; c++) {
        for (int i = 0; i < N; i++) {
            const int mixed = i * 7919 % 1009;
            scores[i] = c == 0 ? 2 * mixed + 1009 * labels[i] : c == 1 ? mixed * 3 / 200 + 4 * labels[i] : 0;
        }
        assert_int_equal(precision_compute(&p, scores, labels, N, &e), 0);
        assert_near(p.average, expected[c].average, 1e-12);
        assert_near(p.fpr95, expected[c].fpr95, 1e-12);
    }
}

/* The example of average_precision_score() in scikit-learn's documentation, which prints 0.83...: 5 / 6. */
static void as_documented(void **state)
{
    (void)state;
    static const double scores[] = { 0.1, 0.4, 0.35, 0.8 };
    static const uint8_t labels[] = { 0, 0, 1, 1 };
    struct precision p;
    struct error e;
    assert_int_equal(precision_compute(&p, scores, labels, 4, &e), 0);
    assert_near(p.average, 5.0 / 6, 1e-15);
    assert_near(p.fpr95, 0.5, 0);
}

/* Twenty anomalies: 19 of them are 95 %. A normal sample that ties with the nineteenth is an alarm. */
static void nineteen_of_twenty(void **state)
{
    (void)state;
    double scores[24];
    uint8_t labels[24];
    struct precision p;
    struct error e;
    for (int i = 0; i < 24; i++) {
        labels[i] = i < 20;
        scores[i] = i < 20 ? 100 - i : 0;
    }
    scores[20] = 82; /* as the nineteenth anomaly; above the twentieth */
    scores[21] = 81.5;
    assert_int_equal(precision_compute(&p, scores, labels, 24, &e), 0);
    assert_near(p.fpr95, 0.25, 0);
    assert_near(p.average, (18 + 19.0 / 20 + 20.0 / 22) / 20, 1e-15);
}

static void what_has_no_number_is_refused(void **state)
{
    (void)state;
    static const uint8_t one[] = { 1, 1 }, both[] = { 0, 1 };
    static const double scores[] = { 1, 2 }, none[] = { NAN, 2 };
    struct precision p;
    struct error e;
    assert_int_equal(precision_compute(&p, scores, one, 2, &e), -1);
    assert_int_equal(precision_compute(&p, none, both, 2, &e), -1);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(as_scikit_learn),
    cmocka_unit_test(as_documented),
    cmocka_unit_test(nineteen_of_twenty),
    cmocka_unit_test(what_has_no_number_is_refused),
};

TEST_MAIN(tests, NULL, NULL)
