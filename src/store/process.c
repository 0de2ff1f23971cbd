#include "store/process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"
#include "store/file.h"

enum { UNLIMITED = -1 };

/* The child: never returns. Where it cannot start, the reason goes to `report`. */
static _Noreturn void become(const char *const *argv, const char *folder, const char *output, long long most,
                             pid_t parent, int report)
{
    const struct rlimit limit = { (rlim_t)most, (rlim_t)most };
    int in = open("/dev/null", O_RDONLY), out = open(output, O_WRONLY | O_CREAT | O_TRUNC, 0666);
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

/* The last line that is not empty; "" where there is none. */
static void last_line(const char *output, struct text *line)
{
    char *bytes = file_read(output, NULL, NULL);
    size_t n;
    char **lines = split(bytes ? bytes : "", "\r\n", 0, &n);
    text_append(line, n ? lines[n - 1] : "");
    split_free(lines);
    free(bytes);
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
            return error_set(e, "cannot wait for '%s': %s", argv[0], strerror(errno));
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return 0;
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXFSZ)
        return error_set(e, "'%s' was stopped: it wrote more than %lld bytes", argv[0], most);
    struct text line = TEXT_INIT;
    last_line(output, &line);
    if (WIFSIGNALED(status))
        error_set(e, "'%s' was killed by signal %d: %.300s", argv[0], WTERMSIG(status), text_of(&line));
    else
        error_set(e, "'%s' ended with exit code %d: %.300s", argv[0], WEXITSTATUS(status), text_of(&line));
    text_release(&line);
    return -1;
}
