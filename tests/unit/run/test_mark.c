/* Words that mark a run. */
#include "support/main.h"

#include "run/mark.h"

static void words(void **state)
{
    (void)state;
    assert_true(marks_are_known("") && marks_are_known("stuck") && marks_are_known("constant stuck"));
    assert_false(marks_are_known("stuck,constant") || marks_are_known("stuck fast") || marks_are_known("Stuck"));
    assert_true(marks_have("constant stuck", MARK_STUCK) && marks_have("constant stuck", MARK_CONSTANT));
    assert_false(marks_have("constant", MARK_STUCK) || marks_have("", MARK_STUCK) || marks_have("unstuck", MARK_STUCK));
}

static const struct CMUnitTest tests[] = { cmocka_unit_test(words) };

TEST_MAIN(tests, NULL, NULL)
