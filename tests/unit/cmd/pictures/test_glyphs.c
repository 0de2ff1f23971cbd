/* Which characters no font has. */
#include "support/main.h"

#include <string.h>

#include "cmd/pictures/glyphs.h"

static void expect(const char *text, const char *charsets, const char *expected)
{
    struct text missing = TEXT_INIT;
    glyphs_find_missing(text, charsets, &missing);
    assert_string_equal(text_of(&missing), expected);
    text_release(&missing);
}

static void missing_ones(void **state)
{
    (void)state;
    const char *const fonts = ":charset=20-7e a0-17f 3b3\n:charset=41-5a 6f22-6f24 1f600\n";
    expect("plain words", "", ""); /* ASCII is everywhere */
    expect("é γ", fonts, "");
    expect("é γ", ":charset=20-7e", "é γ");
    expect("漢字, 漢 and 😀", fonts, "字");
    expect("字 δ 字 𝕏", fonts, "字 δ 𝕏");
    expect("漢", ":charset=6f22", "");
    expect("漢", ":charset=6f21 6f23", "漢");
    expect("\u00cd", ":charset=20-7e", "\u00cd"); /* "c" of the word charset is a digit, too, and no range */
    /* joiners and selectors are not drawn */
    expect("a\u200d\ufe0fb", ":charset=20-7e", "");
    /* no UTF-8: a byte alone, a cut character, one too many */
    expect("\xff x \xe6\xbc", ":charset=20-7e", "");
    expect("\xbc\xe6\xbc\xa2", ":charset=20-7e", "漢");
}

/* Whatever fonts are there, ASCII is not asked for. */
static void nothing_to_ask(void **state)
{
    (void)state;
    struct text missing = TEXT_INIT;
    struct error e;
    assert_int_equal(glyphs_missing_here("t-shirt", &missing, &e), 0);
    assert_int_equal(missing.length, 0);
    text_release(&missing);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(missing_ones),
    cmocka_unit_test(nothing_to_ask),
};

TEST_MAIN(tests, NULL, NULL)
