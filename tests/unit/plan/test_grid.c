/* Grids: which combinations are runs, and which are one and the same. */
#include "support/plans.h"

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
    assert_int_equal(model_of(&p.runs[kde].settings)->latent, 4);
    assert_string_equal(p.runs[p.n - 1].variant, "model.encoder=8/16 model.code=relu");
    assert_int_equal(model_of(&p.runs[p.n - 1].settings)->latent, 8);
    assert_true(shape_of(&p.runs[p.n - 1].settings)->gamma == 3);
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
        int on = shape_of(&p.runs[i].settings)->linsep;
        assert_int_equal(strstr(p.runs[i].canonical, "linsep_weight") != NULL, on);
        assert_string_equal(p.runs[i].variant, !on ? ""
                                               : shape_of(&p.runs[i].settings)->linsep_weight == 5
                                                   ? "shape.linsep_weight=5"
                                                   : "shape.linsep_weight=10");
    }
    for (size_t i = 0; i < p.n_phase1; i++) {
        const struct run *r = &p.phase1[i];
        int on = shape_of(&r->settings)->linsep;
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
                        shape_of(&p.runs[j].settings)->linsep && strcmp(p.runs[j].negative, r->negative) == 0 &&
                        shape_of(&p.runs[j].settings)->linsep_weight == shape_of(&r->settings)->linsep_weight;
    }
    assert_int_equal(partners, 2 * 2);
    plan_release(&p);
    /* alone and with linsep off it brings them along */
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0\nnegative = class:1\n[shape]\nlinsep = off\n"
                    "[detectors]\nrun = linsep-head\n");
    assert_int_equal(p.n, 1);
    assert_int_equal(p.n_phase1, 1);
    assert_true(shape_of(&p.phase1[0].settings)->linsep);
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
        assert_int_equal(model_of(&p.runs[i].settings)->latent, 64); /* none of its business */
        assert_null(strstr(p.runs[i].canonical, "negative"));
        assert_null(strstr(p.runs[i].canonical, "[model]"));
    }
    plan_release(&p);
}

/* The spec whose `words` have the classes 60, 61, ... for their %s. */
static struct text plan_with_classes(struct plan *p, const char *words, int n)
{
    struct text list = TEXT_INIT, t = TEXT_INIT;
    for (int c = 60; c < 60 + n; c++)
        text_format(&list, "%s%d", c > 60 ? " " : "", c);
    const char *at = strstr(words, "%s");
    text_format(&t, "[detectors]\nrun = lis-ae\n[data]\ndataset = many\n%.*s%s%s\n", (int)(at - words), words,
                text_of(&list), at + 2);
    struct text problems = make_plan(p, text_of(&t));
    text_release(&list);
    text_release(&t);
    return problems;
}

/* A list holds all classes that a set may have; words and lines have no length of their own. */
static void test_many_classes(void **state)
{
    (void)state;
    enum { CLASSES = 300, LIST = 200 };
    static const char *const words[] = {
        "positive = %s\nnegative = class:0\nanomaly = class:1",
        "positive = 0\nnegative = classes:%s\nanomaly = class:1",
        "positive = 0\nnegative = next-class\nanomaly = classes:%s",
    };
    char names[CLASSES][8];
    const char *classes[CLASSES];
    struct plan p;
    for (int i = 0; i < CLASSES; i++) {
        snprintf(names[i], sizeof names[i], "c%d", i);
        classes[i] = names[i];
    }
    assert_int_equal(write_set("many", classes, CLASSES, 8, 1, 1, -1), 0);
    for (int i = 0; i < 3; i++) {
        struct text problems = plan_with_classes(&p, words[i], LIST);
        assert_string_equal(text_of(&problems), "");
        assert_int_equal(p.n, 1);
        const struct task_spec *t = &p.runs[0].task;
        const struct class_list *const lists[] = { &t->positive, &t->negative, &t->anomaly };
        for (int k = 0; k < 3; k++)
            assert_int_equal(lists[k]->n, k == i ? LIST : 1);
        assert_int_equal(classes_last(lists[i]), 60 + LIST - 1);
        text_release(&problems);
        plan_release(&p);
    }
    expect_plan(&p, "[data]\ndataset = many\npositive = 0\nnegative = other-half\nanomaly = own-half\n"
                    "[detectors]\nrun = lis-ae\n");
    assert_int_equal(p.n, 1);
    assert_int_equal(p.runs[0].task.negative.n, 150);
    assert_int_equal(p.runs[0].task.anomaly.n, 149);
    plan_release(&p);
    expect_plan(&p, "[data]\ndataset = many\npositive = 0\n[detectors]\nrun = raw-l2\n");
    assert_int_equal(p.n, 1);
    assert_int_equal(p.runs[0].task.anomaly.n, 299);
    plan_release(&p);
}

