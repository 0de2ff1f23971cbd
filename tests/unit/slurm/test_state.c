#include "support/main.h"

#include "slurm/state.h"

static void words(void **state)
{
    assert_int_equal(slurm_state("RUNNING"), SLURM_RUNNING);
    assert_int_equal(slurm_state("PENDING"), SLURM_QUEUED);
    assert_int_equal(slurm_state("REQUEUED"), SLURM_QUEUED);
    assert_int_equal(slurm_state("REQUEUE_HOLD"), SLURM_QUEUED);
    assert_int_equal(slurm_state("COMPLETED"), SLURM_ENDED);
    assert_int_equal(slurm_state("COMPLETING"), SLURM_RUNNING);
    assert_int_equal(slurm_state("OUT_OF_MEMORY"), SLURM_BROKEN);
    assert_int_equal(slurm_state("CANCELLED by 1000"), SLURM_BROKEN);
    assert_int_equal(slurm_state("NODE_FAIL"), SLURM_BROKEN);
    assert_int_equal(slurm_state("FAILEDX"), SLURM_UNKNOWN);
    assert_int_equal(slurm_state(""), SLURM_UNKNOWN);
}

static void meanings(void **state)
{
    assert_string_equal(slurm_state_means("OUT_OF_MEMORY"), "out of memory");
    assert_string_equal(slurm_state_means("TIMEOUT"), "time limit");
    assert_string_equal(slurm_state_means("NODE_FAIL"), "its node failed");
    assert_string_equal(slurm_state_means("PREEMPTED"), "made room for another job");
    assert_string_equal(slurm_state_means("CANCELLED by 0"), "cancelled");
    assert_string_equal(slurm_state_means("TELEPORTED"), "TELEPORTED");
}

/* What may still do something counts more than what may not. */
static void order(void **state)
{
    assert_true(SLURM_RUNNING > SLURM_QUEUED && SLURM_QUEUED > SLURM_BROKEN && SLURM_BROKEN > SLURM_ENDED &&
                SLURM_ENDED > SLURM_UNKNOWN);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(words),
    cmocka_unit_test(meanings),
    cmocka_unit_test(order),
};

TEST_MAIN(tests, NULL, NULL)
