/* The description of specs is itself a spec: it says what it does and it is complete. */
#include "support/plans.h"

#include "store/ini.h"

/* The description is itself a spec: it says what it does and it is complete. */
static void test_description(void **state)
{
    (void)state;
    struct spec s;
    struct ini ini;
    struct text out = TEXT_INIT, problems = TEXT_INIT;
    spec_describe(suite(), &out);
    assert_int_equal(ini_read_text(&ini, "help", text_of(&out), &problems), 0);
    for (size_t i = 0; i < suite()->sections.n_settings; i++) {
        const struct setting *k = &suite()->sections.settings[i];
        assert_string_equal(ini_get(&ini, k->section->name, k->key->name), k->key->start);
        assert_non_null(strstr(text_of(&out), k->key->help));
    }
    for (const struct detector *const *d = suite()->detectors; *d; d++)
        if (!((*d)->flags & HIDDEN))
            assert_non_null(strstr(text_of(&out), (*d)->name));
    ini_release(&ini);
    problems = read_spec(&s, text_of(&out), NULL);
    assert_string_equal(text_of(&problems), "");
    expect_list(s.negative, "none", s.negative->where);
    text_release(&problems);
    text_release(&out);
    spec_release(&s);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_description),
};

TEST_MAIN(tests, enter, leave)
