/* The description of specs is itself a spec: it says what it does and it is complete. */
#include "support/plans.h"

#include "detect/registry.h"
#include "store/ini.h"

/* The description is itself a spec: it says what it does and it is complete. */
static void test_description(void **state)
{
    (void)state;
    struct spec s;
    struct ini ini;
    struct text out = TEXT_INIT, problems = TEXT_INIT;
    spec_describe(&out);
    assert_int_equal(ini_read_text(&ini, "help", text_of(&out), &problems), 0);
    for (const struct settings_key *k = settings_keys; k->section; k++) {
        assert_string_equal(ini_get(&ini, k->section, k->name), k->start);
        assert_non_null(strstr(text_of(&out), k->help));
    }
    for (const struct detector *const *d = detectors; *d; d++)
        if (!((*d)->flags & HIDDEN))
            assert_non_null(strstr(text_of(&out), (*d)->name));
    ini_release(&ini);
    problems = read_spec(&s, text_of(&out), NULL);
    assert_string_equal(text_of(&problems), "");
    expect_list(&s.negative, "none", s.negative.where);
    text_release(&problems);
    text_release(&out);
    spec_release(&s);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_description),
};

TEST_MAIN(tests, enter, leave)
