/* Rounding: by the digits that stand there, halves away from zero. */
#include "support/main.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"

static void expect_rounded(const char *number, int decimals, enum decimal_sign sign, const char *expected)
{
    struct text t = TEXT_INIT;
    assert_int_equal(decimal_append(&t, number, decimals, sign), 0);
    assert_string_equal(text_of(&t), expected);
    text_release(&t);
}

static void by_its_digits(void **state)
{
    (void)state;
    static const struct {
        const char *number;
        int decimals;
        const char *expected;
    } cases[] = {
        { "0.853652", 4, "0.8537" }, { "0.853649", 4, "0.8536" },
        { "0.8536", 4, "0.8536" },   { "0.5", 4, "0.5000" },
        { "1", 3, "1.000" },         { ".5", 2, "0.50" },
        { "12.", 1, "12.0" },        { "0.99949", 3, "0.999" },
        { "0.999999", 4, "1.0000" }, { "9.95", 1, "10.0" },
        { "99.5", 0, "100" },        { "0.4", 0, "0" },
        { "1e-2", 3, "0.010" },      { "0.12345678901234567890", 2, "0.12" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_rounded(cases[i].number, cases[i].decimals, SIGN_BELOW_ZERO, cases[i].expected);
}

/* printf() takes a half to the even neighbour, and 1.005 for what the double next to it is: 1.00. */
static void halves(void **state)
{
    (void)state;
    expect_rounded("0.9995", 3, SIGN_BELOW_ZERO, "1.000");
    expect_rounded("0.8125", 3, SIGN_BELOW_ZERO, "0.813");
    expect_rounded("0.812500", 3, SIGN_BELOW_ZERO, "0.813");
    expect_rounded("0.8115", 3, SIGN_BELOW_ZERO, "0.812");
    expect_rounded("1.005", 2, SIGN_BELOW_ZERO, "1.01");
    expect_rounded("0.00005", 4, SIGN_BELOW_ZERO, "0.0001");
    expect_rounded("-0.00005", 4, SIGN_BELOW_ZERO, "-0.0001");
    expect_rounded("0.5", 0, SIGN_BELOW_ZERO, "1");
    expect_rounded("4.5e-3", 3, SIGN_BELOW_ZERO, "0.005"); /* as a spreadsheet may write 0.0045 */
    expect_rounded("-45E-4", 3, SIGN_ALWAYS, "-0.005");
    expect_rounded(".1005e+1", 2, SIGN_BELOW_ZERO, "1.01");
    expect_rounded("12e2", 1, SIGN_BELOW_ZERO, "1200.0");
    expect_rounded("1e-300", 2, SIGN_BELOW_ZERO, "0.00");
}

static void signs(void **state)
{
    (void)state;
    expect_rounded("-0.003148", 4, SIGN_BELOW_ZERO, "-0.0031");
    expect_rounded("-0.00004", 4, SIGN_BELOW_ZERO, "0.0000");
    expect_rounded("-0.00004", 4, SIGN_ALWAYS, "-0.0000");
    expect_rounded("0.00004", 4, SIGN_ALWAYS, "+0.0000");
    expect_rounded("0.25", 1, SIGN_ALWAYS, "+0.3");
    expect_rounded("0", 2, SIGN_ALWAYS, "+0.00");
}

static void no_numbers(void **state)
{
    (void)state;
    static const char *const bad[] = { "", "-", "nan", "inf", "0.5 ", "0,5", "0.5x", "1e200" };
    struct text t = TEXT_INIT;
    text_append(&t, "as it was");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(decimal_append(&t, bad[i], 2, SIGN_BELOW_ZERO), -1);
    assert_int_equal(decimal_append(&t, "0.5", -1, SIGN_BELOW_ZERO), -1);
    assert_string_equal(text_of(&t), "as it was");
    text_release(&t);
}

/* As printf has it: shares of few images, ties of six decimals, and what is next to them. */
static void shares(void **state)
{
    (void)state;
    char found[DECIMAL_SHARE], expected[32];
    for (int n = 1; n <= 1024; n++)
        for (int k = 0; k <= n; k++)
            for (int side = -1; side <= 1; side++) {
                const double share = side ? nextafter((double)k / n, side > 0) : (double)k / n;
                if (share < 0 || share > 1)
                    continue;
                decimal_share(found, share);
                snprintf(expected, sizeof expected, "%.6f", share);
                if (strcmp(found, expected) != 0)
                    fail_msg("%.17g: expected %s, found %s", share, expected, found);
            }
    decimal_share(found, 1.0 / 128); /* .0078125 */
    assert_string_equal(found, "0.007812");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(shares), cmocka_unit_test(by_its_digits), cmocka_unit_test(halves),
    cmocka_unit_test(signs),  cmocka_unit_test(no_numbers),
};

TEST_MAIN(tests, NULL, NULL)
