#include "support/main.h"

#include <stdlib.h>
#include <unistd.h>

#include "slurm/record.h"
#include "support/folder.h"

static void there_and_back(void **state)
{
    struct submission s = { .folder = *state };
    const struct task_record written = { .job = "12_3",
                                         .node = "n1",
                                         .since = "2026-11-28T22:24:48Z",
                                         .run = "b22371414a33",
                                         .state = "working",
                                         .restarts = 1,
                                         .times = 2,
                                         .done = 14 };
    struct task_record r;
    record_write(&s, 7, &(struct task_record) { .state = "a longer one, there before" });
    record_write(&s, 7, &written);
    assert_int_equal(record_read(&s, 7, &r), 0);
    assert_string_equal(r.job, "12_3");
    assert_string_equal(r.node, "n1");
    assert_string_equal(r.since, "2026-11-28T22:24:48Z");
    assert_string_equal(r.run, "b22371414a33");
    assert_string_equal(r.state, "working");
    assert_int_equal(r.restarts, 1);
    assert_int_equal(r.times, 2);
    assert_int_equal(r.done, 14);
}

/* None, and one that is being written. */
static void none(void **state)
{
    struct submission s = { .folder = *state };
    struct task_record r;
    assert_int_equal(record_read(&s, 7, &r), -1);
    assert_string_equal(r.job, "");
    char *path = folder_file(state, "task-7.ini", "[task]\njob = 12_3\n", 18);
    assert_int_equal(record_read(&s, 7, &r), -1);
    assert_string_equal(r.job, "");
    free(path);
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(there_and_back),
    IN_FOLDER(none),
};

TEST_MAIN(tests, NULL, NULL)
