#include "store/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/temporary.h"

enum { ATTEMPTS = 100, OPEN_FOLDERS = 16, BLOCK = 1 << 16 };

/* "" or "some/folder/", the part of `path` before its last name. */
static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) + 1 : 0;
}

const char *path_last(const char *path)
{
    return path + folder_length(path);
}

char *path_folder(const char *path)
{
    char *folder = mem_string(path);
    folder[folder_length(path)] = '\0';
    return folder;
}

/* The mode is left to the umask, which mkstemp() would not do. */
static int make_file(const char *path)
{
    return open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
}

static int make_folder(const char *path)
{
    return mkdir(path, 0777);
}

/* Makes something new under a temporary name in a folder. What `make` returned, or -1 where `*temporary` is NULL. */
static int make_temporary(int (*make)(const char *path), const char *folder, const char *name, char **temporary)
{
    int made = -1;
    *temporary = NULL;
    for (int attempt = 0; attempt < ATTEMPTS && made < 0 && (attempt == 0 || errno == EEXIST); attempt++) {
        free(*temporary);
        *temporary = temporary_path(folder, name);
        made = make(*temporary);
    }
    if (made < 0) {
        int reason = errno;
        free(*temporary);
        *temporary = NULL;
        errno = reason;
    }
    return made;
}

/* Is the folder of the file one of folder_begin()? */
static int is_in_temporary(const char *path)
{
    char *folder = path_folder(path);
    const size_t n = strlen(folder);
    if (n)
        folder[n - 1] = '\0';
    int is = temporary_name(path_last(folder)) != NULL;
    free(folder);
    return is;
}

/* The descriptor of a file to write, or -1 where `*temporary` is NULL. */
static int begin_file(const char *path, char **temporary)
{
    if (is_in_temporary(path)) {
        int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
        *temporary = fd < 0 ? NULL : mem_string(path);
        return fd;
    }
    char *folder = path_folder(path);
    int fd = make_temporary(make_file, folder, path + folder_length(path), temporary), reason = errno;
    free(folder);
    errno = reason;
    return fd;
}

/* A rename would put a file in the place of a device or a FIFO, or of a link to one. A folder it refuses itself. */
static int is_special(const char *path)
{
    struct stat s;
    return stat(path, &s) == 0 && !S_ISREG(s.st_mode) && !S_ISDIR(s.st_mode);
}

static int refuse_special(const char *path, struct error *e)
{
    return error_set(e, "cannot write '%s': expected a file or nothing there, found a device, a FIFO or a socket",
                     path);
}

int atomic_begin(struct atomic_file *f, const char *path, struct error *e)
{
    *f = (struct atomic_file) { 0 };
    char *temporary;
    if (is_special(path))
        return refuse_special(path, e);
    int fd = begin_file(path, &temporary);
    if (fd < 0)
        return error_system(e, "cannot create '%s'", path);
    f->path = mem_string(path);
    f->temporary = temporary;
    f->stream = fdopen(fd, "wb");
    if (!f->stream) {
        error_system(e, "cannot create '%s'", path);
        close(fd);
        atomic_abandon(f);
        return -1;
    }
    return 0;
}

int folder_flush(const char *path, struct error *e)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int bad = fd < 0 ? errno != EACCES : fsync(fd) != 0 && errno != EINVAL && errno != ENOTSUP;
    if (bad)
        error_system(e, "cannot flush the folder '%s' to the disk", path);
    if (fd >= 0)
        close(fd);
    return bad ? -1 : 0;
}

/* The folder that the file is in. */
static int flush_folder_of(const char *path, struct error *e)
{
    char *folder = path_folder(path);
    int bad = folder_flush(*folder ? folder : ".", e);
    free(folder);
    return bad;
}

void atomic_write(struct atomic_file *f, const void *bytes, size_t n)
{
    if (n && fwrite(bytes, 1, n, f->stream) < n)
        f->reason = errno;
}

