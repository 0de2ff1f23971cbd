/* Plans: what words and grids resolve to, runs that are one and the same, problems. */
#include "support/plans.h"

#include "plan/run.h"

static void expect_problems(const char *text, const char *expected)
{
    struct plan p;
    struct text problems = make_plan(&p, text);
    assert_string_equal(text_of(&problems), expected);
    assert_int_equal(p.n, 0);
    text_release(&problems);
    plan_release(&p);
}

static void expect_classes(const struct class_list *list, const char *expected)
{
    struct text t = TEXT_INIT;
    for (int i = 0; i < list->n; i++)
        text_format(&t, "%s%d", i ? " " : "", list->of[i]);
    assert_string_equal(text_of(&t), expected);
    text_release(&t);
}

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

static void test_data_problems(void **state)
{
    (void)state;
    const struct {
        const char *positive, *negative, *anomaly, *expected;
    } cases[] = {
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
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct text t = spec_for(cases[i].positive, cases[i].negative, cases[i].anomaly, "kde");
        expect_problems(text_of(&t), cases[i].expected);
        text_release(&t);
    }
    expect_problems("[data]\ndataset = marks\npositive = pairs\n[detectors]\nrun = kde\n",
                    "t.ini:3: positive 'pairs': expected an even number of classes for 'pairs', "
                    "'marks' has 3\n");
    expect_problems("[data]\ndataset = holes\npositive = 1\n[detectors]\nrun = kde\n",
                    "t.ini:3: 'holes', positive '1': no train image is there\n");
    expect_problems("[data]\ndataset = holes\npositive = 0\nnegative = next-class\n"
                    "anomaly = class:2\n[detectors]\nrun = kde\n",
                    "t.ini:4: 'holes', positive '0': negative 'next-class': no train image is "
                    "there\n");
    expect_problems("[data]\ndataset = holes\npositive = 0\nanomaly = class:1\n[detectors]\n"
                    "run = kde\n",
                    "t.ini:4: 'holes', positive '0': anomaly 'class:1': no test image of the "
                    "anomalies is there\n");
}

static void test_missing_sets(void **state)
{
    (void)state;
    struct plan p;
    struct text problems = make_plan(&p, "[data]\ndataset = tiny, nowhere\npositive = 0, 7\n"
                                         "negative = dataset:notthere\n[detectors]\nrun = kde\n");
    assert_true(starts_with(text_of(&problems), "t.ini:3: positive '7': class 7 does not exist"));
    assert_non_null(strstr(text_of(&problems), "\nt.ini:2: "));
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
        "t.ini:4: 'tiny', positive '0 5': anomaly 'own-half': expected positive classes of one half (0..2 or 3..5 of 'tiny')\n"
        "t.ini:4: 'tiny', positive '2 3': anomaly 'own-half': expected positive classes of one half (0..2 or 3..5 of 'tiny')\n");
    expect_problems(
        "[data]\ndataset = tine\n[detectors]\nrun = kde\n",
        "t.ini:2: data set 'tine' is not prepared in 'data': `lisae data fetch tine` makes it, or did you mean 'tiny'?\n");
    expect_problems("[data]\ndataset = tin9999\n[detectors]\nrun = kde\n",
                    "t.ini:2: data set 'tin9999' is not prepared in 'data': `lisae data fetch tin9999` makes it\n");
}

static void test_impossible_settings(void **state)
{
    (void)state;
    struct plan p;
    struct text problems = make_plan(&p, "[data]\ndataset = tiny\n[model]\nlast_kernel = 2\n"
                                         "[detectors]\nrun = kde, ae\n");
    assert_true(starts_with(text_of(&problems), "t.ini:4: detector 'ae': "));
    assert_non_null(strstr(text_of(&problems), "last_kernel"));
    /* six classes, one fault, one line */
    assert_ptr_equal(strchr(problems.s, '\n'), problems.s + problems.length - 1);
    text_release(&problems);
    plan_release(&p);
}

