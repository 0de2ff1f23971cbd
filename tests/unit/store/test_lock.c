/* Locks between processes. */
#include "support/main.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/file.h"
#include "store/lock.h"
#include "support/folder.h"

static void test_lock_between_processes(void **state)
{
    char *path = path_join(*state, "lock", NULL);
    int ready[2];
    char byte;
    struct lock l;
    struct error e;
    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        if (lock_take(&l, path, NULL) || write(ready[1], "x", 1) != 1)
            _exit(1);
        pause();
        _exit(0);
    }
    close(ready[1]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    assert_int_equal(lock_try(&l, path, &e), 0);
    lock_release(&l); /* harmless */
    assert_int_equal(lock_try(&l, path, &e), 0);

    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_int_equal(lock_try(&l, path, &e), 1);
    struct lock second;
    assert_int_equal(lock_try(&second, path, &e), 0);
    lock_release(&l);
    assert_int_equal(lock_take(&second, path, &e), 0);
    lock_release(&second);
    assert_true(path_exists(path));
    free(path);

    path = path_join(*state, "missing", "lock", NULL);
    assert_int_equal(lock_try(&l, path, &e), -1);
    assert_int_equal(lock_take(&l, path, &e), -1);
    assert_non_null(strstr(e.text, "cannot open the lock"));
    free(path);
}

static void test_who_holds_a_lock(void **state)
{
    char *path = path_join(*state, "lock", NULL);
    struct lock l;
    struct error e;
    assert_false(lock_held(path)); /* nor is it made by asking */
    assert_false(path_exists(path));
    assert_int_equal(lock_take(&l, path, &e), 0);
    assert_true(lock_held(path));
    lock_release(&l);
    assert_false(lock_held(path));
    lock_release(&l);
    free(path);
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(test_lock_between_processes),
    IN_FOLDER(test_who_holds_a_lock),
};

TEST_MAIN(tests, NULL, NULL)