int atomic_commit(struct atomic_file *f, struct error *e)
{
    /* A write that failed before left its mark in the stream, but not its reason. */
    int failed_before = ferror(f->stream);
    errno = 0;
    int bad = fflush(f->stream) != 0 || failed_before || (!f->is_made_anew && fsync(fileno(f->stream)) != 0);
    int reason = f->reason ? f->reason : errno;
    if (fclose(f->stream) != 0 && !bad) {
        bad = 1;
        reason = errno;
    }
    f->stream = NULL;
    const int is_there = strcmp(f->temporary, f->path) == 0;
    if (!bad && is_special(f->path)) {
        refuse_special(f->path, e);
        atomic_abandon(f);
        return -1;
    }
    if (!bad && !is_there && rename(f->temporary, f->path) != 0) {
        bad = 1;
        reason = errno;
    }
    if (bad) {
        error_set(e, "cannot write '%s': %s", f->path, reason ? strerror(reason) : "an earlier write failed");
    } else {
        free(f->temporary);
        f->temporary = NULL;
        bad = is_there || f->is_made_anew ? 0 : flush_folder_of(f->path, e);
    }
    atomic_abandon(f);
    return bad ? -1 : 0;
}

void atomic_abandon(struct atomic_file *f)
{
    if (f->stream)
        fclose(f->stream);
    if (f->temporary)
        unlink(f->temporary);
    free(f->temporary);
    free(f->path);
    *f = (struct atomic_file) { 0 };
}

static int write_whole(const char *path, const void *bytes, size_t n, int is_made_anew, struct error *e)
{
    struct atomic_file f;
    if (atomic_begin(&f, path, e))
        return -1;
    f.is_made_anew = is_made_anew;
    atomic_write(&f, bytes, n);
    return atomic_commit(&f, e);
}

int file_write(const char *path, const void *bytes, size_t n, struct error *e)
{
    return write_whole(path, bytes, n, 0, e);
}

int file_write_unflushed(const char *path, const void *bytes, size_t n, struct error *e)
{
    return write_whole(path, bytes, n, 1, e);
}

char *file_read(const char *path, size_t *n, struct error *e)
{
    return file_read_most(path, SIZE_MAX, n, e);
}

/* Reads on until there is no more; 0 or -1. Grows with the file, and a file has as many bytes as it says but where it
 * is none: the size is asked for, so that a small file takes two calls. */
static int read_all(int fd, char **bytes, size_t *length, size_t most)
{
    struct stat s;
    size_t room = fstat(fd, &s) == 0 && s.st_size > 0 && (size_t)s.st_size < most ? (size_t)s.st_size + 2 : BLOCK;
    *bytes = mem_resize(NULL, room, 1);
    *length = 0;
    while (*length <= most) {
        ssize_t got = read(fd, *bytes + *length, room - *length - 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return (int)got;
        *length += (size_t)got;
        if (*length + 1 == room)
            *bytes = mem_resize(*bytes, room *= 2, 1);
    }
    return 0;
}

char *file_read_most(const char *path, size_t most, size_t *n, struct error *e)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    char *bytes = NULL;
    size_t length;
    if (fd < 0) {
        error_system(e, "cannot open '%s'", path);
        return NULL;
    }
    int bad = read_all(fd, &bytes, &length, most);
    if (bad)
        error_system(e, "cannot read '%s'", path);
    else if (length > most)
        bad = error_set(e, "'%s': expected at most %zu bytes, found more", path, most);
    close(fd);
    if (bad) {
        free(bytes);
        return NULL;
    }
    bytes[length] = '\0';
    if (n)
        *n = length;
    return bytes;
}