/* Only square images can be transposed, and only who learns from negatives does it. */
static void test_transposition(void **state)
{
    (void)state;
    struct plan p;
    expect_problems(
        "[data]\ndataset = tall\nnegative = next-class\n[augment]\ntranspose = on\n[detectors]\nrun = ae, lis-ae\n",
        "t.ini:5: detector 'lis-ae': expected square images for 'transpose' in [augment], found 8 x 12\n");
    expect_plan(&p,
                "[data]\ndataset = tall\nnegative = next-class\n[augment]\ntranspose = on\n[detectors]\nrun = ae\n");
    plan_release(&p);
    expect_plan(
        &p, "[data]\ndataset = tiny\nnegative = next-class\n[augment]\ntranspose = on\n[detectors]\nrun = lis-ae\n");
    plan_release(&p);
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
                    "t.ini:3: 'tiny', positive '0': no train image is left by 'holdout'\n");
    expect_problems("[data]\ndataset = tiny\npositive = 0\nholdout = 11\n[detectors]\nrun = kde\n",
                    "t.ini: 'tiny', positive '0': anomaly 'rest': no test image of the positives is there\n");
}

/* kde depends on none of the axes, ae not on phase 2, lis-ae on all of them. */
static void test_grid(void **state)
{
    (void)state;
    struct plan p;
    expect_plan(&p, "[experiment]\nseeds = 1..3\ntitle = A grid\nkeep_models = off\n"
                    "[data]\ndataset = tiny\nnegative = class:3, class:4\npositive = 0, 1\n"
                    "anomaly = own-half\n"
                    "[model]\nlatent = 4, 8\ncode = tanh, relu\nencoder = 8 8, 8 16\n"
                    "[shape]\ngamma = 1, 2, 3\n"
                    "[kde]\nselect = fixed\n"
                    "[detectors]\nrun = lis-ae, kde, ae\n");
    assert_string_equal(p.experiment, "t");
    assert_string_equal(p.title, "A grid");
    assert_int_equal(p.keep_models, 0);
    size_t kde = 2 * 3, ae = 8 * 2 * 3, lis_ae = 2 * 3 * 8 * 2 * 3;
    assert_int_equal(p.n, kde + ae + lis_ae);
    assert_int_equal(p.n_phase1, 8 * 2 * 3);
    for (size_t i = 0; i < p.n; i++) {
        const struct run *r = &p.runs[i];
        int is_kde = i < kde, is_ae = !is_kde && i < kde + ae;
        assert_string_equal(r->detector->name, is_kde ? "kde" : is_ae ? "ae" : "lis-ae");
        assert_int_equal(r->negative[0] != '\0', !is_kde && !is_ae);
        assert_int_equal(r->phase1[0] != '\0', !is_kde);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(p.runs[j].id, r->id);
        int found = 0;
        for (size_t j = 0; j < p.n_phase1; j++)
            found += strcmp(p.phase1[j].id, r->phase1) == 0;
        assert_int_equal(found, !is_kde);
    }
    /* order: positives, then settings, then seeds */
    assert_string_equal(p.runs[0].positive, "0");
    assert_int_equal(p.runs[0].seed, 1);
    assert_int_equal(p.runs[1].seed, 2);
    assert_string_equal(p.runs[3].positive, "1");
    assert_string_equal(p.runs[0].variant, "");
    assert_string_equal(p.runs[kde].variant, "model.encoder=8/8 model.code=tanh");
    assert_int_equal(p.runs[kde].settings.model.latent, 4);
    assert_string_equal(p.runs[p.n - 1].variant, "model.encoder=8/16 model.code=relu");
    assert_int_equal(p.runs[p.n - 1].settings.model.latent, 8);
    assert_true(p.runs[p.n - 1].settings.shape.gamma == 3);
    plan_release(&p);
}

static void test_grid_too_large(void **state)
{
    (void)state;
    expect_problems("[experiment]\nseeds = 1..1000\n[data]\ndataset = tiny\n[kde]\nfolds = 2..20\n"
                    "[detectors]\nrun = kde, pca\n",
                    "t.ini: the grid has 120000 runs, at most 100000 are possible\n");
}

