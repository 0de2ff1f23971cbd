/* Whole files and folders: all of a file or nothing, whatever happens. */
#include "support/main.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/archive.h"
#include "store/csv.h"
#include "store/file.h"
#include "store/gzip.h"
#include "store/temporary.h"
#include "support/folder.h"

/* Number of files in a folder whose names start so. */
static int count_files(const char *folder, const char *start)
{
    DIR *d = opendir(folder);
    int n = 0;
    assert_non_null(d);
    for (struct dirent *entry; (entry = readdir(d));)
        n += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 && starts_with(entry->d_name, start);
    closedir(d);
    return n;
}

static void test_commit_puts_the_file_in_place(void **state)
{
    char *path = path_join(*state, "a", NULL);
    struct error e;
    struct atomic_file f;
    assert_int_equal(atomic_begin(&f, path, &e), 0);
    fputs("one", f.stream);
    assert_false(path_exists(path));
    assert_int_equal(count_files(*state, ".tmp-"), 1);
    assert_int_equal(atomic_commit(&f, &e), 0);
    assert_int_equal(count_files(*state, ""), 1);
    atomic_abandon(&f); /* harmless */
    assert_file_is(path, "one");

    struct stat s;
    mode_t mask = umask(0);
    umask(mask);
    assert_int_equal(stat(path, &s), 0);
    assert_int_equal(s.st_mode & 0777, 0666 & ~mask);
    free(path);
}

/* No file takes the place of a FIFO or of a link to one, whether that is there before or comes in between. */
static void test_only_files_are_replaced(void **state)
{
    char *fifo = path_join(*state, "fifo", NULL), *link = path_join(*state, "link", NULL);
    char *late = path_join(*state, "late", NULL), *nowhere = path_join(*state, "nowhere", NULL);
    struct error e;
    struct atomic_file f;
    struct stat s;
    assert_int_equal(mkfifo(fifo, 0666), 0);
    assert_int_equal(symlink("fifo", link), 0);
    assert_int_equal(file_write(fifo, "x", 1, &e), -1);
    assert_says(e.text, "/fifo': expected a file or nothing there, found a device, a FIFO or a socket");
    assert_int_equal(file_write(link, "x", 1, &e), -1);
    assert_int_equal(atomic_begin(&f, late, &e), 0);
    assert_int_equal(mkfifo(late, 0666), 0);
    assert_int_equal(atomic_commit(&f, &e), -1);
    assert_says(e.text, "/late': expected a file or nothing there");
    assert_true(lstat(fifo, &s) == 0 && S_ISFIFO(s.st_mode));
    assert_true(lstat(link, &s) == 0 && S_ISLNK(s.st_mode));
    assert_true(lstat(late, &s) == 0 && S_ISFIFO(s.st_mode));
    assert_int_equal(count_files(*state, ".tmp-"), 0);
    /* any other link is replaced by the file */
    assert_int_equal(symlink("nothing", nowhere), 0);
    assert_int_equal(file_write(nowhere, "x", 1, &e), 0);
    assert_file_is(nowhere, "x");
    free(fifo);
    free(link);
    free(late);
    free(nowhere);
}

static void test_abandon_leaves_the_old_file(void **state)
{
    char *path = path_join(*state, "a", NULL);
    struct error e;
    struct atomic_file f, g;
    assert_int_equal(file_write(path, "old", 3, &e), 0);
    assert_int_equal(atomic_begin(&f, path, &e), 0);
    assert_int_equal(atomic_begin(&g, path, &e), 0); /* two writers do not meet */
    fputs("new", f.stream);
    fputs("newer", g.stream);
    atomic_abandon(&f);
    assert_file_is(path, "old");
    assert_int_equal(atomic_commit(&g, &e), 0);
    assert_file_is(path, "newer");
    assert_int_equal(count_files(*state, ""), 1);
    free(path);
}

