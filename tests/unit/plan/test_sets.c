/* Data sets that a spec names: missing ones, and the numbers of images that limits leave. */
#include "support/plans.h"

static void test_missing_sets(void **state)
{
    (void)state;
    struct plan p;
    struct text problems = make_plan(&p, "[data]\ndataset = tiny, nowhere\npositive = 0, 7\n"
                                         "negative = dataset:notthere\n[detectors]\nrun = kde\n");
    assert_non_null(strstr(text_of(&problems), "t.ini:3: positive '7': class 7 does not exist"));
    assert_non_null(strstr(text_of(&problems), "t.ini:2: "));
    assert_non_null(strstr(text_of(&problems), "`lisae data fetch nowhere`"));
    assert_non_null(strstr(text_of(&problems), "t.ini:4: 'tiny': negative 'dataset:notthere': "));
    assert_non_null(strstr(text_of(&problems), "`lisae data fetch notthere`"));
    text_release(&problems);
    plan_release(&p);
    /* once, not for each of the six classes; a slip is told from what is not prepared yet */
    expect_problems("[data]\ndataset = tiny\nnegative = dataset:Marks, class:8\n[detectors]\nrun = kde\n",
                    "t.ini:3: 'tiny': negative 'dataset:Marks': data set 'Marks' is not prepared in 'data': "
                    "`lisae data fetch Marks` makes it, or did you mean 'marks'?\n"
                    "t.ini:3: 'tiny': negative 'class:8': class 8 does not exist: 'tiny' has the classes 0..5\n");
    /* what is wrong with some positives is said of each */
    expect_problems(
        "[data]\ndataset = tiny\npositive = 0 5, 1, 2 3\nanomaly = own-half\n[detectors]\nrun = kde\n",
        "t.ini:4: 'tiny', positive '0 5': anomaly 'own-half': expected positive classes of one half (0..2 or "
        "3..5 of 'tiny')\n"
        "t.ini:4: 'tiny', positive '2 3': anomaly 'own-half': expected positive classes of one half (0..2 or "
        "3..5 of 'tiny')\n");
    expect_problems("[data]\ndataset = tine\n[detectors]\nrun = kde\n",
                    "t.ini:2: data set 'tine' is not prepared in 'data': `lisae data fetch tine` makes it, or did you "
                    "mean 'tiny'?\n");
    expect_problems("[data]\ndataset = tin9999\n[detectors]\nrun = kde\n",
                    "t.ini:2: data set 'tin9999' is not prepared in 'data': `lisae data fetch tin9999` makes it\n");
}

static void test_limits(void **state)
{
    (void)state;
    struct plan p;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0 1\nnegative = dataset:marks, strokes, "
                    "class:5\ntrain_limit = 6\ntest_limit = 3\nstrokes = 77\n"
                    "[detectors]\nrun = lis-ae\n");
    assert_int_equal(p.n, 3); /* sorted by source: classes, data set, strokes */
    for (size_t i = 0; i < p.n; i++) {
        assert_int_equal(p.runs[i].sizes.n_positive, 12);
        assert_int_equal(p.runs[i].task.train_limit, 6);
        assert_int_equal(p.runs[i].task.test_limit, 3);
    }
    assert_int_equal(p.runs[0].task.source, NEGATIVE_CLASSES);
    assert_int_equal(p.runs[0].sizes.n_negative, 6);
    assert_int_equal(p.runs[0].sizes.n_test, 3 * 5);
    assert_int_equal(p.runs[0].task.strokes, 0);
    assert_int_equal(p.runs[1].task.source, NEGATIVE_DATASET);
    assert_string_equal(p.runs[1].foreign, "marks");
    assert_string_equal(p.runs[1].foreign_edition, "v1");
    assert_int_equal(strlen(p.runs[1].foreign_payload), 64);
    assert_int_equal(p.runs[1].sizes.n_negative, 3 * 6); /* 5 + 2 a class, at most 6 */
    assert_int_equal(p.runs[1].sizes.n_test, 3 * 6);
    assert_int_equal(p.runs[2].task.source, NEGATIVE_STROKES);
    assert_int_equal(p.runs[2].task.strokes, 77);
    assert_int_equal(p.runs[2].sizes.n_negative, 77);
    plan_release(&p);
}

/* Several limits are an axis of those that learn from negatives; the tables name it. */
static void test_limits_as_an_axis(void **state)
{
    (void)state;
    struct plan p;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0\nnegative = class:1, strokes\nanomaly = class:4\n"
                    "strokes = 77\nnegative_limit = 3, 8, 500\n[detectors]\nrun = kde, lis-ae\n");
    struct text found = TEXT_INIT;
    for (size_t i = 0; i < p.n; i++)
        text_format(&found, "%s|%s|%zu|%s\n", p.runs[i].detector->name, p.runs[i].negative, p.runs[i].sizes.n_negative,
                    p.runs[i].variant);
    assert_string_equal(text_of(&found), "kde||0|\n"
                                         "lis-ae|class:1|3|data.negative_limit=3\n"
                                         "lis-ae|class:1|8|data.negative_limit=8\n"
                                         "lis-ae|class:1|10|data.negative_limit=500\n"
                                         "lis-ae|strokes|3|data.negative_limit=3\n"
                                         "lis-ae|strokes|8|data.negative_limit=8\n"
                                         "lis-ae|strokes|77|data.negative_limit=500\n");
    text_release(&found);
    plan_release(&p);
}

