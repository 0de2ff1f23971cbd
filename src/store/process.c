#include "store/process.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/file.h"
#include "store/temporary.h"

enum { UNLIMITED = -1 };

/* The child: never returns. Where it cannot start, the reason goes to `report`. */
static _Noreturn void become(const char *const *argv, const char *folder, const char *output, long long most,
                             pid_t parent, int report)
{
    const struct rlimit limit = { (rlim_t)most, (rlim_t)most };
    const int in = open("/dev/null", O_RDONLY);
    const int out = output ? open(output, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0666) : STDERR_FILENO;
    /* what it would do is of no use to anybody once its starter is gone */
    int bad = prctl(PR_SET_PDEATHSIG, SIGTERM) != 0 || getppid() != parent || in < 0 || out < 0 ||
              dup2(in, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0 || dup2(out, STDERR_FILENO) < 0 ||
              (folder && chdir(folder) != 0) || (most != UNLIMITED && setrlimit(RLIMIT_FSIZE, &limit) != 0);
    if (!bad) {
        signal(SIGXFSZ, SIG_DFL);
        execvp(argv[0], (char *const *)argv); /* which promises not to change the words */
    }
    int reason = errno;
    if (write(report, &reason, sizeof reason) != sizeof reason)
        _exit(126);
    _exit(127);
}

/* 0, or why it could not be started. */
static int start(pid_t *child, const char *const *argv, const char *folder, const char *output, long long most)
{
    int report[2], reason = 0;
    pid_t parent = getpid();
    if (pipe2(report, O_CLOEXEC) != 0)
        return errno;
    *child = fork();
    if (*child == 0)
        become(argv, folder, output, most, parent, report[1]);
    if (*child < 0)
        reason = errno;
    close(report[1]);
    /* closed by the exec, so that nothing comes where it started */
    ssize_t got = 0;
    do
        got = *child > 0 ? read(report[0], &reason, sizeof reason) : 0;
    while (got < 0 && errno == EINTR);
    if (got == sizeof reason)
        waitpid(*child, NULL, 0);
    close(report[0]);
    return reason;
}

/* ": " and the last line that is not empty; "" where there is none. */
static void last_line(const char *output, struct text *line)
{
    char *bytes = output ? file_read(output, NULL, NULL) : NULL;
    size_t n;
    char **lines = split(bytes ? bytes : "", "\r\n", 0, &n);
    text_format(line, "%s%.300s", n ? ": " : "", n ? lines[n - 1] : "");
    split_free(lines);
    free(bytes);
}

/* Ends the process when its starter has ended. */
static void *follow(void *owner)
{
    enum { EVERY = 500 * 1000 * 1000 };
    const struct timespec pause = { .tv_nsec = EVERY };
    while (!owner_gone(owner))
        nanosleep(&pause, NULL);
    kill(getpid(), SIGTERM);
    free(owner);
    return NULL;
}

int process_follow(const char *owner, struct error *e)
{
    sigset_t all, before;
    pthread_t thread;
    pthread_attr_t detached;
    if (owner_gone(owner))
        return error_set(e, "the process that started this one has ended");
    char *copy = mem_string(owner);
    /* signals are for the thread that works */
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_attr_init(&detached);
    pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
    int reason = pthread_create(&thread, &detached, follow, copy);
    pthread_attr_destroy(&detached);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (!reason)
        return 0;
    free(copy);
    return error_set(e, "cannot watch over the process that started this one: %s", strerror(reason));
}

int process_run(const char *const *argv, const char *folder, const char *output, struct error *e)
{
    return process_run_within(argv, folder, output, UNLIMITED, e);
}

int process_run_within(const char *const *argv, const char *folder, const char *output, long long most, struct error *e)
{
    pid_t child = -1;
    int rc = start(&child, argv, folder, output, most), status;
    if (rc)
        return error_set(e, "cannot start '%s': %s", argv[0], strerror(rc));
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return error_system(e, "cannot wait for '%s'", argv[0]);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return 0;
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXFSZ && most == UNLIMITED)
        return error_set(e, "'%s' was stopped: a file of its grew larger than files may here", argv[0]);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXFSZ)
        return error_set(e, "'%s' was stopped: it wrote more than %lld bytes", argv[0], most);
    struct text line = TEXT_INIT;
    last_line(output, &line);
    if (WIFSIGNALED(status))
        error_set(e, "'%s' was killed by signal %d%s", argv[0], WTERMSIG(status), text_of(&line));
    else
        error_set(e, "'%s' ended with exit code %d%s", argv[0], WEXITSTATUS(status), text_of(&line));
    text_release(&line);
    return -1;
}