static void test_linsep(void **state)
{
    (void)state;
    struct plan p;
    /* with linsep off its weight is no setting; with it on, negatives matter to phase 1 */
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0\nnegative = class:1, class:2\n"
                    "[shape]\nlinsep = off, on\nlinsep_weight = 5, 10\n"
                    "[detectors]\nrun = lis-ae\n");
    assert_int_equal(p.n, 2 * (1 + 2));
    assert_int_equal(p.n_phase1, 1 + 2 * 2);
    for (size_t i = 0; i < p.n; i++) {
        int on = choice_is(p.runs[i].settings.shape.linsep, "on");
        assert_int_equal(strstr(p.runs[i].canonical, "linsep_weight") != NULL, on);
        assert_string_equal(p.runs[i].variant, !on ? ""
                                               : p.runs[i].settings.shape.linsep_weight == 5
                                                   ? "shape.linsep_weight=5"
                                                   : "shape.linsep_weight=10");
    }
    for (size_t i = 0; i < p.n_phase1; i++) {
        const struct run *r = &p.phase1[i];
        int on = choice_is(r->settings.shape.linsep, "on");
        assert_string_equal(r->detector->name, "phase1");
        assert_int_equal(r->task.source, on ? NEGATIVE_CLASSES : NEGATIVE_NONE);
        assert_int_equal(r->sizes.n_negative, on ? 10 : 0);
        assert_int_equal(strstr(r->canonical, "negative_classes = ") != NULL, on);
        assert_null(strstr(r->canonical, "anomaly"));
        assert_null(strstr(r->canonical, "test_limit"));
    }
    plan_release(&p);
}

/* linsep-head starts from the first phases that LIS-AE has with LinSep on; [shape] linsep is no
 * axis of it, that phase's own keys are. */
static void test_head_of_linsep(void **state)
{
    (void)state;
    struct plan p;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0\nnegative = class:1, class:2\n"
                    "[shape]\nlinsep = off, on\nlinsep_weight = 5, 10\n"
                    "[detectors]\nrun = lis-ae, linsep-head\n");
    assert_int_equal(p.n, 2 * (1 + 2) + 2 * 2);
    assert_int_equal(p.n_phase1, 1 + 2 * 2); /* as without linsep-head */
    size_t partners = 0;
    for (size_t i = 0; i < p.n; i++) {
        const struct run *r = &p.runs[i];
        if (strcmp(r->detector->name, "linsep-head") != 0)
            continue;
        assert_null(strstr(r->canonical, "linsep ="));
        assert_non_null(strstr(r->canonical, "linsep_weight"));
        assert_non_null(strstr(r->canonical, "negative_classes"));
        for (size_t j = 0; j < p.n; j++)
            partners += strcmp(p.runs[j].detector->name, "lis-ae") == 0 && strcmp(p.runs[j].phase1, r->phase1) == 0 &&
                        choice_is(p.runs[j].settings.shape.linsep, "on") &&
                        strcmp(p.runs[j].negative, r->negative) == 0 &&
                        p.runs[j].settings.shape.linsep_weight == r->settings.shape.linsep_weight;
    }
    assert_int_equal(partners, 2 * 2);
    plan_release(&p);
    /* alone and with linsep off it brings them along */
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0\nnegative = class:1\n[shape]\nlinsep = off\n"
                    "[detectors]\nrun = linsep-head\n");
    assert_int_equal(p.n, 1);
    assert_int_equal(p.n_phase1, 1);
    assert_true(choice_is(p.phase1[0].settings.shape.linsep, "on"));
    plan_release(&p);
}

/* AE, LIS-AE with every gamma and negative set start from one and the same first phase. */
static void test_shared_phase(void **state)
{
    (void)state;
    struct plan p;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0\nanomaly = rest, own-half\n"
                    "negative = other-half, strokes, dataset:marks\ntest_limit = 2\n"
                    "[shape]\ngamma = 1, 2\nbeta = 3, 4\nepochs = 5, 6\n"
                    "[augment]\nblur = 0, 0.5\n"
                    "[detectors]\nrun = ae, lis-ae\n");
    assert_int_equal(p.n_phase1, 1);
    /* rest without the other half is the own half; strokes and marks leave both halves */
    assert_int_equal(p.n, 2 + (1 + 2 + 2) * 16);
    for (size_t i = 0; i < p.n; i++)
        assert_string_equal(p.runs[i].phase1, p.phase1[0].id);
    plan_release(&p);
}

/* Every kind of first phase is shared by those who start from it: the GAN by both detectors,
 * whatever their encoders' settings are. */
