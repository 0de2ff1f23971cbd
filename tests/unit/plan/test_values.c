/* Value lists: commas, ranges, blanks, and what stands there twice. */
#include "support/main.h"

#include "plan/values.h"

static const char *const behind[] = { "class:", "part:", NULL };

static void expect_values(const char *value, int ranges, const char *expected)
{
    struct text problems = TEXT_INIT, found = TEXT_INIT;
    size_t n = 99, count = 0;
    char **values = values_split(value, ranges, behind, "f:1", &problems, &n);
    assert_string_equal(text_of(&problems), "");
    for (; values[count]; count++)
        text_format(&found, "<%s>", values[count]);
    assert_string_equal(text_of(&found), expected);
    assert_int_equal(n, count);
    split_free(values);
    text_release(&found);
}

static void expect_no_values(const char *value, int ranges, const char *expected)
{
    struct text problems = TEXT_INIT;
    size_t n;
    assert_null(values_split(value, ranges, behind, "f:1", &problems, &n));
    assert_string_equal(text_of(&problems), expected);
    text_release(&problems);
}

static void test_lists_and_ranges(void **state)
{
    (void)state;
    expect_values("a", 0, "<a>");
    expect_values(" a ,b c,  d \t e", 0, "<a><b c><d e>");
    expect_values("1, 3..5, 9", 1, "<1><3><4><5><9>");
    expect_values("1, 3..7:2, 20", 1, "<1><3><5><7><20>");
    expect_values("0.1..0.3:0.1, 1..2, 9", 2, "<0.1><0.2><0.3><1><2><9>");
    expect_values("7..7", 1, "<7>");
    expect_values("class:5..7, a, part:01..2, class:9", 0, "<class:5><class:6><class:7><a><part:1><part:2><class:9>");
    expect_values("class:1..5:2", 0, "<class:1><class:3><class:5>");
    expect_values("class:a..b, ../c", 0, "<class:a..b><../c>");
    expect_values("-2..1", 1, "<-2><-1><0><1>");
    expect_values("9223372036854775806..9223372036854775807", 1, "<9223372036854775806><9223372036854775807>");
}

static void test_bad_lists(void **state)
{
    (void)state;
    expect_no_values("", 1, "f:1: expected a value, found nothing\n");
    expect_no_values("a,,b", 1, "f:1: expected a value between commas, found nothing in 'a,,b'\n");
    expect_no_values("a,", 1, "f:1: expected a value between commas, found nothing in 'a,'\n");
    expect_no_values("1..2", 0,
                     "f:1: found '1..2': ranges a..b are for keys of single numbers, and may stand behind class:\n");
    expect_no_values("classes:1..2", 0,
                     "f:1: found 'classes:1..2': ranges a..b are for keys of single numbers, and may stand behind "
                     "class:\n");
    expect_no_values("class:2..1", 0, "f:1: expected a range a..b with a up to b, found '2..1'\n");
    expect_no_values("2..1", 1, "f:1: expected a range a..b with a up to b, found '2..1'\n");
    expect_no_values("1..b, ..", 1,
                     "f:1: expected a range a..b of whole numbers, found '1..b'\n"
                     "f:1: expected a range a..b of whole numbers, found '..'\n");
    expect_no_values("1...3", 1, "f:1: expected a range a..b of whole numbers, found '1...3'\n");
    expect_no_values("1..100001", 1, "f:1: expected a range of at most 100000 numbers, found '1..100001'\n");
    expect_no_values("-9223372036854775808..9223372036854775807", 1,
                     "f:1: expected a range of at most 100000 numbers, found "
                     "'-9223372036854775808..9223372036854775807'\n");
}

static void test_the_longest_range(void **state)
{
    (void)state;
    struct text problems = TEXT_INIT;
    size_t n;
    char **values = values_split("1..100000", 1, NULL, "f:1", &problems, &n);
    assert_non_null(values);
    assert_int_equal(n, 100000);
    assert_string_equal(values[99999], "100000");
    assert_int_equal(values_distinct(values, n, "f:1", &problems), 0);
    split_free(values);
}

/* Each pair is told once, and of many only the first few. */
static void test_doubles_of_values(void **state)
{
    (void)state;
    static char *const values[] = { "b", "a", "b", "c", "b", "a" };
    static char *const same[] = { "x", "x", "x", "x", "x", "x", "x", "x", "x" };
    struct text problems = TEXT_INIT;
    assert_int_equal(values_distinct(values + 1, 3, "f:1", &problems), 0);
    assert_int_equal(values_distinct(values, 0, "f:1", &problems), 0);
    assert_string_equal(text_of(&problems), "");
    assert_int_equal(values_distinct(values, 6, "f:1", &problems), -1);
    assert_string_equal(text_of(&problems), "f:1: value 'a' is given twice\nf:1: value 'b' is given twice\n");
    text_clear(&problems);
    assert_int_equal(values_distinct(same, 9, "f:1", &problems), -1);
    assert_string_equal(text_of(&problems), "f:1: value 'x' is given twice\n");
    text_release(&problems);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_lists_and_ranges),
    cmocka_unit_test(test_bad_lists),
    cmocka_unit_test(test_the_longest_range),
    cmocka_unit_test(test_doubles_of_values),
};

TEST_MAIN(tests, NULL, NULL)
