/* Plans: what words and grids resolve to, identity of runs, the canonical text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/hash.h"
#include "base/rng.h"
#include "base/text.h"
#include "data/dataset.h"
#include "plan/canonical.h"
#include "plan/plan.h"
#include "plan/spec.h"
#include "store/file.h"

static char folder[256];

/* `train` and `test` images of 8x8 pixels for each class; class `empty` has none. */
static int write_set(const char *name, const char *const *classes, int n_classes, int train,
                     int test, int empty)
{
    struct images part[2];
    const int each[2] = { train, test };
    char payload[SHA256_HEX];
    hash_text(name, payload);
    for (int p = 0; p < 2; p++) {
        size_t n = 0;
        images_alloc(&part[p], (size_t)(each[p] * n_classes), 8, 8, 1);
        memset(part[p].pixels, 7, part[p].n * images_size(&part[p]));
        for (int c = 0; c < n_classes; c++)
            for (int i = 0; i < each[p] && c != empty; i++)
                part[p].labels[n++] = c;
        part[p].n = n;
    }
    int rc = dataset_write("data", name, "v1", payload, classes, n_classes, &part[0], &part[1],
                           NULL);
    images_release(&part[0]);
    images_release(&part[1]);
    return rc;
}

/* Messages name the spec as it was given: the tests work inside their folder. */
static int enter(void **state)
{
    (void)state;
    static const char *const tiny[] = { "plane", "car", "bird", "ankle boot", "Deer", "dog" };
    static const char *const marks[] = { "a", "b", "c" };
    const char *base = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/test_plan.XXXXXX", base ? base : "/tmp");
    if (!mkdtemp(folder) || chdir(folder) != 0)
        return -1;
    return write_set("tiny", tiny, 6, 10, 4, -1) || write_set("marks", marks, 3, 5, 2, -1) ||
           write_set("holes", marks, 3, 5, 2, 1);
}

static int leave(void **state)
{
    (void)state;
    return chdir("/") == 0 && folder_remove(folder, NULL) == 0 ? 0 : -1;
}

/* The plan of a spec or, where it cannot be made, an empty one; returns the problems. */
static struct text make_plan(struct plan *p, const char *text)
{
    struct spec s;
    struct text problems = TEXT_INIT;
    memset(p, 0, sizeof *p);
    assert_int_equal(file_write("t.ini", text, strlen(text), NULL), 0);
    if (spec_read(&s, "t.ini", NULL, 0, &problems) == 0) {
        int rc = plan_make(p, &s, "data", &problems);
        assert_int_equal(rc, problems.length ? -1 : 0);
    }
    spec_release(&s);
    return problems;
}

static void expect_plan(struct plan *p, const char *text)
{
    struct text problems = make_plan(p, text);
    assert_string_equal(text_of(&problems), "");
    text_release(&problems);
}

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

static struct text spec_for(const char *positive, const char *negative, const char *anomaly,
                            const char *detector)
{
    struct text t = TEXT_INIT;
    text_format(&t, "[data]\ndataset = tiny\npositive = %s\nnegative = %s\nanomaly = %s\n"
                "[detectors]\nrun = %s\n", positive, negative, anomaly, detector);
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
        assert_int_equal(r->problem.height, 8);
        assert_int_equal(r->problem.width, 8);
        assert_int_equal(r->problem.channels, 1);
        assert_int_equal(r->problem.n_positive, 10 * r->task.positive.n);
        assert_int_equal(r->problem.n_negative, 10 * r->task.negative.n);
        assert_int_equal(r->problem.n_test, 4 * (r->task.positive.n + r->task.anomaly.n));
        text_release(&t);
        plan_release(&p);
    }
}

