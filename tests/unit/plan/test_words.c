/* What the words for classes resolve to, and what is wrong with them. */
#include "plan/words.h"
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
    { "0", "class:1", "left-out",
      "t.ini:5: 'tiny', positive '0': anomaly 'left-out': only 'negative = other-half-but-one' leaves a class out\n" },
    { "0", "classes:1 2, classes:3 4 5", "common",
      "t.ini:5: 'tiny', positive '0': anomaly 'common': no class is left for the anomalies\n" },
    { "0 5", "other-half-each", "rest",
      "t.ini:4: 'tiny', positive '0 5': negative 'other-half-each': expected positive classes of one half (0..2 or "
      "3..5 of 'tiny')\n" },
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

/* A word that stands for classes makes the very runs, with the same texts and so the same IDs, that these make. */
static void test_words_that_stand_for_classes(void **state)
{
    (void)state;
    static const struct {
        const char *positive, *negative, *anomaly;
        size_t n;
        const char *same[3][3]; /* specs whose runs these are, all together */
    } cases[] = {
        { "1, 4",
          "other-half-each",
          "own-half",
          6,
          { { "1", "class:3, class:4, class:5", "own-half" }, { "4", "class:0, class:1, class:2", "own-half" } } },
        { "1",
          "other-half-but-one",
          "left-out",
          3,
          { { "1", "classes:4 5", "class:3" }, { "1", "classes:3 5", "class:4" }, { "1", "classes:3 4", "class:5" } } },
        { "1", "class:2, class:5, outliers", "common", 3, { { "1", "class:2, class:5, outliers", "classes:0 3 4" } } },
        { "0, 4",
          "other-half, other-half-but-one, strokes",
          "common",
          10,
          { { "0", "other-half, classes:4 5, classes:3 5, classes:3 4, strokes", "classes:1 2" },
            { "4", "other-half, classes:1 2, classes:0 2, classes:0 1, strokes", "classes:3 5" } } },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct plan p, q;
        struct text t = spec_for(cases[i].positive, cases[i].negative, cases[i].anomaly, "lis-ae");
        size_t n = 0;
        expect_plan(&p, text_of(&t));
        assert_int_equal(p.n, cases[i].n);
        text_release(&t);
        for (size_t k = 0; k < 3 && cases[i].same[k][0]; k++) {
            t = spec_for(cases[i].same[k][0], cases[i].same[k][1], cases[i].same[k][2], "lis-ae");
            expect_plan(&q, text_of(&t));
            for (size_t r = 0; r < p.n * q.n; r++) {
                const struct run *a = &p.runs[r / q.n], *b = &q.runs[r % q.n];
                if (strcmp(a->id, b->id) != 0)
                    continue;
                assert_string_equal(a->canonical, b->canonical);
                assert_string_equal(a->negative, b->negative);
                n++;
            }
            plan_release(&q);
            text_release(&t);
        }
        assert_int_equal(n, p.n);
        plan_release(&p);
    }
}

/* Where the other half has no class, no run could be made, and nothing would say why. */
static void test_no_other_half(void **state)
{
    (void)state;
    static const struct {
        const char *word, *message;
    } cases[] = {
        { "other-half-each", "expected at least one class in the other half of 'ring'" },
        { "other-half-but-one", "expected at least two classes in the other half of 'ring'" },
    };
    const struct dataset ring = { .name = "ring", .n_classes = 1 };
    struct class_list positive = { 0 };
    classes_add(&positive, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error e;
        size_t n;
        assert_int_equal(negative_count(cases[i].word, &ring, &positive), 1);
        assert_null(negative_choices(cases[i].word, &ring, &positive, &n, &e));
        assert_string_equal(e.text, cases[i].message);
    }
}

/* Numbers deal the classes out into halves, the same for all positives: the other one is negative, the rest of the own
 * one is to be found. */
