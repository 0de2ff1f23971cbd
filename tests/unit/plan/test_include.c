/* Includes: whose keys win, what is refused with both places, and the spec as one file. */
#include "support/plans.h"

#include <unistd.h>

#include "plan/include.h"

#define SPEC "[experiment]\ninclude = %s\n[data]\ndataset = tiny\npositive = 0\n[detectors]\nrun = kde\n"

static void put(const char *path, const char *text)
{
    struct error e;
    assert_int_equal(folder_make("common/deep", &e), 0);
    assert_int_equal(file_write(path, text, strlen(text), NULL), 0);
}

static struct text read_including(struct spec *s, const char *names, const char *more, const char *const *overrides)
{
    struct text t = TEXT_INIT;
    text_format(&t, SPEC "%s", names, more);
    struct text problems = read_spec(s, text_of(&t), overrides);
    text_release(&t);
    return problems;
}

static void expect_refused(const char *names, const char *more, const char *expected)
{
    struct spec s;
    struct text problems = read_including(&s, names, more, NULL);
    assert_string_equal(text_of(&problems), expected);
    text_release(&problems);
    spec_release(&s);
}

/* The values of a setting that was read, and where they are from. */
static void expect_axis(const struct spec *s, const char *key, const char *values, const char *where, int included)
{
    for (size_t i = 0; i < s->axes.n; i++)
        if (strcmp(s->axes.of[i].key->key->name, key) == 0) {
            expect_list(&s->axes.of[i].list, values, where);
            assert_int_equal(s->axes.of[i].included, included);
            return;
        }
    fail_msg("no axis '%s'", key);
}

static void test_whose_keys_win(void **state)
{
    (void)state;
    struct spec s;
    static const char *const given[] = { "train.epochs=4", NULL };
    put("common/c.ini",
        "[experiment]\ninclude = deep/d.ini\ntitle = Theirs\n[model]\nlatent = 7, 8\n[train]\nbatch = 5\n");
    put("common/deep/d.ini", "[model]\nlatent = 9\n[train]\nepochs = 3\nbatch = 6\nlearning_rate = 0.1\n");
    put("other.ini", "[kde]\nfolds = 3\n");
    struct text problems = read_including(&s, "common/c.ini other.ini", "[train]\nlearning_rate = 0.2\n", given);
    assert_string_equal(text_of(&problems), "");
    assert_string_equal(s.title, "Theirs");
    expect_axis(&s, "latent", "7|8", "common/c.ini:5: included in t.ini:2", 1);
    expect_axis(&s, "batch", "5", "common/c.ini:7: included in t.ini:2", 1);
    expect_axis(&s, "epochs", "4", "-D train.epochs=4", 0);
    expect_axis(&s, "learning_rate", "0.2", "t.ini:9", 0);
    expect_axis(&s, "folds", "3", "other.ini:2: included in t.ini:2", 1);
    text_release(&problems);
    spec_release(&s);
    problems = read_including(&s, "common/deep/d.ini", "", NULL);
    expect_axis(&s, "batch", "6", "common/deep/d.ini:5: included in t.ini:2", 1);
    text_release(&problems);
    spec_release(&s);
    /* that of -D is relative to the working folder */
    static const char *const instead[] = { "experiment.include=other.ini", NULL };
    problems = read_including(&s, "nowhere.ini", "", instead);
    assert_string_equal(text_of(&problems), "");
    expect_axis(&s, "folds", "3", "other.ini:2: included in -D experiment.include", 1);
    text_release(&problems);
    spec_release(&s);
}