static void test_positives(void **state)
{
    (void)state;
    const struct { const char *positive, *expected; } cases[] = {
        { "each", "0|1|2|3|4|5" },
        { "pairs", "0 1|2 3|4 5" },
        { "4, 0", "0|4" },           /* sorted */
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
    const struct { const char *positive, *negative, *anomaly, *expected; } cases[] = {
        { "6", "none", "rest", "t.ini:3: positive '6': class 6 does not exist: 'tiny' has the "
          "classes 0..5\n" },
        { "brid", "none", "rest", "t.ini:3: positive 'brid': expected a class's number or name of "
          "'tiny', found 'brid', did you mean 'bird'?\n" },
        { "1 car", "none", "rest", "t.ini:3: positive '1 car': class 1 is given twice\n" },
        { "0 5", "next-class", "rest", "t.ini:4: 'tiny', positive '0 5': negative 'next-class': "
          "class 0 of 'next-class' is positive\n" },
        { "0 5", "other-half", "rest", "t.ini:4: 'tiny', positive '0 5': negative 'other-half': "
          "expected positive classes of one half (0..2 or 3..5 of 'tiny')\n" },
        { "0 5", "none", "own-half", "t.ini:5: 'tiny', positive '0 5': anomaly 'own-half': "
          "expected positive classes of one half (0..2 or 3..5 of 'tiny')\n" },
        { "0 1 2", "none", "own-half", "t.ini:5: 'tiny', positive '0 1 2': anomaly 'own-half': no "
          "class is left for the anomalies\n" },
        { "0", "classes:1 2 3 4 5", "rest", "t.ini:5: 'tiny', positive '0': anomaly 'rest': no "
          "class is left for the anomalies\n" },
        { "0", "class:1", "own-half", "t.ini:5: 'tiny', positive '0': anomaly 'own-half': class 1 "
          "is negative and anomaly at once ('negative = outliers' is the word for that)\n" },
        { "0", "none", "classes:0 1", "t.ini:5: 'tiny', positive '0': anomaly 'classes:0 1': class "
          "0 of 'classes:0 1' is positive\n" },
        { "0", "none", "class:1 2", "t.ini:5: 'tiny', positive '0': anomaly 'class:1 2': expected "
          "one class behind 'class:', found '1 2': several are 'classes:1 2'\n" },
        { "0", "class:9", "rest", "t.ini:4: 'tiny', positive '0': negative 'class:9': class 9 does "
          "not exist: 'tiny' has the classes 0..5\n" },
        { "0", "dataset:tiny", "rest", "t.ini:4: 'tiny', positive '0': negative 'dataset:tiny': "
          "'tiny' holds the positives too: classes of the same set are 'class:', 'classes:', "
          "'next-class', 'other-half' or 'outliers'\n" },
        /* each fault of a grid is told */
        { "0, 4", "class:0", "classes:4", "t.ini:4: 'tiny', positive '0': negative 'class:0': "
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
    assert_non_null(strstr(text_of(&problems), "t.ini:4: 'tiny', positive '0': negative "
                                               "'dataset:notthere': "));
    assert_non_null(strstr(text_of(&problems), "`lisae data fetch notthere`"));
    text_release(&problems);
    plan_release(&p);
}

static void test_impossible_settings(void **state)
{
    (void)state;
    struct plan p;
    struct text problems = make_plan(&p, "[data]\ndataset = tiny\n[model]\nlast_kernel = 2\n"
                                         "[detectors]\nrun = kde, ae\n");
    assert_true(starts_with(text_of(&problems), "t.ini:6: detector 'ae': "));
    assert_non_null(strstr(text_of(&problems), "last_kernel"));
    /* six classes, one fault, one line */
    assert_ptr_equal(strchr(problems.s, '\n'), problems.s + problems.length - 1);
    text_release(&problems);
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
        assert_int_equal(p.runs[i].problem.n_positive, 12);
        assert_int_equal(p.runs[i].task.train_limit, 6);
        assert_int_equal(p.runs[i].task.test_limit, 3);
    }
    assert_int_equal(p.runs[0].task.source, NEGATIVE_CLASSES);
    assert_int_equal(p.runs[0].problem.n_negative, 6);
    assert_int_equal(p.runs[0].problem.n_test, 3 * 5);
    assert_int_equal(p.runs[0].task.strokes, 0);
    assert_int_equal(p.runs[1].task.source, NEGATIVE_DATASET);
    assert_string_equal(p.runs[1].foreign, "marks");
    assert_string_equal(p.runs[1].foreign_edition, "v1");
    assert_int_equal(strlen(p.runs[1].foreign_payload), 64);
    assert_int_equal(p.runs[1].problem.n_negative, 3 * 6); /* 5 + 2 a class, at most 6 */
    assert_int_equal(p.runs[1].problem.n_test, 3 * 6);
    assert_int_equal(p.runs[2].task.source, NEGATIVE_STROKES);
    assert_int_equal(p.runs[2].task.strokes, 77);
    assert_int_equal(p.runs[2].problem.n_negative, 77);
    plan_release(&p);
}

/* kde depends on none of the axes, ae not on phase 2, lis-ae on all of them. */
static void test_grid(void **state)
{
    (void)state;
    struct plan p;
    expect_plan(&p,
                "[experiment]\nseeds = 1..3\ntitle = A grid\nkeep_models = off\n"
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
        assert_string_equal(p.runs[i].variant, !on ? "" :
                            p.runs[i].settings.shape.linsep_weight == 5 ? "shape.linsep_weight=5"
                            : "shape.linsep_weight=10");
    }
    for (size_t i = 0; i < p.n_phase1; i++) {
        const struct run *r = &p.phase1[i];
        int on = choice_is(r->settings.shape.linsep, "on");
        assert_string_equal(r->detector->name, PHASE1);
        assert_int_equal(r->task.source, on ? NEGATIVE_CLASSES : NEGATIVE_NONE);
        assert_int_equal(r->problem.n_negative, on ? 10 : 0);
        assert_int_equal(strstr(r->canonical, "negative_classes = ") != NULL, on);
        assert_null(strstr(r->canonical, "anomaly"));
        assert_null(strstr(r->canonical, "test_limit"));
    }
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
        assert_int_equal(p.runs[i].problem.n_negative, 0);
        assert_int_equal(p.runs[i].settings.model.latent, 64); /* none of its business */
        assert_null(strstr(p.runs[i].canonical, "negative"));
        assert_null(strstr(p.runs[i].canonical, "[model]"));
    }
    plan_release(&p);
}

static const char base_spec[] =
    "[data]\ndataset = tiny\npositive = 0\nnegative = class:3\n"
    "[model]\nlatent = 4\n[shape]\ngamma = 2.5\n[detectors]\nrun = lis-ae\n";

static void expect_same_ids(const char *text)
{
    struct plan p, q;
    expect_plan(&p, base_spec);
    expect_plan(&q, text);
    assert_int_equal(p.n, 1);
    assert_int_equal(q.n, 1);
    assert_string_equal(p.runs[0].canonical, q.runs[0].canonical);
    assert_string_equal(p.runs[0].id, q.runs[0].id);
    plan_release(&p);
    plan_release(&q);
}

/* How a spec is written says nothing about its runs. */
static void test_same_ids(void **state)
{
    (void)state;
    expect_same_ids("; order and comments\n[detectors]\nrun = lis-ae ; only\n[shape]\n"
                    "gamma = 2.5\n\n[model]\n; small\nlatent = 4\n[data]\nnegative = class:3\n"
                    "positive = 0\ndataset = tiny\n");
    expect_same_ids("[experiment]\ntitle = Defaults spelt out\nseeds = 1\nkeep_models = off\n"
                    "[data]\ndataset = tiny\npositive = 00\nnegative = class:3\nanomaly = rest\n"
                    "train_limit = 0\nstrokes = 5\n"
                    "[model]\nlatent = 4\nkind = conv\nslope = 2e-1\nencoder = 32   64\n"
                    "[train]\nlearning_rate = 1e-3\n"
                    "[shape]\ngamma = 02.50\nlinsep = off\nlinsep_weight = 3\n"
                    "[kde]\nfolds = 7\n[pca]\ncomponents = 9\n"
                    "[detectors]\nrun = lis-ae\n");
    expect_same_ids("[data]\ndataset = tiny\npositive = plane\nnegative = classes:ankle boot\n"
                    "anomaly = classes:5 4 1 2\n"
                    "[model]\nlatent = 4\n[shape]\ngamma = 2.5\n[detectors]\nrun = lis-ae\n");
}

/* Everything that a result depends on changes the id. */
static void test_other_ids(void **state)
{
    (void)state;
    static const char *const changes[] = {
        "[experiment]\nseeds = 2\n" "[data]\ndataset = tiny\npositive = 0\nnegative = class:3\n"
        "[model]\nlatent = 4\n[shape]\ngamma = 2.5\n[detectors]\nrun = lis-ae\n",
        "[data]\ndataset = tiny\npositive = 1\nnegative = class:3\n"
        "[model]\nlatent = 4\n[shape]\ngamma = 2.5\n[detectors]\nrun = lis-ae\n",
        "[data]\ndataset = tiny\npositive = 0\nnegative = class:4\n"
        "[model]\nlatent = 4\n[shape]\ngamma = 2.5\n[detectors]\nrun = lis-ae\n",
        "[data]\ndataset = tiny\npositive = 0\nnegative = class:3\nanomaly = own-half\n"
        "[model]\nlatent = 4\n[shape]\ngamma = 2.5\n[detectors]\nrun = lis-ae\n",
        "[data]\ndataset = tiny\npositive = 0\nnegative = class:3\ntrain_limit = 3\n"
        "[model]\nlatent = 4\n[shape]\ngamma = 2.5\n[detectors]\nrun = lis-ae\n",
        "[data]\ndataset = tiny\npositive = 0\nnegative = class:3\ntest_limit = 3\n"
        "[model]\nlatent = 4\n[shape]\ngamma = 2.5\n[detectors]\nrun = lis-ae\n",
        "[data]\ndataset = tiny\npositive = 0\nnegative = class:3\n"
        "[model]\nlatent = 5\n[shape]\ngamma = 2.5\n[detectors]\nrun = lis-ae\n",
        "[data]\ndataset = tiny\npositive = 0\nnegative = class:3\n"
        "[model]\nlatent = 4\n[shape]\ngamma = 2.50001\n[detectors]\nrun = lis-ae\n",
        "[data]\ndataset = tiny\npositive = 0\nnegative = class:3\n"
        "[model]\nlatent = 4\n[shape]\ngamma = 2.5\n[augment]\ncrop = 1\n"
        "[detectors]\nrun = lis-ae\n",
        "[data]\ndataset = tiny\npositive = 0\nnegative = class:3\n"
        "[model]\nlatent = 4\n[shape]\ngamma = 2.5\n[detectors]\nrun = ae\n",
    };
    enum { N = sizeof changes / sizeof changes[0] };
    char ids[N + 1][RUN_ID];
    for (size_t i = 0; i <= N; i++) {
        struct plan p;
        expect_plan(&p, i < N ? changes[i] : base_spec);
        assert_int_equal(p.n, 1);
        memcpy(ids[i], p.runs[0].id, RUN_ID);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(ids[i], ids[j]);
        plan_release(&p);
    }
    /* new data under the same name */
    static const char *const names[] = { "plane", "car", "bird", "ankle boot", "Deer", "dog" };
    struct dataset d;
    struct plan p;
    char payload[SHA256_HEX], old[SHA256_HEX];
    assert_int_equal(dataset_open(&d, "data", "tiny", NULL), 0);
    memcpy(old, d.payload, sizeof old);
    hash_text("other files", payload);
    assert_int_equal(dataset_write("data", "tiny", "v1", payload, names, 6, &d.train, &d.test, NULL),
                     0);
    expect_plan(&p, base_spec);
    assert_string_not_equal(p.runs[0].id, ids[N]);
    assert_int_equal(dataset_write("data", "tiny", "v1", old, names, 6, &d.train, &d.test, NULL), 0);
    dataset_release(&d);
    plan_release(&p);
}

/* A spec that grows keeps the runs that it had. */
static void test_added_runs(void **state)
{
    (void)state;
    struct plan p, q;
    expect_plan(&p, base_spec);
    expect_plan(&q, "[experiment]\nseeds = 1..2\n[data]\ndataset = tiny, marks\n"
                    "positive = 0, 1\nnegative = class:2, next-class, strokes\n"
                    "[model]\nlatent = 4, 6\n[shape]\ngamma = 1, 2.5\n"
                    "[detectors]\nrun = kde, lis-ae\n");
    int found = 0;
    for (size_t i = 0; i < q.n; i++)
        found += strcmp(q.runs[i].id, p.runs[0].id) == 0;
    assert_int_equal(found, 0); /* class:3 is not among the negatives */
    plan_release(&q);
    expect_plan(&q, "[experiment]\nseeds = 1..2\n[data]\ndataset = tiny\n"
                    "positive = 0, 1\nnegative = class:2, class:3, strokes\n"
                    "[model]\nlatent = 4, 6\n[shape]\ngamma = 1, 2.5\n"
                    "[detectors]\nrun = kde, lis-ae\n");
    for (size_t i = 0; i < q.n; i++)
        found += strcmp(q.runs[i].id, p.runs[0].id) == 0;
    assert_int_equal(found, 1);
    plan_release(&q);
    plan_release(&p);
}

/* The text is a contract: results of other days are found under its hash. */
static void test_canonical_text(void **state)
{
    (void)state;
    struct plan p;
    char hex[SHA256_HEX], payload[SHA256_HEX];
    struct text expected = TEXT_INIT;
    hash_text("tiny", payload);
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 1 0\nnegative = strokes\ntrain_limit = 9\n"
                    "[kde]\nselect = fixed\nbandwidth = 0.50\n[detectors]\nrun = kde\n");
    assert_int_equal(p.n, 1);
    text_format(&expected, "[run]\nformat = 1\ndetector = kde\nseed = 1\n"
                "[data]\ndataset = tiny\nedition = v1\npayload = %s\npositive = 0 1\n"
                "anomaly = 2 3 4 5\ntrain_limit = 9\nholdout = 0\ntest_limit = 0\n"
                "[kde]\nselect = fixed\nbandwidth = 0.5\nfolds = 5\ngrid_low = -4.5\n"
                "grid_high = 5\ngrid_points = 20\n", payload);
    assert_string_equal(p.runs[0].canonical, text_of(&expected));
    hash_text(text_of(&expected), hex);
    hex[12] = '\0';
    assert_string_equal(p.runs[0].id, hex);
    text_release(&expected);
    plan_release(&p);

    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0\nnegative = dataset:marks\n"
                    "[detectors]\nrun = lis-ae\n");
    hash_text("marks", payload);
    text_format(&expected, "test_limit = 0\nnegative = dataset:marks\nnegative_dataset = marks\n"
                "negative_edition = v1\nnegative_payload = %s\n[model]\n", payload);
    assert_non_null(strstr(p.runs[0].canonical, text_of(&expected)));
    text_release(&expected);
    plan_release(&p);

    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0\nnegative = outliers\n"
                    "anomaly = classes:2 1\n[detectors]\nrun = lis-ae\n");
    assert_non_null(strstr(p.runs[0].canonical, "anomaly = 1 2\ntrain_limit = 0\nholdout = 0\ntest_limit = 0\n"
                           "negative = outliers\nnegative_classes = 1 2\n[model]\n"));
    plan_release(&p);

    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0\nnegative = strokes\nstrokes = 50\n"
                    "[detectors]\nrun = lis-ae\n");
    assert_non_null(strstr(p.runs[0].canonical, "negative = strokes\nnegative_strokes = 50\n"));
    plan_release(&p);
}

