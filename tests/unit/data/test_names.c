/* Names of files and classes, and lists of names for messages. */
#include "support/main.h"

#include <string.h>

#include "data/names.h"

static void names_of_classes_are_text(void **state)
{
    static const char *const good[] = {
        "plain", "hex nut", "sch\xc3\xb6n", "\xe6\xbc\xa2\xe5\xad\x97", "\xf0\x9f\x8d\x8e", "a&b<c>\"'"
    };
    static const struct {
        const char *name, *shown;
    } bad[] = {
        { "a\nb", "a\\x0ab" },
        { "\x1b[2J", "\\x1b[2J" },
        { "a\tb", "a\\x09b" },
        { "a\x7f", "a\\x7f" },
        { "\xc2\x85", "\\xc2\\x85" },                   /* NEL, a line end of C1 */
        { "\xe2\x80\xa8", "\\xe2\\x80\\xa8" },          /* line separator */
        { "\xef\xbf\xbf", "\\xef\\xbf\\xbf" },          /* U+FFFF: not in XML */
        { "caf\xe9", "caf\\xe9" },                      /* Latin-1 */
        { "\xc0\xaf", "\\xc0\\xaf" },                   /* longer than need be */
        { "\xed\xa0\x80", "\\xed\\xa0\\x80" },          /* half of a UTF-16 pair */
        { "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80" }, /* beyond U+10FFFF */
        { "\xe6\xbc", "\\xe6\\xbc" },                   /* cut */
        { "\xff", "\\xff" },
    };
    struct error e;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_int_equal(class_name_check(good[i], &e), 0);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct text expected = TEXT_INIT;
        text_format(&expected, "expected a class's name in UTF-8 without control characters and line ends, found '%s'",
                    bad[i].shown);
        assert_int_equal(class_name_check(bad[i].name, &e), -1);
        assert_string_equal(e.text, expected.s);
        text_release(&expected);
    }
}

static void names_of_files_are_lines(void **state)
{
    struct error e;
    assert_int_equal(name_check("a file's name", "caf\xe9/1 2.png", &e), 0);
    assert_int_equal(name_check("a file's name", "a/1\n.png", &e), -1);
    assert_string_equal(e.text,
                        "expected a file's name without control characters and line ends, found 'a/1\\x0a.png'");
    assert_int_equal(name_check("a file's name", "\x1b", &e), -1);
}

static void lists_show_the_first_five(void **state)
{
    struct name_list l = { 0 };
    struct text t = TEXT_INIT;
    static const char *const names[] = { "a", "b", "c", "d", "e", "f", "g" };
    for (int i = 0; i < 5; i++)
        name_list_add(&l, names[i]);
    name_list_print(&l, &t);
    assert_string_equal(text_of(&t), "'a', 'b', 'c', 'd', 'e'");
    name_list_add(&l, names[5]);
    name_list_add(&l, names[6]);
    text_clear(&t);
    name_list_print(&l, &t);
    assert_string_equal(text_of(&t), "'a', 'b', 'c', 'd', 'e' and 2 more");
    assert_int_equal(l.n, 7);
    name_list_release(&l);
    text_release(&t);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(names_of_classes_are_text),
    cmocka_unit_test(names_of_files_are_lines),
    cmocka_unit_test(lists_show_the_first_five),
};

TEST_MAIN(tests, NULL, NULL)
