/* Sets of classes. */
#include "support/main.h"

#include "support/classes.h"

static void classes_are_ascending_whatever_their_order(void **state)
{
    (void)state;
    struct class_list l = classes_of("1023 64 0 63 5");
    assert_int_equal(l.n, 5);
    expect_classes(&l, "0 5 63 64 1023");
    assert_int_equal(classes_next(&l, -1), 0);
    assert_int_equal(classes_next(&l, 63), 64);
    assert_int_equal(classes_next(&l, 1023), -1);
    assert_int_equal(classes_last(&l), 1023);
    assert_true(classes_hold(&l, 64));
    assert_false(classes_hold(&l, 65));
    const struct class_list none = { 0 };
    assert_int_equal(classes_next(&none, -1), -1);
    assert_int_equal(classes_last(&none), -1);
    expect_classes(&none, "");
}

static void what_is_no_class_or_there_already_is_refused(void **state)
{
    (void)state;
    struct class_list l = { 0 };
    for (int c = 0; c < CLASSES_MAX; c++)
        assert_int_equal(classes_add(&l, c), 0);
    assert_int_equal(l.n, CLASSES_MAX);
    assert_int_equal(classes_add(&l, 7), -1);
    assert_int_equal(classes_add(&l, CLASSES_MAX), -1);
    assert_int_equal(classes_add(&l, -1), -1);
    assert_int_equal(l.n, CLASSES_MAX);
    assert_false(classes_hold(&l, -1));
    assert_false(classes_hold(&l, CLASSES_MAX));
}

static void sets_are_ordered_by_their_numbers(void **state)
{
    (void)state;
    static const char *const ascending[] = { "", "0", "0 1", "0 1 70", "0 2", "0 70", "1", "70" };
    enum { N = sizeof ascending / sizeof *ascending };
    for (int i = 0; i < N; i++)
        for (int k = 0; k < N; k++) {
            const struct class_list a = classes_of(ascending[i]), b = classes_of(ascending[k]);
            const int found = classes_compare(&a, &b);
            assert_int_equal((found > 0) - (found < 0), (i > k) - (i < k));
        }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(classes_are_ascending_whatever_their_order),
    cmocka_unit_test(what_is_no_class_or_there_already_is_refused),
    cmocka_unit_test(sets_are_ordered_by_their_numbers),
};

TEST_MAIN(tests, NULL, NULL)
