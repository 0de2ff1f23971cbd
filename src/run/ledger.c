#include "run/ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "store/file.h"
#include "store/lock.h"
#include "store/temporary.h"

static const char HEADER[] = "run_id,attempt,outcome,started,ended,processor_s,kernels\n";

static int write_all(int fd, const char *path, const char *bytes, size_t n, struct error *e)
{
    ssize_t wrote;
    do
        wrote = write(fd, bytes, n);
    while (wrote < 0 && errno == EINTR);
    if (wrote >= 0 && (size_t)wrote == n)
        return 0;
    return error_set(e, "cannot write '%s': %s", path, wrote < 0 ? strerror(errno) : "it was cut short");
}

/* Makes the file with its header, all at once, unless it is there. */
static int make(const char *results, const char *path, struct error *e)
{
    char *temporary = temporary_path(results, "ledger.csv");
    int fd = file_open_own("ledger", temporary, O_WRONLY | O_CREAT | O_EXCL, e);
    int bad = fd < 0 || write_all(fd, path, HEADER, strlen(HEADER), e) ||
              (fsync(fd) != 0 && error_system(e, "cannot write '%s'", path));
    if (!bad && link(temporary, path) != 0 && errno != EEXIST) {
        /* a file system without links: for a moment somebody may add a line before the header */
        close(fd);
        fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        bad = fd < 0 ? (errno == EEXIST ? 0 : error_system(e, "cannot create '%s'", path))
                     : write_all(fd, path, HEADER, strlen(HEADER), e);
    }
    if (fd >= 0)
        close(fd);
    unlink(temporary);
    free(temporary);
    return bad ? -1 : 0;
}

/* Takes away what a full disk left of a line at the end, and gives a file that was left empty its header. */
static int mend(int fd, const char *path, struct error *e)
{
    enum { LONGEST = 4096 }; /* bytes of a line, and more */
    char end[LONGEST];
    struct stat s;
    if (fstat(fd, &s) != 0)
        return error_system(e, "cannot look at '%s'", path);
    const size_t n = s.st_size < LONGEST ? (size_t)s.st_size : LONGEST;
    const off_t from = s.st_size - (off_t)n;
    if (n && pread(fd, end, n, from) != (ssize_t)n)
        return error_system(e, "cannot read '%s'", path);
    size_t whole = n;
    while (whole && end[whole - 1] != '\n')
        whole--;
    if (whole < n && ftruncate(fd, from + (off_t)whole) != 0)
        return error_system(e, "cannot mend the last line of '%s'", path);
    return from + (off_t)whole ? 0 : write_all(fd, path, HEADER, strlen(HEADER), e);
}

int ledger_add(const char *results, const struct ledger_line *l, struct error *e)
{
    char *path = path_join(results, "ledger.csv", NULL);
    struct text line = TEXT_INIT;
    int fd = -1, bad = !path_exists(path) && make(results, path, e);
    /* One at a time: a line that goes over the end of a page can be seen half written, and would be taken for one that
     * was cut. */
    if (!bad)
        bad = (fd = file_open_own("ledger", path, O_RDWR | O_APPEND, e)) < 0 || lock_open(fd, path, e) ||
              mend(fd, path, e);
    if (!bad) {
        text_format(&line, "%s,%s,%s,%s,%s,%.3f,%s\n", l->run, l->attempt, l->outcome, l->started, l->ended,
                    l->processor, l->kernels);
        bad = write_all(fd, path, line.s, line.length, e);
    }
    if (fd >= 0)
        close(fd);
    text_release(&line);
    free(path);
    return bad ? -1 : 0;
}