int folder_make(const char *path, struct error *e)
{
    char *partial = mem_string(path);
    int result = 0;
    for (char *end = partial; *end && result == 0;) {
        end += strspn(end, "/");
        end += strcspn(end, "/");
        char kept = *end;
        *end = '\0';
        struct stat s;
        /* stat() decides, since mkdir() on a folder may say EROFS or EACCES before EEXIST. */
        if (mkdir(partial, 0777) != 0) {
            int reason = errno;
            if (stat(partial, &s) != 0)
                result = error_set(e, "cannot make the folder '%s': %s", partial, strerror(reason));
            else if (!S_ISDIR(s.st_mode))
                result = error_set(e, "cannot make the folder '%s': '%s' is not a folder", path, partial);
        }
        *end = kept;
    }
    free(partial);
    return result;
}

int file_remove(const char *path, struct error *e)
{
    return unlink(path) != 0 && errno != ENOENT ? error_system(e, "cannot remove '%s'", path) : 0;
}

int folder_remove_files(const char *folder, const char *const *names, struct error *e)
{
    int bad = 0;
    for (; *names && !bad; names++) {
        char *path = path_join(folder, *names, NULL);
        bad = file_remove(path, e);
        free(path);
    }
    return bad;
}

static int remove_one(const char *path, const struct stat *s, int type, struct FTW *where)
{
    return remove(path) != 0 && errno != ENOENT ? errno : 0;
}

