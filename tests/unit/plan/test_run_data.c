/* The [data] section of a run: its lines by what the run is, back from text, and what is refused. */
#include "support/plans.h"

#include "plan/run_data.h"
#include "store/ini.h"

/* The lines of the one run that a spec of these lines in [data] has, from "positive" on. */
static void expect_lines(const char *detector, const char *data, const char *expected)
{
    struct plan p;
    struct text spec = TEXT_INIT, found = TEXT_INIT;
    text_format(&spec, "[detectors]\nrun = %s\n[data]\ndataset = tiny\npositive = 1 0\n%s", detector, data);
    expect_plan(&p, text_of(&spec));
    assert_int_equal(p.n, 1);
    run_data_print(&p.runs[0], &found);
    const char *from = strstr(text_of(&found), "positive = ");
    assert_non_null(from);
    assert_string_equal(from, expected);
    text_release(&found);
    text_release(&spec);
    plan_release(&p);
}

#define TASK "positive = 0 1\nanomaly = 2 5\ntrain_limit = 9\nholdout = 0\ntest_limit = 3\n"
#define LIMITS "anomaly = classes:5 2\ntrain_limit = 9\ntest_limit = 3\n"

static void lines_of_each_source(void **state)
{
    (void)state;
    char payload[SHA256_HEX];
    struct text foreign = TEXT_INIT;
    hash_text("marks", payload);
    text_format(&foreign,
                TASK "negative = dataset:marks\nnegative_dataset = marks\nnegative_edition = v1\n"
                     "negative_payload = %s\n",
                payload);
    expect_lines("kde", LIMITS "negative = class:3\n", TASK); /* which sees none */
    expect_lines("lis-ae", LIMITS "negative = classes:4 3\n", TASK "negative = classes:3 4\nnegative_classes = 3 4\n");
    expect_lines("lis-ae", LIMITS "negative = strokes\nstrokes = 50\n",
                 TASK "negative = strokes\nnegative_strokes = 50\n");
    expect_lines("lis-ae", LIMITS "negative = noise\nstrokes = 50\n", TASK "negative = noise\nnegative_noise = 50\n");
    expect_lines("lis-ae", LIMITS "negative = rotated\nnegative_limit = 8\n",
                 TASK "negative = rotated\nnegative_rotated = 8\n");
    expect_lines("lis-ae", LIMITS "negative = patches\nstrokes = 50\n",
                 TASK "negative = patches\nnegative_patches = 50\n");
    expect_lines("lis-ae", LIMITS "negative = dataset:marks\n", text_of(&foreign));
    text_release(&foreign);
}

/* A first phase is not judged: whose tests it is for is no matter of it. */
static void lines_of_first_phases(void **state)
{
    (void)state;
    struct plan p;
    char payload[SHA256_HEX];
    struct text expected = TEXT_INIT;
    hash_text("tiny", payload);
    for (int linsep = 0; linsep < 2; linsep++) {
        struct text spec = TEXT_INIT, found = TEXT_INIT;
        text_format(&spec,
                    "[data]\ndataset = tiny\npositive = 0\nnegative = class:3\ntest_limit = 3\n[shape]\nlinsep = %s\n"
                    "[detectors]\nrun = lis-ae\n",
                    linsep ? "on" : "off");
        expect_plan(&p, text_of(&spec));
        run_data_print(&p.phase1[0], &found);
        text_clear(&expected);
        text_format(
            &expected,
            "[data]\ndataset = tiny\nedition = v1\npayload = %s\npositive = 0\ntrain_limit = 0\nholdout = 0\n%s",
            payload, linsep ? "negative_classes = 3\n" : "");
        assert_string_equal(text_of(&found), text_of(&expected));
        text_release(&spec);
        text_release(&found);
        plan_release(&p);
    }
    text_release(&expected);
}

/* Reads [data] into a run of this detector; run_release(). */
static int read_data(struct run *r, const char *detector, const char *lines, struct error *e)
{
    struct ini ini;
    struct text t = TEXT_INIT, problems = TEXT_INIT;
    text_format(&t, "[data]\n%s", lines);
    assert_int_equal(ini_read_text(&ini, "spec.ini", text_of(&t), &problems), 0);
    run_init(r);
    r->detector = detector_named(detector);
    settings_start(&r->settings);
    int rc = run_data_read(r, &ini, e);
    ini_release(&ini);
    text_release(&problems);
    text_release(&t);
    return rc;
}

