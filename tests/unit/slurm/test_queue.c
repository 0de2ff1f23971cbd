/* Texts as Slurm 22.05.8 printed them. */
#include "support/main.h"

#include "slurm/queue.h"

static void expect(const struct queue_row *r, long task, const char *job, const char *word, const char *node)
{
    assert_string_equal(r->plan, "4eba636da539");
    assert_int_equal(r->task, task);
    assert_string_equal(r->job, job);
    assert_string_equal(r->word, word);
    assert_string_equal(r->node, node);
}

static void of_squeue(void **state)
{
    struct queue q = { 0 };
    queue_add_squeue(&q, "2|0|RUNNING|None|n1|2026-11-28T21:50:52|lisae-4eba636da539-0\n"
                         "3|2|PENDING|Priority||N/A|lisae-4eba636da539-21\n"
                         "9|0|RUNNING|None|n1|2026-11-28T21:50:52|wrap\n"
                         "3|3|PENDING|(null)\n"
                         "4|N/A|PENDING|Dependency||N/A|lisae-4eba636da539-tables\n"
                         "5|N/A|PENDING|Dependency||N/A|lisae-4eba636da539-1\n");
    assert_int_equal(q.n, 3);
    expect(&q.rows[0], 0, "2_0", "RUNNING", "n1");
    assert_int_equal(q.rows[0].state, SLURM_RUNNING);
    assert_string_equal(q.rows[0].reason, "");
    assert_string_equal(q.rows[0].since, "2026-11-28T21:50:52");
    expect(&q.rows[1], 23, "3_2", "PENDING", "");
    assert_string_equal(q.rows[1].reason, "Priority");
    assert_string_equal(q.rows[1].since, "");
    expect(&q.rows[2], SLURM_TABLES, "4", "PENDING", "");
    queue_release(&q);
}

static void tasks_that_cannot_be(void **state)
{
    struct queue q = { 0 };
    queue_add_squeue(&q, "2|1|RUNNING|None|n1|N/A|lisae-4eba636da539-9223372036854775807\n"
                         "2|-1|RUNNING|None|n1|N/A|lisae-4eba636da539-3\n");
    assert_int_equal(q.n, 0);
    queue_release(&q);
}

static void of_sacct(void **state)
{
    struct queue q = { 0 };
    queue_add_sacct(&q, "12_3|CANCELLED by 1000|n2|2026-11-28T21:50:52|lisae-4eba636da539-21\n"
                        "12_[4-9]|PENDING|None assigned|Unknown|lisae-4eba636da539-21\n"
                        "13|COMPLETED|n1|2026-11-28T21:50:52|lisae-4eba636da539-tables\n");
    assert_int_equal(q.n, 2);
    expect(&q.rows[0], 24, "12_3", "CANCELLED by 1000", "n2");
    assert_int_equal(q.rows[0].state, SLURM_BROKEN);
    expect(&q.rows[1], SLURM_TABLES, "13", "COMPLETED", "n1");
    queue_release(&q);
}

static void of_ended_jobs(void **state)
{
    struct queue q = { 0 };
    queue_add_filetxt(&q, "JobId=1 UserId=root(0) GroupId=root(0) Name=true JobState=COMPLETED Partition=main "
                          "TimeLimit=UNLIMITED StartTime=2026-11-28T21:50:51 EndTime=2026-11-28T21:50:51 NodeList=n1 "
                          "NodeCnt=1 ProcCnt=1 WorkDir=/tmp Cluster=unknown DerivedExitCode=0:0 ExitCode=0:0 \n"
                          "JobId=5 UserId=root(0) GroupId=root(0) Name=lisae-4eba636da539-0 JobState=TIMEOUT "
                          "Partition=main TimeLimit=1 StartTime=2026-11-28T21:50:52 EndTime=2026-11-28T21:51:53 "
                          "NodeList=n2 NodeCnt=1 ProcCnt=1 WorkDir=/tmp ArrayJobId=2 ArrayTaskId=2 "
                          "DerivedExitCode=0:0 ExitCode=0:0 \n"
                          "JobId=7 Name=lisae-4eba636da539-tables JobState=COMPLETED NodeList=n2\n");
    assert_int_equal(q.n, 2);
    expect(&q.rows[0], 2, "2_2", "TIMEOUT", "n2");
    expect(&q.rows[1], SLURM_TABLES, "7", "COMPLETED", "n2");
    queue_release(&q);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(of_squeue),
    cmocka_unit_test(tasks_that_cannot_be),
    cmocka_unit_test(of_sacct),
    cmocka_unit_test(of_ended_jobs),
};

TEST_MAIN(tests, NULL, NULL)