static void expect_same_classes(const struct class_list *a, const struct class_list *b)
{
    assert_memory_equal(a, b, sizeof *a);
}

static void expect_same_run(const struct run *a, const struct run *b)
{
    static const char *const all[] = { "model.*", "train.*", "shape.*", "augment.*", "kde.*",
                                       "pca.*", "linear-ae.*", NULL };
    struct text s = TEXT_INIT, t = TEXT_INIT;
    assert_string_equal(a->id, b->id);
    assert_string_equal(a->canonical, b->canonical);
    assert_ptr_equal(a->detector, b->detector);
    assert_int_equal(a->seed, b->seed);
    assert_string_equal(a->dataset, b->dataset);
    assert_string_equal(a->edition, b->edition);
    assert_string_equal(a->payload, b->payload);
    assert_string_equal(a->foreign, b->foreign);
    assert_string_equal(a->foreign_edition, b->foreign_edition);
    assert_string_equal(a->foreign_payload, b->foreign_payload);
    assert_string_equal(a->positive, b->positive);
    assert_string_equal(a->negative, b->negative);
    assert_string_equal(a->phase1, b->phase1);
    expect_same_classes(&a->task.positive, &b->task.positive);
    expect_same_classes(&a->task.anomaly, &b->task.anomaly);
    expect_same_classes(&a->task.negative, &b->task.negative);
    assert_int_equal(a->task.source, b->task.source);
    assert_int_equal(a->task.train_limit, b->task.train_limit);
    assert_int_equal(a->task.test_limit, b->task.test_limit);
    assert_int_equal(a->task.strokes, b->task.strokes);
    settings_print(&a->settings, all, &s);
    settings_print(&b->settings, all, &t);
    assert_string_equal(text_of(&s), text_of(&t));
    assert_int_equal(run_seed(a, "fit"), run_seed(b, "fit"));
    text_release(&s);
    text_release(&t);
}

