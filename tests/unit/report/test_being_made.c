/* Tables that are being made, or were when their call was stopped. */
#include "support/plans.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "report/being_made.h"
#include "store/file.h"
#include "store/lock.h"
#include "support/results.h"

static void expect_refused(void)
{
    struct error e;
    assert_int_equal(being_made_refuse("tables", &e), -1);
    assert_says(e.text, "tables/being-made.txt: expected tables of one call, found that the call which made them was "
                        "stopped, or that one makes them now: `lisae collect` of their spec makes them anew");
}

static void from_begin_to_end(void **state)
{
    struct error e;
    (void)state;
    assert_int_equal(being_made_refuse("tables", &e), 0); /* none are there */
    put_file("tables", "auc.csv", "x\n");
    assert_int_equal(being_made_refuse("tables", &e), 0);
    assert_int_equal(being_made_begin("tables", MAKER_COLLECT, &e), 0);
    expect_refused();
    assert_int_equal(being_made_begin("tables", MAKER_COLLECT, &e), 0); /* by the next call */
    assert_int_equal(being_made_begin("tables", MAKER_INCREMENTAL, &e), 0);
    assert_int_equal(being_made_end("tables", MAKER_COLLECT, &e), 0);
    assert_int_equal(being_made_refuse("tables", &e), -1); /* the other's are not whole yet */
    assert_says(e.text, "tables/being-made-incremental.txt: expected tables of one call, found that the call which "
                        "made them was stopped, or that one makes them now: `lisae incremental` of their spec");
    assert_int_equal(being_made_end("tables", MAKER_INCREMENTAL, &e), 0);
    assert_int_equal(being_made_refuse("tables", &e), 0);
    assert_int_equal(being_made_end("tables", MAKER_COLLECT, &e), 0);
    assert_int_equal(being_made_begin("none", MAKER_COLLECT, &e), -1);
}

/* Another process that makes tables for a while, and comes to the end or is stopped. */
static void make_them(int told, int ends)
{
    struct lock lock;
    struct error e;
    int bad = lock_take(&lock, "tables/.lock", &e) || being_made_begin("tables", MAKER_COLLECT, &e) ||
              write(told, "x", 1) != 1;
    usleep(100000);
    _exit(bad || (ends && being_made_end("tables", MAKER_COLLECT, &e)));
}

static void expect_after(int ends)
{
    int pipes[2], status;
    char byte;
    struct error e;
    put_file("tables", "auc.csv", "x\n");
    assert_int_equal(pipe(pipes), 0);
    const pid_t other = fork();
    if (other == 0)
        make_them(pipes[1], ends);
    assert_int_equal(read(pipes[0], &byte, 1), 1);
    if (ends)
        assert_int_equal(being_made_refuse("tables", &e), 0);
    else
        expect_refused();
    assert_int_equal(waitpid(other, &status, 0), other);
    assert_int_equal(status, 0);
    close(pipes[0]);
    close(pipes[1]);
}

static void who_works_is_waited_for(void **state)
{
    (void)state;
    expect_after(1);
    expect_after(0);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(from_begin_to_end, enter, leave),
    cmocka_unit_test_setup_teardown(who_works_is_waited_for, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
