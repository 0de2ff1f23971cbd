/* The marks of a run, as its meta.ini has them. */
#include "support/main.h"

#include "run/marks.h"

static void assert_printed(unsigned marks, const char *line)
{
    struct text t = TEXT_INIT;
    marks_print(&t, marks);
    assert_string_equal(text_of(&t), line);
    text_release(&t);
}

static unsigned read_back(const char *lines)
{
    struct text t = TEXT_INIT, problems = TEXT_INIT;
    struct ini meta;
    text_format(&t, "[run]\nstatus = ok\n%s[data]\nmark = constant\n", lines);
    assert_int_equal(ini_read_text(&meta, "meta.ini", text_of(&t), &problems), 0);
    unsigned marks = marks_of(&meta);
    ini_release(&meta);
    text_release(&t);
    text_release(&problems);
    return marks;
}

static void a_word_for_each(void **state)
{
    (void)state;
    assert_printed(0, "");
    assert_printed(MARK_CONSTANT, "mark = constant\n");
    assert_printed(MARK_STUCK, "mark = stuck\n");
    assert_printed(MARK_STUCK | MARK_CONSTANT, "mark = constant stuck\n");
}

static void words_of_a_cell(void **state)
{
    (void)state;
    unsigned marks;
    struct text t = TEXT_INIT;
    marks_words(&t, MARK_STUCK | MARK_CONSTANT);
    assert_string_equal(text_of(&t), "constant stuck");
    text_release(&t);
    assert_int_equal(marks_parse("stuck constant", &marks), 0);
    assert_int_equal(marks, MARK_STUCK | MARK_CONSTANT);
    assert_int_equal(marks_parse("", &marks), 0);
    assert_int_equal(marks, 0);
    assert_int_equal(marks_parse("stuck later", &marks), -1);
    assert_int_equal(marks, MARK_STUCK);
}

static void what_was_printed_is_read(void **state)
{
    (void)state;
    for (unsigned marks = 0; marks <= (MARK_CONSTANT | MARK_STUCK); marks++) {
        struct text t = TEXT_INIT;
        marks_print(&t, marks);
        assert_int_equal(read_back(text_of(&t)), marks);
        text_release(&t);
    }
    assert_int_equal(read_back("mark =\n"), 0);
    assert_int_equal(read_back("mark = stuck  constant\n"), MARK_CONSTANT | MARK_STUCK);
    assert_int_equal(read_back("mark = unstuck later constantly stuck\n"), MARK_STUCK);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_word_for_each),
    cmocka_unit_test(words_of_a_cell),
    cmocka_unit_test(what_was_printed_is_read),
};

TEST_MAIN(tests, NULL, NULL)
