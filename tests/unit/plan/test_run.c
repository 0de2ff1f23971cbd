/* The canonical text of a run: identity, reading back, refusals, seeds. */
#include "detect/codes/encoder.h"
#include "support/plans.h"

#include <stdio.h>

#include "base/rng.h"
#include "plan/run.h"
#include "support/suite.h"

static const char base_spec[] = "[data]\ndataset = tiny\npositive = 0\nnegative = class:3\n"
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
                    "[shape]\ngamma = 02.50\nlinsep = off\nlinsep_weight = 10.0\n"
                    "[augment]\ntranspose = off\n[kde]\nfolds = 7\n[pca]\ncomponents = 9\n"
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
        "[experiment]\nseeds = 2\n"
        "[data]\ndataset = tiny\npositive = 0\nnegative = class:3\n"
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
        "[model]\nlatent = 4\n[shape]\ngamma = 2.5\n[augment]\ntranspose = on\n"
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
    assert_int_equal(dataset_write("data", "tiny", "v1", payload, NULL, names, 6, &d.train, &d.test, NULL), 0);
    expect_plan(&p, base_spec);
    assert_string_not_equal(p.runs[0].id, ids[N]);
    assert_int_equal(dataset_write("data", "tiny", "v1", old, NULL, names, 6, &d.train, &d.test, NULL), 0);
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
    text_format(&expected,
                "[run]\nformat = 1\ndetector = kde\nseed = 1\n"
                "[data]\ndataset = tiny\nedition = v1\npayload = %s\npositive = 0 1\n"
                "anomaly = 2 3 4 5\ntrain_limit = 9\nholdout = 0\ntest_limit = 0\n"
                "[kde]\nselect = fixed\nbandwidth = 0.5\nfolds = 5\ngrid_low = -4.5\n"
                "grid_high = 5\ngrid_points = 20\n",
                payload);
    assert_string_equal(p.runs[0].canonical, text_of(&expected));
    hash_text(text_of(&expected), hex);
    hex[12] = '\0';
    assert_string_equal(p.runs[0].id, hex);
    text_release(&expected);
    plan_release(&p);

    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0\nnegative = dataset:marks\n"
                    "[detectors]\nrun = lis-ae\n");
    hash_text("marks", payload);
    text_format(&expected,
                "test_limit = 0\nnegative = dataset:marks\nnegative_dataset = marks\n"
                "negative_edition = v1\nnegative_payload = %s\n[model]\n",
                payload);
    assert_non_null(strstr(p.runs[0].canonical, text_of(&expected)));
    text_release(&expected);
    plan_release(&p);

    /* a key that came later is there only where it says something */
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0\nnegative = class:3\n"
                    "[augment]\ntranspose = off, on\n[detectors]\nrun = lis-ae\n");
    assert_int_equal(p.n, 2);
    assert_null(strstr(p.runs[0].canonical, "transpose"));
    assert_non_null(strstr(p.runs[1].canonical, "flip_y = off\ntranspose = on\n"));
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

/* The one run of a detector on the codes of `encoder`. */
static struct run coded(struct plan *p, const char *detector, const char *encoder, const char *rest)
{
    struct text t = TEXT_INIT;
    text_format(&t,
                "[data]\ndataset = tiny\npositive = 0\nnegative = class:3\n"
                "[latent]\nencoder = %s\n%s\n[detectors]\nrun = %s\n",
                encoder, rest, detector);
    expect_plan(p, text_of(&t));
    assert_int_equal(p->n, 1);
    text_release(&t);
    return p->runs[0];
}

