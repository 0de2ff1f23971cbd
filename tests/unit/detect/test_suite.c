/* Suites: one of the test's own beside the detectors that are built in, and tables that contradict each other. */
#include "support/main.h"

#include "detect/registry.h"
#include "detect/suite.h"
#include "support/suite.h"

struct odd_keys {
    int neighbours;
};

static const struct key odd_table[] = {
    INT_KEY(struct odd_keys, neighbours, "20", 1, 1000, "positives that an image's density is compared with"),
    { 0 },
};
static const struct section odd_section = { "odd", sizeof(struct odd_keys), odd_table, NULL };

static void *odd_fit(const struct detector *d, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    return NULL;
}

static int odd_score(const struct detector *d, void *model, const struct images *im, double *scores, struct error *e)
{
    return 0;
}

static void odd_save(const void *model, struct archive_writer *w)
{
}

static void *odd_load(const struct detector *d, const struct sections *known, const struct archive *a, struct error *e)
{
    return NULL;
}

static void odd_free(void *model)
{
}

static double odd_work(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    return settings_of(s, &odd_section) ? 1 : 0;
}

static const struct detector odd = {
    .name = "odd",
    .help = "local outlier factor",
    .label = "LOF",
    .section = &odd_section,
    .work = odd_work,
    .fit = odd_fit,
    .score = odd_score,
    .save = odd_save,
    .load = odd_load,
    .free = odd_free,
};

static void one_more_detector(void **state)
{
    (void)state;
    const struct detector *list[64] = { NULL };
    struct suite s;
    struct settings settings;
    struct error e = { .text = "" };
    struct text t = TEXT_INIT;
    size_t n = 0;
    for (; registry[n]; n++)
        list[n] = registry[n];
    list[n] = &odd;
    suite_open(&s, list, &e);
    assert_string_equal(e.text, "");
    assert_int_equal(s.n, n + 1);
    assert_ptr_equal(suite_find(&s, "odd"), &odd);
    assert_ptr_equal(suite_find(&s, "kde"), detector_named("kde"));
    assert_null(suite_find(&s, "lo"));
    assert_null(detector_named("odd")); /* the other suite does not know it */
    assert_int_equal(suite_place(&s, &odd), n);
    assert_int_equal(suite_place(&s, list[3]), 3);
    assert_int_equal(suite_place(suite(), &odd), suite()->n); /* no place: behind the last */
    /* its keys stand behind those of the others, whose places stay */
    assert_ptr_equal(s.sections.settings[s.sections.n_settings - 1].key, odd_table);
    assert_int_equal(s.sections.n_settings, suite()->sections.n_settings + 1);
    assert_int_equal(sections_setting(&s.sections, "kde", "folds")->offset, setting_named("kde", "folds")->offset);
    settings_init(&settings, &s.sections);
    assert_int_equal(settings_set(&settings, sections_setting(&s.sections, "odd", "neighbours"), "5", &e), 0);
    assert_int_equal(((const struct odd_keys *)settings_of(&settings, &odd_section))->neighbours, 5);
    assert_true(detector_uses(&odd, &settings, sections_setting(&s.sections, "odd", "neighbours")));
    assert_false(detector_uses(&odd, &settings, sections_setting(&s.sections, "model", "latent")));
    suite_describe(&s, "  ", &t);
    assert_true(ends_with(text_of(&t), "\n  odd                local outlier factor\n"));
    text_release(&t);
    suite_close(&s);
    assert_true(s.n == 0 && !s.sections.of);
}

/* Shared sections come first, then each detector's own, once where several share it. */
static void sections_in_their_order(void **state)
{
    (void)state;
    struct detector twin = odd;
    twin.name = "odd-labels";
    const struct detector *const list[] = { &odd, &twin, NULL };
    static const char *const expected[] = { "model", "train", "shape", "augment", "pollution", "odd" };
    struct suite s;
    assert_int_equal(suite_open(&s, list, NULL), 0);
    assert_int_equal(s.sections.n, 6);
    for (size_t i = 0; i < s.sections.n; i++)
        assert_string_equal(s.sections.of[i]->name, expected[i]);
    suite_close(&s);
}

static void hidden_ones_are_not_described(void **state)
{
    (void)state;
    struct detector stage = odd, user = odd;
    stage.name = "odd-phase1";
    stage.flags = HIDDEN;
    user.first = &stage;
    user.flags = USES_NEGATIVE;
    const struct detector *const list[] = { &user, &stage, NULL };
    struct suite s;
    struct text t = TEXT_INIT;
    assert_int_equal(suite_open(&s, list, NULL), 0);
    suite_describe(&s, "", &t);
    assert_string_equal(text_of(&t), "odd                local outlier factor (needs negatives)\n");
    assert_ptr_equal(suite_find(&s, "odd-phase1"), &stage);
    text_release(&t);
    suite_close(&s);
}

/* The suite of `odd` and one more must be refused. */
static void expect_refused(const struct detector *d, const char *message)
{
    const struct detector *const list[] = { &odd, d, NULL };
    struct suite s;
    struct error e = { .text = "" };
    assert_int_equal(suite_open(&s, list, &e), -1);
    assert_string_equal(e.text, message);
    suite_close(&s);
}

static void contradictions(void **state)
{
    (void)state;
    static const struct section same_name = { "odd", sizeof(struct odd_keys), odd_table, NULL };
    static const struct section shared_name = { "train", sizeof(struct odd_keys), odd_table, NULL };
    static const struct key impossible[] = { INT_KEY(struct odd_keys, neighbours, "0", 1, 9, "none"), { 0 } };
    static const struct section bad_default = { "bad", sizeof(struct odd_keys), impossible, NULL };
    static const char *const no_key[] = { "model.latent", "model.latents", NULL };
    static const char *const no_section[] = { "lov.*", NULL };
    struct detector d = odd;
    expect_refused(&d, "detector 'odd' stands twice");
    d.name = "second";
    d.section = &same_name;
    expect_refused(&d, "detector 'second': section 'odd' stands twice");
    d.section = &shared_name;
    expect_refused(&d, "detector 'second': section 'train' stands twice");
    d.section = &bad_default;
    expect_refused(
        &d, "detector 'second': default of 'neighbours' in [bad]: expected a whole number from 1 to 9, found '0'");
    d.section = NULL;
    d.uses = no_key;
    expect_refused(&d, "detector 'second' uses 'model.latents', which is no key");
    d.uses = no_section;
    expect_refused(&d, "detector 'second' uses 'lov.*', which is no key");
    d.uses = NULL;
    static const struct key_need no_need[] = { { .key = "model.latent", .other = "odd.none", .values = "1" }, { 0 } };
    d.needs = no_need;
    expect_refused(&d, "second needs 'odd.none', which is no key");
    d.needs = NULL;
    d.first = &odd;
    expect_refused(&d, "detector 'second' starts from 'odd', which is no hidden one");
    d.first = NULL;
    d.load = NULL;
    expect_refused(&d, "detector 'second' lacks a function or a name");
    d.load = odd.load;
    d.label = NULL;
    expect_refused(&d, "detector 'second' lacks a function or a name");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(one_more_detector),
    cmocka_unit_test(sections_in_their_order),
    cmocka_unit_test(hidden_ones_are_not_described),
    cmocka_unit_test(contradictions),
};

TEST_MAIN(tests, NULL, NULL)