static void test_kill_leaves_no_file(void **state)
{
    char *path = path_join(*state, "a", NULL);
    int ready[2];
    char byte;
    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        struct atomic_file f;
        if (atomic_begin(&f, path, NULL))
            _exit(1);
        fputs("half of it", f.stream);
        fflush(f.stream);
        if (write(ready[1], "x", 1) != 1)
            _exit(1);
        pause();
        _exit(atomic_commit(&f, NULL) == 0 ? 0 : 1);
    }
    close(ready[1]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    int status;
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_false(path_exists(path));
    assert_int_equal(count_files(*state, ".tmp-"), 1);
    assert_int_equal(count_files(*state, ""), 1);
    free(path);
}

/* What the writers do where the disk takes `limit` bytes of a file and no more. Each gets
 * about 300 kB to write, which neither buffers nor compression bring below the limits. */
static int write_file(const char *path, const char *bytes, size_t n, struct error *e)
{
    return file_write(path, bytes, n, e);
}

static int write_gzip(const char *path, const char *bytes, size_t n, struct error *e)
{
    return gzip_write(path, bytes, n, e);
}

static int write_archive(const char *path, const char *bytes, size_t n, struct error *e)
{
    struct archive_writer *w = archive_create(path, e);
    archive_add_vector(w, "bytes", ARCHIVE_U8, n, bytes);
    return archive_commit(w, e);
}

static int write_csv(const char *path, const char *bytes, size_t n, struct error *e)
{
    struct csv_out out;
    (void)n;
    if (csv_out_begin(&out, path, "column", e))
        return -1;
    csv_out_row(&out, &bytes);
    return csv_out_commit(&out, e);
}

static void test_full_disk_leaves_nothing(void **state)
{
    static int (*const writers[])(const char *, const char *, size_t, struct error *) = {
        write_file,
        write_gzip,
        write_archive,
        write_csv,
    };
    enum { SIZE = 300000 };
    char *path = path_join(*state, "a", NULL), *bytes = mem_alloc(SIZE + 1, 1);
    uint32_t x = 1;
    for (size_t i = 0; i < SIZE; i++)
        bytes[i] = "0123456789abcdef"[(x = x * 1664525 + 1013904223) >> 28];
    bytes[SIZE] = '\0';
    for (size_t k = 0; k < sizeof writers / sizeof *writers; k++)
        for (rlim_t limit = 10; limit <= 100000; limit *= 100) {
            pid_t child = fork();
            if (child == 0) {
                struct error e = { .text = "" };
                struct rlimit full = { limit, limit };
                signal(SIGXFSZ, SIG_IGN);
                if (setrlimit(RLIMIT_FSIZE, &full))
                    _exit(2);
                _exit(writers[k](path, bytes, SIZE, &e) == -1 && starts_with(e.text, "cannot write '") ? 0 : 1);
            }
            int status;
            assert_int_equal(waitpid(child, &status, 0), child);
            assert_true(WIFEXITED(status));
            assert_int_equal(WEXITSTATUS(status), 0);
            assert_int_equal(count_files(*state, ""), 0);
        }
    for (size_t k = 0; k < sizeof writers / sizeof *writers; k++)
        assert_int_equal(writers[k](path, bytes, SIZE, NULL), 0);
    free(bytes);
    free(path);
}

/* The reason reaches the message, whether a write fails early or in the commit. */
static void test_full_device_is_named(void **state)
{
    char *path = path_join(*state, "a", NULL);
    for (size_t size = 1; size <= 1000000; size *= 1000) {
        struct error e;
        struct atomic_file f;
        assert_int_equal(atomic_begin(&f, path, &e), 0);
        assert_non_null(freopen("/dev/full", "wb", f.stream));
        for (size_t i = 0; i < size; i++)
            putc('x', f.stream);
        assert_int_equal(atomic_commit(&f, &e), -1);
        assert_non_null(strstr(e.text, "/a': No space left on device"));
        assert_int_equal(count_files(*state, ""), 0);
    }
    free(path);
}

