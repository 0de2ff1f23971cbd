/* Problems of a spec: a line for each, and no line twice. */
#include "support/main.h"

#include "plan/problem.h"

static void test_no_line_twice(void **state)
{
    (void)state;
    struct text t = TEXT_INIT;
    assert_int_equal(problem_add(&t, "a.ini:3", "expected %d, found '%s'", 1, "x"), -1);
    assert_int_equal(problem_add(&t, "a.ini:4", "expected %d, found '%s'", 1, "x"), -1);
    assert_int_equal(problem_add(&t, "a.ini:3", "expected 1, found 'x'"), -1);
    assert_string_equal(text_of(&t), "a.ini:3: expected 1, found 'x'\na.ini:4: expected 1, found 'x'\n");
    /* the end of a line is another line */
    problem_add(&t, "3", "expected 1, found 'x'");
    assert_true(ends_with(text_of(&t), "\n3: expected 1, found 'x'\n"));
    text_release(&t);
}

/* A terminal obeys none. */
static void test_control_characters_are_shown(void **state)
{
    (void)state;
    struct text t = TEXT_INIT;
    problem_add(&t, "a.ini:3", "found '%s'", "\x1b[31m\x7f\f \xc3\xa4");
    assert_string_equal(text_of(&t), "a.ini:3: found '\\x1b[31m\\x7f\\x0c \xc3\xa4'\n");
    text_release(&t);
}

static void test_long_lines_are_cut(void **state)
{
    (void)state;
    struct text t = TEXT_INIT;
    char many[3000];
    memset(many, 'x', sizeof many - 1);
    many[sizeof many - 1] = '\0';
    problem_add(&t, "a", "%s", many);
    assert_int_equal(t.length, strlen("a: ") + 1023 + 1);
    assert_true(ends_with(text_of(&t), "x\n"));
    text_release(&t);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_no_line_twice),
    cmocka_unit_test(test_control_characters_are_shown),
    cmocka_unit_test(test_long_lines_are_cut),
};

TEST_MAIN(tests, NULL, NULL)
