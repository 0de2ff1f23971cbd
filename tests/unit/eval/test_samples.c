/* Samples in the order of their scores, each with its own label. */
#include "eval/samples.h"

#include <stdlib.h>

#include "support/main.h"

static void rising_with_their_labels(void **state)
{
    (void)state;
    static const double scores[] = { 0.5, -1, 3, 0, 2 }, rising[] = { -1, 0, 0.5, 2, 3 };
    static const uint8_t labels[] = { 1, 0, 1, 1, 0 };
    static const int theirs[] = { 0, 1, 1, 0, 1 };
    struct sample *s = samples_sort(scores, labels, 5);
    for (int i = 0; i < 5; i++) {
        assert_near(s[i].score, rising[i], 0);
        assert_int_equal(s[i].label, theirs[i]);
    }
    free(s);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(rising_with_their_labels),
};

TEST_MAIN(tests, NULL, NULL)