#define SET "dataset = tiny\nedition = v1\npayload = 00\n"
#define READ_TASK "positive = 0 1\nanomaly = 2 5\ntrain_limit = 9\nholdout = 4\ntest_limit = 3\n"

static void what_was_printed_is_read(void **state)
{
    (void)state;
    static const struct {
        const char *detector, *negative;
        enum negative_source source;
    } table[] = {
        { "pca", "", NEGATIVE_NONE },
        { "lis-ae", "negative = classes:3 4\nnegative_classes = 3 4\n", NEGATIVE_CLASSES },
        { "lis-ae", "negative = class:3\nnegative_classes = 3\nnegative_limit = 7\n", NEGATIVE_CLASSES },
        { "lis-ae", "negative = strokes\nnegative_strokes = 50\n", NEGATIVE_STROKES },
        { "lis-ae", "negative = noise\nnegative_noise = 50\n", NEGATIVE_NOISE },
        { "lis-ae", "negative = rotated\nnegative_rotated = 50\n", NEGATIVE_ROTATED },
        { "lis-ae", "negative = patches\nnegative_patches = 50\n", NEGATIVE_PATCHES },
        { "lis-ae",
          "negative = dataset:marks\nnegative_dataset = marks\nnegative_edition = v2\nnegative_payload = 11\n",
          NEGATIVE_DATASET },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct text t = TEXT_INIT, again = TEXT_INIT;
        struct run r;
        struct error e = { .text = "" };
        text_format(&t, SET READ_TASK "%s", table[i].negative);
        read_data(&r, table[i].detector, text_of(&t), &e);
        assert_string_equal(e.text, "");
        assert_int_equal(r.task.source, table[i].source);
        expect_classes(&r.task.positive, "0 1");
        expect_classes(&r.task.anomaly, "2 5");
        assert_true(r.task.train_limit == 9 && r.task.holdout == 4 && r.task.test_limit == 3);
        run_data_print(&r, &again);
        assert_memory_equal(text_of(&again), "[data]\n", 7);
        assert_string_equal(text_of(&again) + 7, text_of(&t));
        text_release(&t);
        text_release(&again);
        run_release(&r);
    }
    /* lines that the run has not are left to whoever compares the texts */
    struct run r;
    struct error e = { .text = "" };
    assert_int_equal(read_data(&r, "pca", SET READ_TASK "negative_classes = x\ncolour = red\n", &e), 0);
    assert_int_equal(r.task.source, NEGATIVE_NONE);
    run_release(&r);
}

static void expect_refused(const char *lines, const char *message)
{
    struct run r;
    struct error e = { .text = "" };
    assert_int_equal(read_data(&r, "lis-ae", lines, &e), -1);
    assert_string_equal(e.text, message);
    run_release(&r);
}

static void what_is_refused(void **state)
{
    (void)state;
#define NEGATIVE "negative = strokes\nnegative_strokes = 50\n"
#define POSITIVES "expected different class numbers from 0 to 1023 in 'positive', found "
    static const struct {
        const char *positive, *message;
    } classes[] = {
        { "", POSITIVES "''" },           { "0 x", POSITIVES "'0 x'" },
        { "-1", POSITIVES "'-1'" },       { "1000001", POSITIVES "'1000001'" },
        { "1 0 1", POSITIVES "'1 0 1'" },
    };
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        struct text t = TEXT_INIT;
        text_format(&t, SET "positive = %s\n", classes[i].positive);
        expect_refused(text_of(&t), classes[i].message);
        text_release(&t);
    }
    expect_refused("", "expected 'dataset' in [data], found none");
    expect_refused(SET, "expected 'positive' in [data], found none");
    expect_refused(SET "positive = 0\n", "expected 'anomaly' in [data], found none");
    expect_refused(SET READ_TASK, "expected 'negative' in [data], found none");
    expect_refused(SET READ_TASK "negative = strokes\n", "expected 'negative_strokes' in [data], found none");
    expect_refused(SET READ_TASK "negative = dataset:marks\nnegative_dataset = marks\n",
                   "expected 'negative_edition' in [data], found none");
    expect_refused(SET "positive = 0\nanomaly = 1\ntrain_limit = -1\n",
                   "expected a whole number from 0 in 'train_limit', found '-1'");
    expect_refused(SET READ_TASK "negative = strokes\nnegative_strokes = many\n",
                   "expected a whole number from 0 in 'negative_strokes', found 'many'");
}