static void expect_notes(const char *text, size_t n, const char *notes)
{
    struct plan p;
    expect_plan(&p, text);
    assert_int_equal(p.n, n);
    assert_string_equal(text_of(&p.notes), notes);
    plan_release(&p);
}

/* What cannot be is left out and counted; it is an error where nothing of a detector, or of a value, is left. */
static void test_impossible_combinations(void **state)
{
    (void)state;
    expect_notes("[experiment]\nseeds = 1, 2\n[data]\ndataset = tiny\nnegative = none, other-half\nanomaly = own-half\n"
                 "positive = 0, 3\n[shape]\ngamma = 1, 2, 3\n[detectors]\nrun = kde, lis-ae, oe-bce\n",
                 2 * 2 * (1 + 3 + 1),
                 "t.ini:11: detector 'lis-ae' learns from negatives, found 'negative = none': 12 runs are left out\n"
                 "t.ini:11: detector 'oe-bce' learns from negatives, found 'negative = none': 4 runs are left out\n");
    expect_notes(
        "[data]\ndataset = tiny\nnegative = none, class:1\nanomaly = class:2\npositive = 0\n[latent]\n"
        "encoder = ae, lis-ae\n[detectors]\nrun = latent-knn\n",
        2,
        "t.ini:7: detector 'latent-knn': 'encoder = lis-ae' in [latent] learns from negatives: set 'negative' in "
        "[data]: 1 run is left out\n");
    expect_notes(
        "[data]\ndataset = tiny\nnegative = class:0, class:1\nanomaly = common\n[detectors]\nrun = lis-ae\n", 10,
        "t.ini:3: 'tiny', positive '0': negative 'class:0': class 0 of 'class:0' is positive: 1 run is left out\n"
        "t.ini:3: 'tiny', positive '1': negative 'class:1': class 1 of 'class:1' is positive: 1 run is left out\n");
    expect_problems("[data]\ndataset = tiny\npositive = 0\nnegative = none, class:0\n[detectors]\nrun = kde, lis-ae\n",
                    "t.ini:4: 'tiny', positive '0': negative 'class:0': class 0 of 'class:0' is positive\n");
    /* so is a data set that is the judged one for some, and not that of all */
    expect_notes(
        "[data]\ndataset = tiny, tall\npositive = 0\nnegative = dataset:marks, dataset:tiny\n"
        "[detectors]\nrun = lis-ae\n",
        3,
        "t.ini:4: 'tiny': negative 'dataset:tiny': 'tiny' holds the positives too: classes of the same set are "
        "'class:', 'classes:', 'next-class', 'other-half' or 'outliers': 1 run is left out\n");
    expect_problems("[data]\ndataset = tiny\npositive = 0\nnegative = dataset:marks, dataset:tiny\n[detectors]\n"
                    "run = lis-ae\n",
                    "t.ini:4: 'tiny': negative 'dataset:tiny': 'tiny' holds the positives too: classes of the same set "
                    "are 'class:', 'classes:', 'next-class', 'other-half' or 'outliers'\n");
    /* a setting that can be with no images is a mistake, one that can be with some is not */
    expect_notes(
        "[data]\ndataset = tiny, tall\n[pca]\ncomponents = 9, 70\n[detectors]\nrun = pca\n", 6 + 2 * 3,
        "t.ini:4: detector 'pca': expected a rank below 64 (the number of pixels: of as many components nothing "
        "is left over), found 70 from 'components' in [pca]: 6 runs are left out\n");
    expect_problems("[data]\ndataset = tiny\npositive = 0\nnegative = dataset:marks\n[pollution]\nnegatives = 50\n"
                    "[detectors]\nrun = lis-ae\n",
                    "t.ini:6: detector 'lis-ae': 'negatives' in [pollution] wants 11 train images to take, found "
                    "10\n");
    expect_problems("[data]\ndataset = tiny, tall\n[pca]\ncomponents = 9, 99\n[detectors]\nrun = pca\n",
                    "t.ini:4: detector 'pca': expected a rank below 64 (the number of pixels: of as many components "
                    "nothing is left over), found 99 from 'components' in [pca]\n"
                    "t.ini:4: detector 'pca': expected a rank below 96 (the number of pixels: of as many components "
                    "nothing is left over), found 99 from 'components' in [pca]\n");
}

