#include "store/process.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"
#include "store/file.h"

static int start(pid_t *child, const char *const *argv, const char *folder, const char *output)
{
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    if (folder)
        posix_spawn_file_actions_addchdir_np(&actions, folder);
    /* posix_spawnp() promises not to change the words */
    int rc = posix_spawnp(child, argv[0], &actions, NULL, (char *const *)argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    return rc;
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
    pid_t child;
    int rc = start(&child, argv, folder, output), status;
    if (rc)
        return error_set(e, "cannot start '%s': %s", argv[0], strerror(rc));
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return error_set(e, "cannot wait for '%s': %s", argv[0], strerror(errno));
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return 0;
    struct text line = TEXT_INIT;
    last_line(output, &line);
    if (WIFSIGNALED(status))
        error_set(e, "'%s' was killed by signal %d: %.300s", argv[0], WTERMSIG(status), text_of(&line));
    else
        error_set(e, "'%s' ended with exit code %d: %.300s", argv[0], WEXITSTATUS(status), text_of(&line));
    text_release(&line);
    return -1;
}