static void test_kinds_of_first_phases(void **state)
{
    (void)state;
    struct plan p;
    expect_plan(&p,
                "[data]\ndataset = tiny\npositive = 0\nnegative = class:1, class:2\n"
                "[anogan]\ngenerator = 2\ncritic = 2\nkernel = 3\nkappa = 1, 2\nencoder_epochs = 3, 4\nepochs = 5, 6\n"
                "[detectors]\nrun = ae, anogan, anogan-fm, pca\n");
    assert_int_equal(p.n_phase1, 1 + 2);
    for (size_t i = 0; i < p.n; i++) {
        const struct run *r = &p.runs[i], *first = NULL;
        for (size_t k = 0; k < p.n_phase1; k++)
            if (strcmp(p.phase1[k].id, r->phase1) == 0)
                first = &p.phase1[k];
        assert_int_equal(first != NULL, strcmp(r->detector->name, "pca") != 0);
        if (!first)
            continue;
        assert_string_equal(first->detector->name, strcmp(r->detector->name, "ae") == 0 ? "phase1" : "gan");
        assert_int_equal(first->settings.anogan.epochs, r->settings.anogan.epochs);
        assert_null(strstr(first->canonical, "kappa"));
        assert_null(strstr(first->canonical, "encoder_epochs"));
        assert_null(strstr(first->canonical, "negative"));
        assert_int_equal(strstr(r->canonical, "kappa") != NULL, strcmp(r->detector->name, "anogan-fm") == 0);
    }
    plan_release(&p);
}

static void test_doubles(void **state)
{
    (void)state;
    struct plan p;
    /* kde sees no negatives: what differs in them alone is one run, what differs in the
     * anomalies is not */
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0\nanomaly = rest, class:5\n"
                    "negative = none, class:1, classes:1, class:car, strokes, dataset:marks\n"
                    "[model]\nlatent = 1..5\n[augment]\ncrop = 0..3\n"
                    "[detectors]\nrun = kde\n");
    assert_int_equal(p.n, 3);
    expect_classes(&p.runs[0].task.anomaly, "1 2 3 4 5");
    expect_classes(&p.runs[1].task.anomaly, "2 3 4 5");
    expect_classes(&p.runs[2].task.anomaly, "5");
    assert_string_equal(p.runs[0].variant, "data.anomaly=rest");
    assert_string_equal(p.runs[1].variant, "data.negative=class:1 data.anomaly=rest");
    assert_string_equal(p.runs[2].variant, "data.anomaly=class:5");
    for (size_t i = 0; i < p.n; i++) {
        assert_string_equal(p.runs[i].negative, "");
        assert_string_equal(p.runs[i].foreign, "");
        assert_int_equal(p.runs[i].task.source, NEGATIVE_NONE);
        assert_int_equal(p.runs[i].sizes.n_negative, 0);
        assert_int_equal(p.runs[i].settings.model.latent, 64); /* none of its business */
        assert_null(strstr(p.runs[i].canonical, "negative"));
        assert_null(strstr(p.runs[i].canonical, "[model]"));
    }
    plan_release(&p);
}

static void test_work(void **state)
{
    (void)state;
    struct plan p;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0, 0 1\n[kde]\nselect = fixed\n"
                    "[detectors]\nrun = kde\n");
    assert_int_equal(p.n, 2);
    assert_true(run_work(&p.runs[0]) > 0);
    assert_true(run_work(&p.runs[1]) > run_work(&p.runs[0])); /* twice the images */
    plan_release(&p);
}

/* Keys that no run depends on are named with their places; those of first phases count. */
static void test_idle_keys(void **state)
{
    (void)state;
    struct plan p;
    expect_plan(&p, "[data]\ndataset = tiny\n[kde]\nfolds = 3\n[shape]\ngamma = 1, 2\n[train]\nepochs = 2\n[pca]\n"
                    "components = 3\n[detectors]\nrun = kde, ae\n");
    assert_string_equal(text_of(&p.idle), "t.ini:6: no run of this spec depends on 'gamma' in [shape]\n"
                                          "t.ini:10: no run of this spec depends on 'components' in [pca]\n");
    plan_release(&p);
    expect_plan(&p, "[data]\ndataset = tiny\n[kde]\nfolds = 3\n[detectors]\nrun = kde\n");
    assert_string_equal(text_of(&p.idle), "");
    plan_release(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_resolution),
        cmocka_unit_test(test_positives),
        cmocka_unit_test(test_data_problems),
        cmocka_unit_test(test_missing_sets),
        cmocka_unit_test(test_impossible_settings),
        cmocka_unit_test(test_transposition),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_held_out),
        cmocka_unit_test(test_grid),
        cmocka_unit_test(test_grid_too_large),
        cmocka_unit_test(test_linsep),
        cmocka_unit_test(test_head_of_linsep),
        cmocka_unit_test(test_idle_keys),
        cmocka_unit_test(test_shared_phase),
        cmocka_unit_test(test_kinds_of_first_phases),
        cmocka_unit_test(test_doubles),
        cmocka_unit_test(test_work),
    };
    return cmocka_run_group_tests(tests, enter, leave);
}
