/* Which images a run is judged on, by class, and which of them are shown. */
#include "support/plans.h"

#include "run/judged.h"

static const char spec[] =
    "[data]\ndataset = tiny\npositive = 1\nanomaly = classes:0\n%s[model]\nlatent = 2\n[detectors]\nrun = pca\n";

static void plan_with(struct plan *p, const char *more)
{
    struct text t = TEXT_INIT;
    text_format(&t, spec, more);
    expect_plan(p, text_of(&t));
    text_release(&t);
}

static void by_class_and_index(void **state)
{
    struct class_list classes = { 0 };
    struct judged j;
    struct plan p;
    struct error e;
    (void)state;
    plan_with(&p, "");
    classes_add(&classes, 5); /* neither positive nor judged by the run */
    classes_add(&classes, 1);
    classes_add(&classes, 0);
    assert_int_equal(judged_make(&j, &p.runs[0], &classes, "data", &e), 0);
    const int expected[] = { 0, 1, 5 };
    assert_int_equal(j.n_classes, 3);
    assert_int_equal(j.images.n, 12);
    for (size_t c = 0; c < 3; c++) {
        assert_int_equal(j.classes[c].class, expected[c]);
        assert_int_equal(j.classes[c].n, 4);
        assert_int_equal(j.classes[c].first, 4 * c);
        for (size_t i = 0; i < 4; i++) {
            assert_int_equal(j.images.labels[4 * c + i], expected[c]);
            assert_int_equal(j.index[4 * c + i], 4 * expected[c] + (int)i);
        }
    }
    judged_release(&j);
    plan_release(&p);
}

static void of_the_split_that_is_judged(void **state)
{
    struct class_list classes = { 0 };
    struct judged j;
    struct plan p;
    struct error e;
    (void)state;
    classes_add(&classes, 2);
    plan_with(&p, "test_limit = 3\n");
    assert_int_equal(judged_make(&j, &p.runs[0], &classes, "data", &e), 0);
    assert_int_equal(j.images.n, 3); /* the positives are not asked for */
    judged_release(&j);
    plan_release(&p);
    plan_with(&p, "holdout = 5\n"); /* every fifth of ten */
    assert_int_equal(judged_make(&j, &p.runs[0], &classes, "data", &e), 0);
    assert_int_equal(j.images.n, 2);
    judged_release(&j);
    plan_release(&p);
}

static void other_data(void **state)
{
    struct class_list classes = { 0 };
    struct judged j;
    struct plan p;
    struct error e;
    (void)state;
    plan_with(&p, "");
    p.runs[0].payload[0] = 'x';
    assert_int_equal(judged_make(&j, &p.runs[0], &classes, "data", &e), -1);
    assert_says(e.text, "data set 'tiny' is another one than the plan was made with");
    judged_release(&j);
    assert_int_equal(judged_make(&j, &p.runs[0], &classes, "nowhere", &e), -1);
    judged_release(&j);
    plan_release(&p);
}

static void evenly_spread(void **state)
{
    (void)state;
    const size_t three_of_ten[] = { 0, 3, 6 };
    for (size_t k = 0; k < 3; k++)
        assert_int_equal(judged_rank(k, 3, 10), three_of_ten[k]);
    for (size_t k = 0; k < 7; k++)
        assert_int_equal(judged_rank(k, 7, 7), k);
    assert_int_equal(judged_rank(0, 1, 980), 0);
    assert_int_equal(judged_rank(1, 2, 975), 487);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(by_class_and_index, enter, leave),
    cmocka_unit_test_setup_teardown(of_the_split_that_is_judged, enter, leave),
    cmocka_unit_test_setup_teardown(other_data, enter, leave),
    cmocka_unit_test(evenly_spread),
};

TEST_MAIN(tests, NULL, NULL)
