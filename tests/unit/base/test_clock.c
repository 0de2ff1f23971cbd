/* The clock goes forward, in seconds. */
#include "support/main.h"

#include <unistd.h>

#include "base/clock.h"
#include "base/progress.h"

static void clock_goes_forward(void **state)
{
    (void)state;
    double before = clock_seconds();
    usleep(20000);
    double passed = clock_seconds() - before;
    assert_true(passed >= 0.02 && passed < 2);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(clock_goes_forward),
};

TEST_MAIN(tests, NULL, NULL)
