#include "store/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"

/* What a link to nothing leads to: there the file is to be; free(). */
static char *behind_link(const char *path)
{
    char to[4096], *folder = path_folder(path);
    const ssize_t n = readlink(path, to, sizeof to - 1);
    to[n > 0 ? n : 0] = '\0';
    char *target = *to == '/' ? mem_string(to) : path_join(*folder ? folder : ".", to, NULL);
    free(folder);
    return target;
}

/* The path of the file to replace, free(); NULL where there is something that is no file. /dev/stdout is a link, too,
 * to a file that its shell has open. */
static char *file_behind(const char *path)
{
    struct stat s;
    if (lstat(path, &s) != 0 || S_ISREG(s.st_mode))
        return mem_string(path);
    if (starts_with(path, "/dev/") || starts_with(path, "/proc/"))
        return NULL;
    char *target = realpath(path, NULL);
    if (!target && errno == ENOENT)
        return behind_link(path);
    if (target && (stat(target, &s) != 0 || !S_ISREG(s.st_mode))) {
        free(target);
        target = NULL;
    }
    return target;
}

/* fopen(path, "wb"), which would wait for ever where nobody reads a FIFO. */
static FILE *open_in_place(const char *path)
{
    enum { TRIES = 100, PAUSE = 100 * 1000 * 1000 };
    const struct timespec pause = { .tv_nsec = PAUSE };
    int fd = -1;
    for (int i = 0; i < TRIES && fd < 0; i++) {
        fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NONBLOCK, 0666);
        if (fd < 0 && errno != ENXIO)
            return NULL;
        if (fd < 0)
            nanosleep(&pause, NULL);
    }
    /* waits for a slow reader, as others do */
    if (fd < 0 || fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK) != 0)
        return NULL;
    return fdopen(fd, "wb");
}

int output_begin(struct atomic_file *f, const char *path, struct error *e)
{
    char *file = file_behind(path);
    int rc = 0;
    *f = (struct atomic_file) { 0 };
    if (file) {
        file_sweep(file);
        rc = atomic_begin(f, file, e);
    } else if ((f->stream = open_in_place(path))) {
        f->path = mem_string(path);
    } else {
        rc = error_set(e, "cannot open '%s': %s", path, errno == ENXIO ? "nobody reads it" : strerror(errno));
    }
    free(file);
    return rc;
}

int output_commit(struct atomic_file *f, struct error *e)
{
    if (f->temporary)
        return atomic_commit(f, e);
    errno = 0;
    int failed_before = ferror(f->stream), bad = fclose(f->stream) != 0 || failed_before;
    if (bad)
        error_set(e, "cannot write '%s': %s", f->path,
                  f->reason ? strerror(f->reason)
                  : errno   ? strerror(errno)
                            : "an earlier write failed");
    f->stream = NULL;
    atomic_abandon(f);
    return bad ? -1 : 0;
}

int output_is_standard(const char *path)
{
    return strcmp(path, "-") == 0;
}

int output_write(const char *path, const void *bytes, size_t n, struct error *e)
{
    struct atomic_file f;
    if (output_is_standard(path))
        return fwrite(bytes, 1, n, stdout) == n && fflush(stdout) == 0
                   ? 0
                   : error_set(e, "cannot write to standard output");
    if (output_begin(&f, path, e))
        return -1;
    atomic_write(&f, bytes, n);
    return output_commit(&f, e);
}
