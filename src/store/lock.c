#include "store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "store/file.h"

/* Some file systems know no locks. */
static int has_none(int reason)
{
    return reason == ENOLCK || reason == ENOSYS || reason == ENOTSUP || reason == EINVAL;
}

/* 1 taken, 0 held by somebody else (only with LOCK_NB), -1 error. */
static int lock(int fd, const char *path, int how, struct error *e)
{
    int failed;
    do
        failed = flock(fd, how);
    while (failed && errno == EINTR);
    if (!failed || has_none(errno))
        return 1;
    return errno == EWOULDBLOCK ? 0 : error_system(e, "cannot lock '%s'", path);
}

/* Closed on exec: a program that the holder starts must not keep the lock alive. In a folder that several users write,
 * the file may be another's, and flock() asks for no right to write. */
static int open_lock(const char *path, struct error *e)
{
    const int fd = file_open_own("lock", path, O_RDWR | O_CREAT, e);
    return fd < 0 && access(path, W_OK) != 0 && errno == EACCES ? file_open_own("lock", path, O_RDONLY, e) : fd;
}

static int take(struct lock *l, const char *path, int how, struct error *e)
{
    l->fd = open_lock(path, e);
    const int taken = l->fd < 0 ? -1 : lock(l->fd, path, how, e);
    if (taken != 1)
        lock_release(l);
    return taken;
}

int lock_open(int fd, const char *path, struct error *e)
{
    return lock(fd, path, LOCK_EX, e) == 1 ? 0 : -1;
}

int lock_take(struct lock *l, const char *path, struct error *e)
{
    return take(l, path, LOCK_EX, e) == 1 ? 0 : -1;
}

int lock_try(struct lock *l, const char *path, struct error *e)
{
    return take(l, path, LOCK_EX | LOCK_NB, e);
}

int lock_held(const char *path)
{
    int fd = file_open_own("lock", path, O_RDONLY, NULL);
    int held = fd >= 0 && flock(fd, LOCK_SH | LOCK_NB) && errno == EWOULDBLOCK;
    if (fd >= 0)
        close(fd);
    return held;
}

void lock_release(struct lock *l)
{
    if (l->fd >= 0)
        close(l->fd);
    l->fd = -1;
}
