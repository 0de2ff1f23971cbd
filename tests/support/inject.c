/* A library to preload (LD_PRELOAD): has one call of a program fail, as a full or broken disk, too few descriptors or
 * little memory would have it.
 *
 * INJECT_CALLS   the calls that count, with commas between and around: ",open,write,"; of open read write fsync rename
 *                mkdir unlink close flock mmap opendir malloc. Opening counts as "create" where it may make a file.
 * INJECT_AT      which of them; 0: none, they are counted alone
 * INJECT_STAYS   1: that one and all behind it
 * INJECT_ERROR   errno of the failure; 0: no failure, but half of what was to be read or written
 * INJECT_SIGNAL  in the place of a failure the process gets this signal
 * INJECT_PATH    only calls on files with this in their path
 * INJECT_WHO     only in processes whose first argument this is
 * INJECT_LOG     file to which each hit, and at the end how many calls of each kind there were, is added as a line
 *
 * Standard streams, /proc, /dev and /sys do not count. Streams of the C library do their input and output by calls
 * that no other library sees; so they become streams whose calls are those here. */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { STREAMS = 256 };

static struct {
    int on, memory, at, stays, error, signal, log;
    const char *calls, *path;
} how = { .log = -1 };
static const char *const kinds[] = { "open",   "create", "read",  "write", "fsync",   "rename", "mkdir",
                                     "unlink", "close",  "flock", "mmap",  "opendir", "malloc" };
enum { KINDS = sizeof kinds / sizeof *kinds };
static int count, counts[KINDS];
static struct {
    FILE *stream;
    int fd;
} streams[STREAMS];

static int number(const char *name, int otherwise)
{
    const char *text = getenv(name);
    return text ? atoi(text) : otherwise;
}

static void tell(const char *what, int n_calls, const char *path)
{
    char line[1024];
    int n = snprintf(line, sizeof line, "%s %d %s\n", what, n_calls, path);
    if (how.log >= 0 && n > 0)
        syscall(SYS_write, how.log, line, (size_t)n);
}

