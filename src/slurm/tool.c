#include "slurm/tool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "slurm/environment.h"

extern char **environ;

/* Both ends are closed in what others start; the child's end is its copy. */
static int open_pipes(int out[2], int err[2], struct error *e)
{
    if (pipe2(out, O_CLOEXEC) != 0)
        return error_system(e, "cannot make a pipe");
    if (pipe2(err, O_CLOEXEC) == 0)
        return 0;
    error_system(e, "cannot make a pipe");
    close(out[0]);
    close(out[1]);
    return -1;
}

static int start(pid_t *child, const char *const *argv, int out, int err)
{
    posix_spawn_file_actions_t actions;
    char **environment = slurm_environment(environ);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
    int reason = posix_spawnp(child, argv[0], &actions, NULL, (char *const *)argv, environment);
    posix_spawn_file_actions_destroy(&actions);
    free(environment);
    return reason;
}

/* Appends what is there to read; 0 at the end. */
static int take(int fd, struct text *to)
{
    char bytes[4096];
    ssize_t n;
    do
        n = read(fd, bytes, sizeof bytes);
    while (n < 0 && errno == EINTR);
    if (n > 0)
        text_append_bytes(to, bytes, (size_t)n);
    return n > 0;
}

/* Reads both until their ends, so that neither fills and stops the program. */
static void listen_to(int out, int err, struct text *said, struct text *complaint)
{
    struct pollfd at[] = { { out, POLLIN, 0 }, { err, POLLIN, 0 } };
    struct text *to[] = { said, complaint };
    while (at[0].fd >= 0 || at[1].fd >= 0) {
        if (poll(at, 2, -1) < 0)
            continue;
        for (int i = 0; i < 2; i++)
            if (at[i].fd >= 0 && at[i].revents && !take(at[i].fd, to[i]))
                at[i].fd = -1;
    }
}

/* One line, for a message. */
static void flatten(struct text *t)
{
    while (t->length && t->s[t->length - 1] == '\n')
        t->s[--t->length] = '\0';
    for (size_t i = 0; i < t->length; i++)
        if (t->s[i] == '\n')
            t->s[i] = ' ';
}

int slurm_tool(const char *const *argv, struct text *out, struct error *e)
{
    int said[2], complained[2], status = 0;
    struct text complaint = TEXT_INIT;
    pid_t child = -1;
    text_clear(out);
    *e = (struct error) { .text = "" };
    if (open_pipes(said, complained, e))
        return -1;
    const int reason = start(&child, argv, said[1], complained[1]);
    close(said[1]);
    close(complained[1]);
    if (!reason) {
        listen_to(said[0], complained[0], out, &complaint);
        while (waitpid(child, &status, 0) < 0 && errno == EINTR)
            continue;
    }
    close(said[0]);
    close(complained[0]);
    flatten(&complaint);
    const int bad = reason || !WIFEXITED(status) || WEXITSTATUS(status) != 0;
    if (reason) {
        error_set(e, "cannot start '%s': %s", argv[0], strerror(reason));
        e->reason = reason;
    } else if (bad) {
        error_set(e, "%s: %.900s", argv[0], complaint.length ? text_of(&complaint) : "ended without a word");
    }
    text_release(&complaint);
    return bad ? -1 : 0;
}