static void test_files_that_cannot_be(void **state)
{
    char *path = path_join(*state, "missing", "a", NULL);
    struct error e;
    struct atomic_file f;
    assert_int_equal(atomic_begin(&f, path, &e), -1);
    assert_non_null(strstr(e.text, "cannot create '"));
    atomic_abandon(&f); /* harmless */
    assert_null(file_read(path, NULL, &e));
    assert_null(file_read(*state, NULL, &e));
    assert_int_equal(file_write(*state, "x", 1, &e), -1); /* a folder is in its place */
    assert_int_equal(count_files(*state, ""), 0);
    free(path);
}

static void test_read_is_the_whole_file(void **state)
{
    char *path = path_join(*state, "a", NULL);
    struct error e;
    for (size_t size = 65534; size <= 65538; size++) {
        char *bytes = mem_zero(size, 1);
        bytes[size - 1] = 'z';
        assert_int_equal(file_write(path, bytes, size, &e), 0);
        size_t n;
        char *found = file_read(path, &n, &e);
        assert_int_equal(n, size);
        assert_memory_equal(found, bytes, size);
        assert_int_equal(found[n], 0);
        free(found);
        free(bytes);
    }
    assert_int_equal(file_write(path, NULL, 0, &e), 0);
    assert_file_is(path, "");
    free(path);
}

/* What has no end is not read to it. */
static void test_read_is_bounded(void **state)
{
    struct error e;
    size_t n;
    char *path = path_join(*state, "ten", NULL);
    assert_int_equal(file_write(path, "0123456789", 10, &e), 0);
    char *bytes = file_read_most(path, 10, &n, &e);
    assert_non_null(bytes);
    assert_int_equal(n, 10);
    free(bytes);
    assert_null(file_read_most(path, 9, &n, &e));
    assert_says(e.text, "ten': expected at most 9 bytes, found more");
    assert_null(file_read_most("/dev/zero", 1 << 20, &n, &e));
    assert_string_equal(e.text, "'/dev/zero': expected at most 1048576 bytes, found more");
    free(path);
}

static void test_folders(void **state)
{
    char *top = path_join(*state, "a", NULL), *deep = path_join(top, "b/", "c", NULL);
    char *file = path_join(deep, "f", NULL), *below = path_join(file, "g", NULL);
    char *outside = path_join(*state, "outside", NULL), *link = path_join(top, "link", NULL);
    struct error e;
    assert_true(ends_with(deep, "/a/b/c"));
    assert_int_equal(folder_make(deep, &e), 0);
    assert_int_equal(folder_make(deep, &e), 0);
    assert_int_equal(file_write(file, "x", 1, &e), 0);
    assert_int_equal(folder_make(below, &e), -1);
    assert_int_equal(folder_make(file, &e), -1);
    assert_non_null(strstr(e.text, "is not a folder"));

    assert_int_equal(file_write(outside, "x", 1, &e), 0);
    assert_int_equal(symlink(*state, link), 0);
    assert_true(path_is_folder(deep) && path_is_folder(link));
    assert_false(path_is_folder(file) || path_is_folder(below) || path_is_folder("/nowhere"));
    assert_int_equal(folder_remove(top, &e), 0);
    assert_false(path_exists(top));
    assert_file_is(outside, "x"); /* links are not followed */
    assert_int_equal(folder_remove(top, &e), 0);
    free(top);
    free(deep);
    free(file);
    free(below);
    free(outside);
    free(link);
}

/* As if it had last been changed two days ago. */
static void make_old(void **state, const char *name)
{
    char *path = path_join(*state, name, NULL);
    const struct timespec times[2] = { { time(NULL) - 2L * LEFT_AFTER, 0 }, { time(NULL) - 2L * LEFT_AFTER, 0 } };
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
    free(path);
}