/* A word must fit where it is kept, with its end; a list has 64 classes. */
static void what_is_too_long(void **state)
{
    (void)state;
    for (int more = 0; more < 2; more++) {
        struct text name = TEXT_INIT, list = TEXT_INIT, lines = TEXT_INIT, message = TEXT_INIT;
        struct run r;
        struct error e = { .text = "" };
        for (int i = 0; i < DATASET_NAME - 1 + more; i++)
            text_append(&name, "n");
        text_format(&lines, "dataset = %s\nedition = v1\npayload = 00\n" READ_TASK, text_of(&name));
        text_format(&message, "expected at most 63 characters in 'dataset', found '%s'", text_of(&name));
        assert_int_equal(read_data(&r, "pca", text_of(&lines), &e), more ? -1 : 0);
        assert_string_equal(more ? e.text : r.dataset, text_of(more ? &message : &name));
        run_release(&r);

        for (int i = 0; i < CLASSES_MAX + more; i++)
            text_format(&list, "%s%d", i ? " " : "", i);
        text_clear(&lines);
        text_format(&lines, SET "positive = %s\nanomaly = 90\ntrain_limit = 0\nholdout = 0\ntest_limit = 0\n",
                    text_of(&list));
        assert_int_equal(read_data(&r, "pca", text_of(&lines), &e), more ? -1 : 0);
        assert_int_equal(r.task.positive.n, more ? 0 : CLASSES_MAX);
        run_release(&r);
        struct text *const used[] = { &name, &list, &lines, &message };
        for (size_t i = 0; i < sizeof used / sizeof *used; i++)
            text_release(used[i]);
    }
}

static void read_back(const struct run *r)
{
    struct run again;
    struct error e = { .text = "" };
    assert_int_equal(file_write("spec.ini", r->canonical, strlen(r->canonical), NULL), 0);
    run_read(&again, suite(), "spec.ini", &e);
    assert_string_equal(e.text, "");
    assert_string_equal(again.id, r->id);
    assert_int_equal(classes_compare(&again.task.polluting, &r->task.polluting), 0);
    run_release(&again);
}

/* A share of anomalies is one of the classes that are judged, also for the first phase, which is not; a share of 0 says
 * nothing, and that of the negatives only where these are learnt from. */
static void polluted_runs(void **state)
{
    (void)state;
    struct plan p, clean;
    static const char data[] = "[data]\ndataset = tiny\npositive = 0\nnegative = class:3\nanomaly = class:1\n";
    struct text spec = TEXT_INIT;
    text_format(&spec, "%s[pollution]\npositives = 0, 10\nnegatives = 0, 2.5\n[detectors]\nrun = kde, lis-ae\n", data);
    expect_plan(&p, text_of(&spec));
    text_clear(&spec);
    text_format(&spec, "%s[detectors]\nrun = kde, lis-ae\n", data);
    expect_plan(&clean, text_of(&spec));
    assert_int_equal(p.n, 2 + 4);
    assert_int_equal(p.n_phase1, 2);
    assert_string_equal(p.runs[0].canonical, clean.runs[0].canonical);
    assert_string_equal(p.runs[2].canonical, clean.runs[1].canonical);
    assert_non_null(strstr(p.runs[1].canonical, "test_limit = 0\npolluting = 1\n"));
    assert_non_null(strstr(p.runs[1].canonical, "[pollution]\npositives = 10\n"));
    assert_null(strstr(p.runs[1].canonical, "negatives"));
    assert_null(strstr(p.runs[3].canonical, "polluting"));
    assert_non_null(strstr(p.runs[3].canonical, "[pollution]\nnegatives = 2.5\n"));
    assert_non_null(strstr(p.runs[5].canonical, "[pollution]\npositives = 10\nnegatives = 2.5\n"));
    assert_string_equal(p.runs[5].variant, "pollution.positives=10 pollution.negatives=2.5");
    size_t polluted = strstr(p.phase1[1].canonical, "polluting") != NULL;
    assert_null(strstr(p.phase1[1 - polluted].canonical, "pollut"));
    assert_non_null(strstr(p.phase1[polluted].canonical, "holdout = 0\npolluting = 1\n"));
    for (size_t i = 0; i < p.n; i++)
        read_back(&p.runs[i]);
    read_back(&p.phase1[polluted]);
    text_release(&spec);
    plan_release(&p);
    plan_release(&clean);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(lines_of_each_source),     cmocka_unit_test(lines_of_first_phases),
    cmocka_unit_test(what_was_printed_is_read), cmocka_unit_test(what_is_refused),
    cmocka_unit_test(what_is_too_long),         cmocka_unit_test(polluted_runs),
};

TEST_MAIN(tests, enter, leave)
