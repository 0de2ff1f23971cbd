/* Other programs: what they say, how they end, what they may write, and that they do not outlive who started them. */
#include "support/main.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"
#include "store/file.h"
#include "store/process.h"
#include "store/temporary.h"
#include "support/folder.h"

static int run_shell(void **state, const char *folder, const char *script, struct error *e)
{
    char *output = path_join(*state, "output", NULL);
    int rc = process_run((const char *const[]) { "sh", "-c", script, NULL }, folder, output, e);
    free(output);
    return rc;
}

static void assert_output(void **state, const char *expected)
{
    char *output = path_join(*state, "output", NULL);
    assert_file_is(output, expected);
    free(output);
}

/* Both streams go to the file, in their order; nothing comes in. */
static void output_and_messages(void **state)
{
    struct error e;
    assert_int_equal(run_shell(state, NULL, "echo out; echo err >&2; cat; echo end", &e), 0);
    assert_output(state, "out\nerr\nend\n");
    assert_int_equal(run_shell(state, NULL, ":", &e), 0);
    assert_output(state, ""); /* what was there is gone */
}

static void in_a_folder(void **state)
{
    struct error e;
    struct text expected = TEXT_INIT;
    char *below = path_join(*state, "below", NULL), *real = NULL;
    assert_int_equal(folder_make(below, &e), 0);
    real = realpath(below, NULL);
    text_format(&expected, "%s\n", real);
    assert_int_equal(run_shell(state, below, "pwd -P", &e), 0);
    assert_output(state, text_of(&expected));
    text_release(&expected);
    free(below);
    free(real);
}

/* A word is one argument, whatever is in it. */
static void words_stay_whole(void **state)
{
    struct error e;
    char *output = path_join(*state, "output", NULL);
    assert_int_equal(process_run((const char *const[]) { "printf", "<%s>", "a b", "$HOME;*", "", NULL }, NULL, output,
                                 &e),
                     0);
    assert_output(state, "<a b><$HOME;*><>");
    free(output);
}

static void failures_have_the_last_line(void **state)
{
    struct error e;
    assert_int_equal(run_shell(state, NULL, "echo first; echo; echo 'no such host'; echo; exit 7", &e), -1);
    assert_string_equal(e.text, "'sh' ended with exit code 7: no such host");
    assert_int_equal(run_shell(state, NULL, "exit 1", &e), -1);
    assert_string_equal(e.text, "'sh' ended with exit code 1");
    assert_int_equal(run_shell(state, NULL, "echo half; kill -KILL $$", &e), -1);
    assert_string_equal(e.text, "'sh' was killed by signal 9: half");
    assert_int_equal(run_shell(state, NULL, "kill -KILL $$", &e), -1);
    assert_string_equal(e.text, "'sh' was killed by signal 9");
}

static void what_cannot_be_started(void **state)
{
    struct error e;
    char *output = path_join(*state, "output", NULL);
    assert_int_equal(process_run((const char *const[]) { "no-such-program", NULL }, NULL, output, &e), -1);
    assert_string_equal(e.text, "cannot start 'no-such-program': No such file or directory");
    assert_int_equal(process_run((const char *const[]) { "true", NULL }, "/nowhere/at/all", output, &e), -1);
    assert_string_equal(e.text, "cannot start 'true': No such file or directory");
    assert_int_equal(process_run((const char *const[]) { "true", NULL }, NULL, "/nowhere/at/all", &e), -1);
    assert_string_equal(e.text, "cannot start 'true': No such file or directory");
    free(output);
}

static void do_nothing(int signal)
{
    (void)signal;
}

/* A signal for this program in the meantime does not end the waiting. */
static void signals_do_not_disturb(void **state)
{
    struct error e;
    struct sigaction caught = { .sa_handler = do_nothing }, before; /* without SA_RESTART: waitpid() ends with EINTR */
    struct text script = TEXT_INIT;
    assert_int_equal(sigaction(SIGUSR1, &caught, &before), 0);
    text_format(&script, "kill -USR1 %ld; sleep 0.1; echo done", (long)getpid());
    assert_int_equal(run_shell(state, NULL, text_of(&script), &e), 0);
    assert_output(state, "done\n");
    assert_int_equal(sigaction(SIGUSR1, &before, NULL), 0);
    text_release(&script);
}

static int run_within(void **state, const char *script, long long most, struct error *e)
{
    char *output = path_join(*state, "output", NULL);
    int rc = process_run_within((const char *const[]) { "sh", "-c", script, NULL }, *state, output, most, e);
    free(output);
    return rc;
}

static void files_may_not_grow_beyond_the_bound(void **state)
{
    struct error e;
    size_t n;
    char *big = path_join(*state, "big", NULL);
    assert_int_equal(run_within(state, "exec head -c 5000 /dev/zero > big", 5000, &e), 0);
    assert_int_equal(run_within(state, "exec head -c 5001 /dev/zero > big", 5000, &e), -1);
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
        run_within(state, "echo $$ > .pid; mv .pid pid; exec sleep 100", -1, &e);
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

/* However many processes stand between. */
static void a_process_ends_with_another(void **state)
{
    (void)state;
    char owner[OWNER_TEXT], byte;
    struct error e;
    int told[2], status = 0;
    assert_int_equal(pipe(told), 0);
    pid_t other = fork();
    if (other == 0) {
        owner_self(owner);
        _exit(write(told[1], owner, sizeof owner) != sizeof owner || pause());
    }
    assert_int_equal(read(told[0], owner, sizeof owner), sizeof owner);
    pid_t follower = fork();
    if (follower == 0) {
        _exit(process_follow(owner, &e) || write(told[1], "x", 1) != 1 || pause());
    }
    assert_int_equal(read(told[0], &byte, 1), 1);
    assert_int_equal(waitpid(follower, &status, WNOHANG), 0);
    kill(other, SIGKILL);
    assert_int_equal(waitpid(other, NULL, 0), other);
    assert_int_equal(waitpid(follower, &status, 0), follower);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGTERM);
    assert_int_equal(process_follow(owner, &e), -1);
    assert_string_equal(e.text, "the process that started this one has ended");
    close(told[0]);
    close(told[1]);
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(output_and_messages),
    IN_FOLDER(in_a_folder),
    IN_FOLDER(words_stay_whole),
    IN_FOLDER(failures_have_the_last_line),
    IN_FOLDER(what_cannot_be_started),
    IN_FOLDER(signals_do_not_disturb),
    IN_FOLDER(files_may_not_grow_beyond_the_bound),
    IN_FOLDER(a_program_dies_with_who_started_it),
    cmocka_unit_test(a_process_ends_with_another),
};

TEST_MAIN(tests, NULL, NULL)
