#include "slurm/record.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/text.h"
#include "store/file.h"
#include "store/ini.h"

static char *path_of(const struct submission *s, long task)
{
    char name[48];
    snprintf(name, sizeof name, "task-%ld.ini", task);
    return submission_path(s, name);
}

void record_write(const struct submission *s, long task, const struct task_record *r)
{
    char *path = path_of(s, task);
    struct text t = TEXT_INIT;
    text_format(&t,
                "[task]\njob = %s\nnode = %s\nsince = %s\nrun = %s\nrestarts = %ld\ntimes = %ld\ndone = %ld\n"
                "state = %s\n",
                r->job, r->node, r->since, r->run, r->restarts, r->times, r->done, r->state);
    const int fd = file_open_own("record", path, O_WRONLY | O_CREAT | O_TRUNC, NULL);
    /* in one piece; whoever reads half of it takes it for none */
    if (fd >= 0) {
        const ssize_t wrote = write(fd, t.s, t.length);
        if (wrote >= 0 && (size_t)wrote != t.length && ftruncate(fd, 0) != 0)
            unlink(path);
        close(fd);
    }
    text_release(&t);
    free(path);
}

static void take(char *to, size_t room, const struct ini *ini, const char *key)
{
    const char *value = ini_get(ini, "task", key);
    snprintf(to, room, "%s", value ? value : "");
}

static long number(const struct ini *ini, const char *key)
{
    const char *value = ini_get(ini, "task", key);
    long n = 0;
    return value && parse_long(value, &n) == 0 ? n : 0;
}

int record_read(const struct submission *s, long task, struct task_record *r)
{
    struct ini ini;
    struct text ignored = TEXT_INIT;
    char *path = path_of(s, task);
    *r = (struct task_record) { 0 };
    const int bad = ini_read(&ini, path, &ignored) || !ini_get(&ini, "task", "state"); /* the last line */
    if (!bad) {
        take(r->job, sizeof r->job, &ini, "job");
        take(r->node, sizeof r->node, &ini, "node");
        take(r->since, sizeof r->since, &ini, "since");
        take(r->run, sizeof r->run, &ini, "run");
        take(r->state, sizeof r->state, &ini, "state");
        r->restarts = number(&ini, "restarts");
        r->times = number(&ini, "times");
        r->done = number(&ini, "done");
    }
    ini_release(&ini);
    text_release(&ignored);
    free(path);
    return bad ? -1 : 0;
}