static void test_random_halves(void **state)
{
    (void)state;
    struct plan p;
    struct text t = spec_for("each", "random-half:1, random-half:2, random-half:3", "rest", "lis-ae");
    expect_plan(&p, text_of(&t));
    text_release(&t);
    assert_int_equal(p.n, 18);
    int differ = 0;
    for (size_t i = 0; i < p.n; i++) {
        const struct task_spec *a = &p.runs[i].task;
        assert_int_equal(a->negative.n, 3);
        assert_int_equal(a->anomaly.n, 2);
        for (size_t k = 0; k < p.n; k++) {
            const struct task_spec *b = &p.runs[k].task;
            if (strcmp(p.runs[i].negative, p.runs[k].negative) != 0)
                differ += classes_compare(&a->negative, &b->negative) != 0;
            else if (classes_compare(&a->negative, &b->negative) != 0)
                for (int c = 0; c < 6; c++)
                    assert_true(classes_hold(&a->negative, c) + classes_hold(&b->negative, c) == 1);
        }
    }
    assert_true(differ > 18 * 12 / 2);
    assert_non_null(strstr(p.runs[0].canonical, "\nnegative = random-half:"));
    plan_release(&p);
    t = spec_for("0", "random-half:1, random-half:01", "rest", "lis-ae"); /* one number, so one run */
    expect_plan(&p, text_of(&t));
    text_release(&t);
    assert_int_equal(p.n, 1);
    assert_string_equal(p.runs[0].negative, "random-half:1");
    plan_release(&p);
    t = spec_for("0 1 2 3", "random-half:1", "rest", "lis-ae");
    expect_problems(text_of(&t), "t.ini:4: 'tiny', positive '0 1 2 3': negative 'random-half:1': expected positive "
                                 "classes of one half of the random split 1 of 'tiny'\n");
    text_release(&t);
    t = spec_for("0", "random-half:x", "rest", "lis-ae");
    expect_problems(text_of(&t), "t.ini:4: 'tiny': negative 'random-half:x': expected a number from 1 behind "
                                 "'random-half:', found 'x'\n");
    text_release(&t);
}

/* What tables have for these words; kde, which sees no negatives, stands there once for each set of anomalies. */
static void test_words_in_tables(void **state)
{
    (void)state;
    struct plan p;
    struct text t = spec_for("4", "other-half-but-one, class:0", "left-out, common", "kde, lis-ae");
    struct text problems = make_plan(&p, text_of(&t)), found = TEXT_INIT;
    assert_string_equal(text_of(&problems), "");
    for (size_t i = 0; i < p.n; i++)
        text_format(&found, "%s|%s|%s|%s\n", p.runs[i].detector->name, p.runs[i].negative, p.runs[i].anomaly,
                    p.runs[i].variant);
    assert_string_equal(text_of(&found), "kde||class:0|data.anomaly=class:0\n"
                                         "kde||class:1|data.anomaly=class:1\n"
                                         "kde||class:2|data.anomaly=class:2\n"
                                         "kde||common|data.anomaly=common\n"
                                         "lis-ae|class:0|common|data.anomaly=common\n"
                                         "lis-ae|classes:0 1|class:2|data.anomaly=class:2\n"
                                         "lis-ae|classes:0 1|common|data.anomaly=common\n"
                                         "lis-ae|classes:0 2|class:1|data.anomaly=class:1\n"
                                         "lis-ae|classes:0 2|common|data.anomaly=common\n"
                                         "lis-ae|classes:1 2|class:0|data.anomaly=class:0\n"
                                         "lis-ae|classes:1 2|common|data.anomaly=common\n");
    assert_string_equal(text_of(&p.notes), "t.ini:5: 'tiny', positive '4': anomaly 'left-out': only 'negative = "
                                           "other-half-but-one' leaves a class out: 2 runs are left out\n");
    text_release(&t);
    text_release(&found);
    text_release(&problems);
    plan_release(&p);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_resolution),      cmocka_unit_test(test_positives),
    cmocka_unit_test(test_data_problems),   cmocka_unit_test(test_words_that_stand_for_classes),
    cmocka_unit_test(test_no_other_half),   cmocka_unit_test(test_random_halves),
    cmocka_unit_test(test_words_in_tables),
};

TEST_MAIN(tests, enter, leave)