/* An archive may hold folders of mode 555. */
static void open_folders(const char *path)
{
    char *root = mem_string(path);
    FTS *fts = fts_open((char *[]) { root, NULL }, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    for (FTSENT *f; fts && (f = fts_read(fts));)
        if (f->fts_info == FTS_D && (f->fts_statp->st_mode & S_IRWXU) != S_IRWXU)
            chmod(f->fts_path, (f->fts_statp->st_mode & 07777) | S_IRWXU); /* whoever cannot is told when removing */
    if (fts)
        fts_close(fts);
    free(root);
}

static int remove_all(const char *path)
{
    int reason = nftw(path, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
    return reason >= 0 ? reason : errno == ENOENT ? 0 : errno;
}

int folder_remove(const char *path, struct error *e)
{
    int reason = remove_all(path);
    if (reason == EACCES || reason == ENOTEMPTY || reason == EEXIST) {
        open_folders(path);
        reason = remove_all(path);
    }
    return reason ? error_set(e, "cannot remove '%s': %s", path, strerror(reason)) : 0;
}

char **folder_stems(const char *folder, const char *end, size_t *n, struct error *e)
{
    DIR *d = opendir(folder);
    *n = 0;
    if (!d) {
        error_system(e, "cannot read the folder '%s'", folder);
        return NULL;
    }
    char **names = mem_alloc(1, sizeof *names);
    errno = 0; /* which alone tells the end from an error */
    for (const struct dirent *f; (f = readdir(d)); errno = 0)
        if (f->d_name[0] != '.' && ends_with(f->d_name, end)) {
            names = mem_resize(names, *n + 2, sizeof *names);
            names[*n] = mem_string(f->d_name);
            names[(*n)++][strlen(f->d_name) - strlen(end)] = '\0';
        }
    const int bad = errno != 0 ? error_system(e, "cannot read the folder '%s' to its end", folder) : 0;
    closedir(d);
    names[*n] = NULL;
    if (bad) {
        split_free(names);
        *n = 0; /* callers go through as many names as there are */
        return NULL;
    }
    qsort(names, *n, sizeof *names, compare_strings);
    return names;
}

void folder_look_anew(const char *path)
{
    DIR *folder = opendir(path);
    if (folder)
        closedir(folder);
}

/* Removes what is left over among a folder's entries: of one `name`, or of any (NULL). */
static void sweep(const char *path, const char *name)
{
    DIR *folder = opendir(path);
    for (const struct dirent *entry; folder && (entry = readdir(folder));) {
        const char *of = name ? temporary_name(entry->d_name) : NULL;
        if ((name && (!of || strcmp(of, name) != 0)) || !temporary_left(dirfd(folder), entry->d_name) ||
            unlinkat(dirfd(folder), entry->d_name, 0) == 0)
            continue;
        /* A folder. Its maker may live after all, on another machine: it must not go on filling what is half gone. */
        char *left = path_join(path, entry->d_name, NULL), *own = temporary_path(path, "swept");
        if (rename(left, own) == 0)
            folder_remove(own, NULL);
        free(left);
        free(own);
    }
    if (folder)
        closedir(folder);
}

void file_sweep(const char *path)
{
    char *folder = path_folder(path);
    sweep(*folder ? folder : ".", path + folder_length(path));
    free(folder);
}

void folder_sweep(const char *path)
{
    sweep(path, NULL);
}

char *folder_begin(const char *folder, const char *name, struct error *e)
{
    char *temporary;
    if (make_temporary(make_folder, folder, name, &temporary) < 0)
        error_system(e, "cannot make a folder in '%s'", folder);
    return temporary;
}

int folder_put(const char *temporary, const char *place, struct error *e)
{
    if (folder_flush(temporary, e))
        return -1;
    if (rename(temporary, place) == 0)
        return 0;
    if (errno == EEXIST || errno == ENOTEMPTY)
        return folder_remove(temporary, e);
    return error_system(e, "cannot rename '%s' to '%s'", temporary, place);
}

char *folder_scratch(const char *what, struct error *e)
{
    const char *room = getenv("TMPDIR");
    struct text path = TEXT_INIT;
    text_format(&path, "%s/lisae-%s.XXXXXX", room && *room ? room : "/tmp", what);
    char *made = mem_string(text_of(&path));
    if (!mkdtemp(made)) {
        error_system(e, "cannot make a folder '%s'", text_of(&path));
        free(made);
        made = NULL;
    }
    text_release(&path);
    return made;
}

int file_open_own(const char *what, const char *path, int flags, struct error *e)
{
    struct stat s;
    /* without waiting for somebody at the other end of a FIFO */
    int fd = open(path, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666);
    if (fd < 0)
        return error_set(e, "cannot open the %s '%s': %s", what, path,
                         errno == ELOOP ? "it is a symbolic link" : strerror(errno));
    if (fstat(fd, &s) == 0 && S_ISREG(s.st_mode))
        return fd;
    close(fd);
    return error_set(e, "cannot open the %s '%s': it is no regular file", what, path);
}

char *path_join(const char *first, ...)
{
    struct text path = TEXT_INIT;
    text_append(&path, first);
    va_list parts;
    va_start(parts, first);
    for (const char *part; (part = va_arg(parts, const char *));) {
        if (path.length && path.s[path.length - 1] != '/')
            text_append(&path, "/");
        text_append(&path, part);
    }
    va_end(parts);
    return path.s;
}

int path_exists(const char *path)
{
    return access(path, F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR && errno != ENAMETOOLONG);
}

int path_same_file(const char *a, const char *b)
{
    struct stat one, other;
    return stat(a, &one) == 0 && stat(b, &other) == 0 && S_ISREG(one.st_mode) && one.st_dev == other.st_dev &&
           one.st_ino == other.st_ino;
}

/* The folder that a file is in, or would be, by its only name; free(). NULL where it is not there. */
static char *real_folder_of(const char *path)
{
    char *folder = path_folder(path), *real = realpath(*folder ? folder : ".", NULL);
    free(folder);
    return real;
}

int path_same_place(const char *a, const char *b)
{
    if (path_same_file(a, b))
        return 1;
    char *one = real_folder_of(a), *other = real_folder_of(b);
    const int same = one && other && strcmp(one, other) == 0 && strcmp(path_last(a), path_last(b)) == 0;
    free(one);
    free(other);
    return same;
}

int path_is_folder(const char *path)
{
    struct stat s;
    return stat(path, &s) == 0 && S_ISDIR(s.st_mode);
}
