/* Output to what a user names: files, links, devices, FIFOs. */
#include "support/main.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "store/output.h"
#include "support/folder.h"

/* In the place of the C library's, for this program: while it is asked to, it counts pauses and takes none. */
static int counts_pauses;
static double paused;

int nanosleep(const struct timespec *pause, struct timespec *left)
{
    if (!counts_pauses) {
        int code = clock_nanosleep(CLOCK_REALTIME, 0, pause, left);
        errno = code ? code : errno;
        return code ? -1 : 0;
    }
    paused += (double)pause->tv_sec + (double)pause->tv_nsec / 1e9;
    return 0;
}

static int put(const char *path, const char *words, struct error *e)
{
    struct atomic_file f;
    e->text[0] = '\0';
    if (output_begin(&f, path, e))
        return -1;
    fputs(words, f.stream);
    return output_commit(&f, e);
}

static mode_t kind(const char *path)
{
    struct stat s;
    return lstat(path, &s) == 0 ? s.st_mode & S_IFMT : 0;
}

static void files_are_replaced_when_whole(void **state)
{
    struct error e;
    struct atomic_file f;
    char *path = path_join(*state, "a", NULL);
    assert_int_equal(put(path, "one", &e), 0);
    assert_int_equal(output_begin(&f, path, &e), 0);
    fputs("two", f.stream);
    assert_int_equal(fflush(f.stream), 0);
    assert_file_is(path, "one");
    assert_int_equal(output_commit(&f, &e), 0);
    assert_file_is(path, "two");
    free(path);
}

/* A link to nothing stays, and what it leads to comes whole. */
static void links_to_nothing(void **state)
{
    struct error e;
    struct atomic_file f;
    char *link = path_join(*state, "link", NULL), *target = path_join(*state, "target", NULL);
    assert_int_equal(symlink("target", link), 0);
    assert_int_equal(output_begin(&f, link, &e), 0);
    assert_false(path_exists(target));
    atomic_abandon(&f);
    assert_int_equal(put(link, "one", &e), 0);
    assert_file_is(target, "one");
    assert_int_equal(kind(link), S_IFLNK);
    assert_int_equal(unlink(target), 0);
    assert_int_equal(unlink(link), 0);
    assert_int_equal(symlink(target, link), 0); /* by its whole path */
    assert_int_equal(put(link, "two", &e), 0);
    assert_file_is(target, "two");
    free(link);
    free(target);
}

/* What a program that was killed began goes with the next output to the same file. */
static void what_is_left_goes(void **state)
{
    struct error e;
    struct atomic_file f;
    int told[2], status;
    char *path = path_join(*state, "a", NULL), temporary[512] = "";
    assert_int_equal(pipe(told), 0);
    pid_t child = fork();
    if (child == 0)
        _exit(output_begin(&f, path, NULL) || write(told[1], f.temporary, strlen(f.temporary)) < 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_true(read(told[0], temporary, sizeof temporary - 1) > 0);
    assert_true(path_exists(temporary));
    assert_int_equal(put(path, "whole", &e), 0);
    assert_false(path_exists(temporary));
    assert_file_is(path, "whole");
    close(told[0]);
    close(told[1]);
    free(path);
}

static void links_stay_links(void **state)
{
    struct error e;
    char *target = folder_file(state, "target", "old", 3), *link = path_join(*state, "link", NULL);
    char *nowhere = path_join(*state, "nowhere", NULL), *created = path_join(*state, "created", NULL);
    assert_int_equal(symlink("target", link), 0);
    assert_int_equal(put(link, "new", &e), 0);
    assert_int_equal(kind(link), S_IFLNK);
    assert_file_is(target, "new");
    /* to what is not there yet */
    assert_int_equal(symlink("created", nowhere), 0);
    assert_int_equal(put(nowhere, "new", &e), 0);
    assert_int_equal(kind(nowhere), S_IFLNK);
    assert_file_is(created, "new");
    free(target);
    free(link);
    free(nowhere);
    free(created);
}

static void what_is_no_file_is_written_into(void **state)
{
    struct error e;
    char *fifo = path_join(*state, "fifo", NULL), *link = path_join(*state, "link", NULL), read_back[8] = "";
    assert_int_equal(mkfifo(fifo, 0666), 0);
    int reader = open(fifo, O_RDONLY | O_NONBLOCK);
    assert_true(reader >= 0);
    assert_int_equal(put(fifo, "words", &e), 0);
    assert_int_equal(read(reader, read_back, sizeof read_back), 5);
    assert_memory_equal(read_back, "words", 5);
    close(reader);
    assert_int_equal(kind(fifo), S_IFIFO);
    counts_pauses = 1;
    assert_int_equal(put(fifo, "words", &e), -1);
    counts_pauses = 0;
    assert_says(e.text, "/fifo': nobody reads it");
    assert_near(paused, 10, 1e-6); /* seconds that a reader has to come */
    assert_int_equal(symlink("/dev/full", link), 0);
    assert_int_equal(put(link, "words", &e), -1);
    assert_says(e.text, "/link': No space left on device");
    assert_int_equal(kind(link), S_IFLNK);
    assert_int_equal(kind("/dev/full"), S_IFCHR);
    assert_int_equal(put(*state, "words", &e), -1);
    assert_says(e.text, "Is a directory");
    free(fifo);
    free(link);
}

/* All of it at once goes the same ways: into what stands behind a link, and into a FIFO. */
static void bytes_go_where_streams_go(void **state)
{
    struct error e;
    char *target = folder_file(state, "target", "old", 3), *link = path_join(*state, "link", NULL);
    char *fifo = path_join(*state, "fifo", NULL), read_back[8] = "";
    assert_int_equal(symlink("target", link), 0);
    assert_int_equal(output_write(link, "new", 3, &e), 0);
    assert_int_equal(kind(link), S_IFLNK);
    assert_file_is(target, "new");
    assert_int_equal(mkfifo(fifo, 0666), 0);
    int reader = open(fifo, O_RDONLY | O_NONBLOCK);
    assert_true(reader >= 0);
    assert_int_equal(output_write(fifo, "words", 5, &e), 0);
    assert_int_equal(read(reader, read_back, sizeof read_back), 5);
    assert_memory_equal(read_back, "words", 5);
    close(reader);
    assert_int_equal(kind(fifo), S_IFIFO);
    assert_true(output_is_standard("-"));
    assert_false(output_is_standard("./-"));
    free(target);
    free(link);
    free(fifo);
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(files_are_replaced_when_whole),   IN_FOLDER(links_to_nothing),          IN_FOLDER(links_stay_links),
    IN_FOLDER(files_are_replaced_when_whole),   IN_FOLDER(what_is_left_goes),         IN_FOLDER(links_stay_links),
    IN_FOLDER(what_is_no_file_is_written_into), IN_FOLDER(bytes_go_where_streams_go),
};

TEST_MAIN(tests, NULL, NULL)
