/* Other programs: how they end, what they may write, and that they do not outlive who started them. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "store/process.h"
#include "support/folder.h"

static int run(void **state, const char *script, long long most, struct error *e)
{
    char *log = path_join(*state, "log", NULL);
    const char *const argv[] = { "sh", "-c", script, NULL };
    e->text[0] = '\0';
    int rc = process_run_within(argv, *state, log, most, e);
    free(log);
    return rc;
}

static void how_a_program_ends(void **state)
{
    struct error e;
    char *log = path_join(*state, "log", NULL), *here = path_join(*state, "here", NULL);
    assert_int_equal(run(state, "echo out; echo err >&2; touch here", -1, &e), 0);
    assert_file_is(log, "out\nerr\n");
    assert_true(path_exists(here));
    assert_int_equal(run(state, "cat", -1, &e), 0); /* nothing to read */
    assert_int_equal(run(state, "echo why; echo; exit 3", -1, &e), -1);
    assert_string_equal(e.text, "'sh' ended with exit code 3: why");
    assert_int_equal(run(state, "kill -9 $$", -1, &e), -1);
    assert_string_equal(e.text, "'sh' was killed by signal 9: ");
    const char *const none[] = { "no-such-program", NULL };
    assert_int_equal(process_run(none, NULL, log, &e), -1);
    assert_string_equal(e.text, "cannot start 'no-such-program': No such file or directory");
    const char *const nothing[] = { "true", NULL };
    assert_int_equal(process_run(nothing, "/nowhere/at/all", log, &e), -1);
    assert_string_equal(e.text, "cannot start 'true': No such file or directory");
    free(log);
    free(here);
}

static void files_may_not_grow_beyond_the_bound(void **state)
{
    struct error e;
    size_t n;
    char *big = path_join(*state, "big", NULL);
    assert_int_equal(run(state, "exec head -c 5000 /dev/zero > big", 5000, &e), 0);
    assert_int_equal(run(state, "exec head -c 5001 /dev/zero > big", 5000, &e), -1);
    assert_string_equal(e.text, "'sh' was stopped: it wrote more than 5000 bytes");
    free(file_read(big, &n, &e));
    assert_int_equal(n, 5000);
    free(big);
}

/* Who started it is killed: it goes, too. */
static void a_program_dies_with_who_started_it(void **state)
{
    enum { TRIES = 1000 };
    struct error e;
    char *pid_file = path_join(*state, "pid", NULL), *pid_text = NULL;
    long pid = 0;
    int status = 0;
    assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
    pid_t starter = fork();
    if (starter == 0) {
        run(state, "echo $$ > .pid; mv .pid pid; exec sleep 100", -1, &e);
        _exit(0);
    }
    for (int i = 0; i < TRIES && !path_exists(pid_file); i++)
        usleep(10000);
    pid_text = file_read(pid_file, NULL, &e);
    assert_non_null(pid_text);
    pid = strtol(pid_text, NULL, 10);
    assert_true(pid > 1);
    assert_int_equal(kill(starter, SIGKILL), 0);
    assert_int_equal(waitpid(starter, NULL, 0), starter);
    pid_t gone = 0;
    for (int i = 0; i < TRIES && gone == 0; i++) {
        gone = waitpid((pid_t)pid, &status, WNOHANG);
        usleep(10000);
    }
    if (gone == 0)
        kill((pid_t)pid, SIGKILL);
    assert_int_equal(gone, pid);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGTERM);
    free(pid_text);
    free(pid_file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(how_a_program_ends),
        IN_FOLDER(files_may_not_grow_beyond_the_bound),
        IN_FOLDER(a_program_dies_with_who_started_it),
    };
    return cmocka_run_group_tests_name("process", tests, NULL, NULL);
}