__attribute__((constructor)) static void begin(void)
{
    const char *who = getenv("INJECT_WHO"), *log = getenv("INJECT_LOG");
    char words[4096] = "";
    how.calls = getenv("INJECT_CALLS");
    how.path = getenv("INJECT_PATH");
    int f = (int)syscall(SYS_openat, AT_FDCWD, "/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
    ssize_t n = syscall(SYS_read, f, words, sizeof words - 1);
    syscall(SYS_close, f);
    if (!how.calls || n <= 0 || !strstr(words, "lisae") || (who && strcmp(words + strlen(words) + 1, who) != 0))
        return;
    how.at = number("INJECT_AT", 0);
    how.stays = number("INJECT_STAYS", 0);
    how.error = number("INJECT_ERROR", EIO);
    how.signal = number("INJECT_SIGNAL", 0);
    if (log) {
        f = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
        how.log = fcntl(f, F_DUPFD_CLOEXEC, 500);
        syscall(SYS_close, f);
    }
    how.memory = strstr(how.calls, ",malloc,") != NULL;
    how.on = 1;
}

__attribute__((destructor)) static void end(void)
{
    for (int i = 0; how.on && i < KINDS; i++)
        if (counts[i])
            tell(kinds[i], counts[i], "calls");
    how.on = 0;
}

/* Is this the call? */
static int is_it(const char *name, const char *path)
{
    for (int i = 0; i < KINDS; i++)
        if (strcmp(kinds[i], name) == 0)
            __atomic_add_fetch(&counts[i], 1, __ATOMIC_SEQ_CST);
    const int now = __atomic_add_fetch(&count, 1, __ATOMIC_SEQ_CST);
    if (how.at == 0 || (now != how.at && !(how.stays && now > how.at)))
        return 0;
    tell("hit", now, path);
    if (how.signal)
        kill(getpid(), how.signal);
    errno = how.error;
    return 1;
}

static int hits(const char *name, const char *path)
{
    char word[32];
    snprintf(word, sizeof word, ",%s,", name);
    if (!how.on || !strstr(how.calls, word) || strncmp(path, "/proc", 5) == 0 || strncmp(path, "/dev", 4) == 0 ||
        strncmp(path, "/sys", 4) == 0 || (how.path && !strstr(path, how.path)))
        return 0;
    return is_it(name, path);
}

static int hits_fd(const char *name, int fd)
{
    char link[64], path[1024];
    if (!how.on || fd <= STDERR_FILENO)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = syscall(SYS_readlink, link, path, sizeof path - 1);
    path[n > 0 ? n : 0] = '\0';
    return n > 0 && path[0] == '/' && hits(name, path);
}

/* The function of this name behind this library. */
#define REAL(result, name, ...) \
    static result (*real)(__VA_ARGS__); \
    if (!real) \
    *(void **)&real = dlsym(RTLD_NEXT, name)

/* ---- files ---- */

ssize_t write(int fd, const void *bytes, size_t n)
{
    REAL(ssize_t, "write", int, const void *, size_t);
    if (hits_fd("write", fd)) {
        if (how.error || n < 2)
            return -1;
        n /= 2;
    }
    return real(fd, bytes, n);
}

ssize_t read(int fd, void *bytes, size_t n)
{
    REAL(ssize_t, "read", int, void *, size_t);
    if (hits_fd("read", fd)) {
        if (how.error || n < 2)
            return -1;
        n /= 2;
    }
    return real(fd, bytes, n);
}

static int may_open(const char *path, int flags)
{
    return !hits(flags & O_CREAT ? "create" : "open", path);
}

int open(const char *path, int flags, ...)
{
    REAL(int, "open", const char *, int, ...);
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return may_open(path, flags) ? real(path, flags, mode) : -1;
}

int open64(const char *path, int flags, ...)
{
    REAL(int, "open64", const char *, int, ...);
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return may_open(path, flags) ? real(path, flags, mode) : -1;
}

int fsync(int fd)
{
    REAL(int, "fsync", int);
    return hits_fd("fsync", fd) ? -1 : real(fd);
}

int close(int fd)
{
    REAL(int, "close", int);
    if (hits_fd("close", fd)) { /* closed all the same, as Linux does it */
        real(fd);
        errno = how.error;
        return -1;
    }
    return real(fd);
}

int rename(const char *from, const char *to)
{
    REAL(int, "rename", const char *, const char *);
    return hits("rename", to) ? -1 : real(from, to);
}

int mkdir(const char *path, mode_t mode)
{
    REAL(int, "mkdir", const char *, mode_t);
    return hits("mkdir", path) ? -1 : real(path, mode);
}

int unlink(const char *path)
{
    REAL(int, "unlink", const char *);
    return hits("unlink", path) ? -1 : real(path);
}

int unlinkat(int folder, const char *path, int flags)
{
    REAL(int, "unlinkat", int, const char *, int);
    return hits("unlink", path) ? -1 : real(folder, path, flags);
}

int remove(const char *path)
{
    REAL(int, "remove", const char *);
    return hits("unlink", path) ? -1 : real(path);
}

int flock(int fd, int operation)
{
    REAL(int, "flock", int, int);
    return hits_fd("flock", fd) ? -1 : real(fd, operation);
}

DIR *opendir(const char *path)
{
    REAL(DIR *, "opendir", const char *);
    return hits("opendir", path) ? NULL : real(path);
}

void *mmap(void *at, size_t n, int protection, int flags, int fd, off_t offset)
{
    REAL(void *, "mmap", void *, size_t, int, int, int, off_t);
    return hits_fd("mmap", fd) ? MAP_FAILED : real(at, n, protection, flags, fd, offset);
}

/* ---- streams ---- */

static ssize_t stream_read(void *cookie, char *bytes, size_t n)
{
    return read((int)(intptr_t)cookie, bytes, n);
}

/* The C library wants all of it, or an error: 0. It goes on after a short or an interrupted write of its own. */
static ssize_t stream_write(void *cookie, const char *bytes, size_t n)
{
    size_t done = 0;
    while (done < n) {
        ssize_t now = write((int)(intptr_t)cookie, bytes + done, n - done);
        if (now <= 0)
            return 0;
        done += (size_t)now;
    }
    return (ssize_t)done;
}

static int stream_seek(void *cookie, off64_t *offset, int whence)
{
    off64_t at = lseek64((int)(intptr_t)cookie, *offset, whence);
    *offset = at < 0 ? *offset : at;
    return at < 0 ? -1 : 0;
}

static int stream_close(void *cookie)
{
    return close((int)(intptr_t)cookie);
}

static FILE *stream_of(int fd, const char *mode)
{
    const cookie_io_functions_t calls = { stream_read, stream_write, stream_seek, stream_close };
    FILE *stream = fopencookie((void *)(intptr_t)fd, mode, calls);
    for (int i = 0; stream && i < STREAMS; i++)
        if (!streams[i].stream) {
            streams[i].stream = stream;
            streams[i].fd = fd;
            break;
        }
    return stream;
}

FILE *fdopen(int fd, const char *mode)
{
    REAL(FILE *, "fdopen", int, const char *);
    return how.on ? stream_of(fd, mode) : real(fd, mode);
}

FILE *fopen(const char *path, const char *mode)
{
    REAL(FILE *, "fopen", const char *, const char *);
    if (!how.on || strncmp(path, "/proc", 5) == 0)
        return real(path, mode);
    int fd = *mode == 'r' ? open(path, O_RDONLY | O_CLOEXEC)
                          : open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    return fd < 0 ? NULL : stream_of(fd, mode);
}

FILE *fopen64(const char *path, const char *mode)
{
    return fopen(path, mode);
}

int fileno(FILE *stream)
{
    REAL(int, "fileno", FILE *);
    for (int i = 0; i < STREAMS; i++)
        if (stream && streams[i].stream == stream)
            return streams[i].fd;
    return real(stream);
}

int fclose(FILE *stream)
{
    REAL(int, "fclose", FILE *);
    for (int i = 0; i < STREAMS; i++)
        if (streams[i].stream == stream)
            streams[i].stream = NULL;
    return real(stream);
}

/* ---- memory ---- */

extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t),
    *__libc_memalign(size_t, size_t);

static int no_memory(void)
{
    return how.on && how.memory && is_it("malloc", "");
}

void *malloc(size_t n)
{
    return no_memory() ? NULL : __libc_malloc(n);
}

void *calloc(size_t n, size_t size)
{
    return no_memory() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t n)
{
    return no_memory() ? NULL : __libc_realloc(p, n);
}

void *aligned_alloc(size_t alignment, size_t n)
{
    return no_memory() ? NULL : __libc_memalign(alignment, n);
}

int posix_memalign(void **p, size_t alignment, size_t n)
{
    *p = no_memory() ? NULL : __libc_memalign(alignment, n);
    return *p ? 0 : ENOMEM;
}
