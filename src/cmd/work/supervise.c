#include "cmd/work/supervise.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"
#include "cmd/line/command.h"
#include "run/outcome.h"
#include "store/process.h"
#include "store/temporary.h"

static int work(const struct job *j)
{
    struct error e;
    return job_do(j, &e) ? complain(EXIT_RUN, "%s", e.text) : EXIT_OK;
}

/* What counts lines and leaks at an exit, where the program was built with it. */
/* NOLINTBEGIN(bugprone-reserved-identifier): these are the names that the compiler's libraries have */
extern void __gcov_dump(void) __attribute__((weak));
extern void __lsan_do_leak_check(void) __attribute__((weak));
/* NOLINTEND(bugprone-reserved-identifier) */

/* Ends the child without what libraries do at an exit, which takes longer than a short run. */
static _Noreturn void end(int code)
{
    fflush(NULL);
    if (__gcov_dump)
        __gcov_dump();
    if (__lsan_do_leak_check)
        __lsan_do_leak_check();
    _exit(code);
}

/* The child: its standard error goes to `said`. Of a batch it has this run alone to do, so it ends here. */
static _Noreturn void begin(const struct job *j, const int said[2], pid_t parent)
{
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) || getppid() != parent)
        _exit(EXIT_RUN);
    dup2(said[1], STDERR_FILENO);
    close(said[0]);
    close(said[1]);
    end(work(j));
}

/* Waits for something to read, and ends this process when its owner has ended. */
static void wait_to_read(int said, const char *owner)
{
    enum { EVERY_MS = 500 };
    struct pollfd from = { .fd = said, .events = POLLIN };
    while (owner && poll(&from, 1, EVERY_MS) <= 0)
        if (owner_gone(owner))
            kill(getpid(), SIGTERM);
}

/* Passes on what comes until the child's end, and keeps the last line of it. */
static void listen_to(int said, const char *owner, char *line, size_t room)
{
    char bytes[512];
    size_t used = 0;
    int ended = 0;
    line[0] = '\0';
    for (ssize_t n;;) {
        wait_to_read(said, owner);
        n = read(said, bytes, sizeof bytes);
        if (n == 0 || (n < 0 && errno != EINTR))
            break;
        for (ssize_t done = 0, now; done < n && (now = write(STDERR_FILENO, bytes + done, (size_t)(n - done))) > 0;)
            done += now;
        for (ssize_t i = 0; i < n; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                ended = 1;
            } else if (used + 1 < room || ended) {
                used = ended ? 0 : used;
                ended = 0;
                line[used++] = bytes[i];
                line[used] = '\0';
            }
        }
    }
}

/* How a child ended that has told nothing itself. */
static void describe(int status, const char *line, struct text *reason)
{
    static const char own[] = "lisae: ";
    const char *last = strncmp(line, own, strlen(own)) == 0 ? line + strlen(own) : line;
    if (WIFSIGNALED(status)) {
        int signal = WTERMSIG(status);
        int memory = signal == SIGABRT || signal == SIGSEGV || signal == SIGBUS || signal == SIGKILL;
        text_format(reason, "the worker ended by signal %d (%s%s)%s%s", signal, strsignal(signal),
                    memory ? "; out of memory?" : "", *last ? ": " : "", last);
    } else if (WEXITSTATUS(status) == EXIT_RUN && *last) {
        text_append(reason, last);
    } else {
        text_format(reason, "the worker ended with exit code %d%s%s", WEXITSTATUS(status), *last ? ": " : "", last);
    }
}

/* Has the job itself said why, but could not write it down? Then it is of no use to try once more. */
static int has_told(const struct job *j, const char *line)
{
    struct text words = TEXT_INIT;
    text_format(&words, "run %s (", j->run->id);
    int told = strstr(line, text_of(&words)) != NULL;
    text_release(&words);
    return told;
}

static int was_stopped(int status)
{
    int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    return signal == SIGTERM || signal == SIGINT || signal == SIGHUP || signal == SIGQUIT;
}

static long long stamp(const struct job *j)
{
    char *base = outcome_folder(j->run, j->results);
    long long at = run_folder_stamp(base, j->run->id);
    free(base);
    return at;
}

static int tell_loss(const struct job *j, int status, const char *line)
{
    struct text reason = TEXT_INIT;
    struct error e;
    describe(status, line, &reason);
    job_lost(j, text_of(&reason), &e);
    text_release(&reason);
    return complain(EXIT_RUN, "%s", e.text);
}

/* In this process, where there is none to be had for it. */
static int work_here(const struct job *j, const char *owner)
{
    struct error e;
    if (owner && process_follow(owner, &e))
        return complain(EXIT_RUN, "work: %s", e.text);
    return work(j);
}

int supervise(const struct job *j, const char *owner)
{
    int said[2], status = 0;
    char line[512] = "";
    const long long before = stamp(j);
    const pid_t parent = getpid();
    if (owner && owner_gone(owner))
        return complain(EXIT_RUN, "work: the process that started this one has ended");
    if (pipe(said)) /* hardly a descriptor is left: the job itself will tell */
        return work_here(j, owner);
    const pid_t child = fork();
    if (child == 0)
        begin(j, said, parent);
    close(said[1]);
    if (child > 0)
        listen_to(said[0], owner, line, sizeof line);
    close(said[0]);
    if (child < 0)
        return work_here(j, owner);
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return complain(EXIT_RUN, "cannot wait for the worker: %s", strerror(errno));
    if (WIFEXITED(status) && (WEXITSTATUS(status) == EXIT_OK || stamp(j) != before || has_told(j, line)))
        return WEXITSTATUS(status);
    if (was_stopped(status))
        return complain(EXIT_RUN, "the worker was stopped by signal %d", WTERMSIG(status));
    return tell_loss(j, status, line);
}
