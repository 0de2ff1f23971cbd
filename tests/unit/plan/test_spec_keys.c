/* The keys of a spec that are no settings of detectors: which there are, defaults, words that are checked. */
#include "support/main.h"

#include "keys/settings.h"
#include "plan/spec_keys.h"
#include "support/suite.h"

static void know(struct sections *l)
{
    struct error e = { .text = "" };
    *l = (struct sections) { 0 };
    for (const struct section *const *s = spec_sections; *s; s++)
        sections_add(l, *s, &e);
    assert_string_equal(e.text, "");
}

static void sections_and_keys(void **state)
{
    (void)state;
    static const struct {
        const char *name, *start;
        unsigned flags;
    } expected[] = {
        { "experiment.title", "", KEY_SINGLE },
        { "experiment.declared", "", KEY_SINGLE },
        { "experiment.include", "", KEY_SINGLE },
        { "experiment.seeds", "1", 0 },
        { "experiment.keep_models", "on", KEY_SINGLE },
        { "data.dataset", "mnist", KEY_REQUIRED },
        { "data.positive", "each", KEY_RANGES },
        { "data.negative", "none", 0 },
        { "data.anomaly", "rest", 0 },
        { "data.train_limit", "0", KEY_SINGLE },
        { "data.test_limit", "0", KEY_SINGLE },
        { "data.negative_limit", "0", 0 },
        { "data.strokes", "10000", KEY_SINGLE },
        { "data.holdout", "0", KEY_SINGLE },
        { "detectors.run", "kde, ae", KEY_REQUIRED },
        { "stress.run", "off", KEY_SINGLE },
        { "stress.sets", "all", KEY_SINGLE },
        { "stress.search", "gradient", KEY_SINGLE },
        { "stress.starts", "64", KEY_SINGLE },
        { "stress.steps", "400", KEY_SINGLE },
        { "stress.rho", "1 1.25 1.5 2", KEY_SINGLE },
        { "incremental.order", "number", KEY_SINGLE },
        { "incremental.base", "5", KEY_SINGLE },
        { "incremental.negatives", "earlier", KEY_SINGLE },
        { "incremental.held", "5", KEY_SINGLE },
        { "incremental.rivals", "all", KEY_SINGLE },
        { "incremental.epochs", "15", KEY_SINGLE },
        { "incremental.learning_rate", "0.002", KEY_SINGLE },
        { "incremental.cell", "7", KEY_SINGLE },
        { "incremental.ridge", "0.01", KEY_SINGLE },
    };
    struct sections l;
    know(&l);
    assert_int_equal(l.n_settings, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < l.n_settings; i++) {
        const struct setting *k = &l.settings[i];
        struct text name = TEXT_INIT;
        text_format(&name, "%s.%s", k->section->name, k->key->name);
        assert_string_equal(text_of(&name), expected[i].name);
        assert_string_equal(k->key->start, expected[i].start);
        assert_int_equal(k->key->flags, expected[i].flags);
        assert_true(k->key->help && k->key->expected); /* people are told of each */
        text_release(&name);
    }
    sections_release(&l);
}

/* None of them has the name of a section of the detectors', with which they share a file. */
static void they_stand_beside_the_detectors(void **state)
{
    (void)state;
    for (const struct section *const *s = spec_sections; *s; s++)
        assert_null(sections_find(&suite()->sections, (*s)->name));
}

static void structs_hold_the_defaults(void **state)
{
    (void)state;
    struct sections l;
    struct settings s;
    know(&l);
    settings_init(&s, &l);
    const struct experiment_keys *experiment = settings_of(&s, sections_find(&l, "experiment"));
    const struct data_keys *data = settings_of(&s, sections_find(&l, "data"));
    assert_true(experiment->seeds == 1 && experiment->keep_models == 1);
    assert_true(data->train_limit == 0 && data->test_limit == 0 && data->strokes == 10000 && data->holdout == 0);
    assert_int_equal(settings_set(&s, sections_setting(&l, "data", "holdout"), "1000", NULL), 0);
    assert_int_equal(settings_set(&s, sections_setting(&l, "data", "holdout"), "1001", NULL), -1);
    assert_int_equal(settings_set(&s, sections_setting(&l, "experiment", "keep_models"), "off", NULL), 0);
    assert_true(data->holdout == 1000 && experiment->keep_models == 0);
    sections_release(&l);
}

/* What the check of a text says of a word: "" where it may stand there. */
static void expect_said(const char *section, const char *key, const char *word, const char *expected)
{
    struct sections l;
    struct error e = { .text = "" };
    know(&l);
    const struct setting *k = sections_setting(&l, section, key);
    assert_non_null(k);
    assert_int_equal(k->key->check(word, suite(), &e), *expected ? -1 : 0);
    if (!*expected)
        assert_string_equal(e.text, "");
    assert_says(e.text, expected);
    sections_release(&l);
}

static void words_are_checked(void **state)
{
    (void)state;
    static const char name[] = "expected a data set's name of a-z 0-9 - _ . with at most 63 characters, found '";
    expect_said("data", "dataset", "fashion-mnist_2.v1", "");
    expect_said("data", "dataset", "MNIST", name);
    expect_said("data", "dataset", "a/b", name);
    expect_said("data", "dataset", ".hidden", name);
    expect_said("data", "dataset", "0123456789012345678901234567890123456789012345678901234567890ab", "");
    expect_said("data", "dataset", "0123456789012345678901234567890123456789012345678901234567890abc", name);
    expect_said("data", "negative", "class:5", "");
    expect_said("data", "negative", "clas:5", "did you mean 'class:'?");
    expect_said("data", "anomaly", "own-half", "");
    expect_said("data", "anomaly", "strokes",
                "expected one of rest, common, own-half, left-out, class:, classes:, found 'strokes'");
}

/* Hidden ones are for no spec, and no hint leads to them. */
static void detectors_are_checked(void **state)
{
    (void)state;
    for (size_t i = 0; i < suite()->n; i++) {
        const struct detector *d = suite()->detectors[i];
        expect_said("detectors", "run", d->name, d->flags & HIDDEN ? "unknown detector" : "");
    }
    expect_said("detectors", "run", "lisae", "unknown detector 'lisae', did you mean 'lis-ae'?");
    expect_said("detectors", "run", "phase1", "unknown detector 'phase1', possible are raw-l2, ");
    expect_said("detectors", "run", "phase1", ", latent-logistic"); /* to the last */
}

static void words_are_described(void **state)
{
    (void)state;
    static const struct {
        const char *section, *key, *line;
    } table[] = {
        { "data", "negative", "> next-class" },
        { "data", "anomaly", "> own-half" },
        { "detectors", "run", "> kde  " },
    };
    struct sections l;
    know(&l);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct text t = TEXT_INIT;
        sections_setting(&l, table[i].section, table[i].key)->key->describe("> ", suite(), &t);
        assert_says(text_of(&t), table[i].line);
        assert_null(strstr(text_of(&t), "phase1"));
        text_release(&t);
    }
    sections_release(&l);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(sections_and_keys),         cmocka_unit_test(they_stand_beside_the_detectors),
    cmocka_unit_test(structs_hold_the_defaults), cmocka_unit_test(words_are_checked),
    cmocka_unit_test(detectors_are_checked),     cmocka_unit_test(words_are_described),
};

TEST_MAIN(tests, NULL, NULL)
