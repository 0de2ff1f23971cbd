/* The rule that gives an image to a class, on scores whose answer is known by hand. */
#include "incremental/answers.h"

#include "support/incremental.h"

/* Three classes, four images; the first class's detector scores ten times as high as the others. */
static void hand_made(struct answers *a)
{
    static const double score[] = { 10, 30, 40, 50, 5, 2, 4, 3, 6, 5, 1, 1 };
    double held[3][3] = { { 12, 8, 10 }, { 1, 3, 2 }, { 1, 0, 2 } };
    answers_init(a, 3, 4);
    memcpy(a->score, score, sizeof score);
    for (int c = 0; c < 3; c++)
        answers_scale(a, c, held[c], 3);
}

static void scales(void **state)
{
    struct answers a;
    (void)state;
    hand_made(&a);
    assert_true(a.median[0] == 10 && a.median[1] == 2 && a.median[2] == 1);
    assert_float_equal(a.q95[0], 11.8, 1e-12);
    answers_release(&a);
}

static void least_scaled_score(void **state)
{
    static const int order[] = { 0, 1, 2 }, back[] = { 2, 1, 0 };
    struct answers a;
    (void)state;
    hand_made(&a);
    assert_int_equal(answers_give(&a, RULE_RAW, order, 3, 0), 1);
    assert_int_equal(answers_give(&a, RULE_RATIO, order, 3, 0), 0); /* 1, 2.5, 6 */
    assert_int_equal(answers_give(&a, RULE_LEVEL, order, 3, 0), 0); /* 0, 3.3, 5.6 */
    assert_int_equal(answers_give(&a, RULE_RATIO, order, 3, 1), 1);
    assert_int_equal(answers_give(&a, RULE_RATIO, order, 3, 2), 2);
    assert_int_equal(answers_give(&a, RULE_RATIO, order, 2, 2), 1); /* class 2 has not come */
    a.score[2 * 4 + 1] = 1;                                         /* as class 1: of equal ones the first */
    assert_int_equal(answers_give(&a, RULE_RATIO, order, 3, 1), 1);
    assert_int_equal(answers_give(&a, RULE_RATIO, back, 3, 1), 2);
    answers_release(&a);
}

static void rules_that_cannot_be(void **state)
{
    static const int order[] = { 0, 1, 2 };
    double held[] = { -1, 0, 1 }, alike[] = { 3, 3, 3 };
    struct answers a;
    (void)state;
    hand_made(&a);
    for (enum answer_rule rule = 0; rule < ANSWER_RULES; rule++)
        assert_true(answers_allow(&a, rule, order, 3));
    answers_scale(&a, 2, held, 3);
    assert_false(answers_allow(&a, RULE_RATIO, order, 3));
    assert_true(answers_allow(&a, RULE_RATIO, order, 2));
    assert_true(answers_allow(&a, RULE_LEVEL, order, 3));
    answers_scale(&a, 1, alike, 3);
    assert_false(answers_allow(&a, RULE_LEVEL, order, 3));
    answers_release(&a);
    answers_init(&a, 3, 4); /* scores that need no scale */
    assert_true(answers_allow(&a, RULE_RAW, order, 3));
    assert_false(answers_allow(&a, RULE_RATIO, order, 3) || answers_allow(&a, RULE_LEVEL, order, 3));
    answers_release(&a);
}

static void counted(void **state)
{
    struct axes_case c;
    struct answers a;
    struct answer_counts n;
    struct auc auc;
    (void)state;
    axes_init(&c, 3, "2 0 1", 2);
    answers_init(&a, 3, c.arrivals.test.n);
    for (int class_ = 0; class_ < 3; class_++) /* all right but for those of class 0, which go to class 1 */
        for (size_t i = 0; i < a.n; i++) {
            const int label = c.arrivals.test.labels[i];
            a.score[(size_t)class_ * a.n + i] = class_ == label ? 1 : class_ == 1 && label == 0 ? 0.5 : 2;
        }
    answers_count(&a, RULE_RAW, &c.arrivals, 3, &n);
    assert_true(n.n == 30 && n.right == 20 && n.n_base == 20 && n.right_base == 10 && n.n_late == 10 &&
                n.right_late == 10);
    answers_count(&a, RULE_RAW, &c.arrivals, 2, &n); /* class 1 has not come: neither its images nor it as an answer */
    assert_true(n.n == 20 && n.right == 20 && n.n_base == 20 && n.n_late == 0);
    assert_int_equal(answers_auc(&a, &c.arrivals.test, 2, &auc, NULL), 0);
    assert_true(auc.auc == 1 && auc.n_normal == 10 && auc.n_anomaly == 20);
    assert_int_equal(answers_auc(&a, &c.arrivals.test, 1, &auc, NULL), 0);
    assert_float_equal(auc.auc, 0.5, 1e-12); /* half of the others are below, half above */
    answers_release(&a);
    axes_release(&c);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(scales),
    cmocka_unit_test(least_scaled_score),
    cmocka_unit_test(rules_that_cannot_be),
    cmocka_unit_test(counted),
};

TEST_MAIN(tests, NULL, NULL)
