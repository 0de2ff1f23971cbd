/* Texts: strict numbers, nearest names, splitting, growth. */
#include "support/main.h"

#include <stdlib.h>
#include <string.h>

#include "base/progress.h"
#include "base/text.h"

static void whole_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        long value;
    } good[] = {
        { "0", 0 },
        { "-0", 0 },
        { "007", 7 },
        { "-12", -12 },
        { "9223372036854775807", INT64_MAX },
        { "-9223372036854775808", INT64_MIN },
    };
    static const char *const bad[] = {
        "",
        " ",
        " 1",
        "1 ",
        "\t1",
        "1\n",
        "+1",
        "-",
        "--1",
        "- 1",
        "-+1",
        "1.0",
        "1e3",
        "0x10",
        "ten",
        "1a",
        "9223372036854775808",
        "-9223372036854775809",
        "1,000",
        "\xc2\xb2",
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        long value = 99;
        assert_int_equal(parse_long(good[i].text, &value), 0);
        assert_int_equal(value, good[i].value);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        long value = 99;
        if (parse_long(bad[i], &value) != -1)
            fail_msg("'%s' was taken for %ld", bad[i], value);
        assert_int_equal(value, 99);
    }
}

static void real_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double value;
    } good[] = {
        { "0", 0 },
        { "-1.5", -1.5 },
        { ".5", 0.5 },
        { "5.", 5 },
        { "1e3", 1000 },
        { "1E+3", 1000 },
        { "-2.5e-3", -0.0025 },
        { "1e308", 1e308 },
        { "4.9e-324", 0x1p-1074 },
        { "1e-400", 0 },
    };
    static const char *const bad[] = {
        "",    " ",    " 1",       "1 ",    "\n1",    "+1",       "+.5",   "-",   ".",   "-.",     "e3",   "1e",
        "1e+", "--1",  "-+1",      "- 1",   "0x10",   "0x1p3",    "0X1",   "nan", "NaN", "nan(1)", "-nan", "inf",
        "INF", "-inf", "infinity", "1e309", "-1e309", "1e999999", "1.2.3", "1,5", "1f",  "1 2",    "ten",
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        double value = 99;
        assert_int_equal(parse_double(good[i].text, &value), 0);
        assert_true(value == good[i].value);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double value = 99;
        if (parse_double(bad[i], &value) != -1)
            fail_msg("'%s' was taken for %g", bad[i], value);
        assert_true(value == 99);
    }
}

static void nearest_name(void **state)
{
    (void)state;
    static const char *const names[] = { "kde", "pca", "linear-ae", "lis-ae", NULL };
    assert_string_equal(nearest("lisae", names), "lis-ae");
    assert_string_equal(nearest("linear_ae", names), "linear-ae");
    assert_string_equal(nearest("liner-ae", names), "linear-ae");
    assert_null(nearest("pac", names)); /* two of three letters are not a slip */
    assert_string_equal(nearest("kdee", names), "kde");
    assert_string_equal(nearest("kde", names), "kde");
    assert_null(nearest("svm", names));
    assert_null(nearest("", names));
    assert_null(nearest("autoencoder", names));
    assert_null(nearest("kde", (const char *const[]) { NULL }));
    /* the first of two that are as near */
    assert_string_equal(nearest("bat", (const char *const[]) { "cat", "hat", NULL }), "cat");
    char big[300];
    memset(big, 'x', sizeof big - 1);
    big[sizeof big - 1] = '\0';
    assert_null(nearest("kde", (const char *const[]) { big, NULL }));
}

static void assert_split(const char *s, const char *separators, int keep_empty, const char *joined)
{
    size_t n = 99, count = 0;
    char **parts = split(s, separators, keep_empty, &n);
    struct text t = TEXT_INIT;
    for (; parts[count]; count++)
        text_format(&t, "<%s>", parts[count]);
    assert_string_equal(text_of(&t), joined);
    assert_int_equal(n, count);
    split_free(parts);
    text_release(&t);
}

static void splitting(void **state)
{
    (void)state;
    assert_split("a, b ,c", ",", 0, "<a><b><c>");
    assert_split("a,, b c ,", ",", 0, "<a><b c>");
    assert_split("a,, b c ,", ",", 1, "<a><><b c><>");
    assert_split("a;b,c", ",;", 0, "<a><b><c>");
    assert_split(" 32  64\t8 ", " \t", 0, "<32><64><8>");
    assert_split("", ",", 0, "");
    assert_split("", ",", 1, "<>");
    assert_split(" \t ", ",", 0, "");
    assert_split(",", ",", 1, "<><>");
    split_free(split("a", ",", 0, NULL));
    split_free(NULL);
}

static void text_grows(void **state)
{
    (void)state;
    struct text t = TEXT_INIT;
    assert_string_equal(text_of(&t), "");
    text_clear(&t);
    for (int i = 0; i < 1000; i++)
        text_format(&t, "%d,", i);
    assert_int_equal(t.length, 10 * 2 + 90 * 3 + 900 * 4);
    assert_int_equal(strlen(t.s), t.length);
    assert_true(ends_with(t.s, ",998,999,") && starts_with(t.s, "0,1,2,"));
    text_clear(&t);
    assert_string_equal(text_of(&t), "");
    text_append(&t, "ab");
    text_append_bytes(&t, "c\0d", 3);
    assert_int_equal(t.length, 5);
    assert_memory_equal(t.s, "abc\0d", 6);
    text_release(&t);
    assert_false(ends_with("a", "ba"));
    assert_false(starts_with("a", "ab"));
    assert_true(ends_with("a", "") && starts_with("", ""));
}

static void names_that_are_unknown(void **state)
{
    static const char *const known[] = { "gamma", "beta", NULL };
    struct error e;
    assert_int_equal(unknown_name("key 'gama' in [shape]", "gama", known, &e), -1);
    assert_string_equal(e.text, "unknown key 'gama' in [shape], did you mean 'gamma'?");
    assert_int_equal(unknown_name("key 'qqqqqqqq'", "qqqqqqqq", known, &e), -1);
    assert_string_equal(e.text, "unknown key 'qqqqqqqq', possible are gamma, beta");
}

static void lists_have_an_item_once(void **state)
{
    static const char *const items[] = { "12", "1", "", "12", "123", "1", "" };
    struct text list = TEXT_INIT;
    for (size_t i = 0; i < sizeof items / sizeof *items; i++)
        text_add_once(&list, ", ", items[i], strlen(items[i]));
    text_add_once(&list, ", ", "45_6", 2);
    assert_string_equal(text_of(&list), "12, 1, 123, 45");
    text_release(&list);
}

static void text_is_given_away(void **state)
{
    (void)state;
    struct text t = TEXT_INIT;
    char *word = NULL;
    text_append(&t, "first");
    text_give(&t, &word);
    assert_string_equal(word, "first");
    assert_int_equal(t.length, 0);
    text_append(&t, "second");
    text_give(&t, &word);
    assert_string_equal(word, "second");
    text_give(&t, &word); /* nothing was written */
    assert_string_equal(word, "");
    free(word);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(names_that_are_unknown),
    cmocka_unit_test(whole_numbers),
    cmocka_unit_test(real_numbers),
    cmocka_unit_test(nearest_name),
    cmocka_unit_test(splitting),
    cmocka_unit_test(text_grows),
    cmocka_unit_test(lists_have_an_item_once),
    cmocka_unit_test(text_is_given_away),
};

TEST_MAIN(tests, NULL, NULL)