static void test_sweep_takes_what_is_left_alone(void **state)
{
    static const char a_folder[] = ".tmp-0123456789ab.1.2.01234567-folder";
    static const char *const names[] = { ".tmp-0123456789ab.1.2.01234567-old", "a" };
    struct error e;
    struct atomic_file f;
    char *path = path_join(*state, "b", NULL), *folder = path_join(*state, a_folder, NULL);
    char *inside = path_join(folder, "c", NULL);
    free(folder_file(state, ".tmp-young", "x", 1));
    free(folder_file(state, ".lock", "x", 1));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        free(folder_file(state, names[i], "x", 1));
    assert_int_equal(folder_make(folder, &e), 0);
    assert_int_equal(file_write(inside, "x", 1, &e), 0);
    assert_int_equal(atomic_begin(&f, path, &e), 0);
    folder_sweep(*state); /* all of a living process, or young */
    assert_int_equal(count_files(*state, ""), 6);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        make_old(state, names[i]);
    make_old(state, a_folder);
    make_old(state, strrchr(f.temporary, '/') + 1);
    folder_sweep(*state);
    assert_int_equal(count_files(*state, ""), 4);
    assert_int_equal(count_files(*state, ".tmp-"), 2);
    assert_false(path_exists(folder));
    assert_int_equal(atomic_commit(&f, &e), 0);
    folder_sweep("/nowhere/at/all"); /* harmless */
    free(path);
    free(folder);
    free(inside);
}

/* Only of one file, and only what a process that has ended left. */
static void test_sweep_of_one_file(void **state)
{
    char *path = path_join(*state, "a", NULL), *other = path_join(*state, "b", NULL);
    struct atomic_file f;
    struct error e;
    int status;
    pid_t child = fork();
    if (child == 0)
        _exit(atomic_begin(&f, path, NULL) || atomic_begin(&f, other, NULL));
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(atomic_begin(&f, path, &e), 0);
    assert_int_equal(count_files(*state, ".tmp-"), 3);
    file_sweep(path);
    assert_int_equal(count_files(*state, ".tmp-"), 2);
    assert_int_equal(atomic_commit(&f, &e), 0);
    folder_sweep(*state);
    assert_int_equal(count_files(*state, ""), 1);
    free(path);
    free(other);
}

/* The C library's, but for a folder that ends with an error. */
static int breaks_off;

struct dirent *readdir(DIR *folder)
{
    struct dirent *(*real)(DIR *);
    *(void **)&real = dlsym(RTLD_NEXT, "readdir");
    struct dirent *entry = real(folder);
    if (!entry && breaks_off)
        errno = EIO;
    return entry;
}

static void test_stems(void **state)
{
    struct error e;
    size_t n;
    static const char *const files[] = { "b.ini", "a.ini", "c.txt", ".d.ini", "ini", "e.ini.gz" };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        free(folder_file(state, files[i], "", 0));
    char **stems = folder_stems(*state, ".ini", &n, &e);
    assert_int_equal(n, 2);
    assert_string_equal(stems[0], "a");
    assert_string_equal(stems[1], "b");
    assert_null(stems[2]);
    split_free(stems);
    assert_null(folder_stems("/nowhere/at/all", ".ini", &n, &e));
    assert_says(e.text, "cannot read the folder '/nowhere/at/all': ");
    assert_int_equal(n, 0);
    breaks_off = 1;
    assert_null(folder_stems(*state, ".ini", &n, &e));
    breaks_off = 0;
    assert_non_null(strstr(e.text, "to its end: Input/output error"));
    assert_int_equal(n, 0);
}

static void the_last_name_of_a_path(void **state)
{
    (void)state;
    assert_string_equal(path_last("a/b/c.ini"), "c.ini");
    assert_string_equal(path_last("c.ini"), "c.ini");
    assert_string_equal(path_last("/"), "");
    assert_string_equal(path_last(""), "");
}

/* A folder under a temporary name is made known as a whole: its files need no names of their own before. */
static void in_a_temporary_folder(void **state)
{
    struct error e;
    struct atomic_file f;
    char *inside = folder_begin(*state, "whole", &e);
    assert_non_null(inside);
    char *path = path_join(inside, "a.csv", NULL);
    assert_int_equal(atomic_begin(&f, path, &e), 0);
    assert_true(path_exists(path));
    fputs("1", f.stream);
    assert_int_equal(atomic_commit(&f, &e), 0);
    assert_int_equal(file_write(path, "23", 2, &e), 0); /* one that is there is replaced */
    char *bytes = file_read(path, NULL, &e);
    assert_string_equal(bytes, "23");
    assert_int_equal(atomic_begin(&f, path, &e), 0);
    atomic_abandon(&f);
    assert_false(path_exists(path));
    free(bytes);
    free(path);
    assert_int_equal(folder_remove(inside, &e), 0);
    free(inside);
}