static void read_back(const struct run *r)
{
    struct run again;
    struct error e = { "" };
    assert_int_equal(file_write("spec.ini", r->canonical, strlen(r->canonical), NULL), 0);
    int rc = run_read(&again, "spec.ini", &e);
    assert_string_equal(e.text, "");
    assert_int_equal(rc, 0);
    expect_same_run(r, &again);
    run_release(&again);
}

/* A worker that has nothing but the text computes the very same run. */
static void test_round_trip(void **state)
{
    (void)state;
    struct plan p;
    expect_plan(&p, "[experiment]\nseeds = 3, 12\n"
                    "[data]\ndataset = tiny\npositive = 0, 1 2\nanomaly = rest\ntrain_limit = 7\n"
                    "test_limit = 2\n"
                    "negative = class:3, other-half, dataset:marks, strokes, outliers\n"
                    "[model]\nlatent = 4\nslope = 0.123456789\nencoder = 8 16\ncode = leaky-relu\n"
                    "[shape]\nlinsep = off, on\ngamma = 0.1, 1e4\nlinsep_weight = 3\n"
                    "[augment]\nblur = 0.25\n"
                    "[kde]\nselect = fixed\nbandwidth = 1e-6\n"
                    "[detectors]\nrun = kde, pca, linear-ae, ae, lis-ae\n");
    assert_true(p.n > 40);
    for (size_t i = 0; i < p.n; i++)
        read_back(&p.runs[i]);
    for (size_t i = 0; i < p.n_phase1; i++)
        read_back(&p.phase1[i]);
    plan_release(&p);
}

