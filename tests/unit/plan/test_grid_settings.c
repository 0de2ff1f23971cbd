/* Combinations of settings: which are visited, and which of those that cannot be are mistakes. */
#include "support/plans.h"

#include "plan/grid_settings.h"

#define SPEC "[data]\ndataset = tiny\n[detectors]\nrun = kde\n"

/* Keeps "select/bandwidth" of each; a bandwidth of 2 cannot be, and none from `most` on. */
struct visits {
    struct text seen;
    double most;
};

static enum visited visit(void *context, const struct detector *d, const struct settings *s, struct error *e)
{
    struct visits *v = context;
    struct text bandwidth = TEXT_INIT, select = TEXT_INIT;
    double value;
    settings_value(s, sections_setting(s->sections, "kde", "bandwidth"), &bandwidth);
    settings_value(s, sections_setting(s->sections, "kde", "select"), &select);
    text_format(&v->seen, "%s/%s ", text_of(&select), text_of(&bandwidth));
    assert_int_equal(parse_double(text_of(&bandwidth), &value), 0);
    const int fixed = strcmp(text_of(&select), "fixed") == 0;
    text_release(&bandwidth);
    text_release(&select);
    if (fixed && value >= v->most)
        error_set(e, "'bandwidth' %g is too much", value);
    return fixed && value >= v->most ? VISIT_MISFIT : VISIT_DONE;
}

static void expect_visits(const char *axes, double most, double count, const char *seen, const char *problems,
                          const char *notes)
{
    struct spec s;
    struct text t = TEXT_INIT, p, n = TEXT_INIT;
    struct fits f;
    struct findings l;
    struct visits v = { TEXT_INIT, most };
    const struct detector *kde = suite_find(suite(), "kde");
    text_format(&t, SPEC "[kde]\n%s", axes);
    p = read_spec(&s, text_of(&t), NULL);
    assert_string_equal(text_of(&p), "");
    assert_true(fits_count(&s, kde) == count);
    fits_init(&f, &s);
    findings_init(&l, suite());
    findings_left(&l, kde, 1);
    fits_visit(&f, kde, visit, &v);
    assert_string_equal(text_of(&v.seen), seen);
    fits_tell(&f, &l);
    findings_tell(&l, s.detectors, &p, &n);
    assert_string_equal(text_of(&p), problems);
    assert_string_equal(text_of(&n), notes);
    fits_release(&f);
    findings_release(&l);
    spec_release(&s);
    text_release(&t);
    text_release(&p);
    text_release(&n);
    text_release(&v.seen);
}

static void test_combinations(void **state)
{
    (void)state;
    expect_visits("select = fixed\nbandwidth = 1, 2, 3\n", 9, 3, "fixed/1 fixed/2 fixed/3 ", "", "");
    /* where the bandwidth is hidden, its first value stands for all; other detectors' axes are none of kde's */
    expect_visits("select = fixed, cv\nbandwidth = 1, 2\n[model]\nlatent = 3, 4\n", 9, 4, "fixed/1 fixed/2 cv/1 ", "",
                  "");
}

static void test_misfits(void **state)
{
    (void)state;
    /* 2 and 3 can be in no combination */
    expect_visits("select = fixed, cv\nbandwidth = 1, 2, 3\n", 2, 6, "fixed/1 fixed/2 fixed/3 cv/1 ",
                  "t.ini:7: detector 'kde': 'bandwidth' 2 is too much\n"
                  "t.ini:7: detector 'kde': 'bandwidth' 3 is too much\n",
                  "");
    /* 2 can, with cv */
    expect_visits("select = fixed, cv\nbandwidth = 2, 1\n", 2, 4, "fixed/2 fixed/1 cv/2 ", "",
                  "t.ini:7: detector 'kde': 'bandwidth' 2 is too much: 1 run is left out\n");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_combinations),
    cmocka_unit_test(test_misfits),
};

TEST_MAIN(tests, enter, leave)