/* The C library's, which counts flushed folders. */
static int folders_flushed;

int fsync(int fd)
{
    struct stat s;
    folders_flushed += fstat(fd, &s) == 0 && S_ISDIR(s.st_mode);
    return (int)syscall(SYS_fsync, fd);
}

/* It gets its name; one that has it already stays, with what is in it. */
static void a_folder_is_put(void **state)
{
    struct error e;
    char *first = folder_begin(*state, "whole", &e), *second = folder_begin(*state, "whole", &e);
    char *whole = path_join(*state, "whole", NULL), *in_first = path_join(first, "a", NULL);
    char *there = path_join(whole, "a", NULL), *nowhere = path_join(whole, "a", "b", NULL);
    assert_int_equal(file_write(in_first, "1", 1, &e), 0);
    folders_flushed = 0;
    assert_int_equal(folder_put(first, whole, &e), 0);
    assert_int_equal(folders_flushed, 1); /* a crash leaves no folder of that name without its files */
    assert_true(path_exists(there));
    assert_int_equal(folder_put(second, nowhere, &e), -1); /* below a file */
    assert_non_null(strstr(e.text, "cannot rename"));
    assert_int_equal(folder_put(second, whole, &e), 0);
    assert_true(path_exists(there));
    assert_false(path_exists(first) || path_exists(second));
    free(first);
    free(second);
    free(whole);
    free(in_first);
    free(there);
    free(nowhere);
}

static void not_flushed(void **state)
{
    struct error e;
    char *path = path_join(*state, "quick", NULL);
    assert_int_equal(file_write_unflushed(path, "ab", 2, &e), 0);
    char *bytes = file_read(path, NULL, &e);
    assert_string_equal(bytes, "ab");
    free(bytes);
    free(path);
}

static void a_folder_that_nobody_is_to_keep(void **state)
{
    struct error e = { .text = "" };
    assert_int_equal(setenv("TMPDIR", *state, 1), 0);
    char *one = folder_scratch("what", &e), *two = folder_scratch("what", &e);
    assert_non_null(one);
    assert_non_null(two);
    assert_string_not_equal(one, two);
    assert_true(starts_with(path_last(one), "lisae-what."));
    assert_int_equal(strncmp(one, *state, strlen(*state)), 0);
    assert_int_equal(folder_remove(one, &e), 0);
    assert_int_equal(folder_remove(two, &e), 0);
    assert_int_equal(setenv("TMPDIR", "/nowhere", 1), 0);
    assert_null(folder_scratch("what", &e));
    assert_non_null(strstr(e.text, "cannot make a folder '/nowhere/lisae-what."));
    unsetenv("TMPDIR");
    free(one);
    free(two);
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(a_folder_that_nobody_is_to_keep),
    cmocka_unit_test(the_last_name_of_a_path),
    IN_FOLDER(test_commit_puts_the_file_in_place),
    IN_FOLDER(test_only_files_are_replaced),
    IN_FOLDER(test_abandon_leaves_the_old_file),
    IN_FOLDER(test_kill_leaves_no_file),
    IN_FOLDER(test_full_disk_leaves_nothing),
    IN_FOLDER(test_full_device_is_named),
    IN_FOLDER(test_files_that_cannot_be),
    IN_FOLDER(test_read_is_the_whole_file),
    IN_FOLDER(test_read_is_bounded),
    IN_FOLDER(test_folders),
    IN_FOLDER(test_sweep_takes_what_is_left_alone),
    IN_FOLDER(test_sweep_of_one_file),
    IN_FOLDER(test_stems),
    IN_FOLDER(in_a_temporary_folder),
    IN_FOLDER(a_folder_is_put),
    IN_FOLDER(not_flushed),
};

TEST_MAIN(tests, NULL, NULL)