static void expect_unread(const char *text, const char *expected)
{
    struct run r;
    struct error e;
    assert_int_equal(file_write("spec.ini", text, strlen(text), NULL), 0);
    assert_int_equal(run_read(&r, "spec.ini", &e), -1);
    assert_string_equal(e.text, expected);
}

/* A text that was changed is another run, or none. */
static void test_read_refuses(void **state)
{
    (void)state;
    static const char good[] =
        "[run]\nformat = 1\ndetector = pca\nseed = 1\n"
        "[data]\ndataset = tiny\nedition = v1\npayload = 00\npositive = 0 1\nanomaly = 2 3\n"
        "train_limit = 0\nholdout = 0\ntest_limit = 0\n[model]\nlatent = 4\n[pca]\ncomponents = 3\n";
    const struct { const char *from, *to, *expected; } cases[] = {
        { "format = 1", "format = 2", "spec.ini: expected format 1, found 2" },
        { "format = 1\n", "", "spec.ini: expected 'format' in [run], found none" },
        { "detector = pca", "detector = pcb", "spec.ini: unknown detector 'pcb'" },
        { "seed = 1", "seed = 01", "spec.ini: line 4: is not as lisae writes it" },
        { "seed = 1", "seed = x", "spec.ini: expected a whole number from 0 in 'seed', found 'x'" },
        { "positive = 0 1", "positive = 0 x",
          "spec.ini: expected 1 to 64 class numbers in 'positive', found '0 x'" },
        { "anomaly = 2 3\n", "", "spec.ini: expected 'anomaly' in [data], found none" },
        { "components = 3", "components = -3", "spec.ini: line 17: 'components' in [pca]: expected "
          "a whole number from 0 to 4096, found '-3'" },
        { "components = 3", "components = 3\nextra = 1",
          "spec.ini: line 18: is not as lisae writes it" },
        { "[pca]\ncomponents = 3\n", "", "spec.ini: line 16: is not as lisae writes it" },
        { "train_limit = 0", "train_limit 0", "spec.ini:11: expected 'key = value', found "
          "'train_limit 0'" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct text t = TEXT_INIT;
        const char *at = strstr(good, cases[i].from);
        assert_non_null(at);
        text_append_bytes(&t, good, (size_t)(at - good));
        text_append(&t, cases[i].to);
        text_append(&t, at + strlen(cases[i].from));
        expect_unread(text_of(&t), cases[i].expected);
        text_release(&t);
    }
    struct run r;
    struct error e;
    assert_int_equal(run_read(&r, "nowhere.ini", &e), -1);
    assert_non_null(strstr(e.text, "nowhere.ini"));
}

/* What a role may depend on, and nothing else, moves its seed. */
static void test_seeds(void **state)
{
    (void)state;
    struct plan p;
    expect_plan(&p, "[experiment]\nseeds = 1, 2\n[data]\ndataset = marks, tiny\n"
                    "positive = 0, 1\nnegative = class:2, strokes\n[shape]\ngamma = 1, 2\n"
                    "[detectors]\nrun = kde, lis-ae\n");
    assert_int_equal(run_seed(&p.runs[0], "split"), rng_seed_for(1, "split", "marks"));
    assert_int_equal(run_seed(&p.runs[0], "fit"), rng_seed_for(1, "fit", "marks/0"));
    for (size_t i = 0; i < p.n; i++)
        for (size_t j = 0; j < i; j++) {
            const struct run *a = &p.runs[i], *b = &p.runs[j];
            int split = a->seed == b->seed && strcmp(a->dataset, b->dataset) == 0;
            int fit = split && strcmp(a->positive, b->positive) == 0;
            assert_int_equal(run_seed(a, "split") == run_seed(b, "split"), split);
            assert_int_equal(run_seed(a, "fit") == run_seed(b, "fit"), fit);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_resolution),
        cmocka_unit_test(test_positives),
        cmocka_unit_test(test_data_problems),
        cmocka_unit_test(test_missing_sets),
        cmocka_unit_test(test_impossible_settings),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_grid),
        cmocka_unit_test(test_grid_too_large),
        cmocka_unit_test(test_linsep),
        cmocka_unit_test(test_shared_phase),
        cmocka_unit_test(test_doubles),
        cmocka_unit_test(test_same_ids),
        cmocka_unit_test(test_other_ids),
        cmocka_unit_test(test_added_runs),
        cmocka_unit_test(test_canonical_text),
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_read_refuses),
        cmocka_unit_test(test_seeds),
        cmocka_unit_test(test_work),
    };
    return cmocka_run_group_tests(tests, enter, leave);
}