/* A detector on codes depends on what its encoder depends on, and on nothing else. */
static void test_ids_of_detectors_on_codes(void **state)
{
    (void)state;
    static const struct {
        const char *detector, *encoder, *section;
        int same; /* as without the section */
    } table[] = {
        { "latent-knn", "ae", "k = 5\n[shape]\ngamma = 3\nlinsep = on", 1 },
        { "latent-knn", "ae", "k = 5\n[augment]\ncrop = 2\n[linear-ae]\nepochs = 3", 1 },
        { "latent-knn", "ae", "k = 5\ncovariance = fixed\npenalty = 3\n[kde]\nfolds = 3", 1 },
        { "latent-knn", "ae", "k = 6", 0 },
        { "latent-knn", "ae", "layer = pre-activation", 0 },
        { "latent-knn", "ae", "k = 5\n[train]\nepochs = 3", 0 },
        { "latent-knn", "lis-ae", "k = 5\n[shape]\ngamma = 3", 0 },
        { "latent-knn", "lis-ae", "k = 5\n[shape]\nlinsep = on", 0 },
        { "latent-knn", "lis-ae", "k = 5\n[augment]\ncrop = 2", 0 },
        { "latent-knn", "lis-ae", "k = 5\n[linear-ae]\nepochs = 3", 1 },
        { "latent-knn", "linear-ae", "k = 5\n[linear-ae]\nepochs = 3", 0 },
        { "latent-knn", "linear-ae", "k = 5\n[train]\nepochs = 3", 1 },
        { "latent-logistic", "ae", "penalty = 0.001\n[augment]\ncrop = 2", 1 },
        { "latent-logistic", "ae", "penalty = 0.002", 0 },
        { "latent-kde", "ae", "k = 9\n[kde]\nfolds = 4", 0 },
        { "latent-kde", "ae", "k = 9", 1 },
        { "latent-mahalanobis", "ae", "k = 9", 1 },
        { "latent-mahalanobis", "ae", "covariance = fixed\nshrinkage = 0.5", 0 },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct plan p, q;
        struct run a = coded(&p, table[i].detector, table[i].encoder, "");
        struct run b = coded(&q, table[i].detector, table[i].encoder, table[i].section);
        if ((strcmp(a.id, b.id) == 0) != table[i].same)
            fail_msg("%s on %s with '%s'", table[i].detector, table[i].encoder, table[i].section);
        plan_release(&p);
        plan_release(&q);
    }
}

/* The first phases of a run on codes: `encoder` where the encoder is no first phase itself, and from
 * which one that starts. */
static void expect_chain(const struct plan *p, const struct run *r, const char *encoder, const char *phase1)
{
    const struct run *first = plan_first(p, r);
    assert_non_null(first);
    if (strcmp(encoder, "ae") != 0) {
        assert_string_equal(first->detector->name, "encoder");
        assert_true(choice_is(latent_keys_of(&first->settings)->encoder, encoder));
        assert_int_equal(first->seed, r->seed);
        assert_true(shape_of(&first->settings)->gamma == shape_of(&r->settings)->gamma);
        assert_int_equal(first->task.source == NEGATIVE_NONE, strcmp(encoder, "lis-ae") != 0);
        first = plan_first(p, first);
    }
    if (strcmp(encoder, "linear-ae") == 0) {
        assert_null(first);
        return;
    }
    assert_string_equal(first->detector->name, "phase1");
    assert_null(plan_first(p, first));
    if (!shape_of(&r->settings)->linsep)
        assert_string_equal(first->id, phase1);
}

/* Encoder by encoder: does gamma matter, are negatives learned from, which first phases are they? */
static void test_encoders_as_an_axis(void **state)
{
    (void)state;
    struct plan p, first;
    static const char spec[] =
        "[data]\ndataset = tiny\npositive = 0\nnegative = class:3, class:4\nanomaly = classes:1 2\n"
        "[shape]\ngamma = 1, 2, 3\nlinsep = off, on\n[latent]\nencoder = ae, lis-ae, linear-ae\n"
        "[detectors]\nrun = ae, lis-ae, latent-knn, latent-logistic\n";
    static const struct {
        const char *detector, *encoder;
        int runs, negative;
    } table[] = {
        { "ae", NULL, 1, 0 },
        { "lis-ae", NULL, 12, 1 },
        { "latent-knn", "ae", 1, 0 },
        { "latent-knn", "lis-ae", 12, 1 },
        { "latent-knn", "linear-ae", 1, 0 },
        { "latent-logistic", "ae", 2, 1 },
        { "latent-logistic", "lis-ae", 12, 1 },
        { "latent-logistic", "linear-ae", 2, 1 },
    };
    expect_plan(&p, spec);
    expect_plan(&first, "[data]\ndataset = tiny\npositive = 0\n[detectors]\nrun = ae\n");
    size_t seen = 0;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        int found = 0;
        for (size_t j = 0; j < p.n; j++) {
            const struct run *r = &p.runs[j];
            struct text variant = TEXT_INIT;
            text_format(&variant, "latent.encoder=%s", table[i].encoder ? table[i].encoder : "");
            if (strcmp(r->detector->name, table[i].detector) == 0 &&
                (!table[i].encoder || strcmp(r->variant, text_of(&variant)) == 0)) {
                found++;
                assert_int_equal(r->negative[0] != 0, table[i].negative);
                if (table[i].encoder)
                    expect_chain(&p, r, table[i].encoder, first.phase1[0].id);
                assert_int_equal(run_uses(r, setting_named("shape", "gamma")), table[i].runs == 12);
            }
            text_release(&variant);
        }
        assert_int_equal(found, table[i].runs);
        seen += (size_t)found;
    }
    assert_int_equal(seen, p.n);
    /* without LinSep, and with it for each set of negatives; the encoders */
    assert_int_equal(p.n_phase1, 3 + 12 + 1);
    plan_release(&p);
    plan_release(&first);

    struct text problems = make_plan(&p, "[data]\ndataset = tiny\npositive = 0\n[latent]\nencoder = ae, lis-ae\n"
                                         "[detectors]\nrun = latent-knn\n");
    assert_string_equal(text_of(&problems),
                        "t.ini:5: detector 'latent-knn': 'encoder = lis-ae' in [latent] learns from negatives: set "
                        "'negative' in [data]\n");
    text_release(&problems);
    problems = make_plan(&p, "[data]\ndataset = tiny\npositive = 0\n[latent]\nk = 11\n[detectors]\nrun = latent-knn\n");
    assert_string_equal(text_of(&problems), "t.ini:5: detector 'latent-knn': 'k' in [latent]: expected at most the 10 "
                                            "positives, found 11\n");
    text_release(&problems);
    plan_release(&p);
}

