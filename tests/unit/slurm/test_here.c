#include "support/main.h"

#include <stdlib.h>

#include "slurm/here.h"

static void outside_of_a_job(void **state)
{
    struct text t = TEXT_INIT;
    char job[32];
    here_describe(&t);
    here_job(job, sizeof job);
    assert_string_equal(text_of(&t), "");
    assert_string_equal(job, "");
    assert_string_equal(here_node(), "");
    assert_int_equal(here_restarts(), 0);
    text_release(&t);
}

static void in_an_array(void **state)
{
    struct text t = TEXT_INIT;
    setenv("SLURM_JOB_ID", "15", 1);
    setenv("SLURM_ARRAY_JOB_ID", "12", 1);
    setenv("SLURM_ARRAY_TASK_ID", "3", 1);
    setenv("SLURMD_NODENAME", "n1", 1);
    setenv("SLURM_RESTART_COUNT", "2", 1);
    here_describe(&t);
    assert_string_equal(text_of(&t), "[slurm]\njob = 12_3\nnode = n1\nrestarts = 2\n");
    text_clear(&t);
    unsetenv("SLURM_ARRAY_JOB_ID");
    unsetenv("SLURM_RESTART_COUNT");
    here_describe(&t);
    assert_string_equal(text_of(&t), "[slurm]\njob = 15\nnode = n1\nrestarts = 0\n");
    unsetenv("SLURM_JOB_ID");
    unsetenv("SLURM_ARRAY_TASK_ID");
    unsetenv("SLURMD_NODENAME");
    text_release(&t);
}

static void durations(void **state)
{
    assert_near(here_seconds("0:05"), 5, 0);
    assert_near(here_seconds("59:59"), 3599, 0);
    assert_near(here_seconds("02:03:04"), 7384, 0);
    assert_near(here_seconds("1-02:03:04"), 86400 + 7384, 0);
    assert_near(here_seconds("364-23:59:59"), 365.0 * 86400 - 1, 0);
    static const char *const none[] = { "", "UNLIMITED", "NOT_SET", "INVALID", "5", "1-", "a:b", "1:2:3:4" };
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_near(here_seconds(none[i]), -1, 0);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(outside_of_a_job),
    cmocka_unit_test(in_an_array),
    cmocka_unit_test(durations),
};

TEST_MAIN(tests, NULL, NULL)