static void test_refusals(void **state)
{
    (void)state;
    put("a.ini", "[kde]\nfolds = 3\n[shape]\ngamma = 1\n");
    put("b.ini", "[shape]\n; ours\ngamma = 1\n");
    put("common/a.ini", "[experiment]\ninclude = ../a.ini\n");
    put("common/b.ini", "[experiment]\ninclude = c.ini\n");
    put("common/c.ini", "[experiment]\ninclude = b.ini\n");
    put("bad.ini", "[kde]\nfolds = x\nfold = 3\nstray\n[shap]\ngamma = 1\n");
    put("common/bad.ini", "[experiment]\ninclude = ../bad.ini, none.ini, deep\n");
    expect_refused("a.ini, b.ini", "",
                   "b.ini:3: included in t.ini:2: key 'gamma' in [shape] is in two includes, the other is a.ini:4: "
                   "included in t.ini:2: set it in 't.ini', which goes over both\n");
    expect_refused("a.ini, b.ini", "[shape]\ngamma = 2\n", "");
    expect_refused("a.ini a.ini, common/a.ini", "", ""); /* one and the same line */
    expect_refused("common/a.ini, b.ini", "",
                   "b.ini:3: included in t.ini:2: key 'gamma' in [shape] is in two includes, the other is "
                   "common/../a.ini:4: included in common/a.ini:2, t.ini:2: set it in 't.ini', which goes over both\n");
    /* what a file sets itself goes over all that it includes, at any depth */
    put("common/both.ini", "[experiment]\ninclude = ../a.ini, ../b.ini\n");
    expect_refused(
        "common/both.ini", "",
        "common/../b.ini:3: included in common/both.ini:2, t.ini:2: key 'gamma' in [shape] is in two includes, "
        "the other is common/../a.ini:4: included in common/both.ini:2, t.ini:2: set it in 'common/both.ini', "
        "which goes over both\n");
    expect_refused("common/both.ini", "[shape]\ngamma = 2\n", "");
    expect_refused("common/b.ini", "",
                   "common/c.ini:2: included in common/b.ini:2, t.ini:2: 'include' in [experiment]: 'common/b.ini' "
                   "includes itself in the end\n");
    expect_refused("./t.ini", "", "t.ini:2: 'include' in [experiment]: './t.ini' includes itself in the end\n");
    expect_refused("bad.ini", "",
                   "bad.ini:4: included in t.ini:2: expected 'key = value', found 'stray'\n"
                   "bad.ini:5: included in t.ini:2: unknown section 'shap', did you mean 'shape'?\n"
                   "bad.ini:2: included in t.ini:2: 'folds' in [kde]: expected a whole number from 2 to 20, found 'x'\n"
                   "bad.ini:3: included in t.ini:2: unknown key 'fold' in [kde], did you mean 'folds'?\n");
    put("bad.ini", "[kde]\nfolds = x\nfold = 3\n[shap]\ngamma = 1\n");
    expect_refused("bad.ini", "",
                   "bad.ini:4: included in t.ini:2: unknown section 'shap', did you mean 'shape'?\n"
                   "bad.ini:2: included in t.ini:2: 'folds' in [kde]: expected a whole number from 2 to 20, found 'x'\n"
                   "bad.ini:3: included in t.ini:2: unknown key 'fold' in [kde], did you mean 'folds'?\n");
    put("bad.ini", "");
    expect_refused(
        "common/bad.ini", "",
        "common/bad.ini:2: included in t.ini:2: 'include' in [experiment]: cannot open 'common/none.ini': No "
        "such file or directory\n"
        "common/bad.ini:2: included in t.ini:2: 'include' in [experiment]: expected a file, found "
        "'common/deep'\n");
}

/* A folder's name may have the comma that stands between the lines that led to a mistake. */
static void test_comma_in_a_path(void **state)
{
    (void)state;
    static const char spec[] = "[experiment]\ninclude = one.ini\n[data]\ndataset = tiny\npositive = 0\n"
                               "[detectors]\nrun = kde\n";
    struct spec s;
    struct text problems = TEXT_INIT;
    struct error e;
    assert_int_equal(folder_make("a,b", &e), 0);
    put("a,b/t.ini", spec);
    put("a,b/one.ini", "[experiment]\ninclude = none.ini\n");
    assert_int_equal(spec_read(&s, suite(), "a,b/t.ini", NULL, 0, &problems), -1);
    assert_string_equal(text_of(&problems),
                        "a,b/one.ini:2: included in a,b/t.ini:2: 'include' in [experiment]: cannot open "
                        "'a,b/none.ini': No such file or directory\n");
    text_release(&problems);
    spec_release(&s);
}