static void expect_same_classes(const struct class_list *a, const struct class_list *b)
{
    assert_int_equal(classes_compare(a, b), 0);
}

static void expect_same_run(const struct run *a, const struct run *b)
{
    static const char *const all[] = { "model.*",   "train.*", "shape.*",     "augment.*", "kde.*",
                                       "iforest.*", "pca.*",   "linear-ae.*", "latent.*",  NULL };
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
    struct error e = { .text = "" };
    assert_int_equal(file_write("spec.ini", r->canonical, strlen(r->canonical), NULL), 0);
    int rc = run_read(&again, suite(), "spec.ini", &e);
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
                    "[augment]\nblur = 0.25\ntranspose = off, on\n"
                    "[kde]\nselect = fixed\nbandwidth = 1e-6\n"
                    "[anogan]\ngenerator = 2\ncritic = 2\nkernel = 3\nkappa = 0.5\n"
                    "[latent]\nencoder = lis-ae, linear-ae\nlayer = pre-activation\nk = 2\n"
                    "[detectors]\nrun = kde, anogan, anogan-fm, pca, linear-ae, ae, lis-ae, linsep-head, oe-bce, hsc, "
                    "latent-knn, latent-logistic\n");
    assert_true(p.n > 100);
    for (size_t i = 0; i < p.n; i++)
        read_back(&p.runs[i]);
    for (size_t i = 0; i < p.n_phase1; i++)
        read_back(&p.phase1[i]);
    plan_release(&p);
}

static void append_classes(struct text *t, int from, int to)
{
    for (int c = from; c <= to; c++)
        text_format(t, "%s%d", c > from ? " " : "", c);
}

/* As many classes as a list can hold, and a variant of many axes: words have no length of their own. */
static void test_long_words(void **state)
{
    (void)state;
    enum { CLASSES = 292 };
    const char *classes[CLASSES];
    char names[CLASSES][8];
    struct plan p;
    struct text t = TEXT_INIT, positive = TEXT_INIT, negative = TEXT_INIT, anomaly = TEXT_INIT;
    for (int c = 0; c < CLASSES; c++) {
        snprintf(names[c], sizeof names[c], "c%d", c);
        classes[c] = names[c];
    }
    assert_int_equal(write_set("wide", classes, CLASSES, 8, 1, 1, -1), 0);
    append_classes(&positive, 100, 163);
    append_classes(&negative, 164, 227);
    append_classes(&anomaly, 228, 291);
    text_format(
        &t,
        "[data]\ndataset = wide\npositive = %s\nnegative = classes:%s\nanomaly = classes:%s, class:5\n"
        "[model]\nkind = mlp\ncode = leaky-relu, tanh\nslope = 0.123456789, 0.1\nencoder = 11 12 13 14 15 16 17 18, 8\n"
        "decoder = 11 12 13 14 15 16 17 18, 8\n"
        "[train]\nlearning_rate = 0.00123456789, 0.001\n[shape]\nlearning_rate = 0.00123456789, 0.001\n"
        "[augment]\nblur = 0.123456789, 0.1\nblur_sigma = 1.23456789, 2\n"
        "[detectors]\nrun = lis-ae\n",
        positive.s, negative.s, anomaly.s);
    expect_plan(&p, t.s);
    assert_int_equal(p.n, 512);
    size_t longest = 0;
    for (size_t i = 0; i < p.n; i++) {
        const struct run *r = &p.runs[i];
        assert_string_equal(r->positive, positive.s);
        assert_int_equal(strncmp(r->negative, "classes:", 8), 0);
        assert_string_equal(r->negative + 8, negative.s);
        if (strcmp(r->anomaly, "class:5") != 0)
            assert_string_equal(r->anomaly + 8, anomaly.s);
        longest = strlen(r->variant) > longest ? strlen(r->variant) : longest;
    }
    assert_true(longest > 512);
    read_back(&p.runs[0]);
    read_back(&p.phase1[0]);
    plan_release(&p);

    struct text *const used[] = { &t, &positive, &negative, &anomaly };
    for (size_t i = 0; i < sizeof used / sizeof *used; i++)
        text_release(used[i]);
}

