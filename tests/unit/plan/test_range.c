/* Ranges: every number to the digit, and what is none. */
#include "support/main.h"

#include <string.h>

#include "base/text.h"
#include "plan/range.h"

enum { MOST = 1000 };

static void expect_numbers(const char *range, enum ranges kind, const char *expected)
{
    struct error e = { .text = "" };
    struct text found = TEXT_INIT;
    size_t n = 0, count = 0;
    char **numbers = range_numbers(range, kind, MOST, &n, &e);
    assert_string_equal(e.text, "");
    for (; numbers[count]; count++)
        text_format(&found, "%s%s", count ? " " : "", numbers[count]);
    assert_string_equal(text_of(&found), expected);
    assert_int_equal(n, count);
    split_free(numbers);
    text_release(&found);
}

static void expect_refused(const char *range, enum ranges kind, const char *expected)
{
    struct error e = { .text = "" };
    size_t n;
    assert_null(range_numbers(range, kind, MOST, &n, &e));
    assert_string_equal(e.text, expected);
}

static void whole_numbers(void **state)
{
    (void)state;
    for (int kind = RANGES_WHOLE; kind <= RANGES_DECIMAL; kind++) {
        expect_numbers("1..5", kind, "1 2 3 4 5");
        expect_numbers("1..8:2", kind, "1 3 5 7");
        expect_numbers("-4..4:4", kind, "-4 0 4");
        expect_numbers("-7..-7", kind, "-7");
        expect_numbers("8..64:8", kind, "8 16 24 32 40 48 56 64");
        expect_numbers("1..3:9", kind, "1");
        expect_numbers("9223372036854775806..9223372036854775807", kind, "9223372036854775806 9223372036854775807");
        expect_numbers("1e2..3e2:1e2", kind, "100 200 300");
    }
}

/* In binary 3 * 0.1 is 0.30000000000000004. */
static void decimals(void **state)
{
    (void)state;
    expect_numbers("0.1..0.5:0.1", RANGES_DECIMAL, "0.1 0.2 0.3 0.4 0.5");
    expect_numbers("0..1:0.25", RANGES_DECIMAL, "0.00 0.25 0.50 0.75 1.00");
    expect_numbers("-0.02..0.02:0.01", RANGES_DECIMAL, "-0.02 -0.01 0.00 0.01 0.02");
    expect_numbers("1e-3..3e-3:1e-3", RANGES_DECIMAL, "0.001 0.002 0.003");
    expect_numbers("1.0..3.0", RANGES_DECIMAL, "1 2 3");
    expect_numbers("0.5..2:0.5", RANGES_DECIMAL, "0.5 1.0 1.5 2.0");
    expect_numbers("0.9..1.1:0.15", RANGES_DECIMAL, "0.90 1.05");
    struct error e;
    size_t n;
    char **numbers = range_numbers("0..9.99:0.01", RANGES_DECIMAL, MOST, &n, &e), expected[32];
    assert_int_equal(n, 1000);
    for (size_t i = 0; i < n; i++) {
        snprintf(expected, sizeof expected, "%zu.%02zu", i / 100, i % 100);
        assert_string_equal(numbers[i], expected);
    }
    split_free(numbers);
}

static void what_is_none(void **state)
{
    (void)state;
    static const char *const none[] = { "..",    "1..",        "..2",    "1..b",    "1...3", "1..2..3",
                                        "1..2:", "1..2:1:1",   "1..2 3", "1..0x9",  "1..2e", "1..nan",
                                        "1..+3", "1..2:1e400", "a..b",   "1.2.3..4" };
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        for (int kind = RANGES_WHOLE; kind <= RANGES_DECIMAL; kind++) {
            struct text t = TEXT_INIT;
            text_format(&t, "expected a range a..b of whole numbers%s, found '%s'",
                        kind == RANGES_DECIMAL ? " or a..b:step" : "", none[i]);
            expect_refused(none[i], kind, text_of(&t));
            text_release(&t);
        }
    expect_refused("0.5..2.5", RANGES_DECIMAL, "expected a range a..b of whole numbers or a..b:step, found '0.5..2.5'");
    expect_refused("0.5..2.5:1", RANGES_WHOLE, "expected a range a..b of whole numbers, found '0.5..2.5:1'");
    expect_refused("2..1", RANGES_WHOLE, "expected a range a..b with a up to b, found '2..1'");
    expect_refused("0.2..0.1:0.1", RANGES_DECIMAL, "expected a range a..b with a up to b, found '0.2..0.1:0.1'");
    expect_refused("1..2:0", RANGES_WHOLE, "expected a range with a step above 0, found '1..2:0'");
    expect_refused("1..2:-0.1", RANGES_DECIMAL, "expected a range with a step above 0, found '1..2:-0.1'");
    expect_refused("1..1001", RANGES_WHOLE, "expected a range of at most 1000 numbers, found '1..1001'");
    expect_refused("0..1:0.0001", RANGES_DECIMAL, "expected a range of at most 1000 numbers, found '0..1:0.0001'");
    expect_refused("-9223372036854775808..9223372036854775807", RANGES_WHOLE,
                   "expected a range of at most 1000 numbers, found '-9223372036854775808..9223372036854775807'");
    expect_refused("1e-20..1e20:1", RANGES_DECIMAL,
                   "expected a range of numbers with at most 36 digits, found '1e-20..1e20:1'");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(whole_numbers),
    cmocka_unit_test(decimals),
    cmocka_unit_test(what_is_none),
};

TEST_MAIN(tests, NULL, NULL)