/* Each file includes the next: too many are refused, and so is one without an end. */
static void test_bounds(void **state)
{
    (void)state;
    for (int i = 0; i < 120; i++) {
        struct text name = TEXT_INIT, t = TEXT_INIT;
        text_format(&name, "chain%d.ini", i);
        text_format(&t, "[experiment]\ninclude = chain%d.ini\n", i + 1);
        put(text_of(&name), i == 119 ? "" : text_of(&t));
        text_release(&name);
        text_release(&t);
    }
    struct spec s;
    struct text problems = read_including(&s, "chain0.ini", "", NULL);
    assert_says(text_of(&problems), "chain98.ini:2: included in chain97.ini:2, ");
    assert_says(text_of(&problems), "expected fewer files, found 'chain99.ini' behind 99 others\n");
    text_release(&problems);
    spec_release(&s);
    expect_refused("chain40.ini", "", "");
    expect_refused("/dev/zero", "", "t.ini:2: 'include' in [experiment]: expected a file, found '/dev/zero'\n");
}

/* The same runs, whatever file a key is in; keys that nothing depends on are not idle there. */
static void test_as_one_file(void **state)
{
    (void)state;
    struct plan p, one;
    put("common/c.ini", "[kde]\nselect = fixed\nbandwidth = 2\n[shape]\ngamma = 3\n[data]\ntrain_limit = 5\n");
    put("common/d.ini", "[kde]\nfolds = 3\n");
    static const char spec[] =
        "; A spec\n\n; of two lines\n[experiment]\n; this\ninclude = common/c.ini, common/d.ini\n"
        "[data]\ndataset = tiny\npositive = 0,\n  1\n[detectors]\nrun = kde\n";
    expect_plan(&p, spec);
    assert_string_equal(text_of(&p.notes), "");
    assert_string_equal(p.spec, "; A spec\n\n; of two lines\n[data]\ndataset = tiny\npositive = 0, 1\ntrain_limit = 5\n"
                                "[detectors]\nrun = kde\n[kde]\nselect = fixed\nbandwidth = 2\n");
    expect_plan(&one, p.spec);
    assert_string_equal(text_of(&one.notes), "");
    assert_int_equal(p.n, 2);
    assert_int_equal(one.n, 2);
    for (size_t i = 0; i < 2; i++)
        assert_string_equal(p.runs[i].id, one.runs[i].id);
    assert_string_equal(one.spec, p.spec);
    plan_release(&one);
    plan_release(&p);
}

/* What an included key would change nothing of does not change the run's name either. */
static void test_hidden_keys_of_includes(void **state)
{
    (void)state;
    struct plan p, plain;
    static const char rest[] = "[data]\ndataset = tiny\npositive = 0\n[detectors]\nrun = kde\n[kde]\nselect = %s\n";
    struct text t = TEXT_INIT;
    put("common/c.ini", "[kde]\nfolds = 3\n[pca]\ncomponents = 5\n");
    text_format(&t, rest, "fixed");
    expect_plan(&plain, text_of(&t));
    text_format(&t, "[experiment]\ninclude = common/c.ini\n");
    expect_plan(&p, text_of(&t));
    assert_int_equal(p.n, 1);
    assert_string_equal(p.runs[0].id, plain.runs[0].id);
    assert_string_equal(text_of(&p.notes), "");
    plan_release(&p);
    plan_release(&plain);
    text_clear(&t);
    text_format(&t, rest, "cv\nfolds = 3");
    expect_plan(&plain, text_of(&t));
    text_clear(&t);
    text_format(&t, rest, "cv\n[experiment]\ninclude = common/c.ini");
    expect_plan(&p, text_of(&t));
    assert_string_equal(p.runs[0].id, plain.runs[0].id);
    plan_release(&p);
    plan_release(&plain);
    text_release(&t);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_hidden_keys_of_includes),
    cmocka_unit_test(test_whose_keys_win),
    cmocka_unit_test(test_refusals),
    cmocka_unit_test(test_comma_in_a_path),
    cmocka_unit_test(test_bounds),
    cmocka_unit_test(test_as_one_file),
};

TEST_MAIN(tests, enter, leave)
