/* What the words for classes resolve to, and what is wrong with them. */
#include "support/plans.h"

static struct text spec_for(const char *positive, const char *negative, const char *anomaly, const char *detector)
{
    struct text t = TEXT_INIT;
    text_format(&t,
                "[data]\ndataset = tiny\npositive = %s\nnegative = %s\nanomaly = %s\n"
                "[detectors]\nrun = %s\n",
                positive, negative, anomaly, detector);
    return t;
}

/* `tiny` has six classes, so the halves are 0 1 2 and 3 4 5. */
static void test_resolution(void **state)
{
    (void)state;
    const struct {
        const char *positive, *negative, *anomaly; /* of the spec */
        const char *word, *normal;                 /* negative and anomaly words of the run */
        const char *positives, *negatives, *anomalies;
    } cases[] = {
        { "0", "next-class", "rest", "next-class", "rest", "0", "1", "2 3 4 5" },
        { "5", "next-class", "rest", "next-class", "rest", "5", "0", "1 2 3 4" },
        { "1 4", "next-class", "rest", "next-class", "rest", "1 4", "5", "0 2 3" },
        { "4 1", "next-class", "rest", "next-class", "rest", "1 4", "5", "0 2 3" },
        { "1", "other-half", "own-half", "other-half", "own-half", "1", "3 4 5", "0 2" },
        { "4", "other-half", "own-half", "other-half", "own-half", "4", "0 1 2", "3 5" },
        { "3 5", "other-half", "rest", "other-half", "rest", "3 5", "0 1 2", "4" },
        { "2", "outliers", "rest", "outliers", "rest", "2", "0 1 3 4 5", "0 1 3 4 5" },
        { "2", "outliers", "own-half", "outliers", "own-half", "2", "0 1", "0 1" },
        { "2", "outliers", "classes:4 3", "outliers", "classes:3 4", "2", "3 4", "3 4" },
        { "2", "class:5", "rest", "class:5", "rest", "2", "5", "0 1 3 4" },
        { "2", "class:5", "class:0", "class:5", "class:0", "2", "5", "0" },
        { "2", "classes:5 0", "rest", "classes:0 5", "rest", "2", "0 5", "1 3 4" },
        { "2", "classes:5", "own-half", "class:5", "own-half", "2", "5", "0 1" },
        { "bird", "class:dog", "classes:car deer", "class:5", "classes:1 4", "2", "5", "1 4" },
        { "ankle boot", "classes:0 dog", "rest", "classes:0 5", "rest", "3", "0 5", "1 2 4" },
        { "ankle-boot 4", "class:ankle boot", "rest", NULL, NULL, NULL, NULL, NULL },
        { "ankle-boot 4", "class:0", "rest", "class:0", "rest", "3 4", "0", "1 2 5" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct plan p;
        struct text t = spec_for(cases[i].positive, cases[i].negative, cases[i].anomaly, "lis-ae");
        if (!cases[i].word) {
            expect_problems(text_of(&t), "t.ini:4: 'tiny', positive '3 4': negative 'class:ankle "
                                         "boot': class 3 of 'class:ankle boot' is positive\n");
            text_release(&t);
            continue;
        }
        expect_plan(&p, text_of(&t));
        assert_int_equal(p.n, 1);
        const struct run *r = &p.runs[0];
        assert_string_equal(r->positive, cases[i].positives);
        assert_string_equal(r->negative, cases[i].word);
        assert_string_equal(r->anomaly, cases[i].normal);
        assert_int_equal(r->task.source, NEGATIVE_CLASSES);
        expect_classes(&r->task.positive, cases[i].positives);
        expect_classes(&r->task.negative, cases[i].negatives);
        expect_classes(&r->task.anomaly, cases[i].anomalies);
        assert_int_equal(r->sizes.height, 8);
        assert_int_equal(r->sizes.width, 8);
        assert_int_equal(r->sizes.channels, 1);
        assert_int_equal(r->sizes.n_positive, 10 * r->task.positive.n);
        assert_int_equal(r->sizes.n_negative, 10 * r->task.negative.n);
        assert_int_equal(r->sizes.n_test, 4 * (r->task.positive.n + r->task.anomaly.n));
        text_release(&t);
        plan_release(&p);
    }
}

static void test_positives(void **state)
{
    (void)state;
    const struct {
        const char *positive, *expected;
    } cases[] = {
        { "each", "0|1|2|3|4|5" },
        { "pairs", "0 1|2 3|4 5" },
        { "4, 0", "0|4" }, /* sorted */
        { "2..4", "2|3|4" },
        { "0 1, 3 2", "0 1|2 3" },
        { "each, dog, 5", "0|1|2|3|4|5" },
        { "pairs, 1 0, 0 2 4", "0 1|0 2 4|2 3|4 5" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct plan p;
        struct text t = spec_for(cases[i].positive, "none", "rest", "kde"), found = TEXT_INIT;
        expect_plan(&p, text_of(&t));
        for (size_t j = 0; j < p.n; j++)
            text_format(&found, "%s%s", j ? "|" : "", p.runs[j].positive);
        assert_string_equal(text_of(&found), cases[i].expected);
        text_release(&t);
        text_release(&found);
        plan_release(&p);
    }
}

static const struct {
    const char *positive, *negative, *anomaly, *expected;
} faults[] = {
    { "6", "none", "rest",
      "t.ini:3: positive '6': class 6 does not exist: 'tiny' has the "
      "classes 0..5\n" },
    { "brid", "none", "rest",
      "t.ini:3: positive 'brid': expected a class's number or name of "
      "'tiny', found 'brid', did you mean 'bird'?\n" },
    { "1 car", "none", "rest", "t.ini:3: positive '1 car': class 1 is given twice\n" },
    { "0 5", "next-class", "rest",
      "t.ini:4: 'tiny', positive '0 5': negative 'next-class': "
      "class 0 of 'next-class' is positive\n" },
    { "0 5", "other-half", "rest",
      "t.ini:4: 'tiny', positive '0 5': negative 'other-half': "
      "expected positive classes of one half (0..2 or 3..5 of 'tiny')\n" },
    { "0 5", "none", "own-half",
      "t.ini:5: 'tiny', positive '0 5': anomaly 'own-half': "
      "expected positive classes of one half (0..2 or 3..5 of 'tiny')\n" },
    { "0 1 2", "none", "own-half",
      "t.ini:5: 'tiny', positive '0 1 2': anomaly 'own-half': no "
      "class is left for the anomalies\n" },
    { "0", "classes:1 2 3 4 5", "rest",
      "t.ini:5: 'tiny', positive '0': anomaly 'rest': no "
      "class is left for the anomalies\n" },
    { "0", "class:1", "own-half",
      "t.ini:5: 'tiny', positive '0': anomaly 'own-half': class 1 "
      "is negative and anomaly at once ('negative = outliers' is the word for that)\n" },
    { "0", "none", "classes:0 1",
      "t.ini:5: 'tiny', positive '0': anomaly 'classes:0 1': class "
      "0 of 'classes:0 1' is positive\n" },
    { "0", "none", "class:1 2",
      "t.ini:5: 'tiny': anomaly 'class:1 2': expected "
      "one class behind 'class:', found '1 2': several are 'classes:1 2'\n" },
    { "0", "class:9", "rest",
      "t.ini:4: 'tiny': negative 'class:9': class 9 does "
      "not exist: 'tiny' has the classes 0..5\n" },
    { "0", "dataset:tiny", "rest",
      "t.ini:4: 'tiny': negative 'dataset:tiny': "
      "'tiny' holds the positives too: classes of the same set are 'class:', 'classes:', "
      "'next-class', 'other-half' or 'outliers'\n" },
    /* each fault of a grid is told */
    { "0, 4", "class:0", "classes:4",
      "t.ini:4: 'tiny', positive '0': negative 'class:0': "
      "class 0 of 'class:0' is positive\n"
      "t.ini:5: 'tiny', positive '4': anomaly 'classes:4': class 4 of 'classes:4' is "
      "positive\n" },
};

static void test_data_problems(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        struct text t = spec_for(faults[i].positive, faults[i].negative, faults[i].anomaly, "kde");
        expect_problems(text_of(&t), faults[i].expected);
        text_release(&t);
    }
    expect_problems("[data]\ndataset = marks\npositive = pairs\n[detectors]\nrun = kde\n",
                    "t.ini:3: positive 'pairs': expected an even number of classes for 'pairs', "
                    "'marks' has 3\n");
    expect_problems("[data]\ndataset = holes\npositive = 1\n[detectors]\nrun = kde\n",
                    "t.ini:3: 'holes', positive '1': class 1, 'b', has no train image\n");
    expect_problems("[data]\ndataset = holes\npositive = 0\nnegative = next-class\n"
                    "anomaly = class:2\n[detectors]\nrun = kde\n",
                    "t.ini:4: 'holes', positive '0': negative 'next-class': no train image is there\n");
    expect_problems("[data]\ndataset = holes\npositive = 0\nanomaly = class:1\n[detectors]\n"
                    "run = kde\n",
                    "t.ini:4: 'holes': class 1, 'b', which is an anomaly, has no test image\n");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_resolution),
    cmocka_unit_test(test_positives),
    cmocka_unit_test(test_data_problems),
};

TEST_MAIN(tests, enter, leave)