/* A limit on all negatives is in the text of the runs that it cuts something from, and of no others. */
static void test_limits_on_all_negatives(void **state)
{
    (void)state;
    static const char spec[] = "[data]\ndataset = tiny\npositive = 0\nnegative = classes:1 2, dataset:marks, strokes, "
                               "class:5\nanomaly = class:4\nstrokes = 77\n%s[detectors]\nrun = kde, lis-ae\n";
    struct plan p, plain;
    struct text t = TEXT_INIT;
    text_format(&t, spec, "");
    expect_plan(&plain, text_of(&t));
    text_clear(&t);
    text_format(&t, spec, "negative_limit = 15\n");
    expect_plan(&p, text_of(&t));
    assert_int_equal(p.n, 5); /* kde; those of class 5, classes 1 2, marks, strokes */
    static const size_t n_negative[] = { 0, 15, 10, 15, 15 };
    for (size_t i = 0; i < p.n; i++) {
        const int cut = strstr(p.runs[i].negative, "classes:1 2") || strstr(p.runs[i].negative, "marks");
        assert_int_equal(p.runs[i].sizes.n_negative, n_negative[i]);
        assert_int_equal(p.runs[i].task.negative_limit, cut ? 15 : 0);
        assert_int_equal(strstr(p.runs[i].canonical, "\nnegative_limit = 15\n") != NULL, cut);
        assert_int_equal(strcmp(p.runs[i].id, plain.runs[i].id) != 0, i == 1 || i >= 3);
    }
    assert_int_equal(p.runs[4].task.strokes, 15);
    assert_string_equal(p.phase1[0].id, plain.phase1[0].id);
    plan_release(&p);
    plan_release(&plain);
    text_release(&t);
}

/* Of ten train images a class each third is judged on: three, and seven are left; of the anomalies, too. */
static void test_held_out(void **state)
{
    (void)state;
    struct plan p;
    expect_plan(&p,
                "[data]\ndataset = tiny\npositive = 0 1\nnegative = class:5\nholdout = 3\n[detectors]\nrun = lis-ae\n");
    assert_int_equal(p.runs[0].sizes.n_positive, 14);
    assert_int_equal(p.runs[0].sizes.n_negative, 7);
    assert_int_equal(p.runs[0].sizes.n_test, 3 * 5);
    plan_release(&p);
    expect_plan(
        &p, "[data]\ndataset = tiny\npositive = 0 1\nnegative = class:5\nholdout = 3\ntrain_limit = 5\ntest_limit = 2\n"
            "[detectors]\nrun = lis-ae\n");
    assert_int_equal(p.runs[0].sizes.n_positive, 10);
    assert_int_equal(p.runs[0].sizes.n_negative, 5);
    assert_int_equal(p.runs[0].sizes.n_test, 2 * 5);
    plan_release(&p);
    expect_problems("[data]\ndataset = tiny\npositive = 0\nholdout = 1\n[detectors]\nrun = kde\n",
                    "t.ini:4: 'tiny', positive '0': class 0, 'plane', has no train image that 'holdout' leaves\n");
    expect_problems(
        "[data]\ndataset = tiny\npositive = 0\nholdout = 11\n[detectors]\nrun = kde\n",
        "t.ini:3: 'tiny': class 0, 'plane', which is positive, has no image to be judged on: 'holdout = 11' "
        "takes one of each 11 of its 10 train images\n"
        "t.ini: 'tiny': class 1, 'car', which is an anomaly, has no image to be judged on: 'holdout = 11' "
        "takes one of each 11 of its 10 train images\n");
}

/* A class that some of the images would be missing of is named, whatever else there is. */
static void test_classes_without_images(void **state)
{
    (void)state;
    struct plan p;
    expect_problems("[data]\ndataset = holes\npositive = 0\n[detectors]\nrun = raw-l2\n",
                    "t.ini: 'holes': class 1, 'b', which is an anomaly, has no test image\n");
    expect_problems("[data]\ndataset = holes\npositive = 0 1\n[detectors]\nrun = raw-l2\n",
                    "t.ini:3: 'holes', positive '0 1': class 1, 'b', has no train image\n");
    expect_plan(&p, "[data]\ndataset = holes\npositive = 0\nanomaly = class:2\n[detectors]\nrun = raw-l2\n");
    assert_int_equal(p.n, 1);
    plan_release(&p);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_missing_sets),
    cmocka_unit_test(test_limits),
    cmocka_unit_test(test_limits_on_all_negatives),
    cmocka_unit_test(test_limits_as_an_axis),
    cmocka_unit_test(test_held_out),
    cmocka_unit_test(test_classes_without_images),
};

TEST_MAIN(tests, enter, leave)
