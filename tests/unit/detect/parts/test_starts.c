/* When a start is given up. */
#include "support/main.h"

#include "detect/classifier/classifier.h"
#include "detect/parts/starts.h"

/* Judged once, after a quarter of the epochs, or at the end where no other start follows. */
static void when_a_start_is_given_up(void **state)
{
    (void)state;
    for (int epoch = 1; epoch <= 40; epoch++) {
        assert_int_equal(start_fails(epoch, 40, 0, 0.96, 1), epoch == 10);
        assert_int_equal(start_fails(epoch, 40, 1, 0.96, 1), epoch == 40);
        assert_false(start_fails(epoch, 40, 0, 0.94, 1) || start_fails(epoch, 40, 1, 0.94, 1));
    }
    assert_true(start_fails(2, 3, 0, 0.96, 1) && start_fails(2, 2, 1, 0.96, 1)); /* two epochs at least */
    assert_false(start_fails(1, 1, 1, 0.96, 1));
    assert_false(start_fails(10, 40, 0, 1e-8, 0) || start_fails(10, 40, 0, 1e-7, 1e-8)); /* nothing to learn */
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(when_a_start_is_given_up),
};

TEST_MAIN(tests, NULL, NULL)