static void expect_unread(const char *text, const char *expected)
{
    struct run r;
    struct error e;
    assert_int_equal(file_write("spec.ini", text, strlen(text), NULL), 0);
    assert_int_equal(run_read(&r, suite(), "spec.ini", &e), -1);
    assert_string_equal(e.text, expected);
}

/* A text that was changed is another run, or none. */
static void test_read_refuses(void **state)
{
    (void)state;
    static const char good[] =
        "[run]\nformat = 1\ndetector = pca\nseed = 1\n"
        "[data]\ndataset = tiny\nedition = v1\npayload = 00\npositive = 0 1\nanomaly = 2 3\n"
        "train_limit = 0\nholdout = 0\ntest_limit = 0\n[model]\nlatent = 64\n[pca]\ncomponents = 3\n";
    const struct {
        const char *from, *to, *expected;
    } cases[] = {
        { "format = 1", "format = 2", "spec.ini: expected format 1, found 2" },
        { "format = 1\n", "", "spec.ini: expected 'format' in [run], found none" },
        { "detector = pca", "detector = pcb", "spec.ini: unknown detector 'pcb'" },
        { "seed = 1", "seed = 01", "spec.ini: line 4: is not as lisae writes it" },
        { "seed = 1", "seed = x", "spec.ini: expected a whole number from 0 in 'seed', found 'x'" },
        { "positive = 0 1", "positive = 0\n 1", "spec.ini: line 9: is not as lisae writes it" },
        { "positive = 0 1", "positive = 0 x",
          "spec.ini: expected different class numbers from 0 to 1023 in 'positive', found '0 x'" },
        { "anomaly = 2 3\n", "", "spec.ini: expected 'anomaly' in [data], found none" },
        { "components = 3", "components = -3",
          "spec.ini: line 17: 'components' in [pca]: expected "
          "a whole number from 0 to 4096, found '-3'" },
        { "latent = 64", "latent = 4",
          "spec.ini: line 15: 'latent' in [model], which 'components' in [pca] hides: expected its default, found '4', "
          "as runs were named before; this one is to be done anew" },
        { "components = 3", "components = 3\nextra = 1", "spec.ini: line 18: is not as lisae writes it" },
        { "[pca]\ncomponents = 3\n", "", "spec.ini: line 16: is not as lisae writes it" },
        { "train_limit = 0", "train_limit 0",
          "spec.ini:11: expected 'key = value', found "
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
    assert_int_equal(file_write("spec.ini", good, sizeof good, NULL), 0); /* with the zero byte */
    assert_int_equal(run_read(&r, suite(), "spec.ini", &e), -1);
    assert_string_equal(e.text, "spec.ini:18: expected text, found a zero byte");
    assert_int_equal(run_read(&r, suite(), "nowhere.ini", &e), -1);
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

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_same_ids),
    cmocka_unit_test(test_other_ids),
    cmocka_unit_test(test_added_runs),
    cmocka_unit_test(test_canonical_text),
    cmocka_unit_test(test_ids_of_detectors_on_codes),
    cmocka_unit_test(test_encoders_as_an_axis),
    cmocka_unit_test(test_round_trip),
    cmocka_unit_test(test_long_words),
    cmocka_unit_test(test_read_refuses),
    cmocka_unit_test(test_seeds),
};

TEST_MAIN(tests, enter, leave)
