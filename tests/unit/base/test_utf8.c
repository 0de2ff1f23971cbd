/* Characters of UTF-8 at the ends of their ranges, and bytes that are none. */
#include "support/main.h"

#include <string.h>

#include "base/utf8.h"

static void first_and_last_of_each_length(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
        unsigned long number;
    } cases[] = {
        { "", 1, 0 }, /* the NUL behind it */
        { "\x7F", 1, 0x7F },
        { "\xC2\x80", 2, 0x80 },
        { "\xDF\xBF", 2, 0x7FF },
        { "\xE0\xA0\x80", 3, 0x800 },
        { "\xED\x9F\xBF", 3, 0xD7FF },
        { "\xEE\x80\x80", 3, 0xE000 },
        { "\xEF\xBF\xBF", 3, 0xFFFF },
        { "\xF0\x90\x80\x80", 4, 0x10000 },
        { "\xF4\x8F\xBF\xBF", 4, 0x10FFFF },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned long c = 1;
        assert_int_equal(utf8_decode(cases[i].bytes, cases[i].length, &c), cases[i].length);
        assert_int_equal(c, cases[i].number);
        assert_int_equal(utf8_decode(cases[i].bytes, cases[i].length + 9, &c), cases[i].length);
        assert_int_equal(utf8_decode(cases[i].bytes, cases[i].length - 1, &c), 0); /* cut off */
    }
}

static void what_is_none(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "\x80",
        "\xBF", /* begin none */
        "\xC0\x80",
        "\xC1\xBF", /* longer than they need be */
        "\xE0\x80\x80",
        "\xE0\x9F\xBF",
        "\xF0\x80\x80\x80",
        "\xF0\x8F\xBF\xBF",
        "\xED\xA0\x80",
        "\xED\xBF\xBF", /* halves of a pair */
        "\xF4\x90\x80\x80",
        "\xF7\xBF\xBF\xBF", /* beyond the last */
        "\xF8\x88\x80\x80\x80",
        "\xFE",
        "\xFF",
        "\xC3(",
        "\xE2\x86(",
        "\xF0\x9F\x98(", /* another one begins before it ends */
        "\xE2\x86",
        "\xF0\x9F\x98", /* the text ends */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned long c;
        if (utf8_decode(cases[i], strlen(cases[i]), &c) != 0)
            fail_msg("case %zu: expected no character", i);
        if (utf8_decode(cases[i], strlen(cases[i]) + 1, &c) != 0) /* with the NUL */
            fail_msg("case %zu: expected no character before a NUL", i);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(first_and_last_of_each_length),
    cmocka_unit_test(what_is_none),
};

TEST_MAIN(tests, NULL, NULL)