/* One line for a mistake that touches many runs. */
static void test_mistakes_that_touch_many(void **state)
{
    (void)state;
    expect_problems(
        "[data]\ndataset = tiny\nnegative = other-half\nanomaly = class:0\npositive = 0 5, 1 4, 2 3, 0 3\n"
        "[detectors]\nrun = lis-ae\n",
        "t.ini:3: 'tiny', positive '0 5': negative 'other-half': expected positive classes of one half (0..2 "
        "or 3..5 of 'tiny'), and 3 more like it\n");
    /* one word, wrong for two reasons */
    expect_problems("[data]\ndataset = tiny\npositive = 0, 1\nnegative = class:1, class:0\nanomaly = class:0\n"
                    "[detectors]\nrun = lis-ae\n",
                    "t.ini:5: 'tiny', positive '0': anomaly 'class:0': class 0 of 'class:0' is positive\n"
                    "t.ini:4: 'tiny', positive '0': negative 'class:0': class 0 of 'class:0' is positive\n"
                    "t.ini:4: 'tiny', positive '1': negative 'class:1': class 1 of 'class:1' is positive\n"
                    "t.ini:5: 'tiny', positive '1': anomaly 'class:0': class 0 is negative and anomaly at once "
                    "('negative = outliers' is the word for that)\n");
}

/* What a range has beyond the classes is one mistake, each other word one of its own. */
static void test_positives_that_are_not_there(void **state)
{
    (void)state;
    expect_problems("[data]\ndataset = tiny\npositive = 0..20, x, y\n[detectors]\nrun = kde\n",
                    "t.ini:3: positive '6': class 6 does not exist: 'tiny' has the classes 0..5, and 14 more like it\n"
                    "t.ini:3: positive 'x': expected a class's number or name of 'tiny', found 'x'\n"
                    "t.ini:3: positive 'y': expected a class's number or name of 'tiny', found 'y'\n");
}

/* With 'rest' a class that is negative elsewhere is judged here, and kde stands there twice. */
static void test_anomalies_that_change(void **state)
{
    (void)state;
    static const char spec[] = "[data]\ndataset = tiny\nnegative = %s\nanomaly = %s\npositive = 0, 3\n"
                               "[detectors]\nrun = kde, lis-ae\n";
    static const struct {
        const char *negative, *anomaly, *notes;
        size_t n;
    } cases[] = {
        { "next-class, class:5", "rest",
          "t.ini:4: with 'anomaly = rest' other negatives are judged on other classes: 'tiny', positive '0': class 1 "
          "is an anomaly beside 'class:5', not beside 'next-class'; 'anomaly = common' takes the same for all, and 1 "
          "more "
          "like it\n",
          8 },
        { "next-class, class:5", "common", "", 6 },
        { "strokes, dataset:marks, outliers", "rest", "", 8 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text t = TEXT_INIT;
        text_format(&t, spec, cases[i].negative, cases[i].anomaly);
        expect_notes(text_of(&t), cases[i].n, cases[i].notes);
        text_release(&t);
    }
    /* of lis-ae there is no run beside 'none' that would be judged on others */
    expect_notes("[data]\ndataset = tiny\nnegative = none, next-class\npositive = 0\n[detectors]\nrun = lis-ae\n", 1,
                 "t.ini:6: detector 'lis-ae' learns from negatives, found 'negative = none': 1 run is left out\n");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_impossible_combinations),
    cmocka_unit_test(test_positives_that_are_not_there),
    cmocka_unit_test(test_mistakes_that_touch_many),
    cmocka_unit_test(test_anomalies_that_change),
    cmocka_unit_test(test_grid),
    cmocka_unit_test(test_grid_too_large),
    cmocka_unit_test(test_linsep),
    cmocka_unit_test(test_head_of_linsep),
    cmocka_unit_test(test_doubles),
    cmocka_unit_test(test_many_classes),
};

TEST_MAIN(tests, enter, leave)
