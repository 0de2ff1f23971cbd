/* A run's folder: whole or not there, one worker at a time, what a killed worker left, status and progress. */
#include "support/main.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"
#include "run/folder.h"
#include "store/file.h"
#include "support/folder.h"

/* The run's text, and the name that it gives the run. */
#define SPEC "[run]\n"
static const char *const ID = "8c64eee8764f";

static void write_in(const struct run_folder *f, const char *name, const char *contents)
{
    char *path = run_folder_file(f, name);
    assert_int_equal(file_write(path, contents, strlen(contents), NULL), 0);
    free(path);
}

/* What makes a run's folder a run that is done, and a file to know it by. */
static void write_whole(const struct run_folder *f, const char *name)
{
    write_in(f, "spec.ini", SPEC);
    write_in(f, "meta.ini", "[run]\nstatus = ok\n");
    write_in(f, name, "");
}

/* Entries of the folder whose names start so. */
static int count(const char *base, const char *start)
{
    DIR *d = opendir(base);
    int n = 0;
    assert_non_null(d);
    for (const struct dirent *entry; (entry = readdir(d));)
        n += strncmp(entry->d_name, start, strlen(start)) == 0;
    closedir(d);
    return n;
}

static int is_there(const char *base, const char *name)
{
    char *path = path_join(base, name, NULL);
    int there = path_exists(path);
    free(path);
    return there;
}

/* A file of a finished run. */
static void put(const char *base, const char *name, const char *contents)
{
    char *folder = path_join(base, ID, NULL), *path = path_join(folder, name, NULL);
    assert_int_equal(folder_make(folder, NULL), 0);
    assert_int_equal(file_write(path, contents, strlen(contents), NULL), 0);
    free(folder);
    free(path);
}

static void whole_or_not_there(void **state)
{
    struct run_folder f;
    struct error e;
    char *base = path_join(*state, "results", "runs", NULL);
    assert_int_equal(run_folder_begin(&f, base, ID, 0, &e), 0);
    write_in(&f, "first", "1");
    assert_false(is_there(base, ID));
    assert_true(is_there(f.temporary, "first"));
    assert_int_equal(count(base, ".tmp-"), 1);
    assert_int_equal(run_folder_commit(&f, &e), 0);
    assert_true(is_there(base, "8c64eee8764f/first"));
    assert_int_equal(count(base, ".tmp-"), 0);

    /* given up: the old one stays */
    assert_int_equal(run_folder_begin(&f, base, ID, 0, &e), 0);
    write_in(&f, "second", "2");
    run_folder_abandon(&f);
    assert_true(is_there(base, "8c64eee8764f/first"));
    assert_int_equal(count(base, ".tmp-"), 0);

    /* done anew: nothing of the old one does */
    assert_int_equal(run_folder_begin(&f, base, ID, 0, &e), 0);
    write_in(&f, "second", "2");
    assert_int_equal(run_folder_commit(&f, &e), 0);
    assert_true(is_there(base, "8c64eee8764f/second"));
    assert_false(is_there(base, "8c64eee8764f/first"));
    assert_int_equal(count(base, ".tmp-"), 0);
    free(base);
}

static void expect_living(const char *base, const char *expected)
{
    size_t n;
    char **ids = run_folders_living(base, &n);
    if (!*expected)
        assert_int_equal(n, 0);
    else
        assert_true(n >= 1);
    for (size_t i = 0; i < n; i++) /* by its lock, and by its attempt */
        assert_string_equal(ids[i], expected);
    split_free(ids);
}

static void thrown_away(void **state)
{
    struct run_folder f;
    struct error e;
    char *base = path_join(*state, "results", "runs", NULL);
    expect_living(base, "");
    assert_int_equal(run_folder_begin(&f, base, ID, 0, &e), 0);
    write_in(&f, "first", "1");
    expect_living(base, ID);
    assert_int_equal(run_folder_commit(&f, &e), 0);
    expect_living(base, "");

    /* not while somebody does it anew */
    assert_int_equal(run_folder_begin(&f, base, ID, 0, &e), 0);
    assert_int_equal(run_folder_discard(base, ID, &e), 1);
    assert_true(is_there(base, "8c64eee8764f/first"));
    run_folder_abandon(&f);
    assert_int_equal(run_folder_discard(base, ID, &e), 0);
    assert_false(is_there(base, ID));
    assert_int_equal(count(base, "."), 2);                 /* itself and the one above: no lock, nothing half removed */
    assert_int_equal(run_folder_discard(base, ID, &e), 0); /* gone already */
    free(base);
}

/* A worker that is killed in the middle; its temporary folder, free(). */
static char *killed_worker(const char *base)
{
    struct run_folder f;
    int told[2];
    char path[1024] = "";
    assert_int_equal(pipe(told), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const struct run_progress at = { "half", 1, 2, 0 };
        if (run_folder_begin(&f, base, ID, 0, NULL))
            _exit(1);
        write_in(&f, "half", "");
        run_progress_write(base, ID, &at);
        _exit(write(told[1], f.temporary, strlen(f.temporary)) < 0);
    }
    close(told[1]);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_true(read(told[0], path, sizeof path - 1) > 0);
    close(told[0]);
    return path_join(path, NULL);
}

static void what_a_killed_worker_left_goes(void **state)
{
    struct run_folder f;
    struct error e;
    char *left = killed_worker(*state);
    assert_true(path_exists(left));
    assert_true(is_there(*state, ".progress-8c64eee8764f"));
    assert_int_equal(run_folder_begin(&f, *state, ID, 0, &e), 0);
    write_in(&f, "a", "1");
    run_progress_write(*state, ID, &(struct run_progress) { "more", 1, 2, 0 });
    run_folders_sweep(*state);
    assert_false(path_exists(left));
    assert_true(is_there(f.temporary, "a")); /* that of a living one stays */
    assert_true(is_there(*state, ".progress-8c64eee8764f"));
    assert_int_equal(run_folder_commit(&f, &e), 0);
    run_folders_sweep(*state);
    assert_false(is_there(*state, ".progress-8c64eee8764f"));
    assert_true(is_there(*state, "8c64eee8764f/a"));
    free(left);
    left = killed_worker(*state);
    assert_true(is_there(*state, ".lock-8c64eee8764f"));
    run_folders_sweep(*state);
    assert_false(path_exists(left));
    assert_false(is_there(*state, ".lock-8c64eee8764f"));
    free(left);
}

/* Where locks say yes to all: each fills a folder of its own, and the first that is whole stays. */
static void attempts_at_once(void **state)
{
    struct run_folder one, two, three;
    struct error e;
    assert_int_equal(run_folder_begin(&one, *state, ID, 0, &e), 0);
    lock_release(&one.lock);
    assert_int_equal(run_folder_begin(&two, *state, ID, 0, &e), 0);
    lock_release(&two.lock);
    assert_int_equal(run_folder_begin(&three, *state, ID, 0, &e), 0);
    write_in(&one, "a", "failed");
    write_whole(&two, "two");
    write_whole(&three, "three");
    assert_int_equal(run_folder_commit(&one, &e), 0);
    assert_int_equal(run_folder_status(*state, ID, NULL, 0), RUN_MISSING);
    assert_int_equal(run_folder_commit(&two, &e), 0); /* in the place of one that is not whole */
    assert_int_equal(run_folder_status(*state, ID, NULL, 0), RUN_OK);
    assert_int_equal(run_folder_commit(&three, &e), 1);
    assert_true(is_there(*state, "8c64eee8764f/two"));
    assert_false(is_there(*state, "8c64eee8764f/three"));
    assert_int_equal(count(*state, ".tmp-"), 0);
}

/* The system does not let look at what is there (here a link that leads to itself): it may be whole. */
static void what_cannot_be_read_stays(void **state)
{
    struct run_folder f, other;
    struct error e;
    char *folder = path_join(*state, ID, NULL), *meta = path_join(folder, "meta.ini", NULL);
    assert_int_equal(run_folder_begin(&f, *state, ID, 0, &e), 0);
    lock_release(&f.lock);
    assert_int_equal(run_folder_begin(&other, *state, ID, 0, &e), 0);
    write_whole(&f, "a");
    write_in(&other, "a", "failed");
    assert_int_equal(run_folder_commit(&f, &e), 0);
    assert_int_equal(unlink(meta), 0);
    assert_int_equal(symlink("meta.ini", meta), 0);
    assert_int_equal(run_folder_commit(&other, &e), -1);
    assert_says(e.text, "what is there may be whole, and is left as it is");
    assert_int_equal(run_folder_begin(&f, *state, ID, 0, &e), -1);
    assert_says(e.text, "what is there may be whole, and is left as it is");
    assert_true(is_there(folder, "a"));
    assert_int_equal(count(*state, ".tmp-"), 0);
    free(folder);
    free(meta);
}

/* What others put into a shared folder is neither followed nor waited for. */
static void links_are_not_followed(void **state)
{
    struct run_folder f;
    struct run_progress at = { "stage", 1, 2, 0 };
    struct error e;
    char *precious = folder_file(state, "precious", "mine", 4),
         *progress = path_join(*state, ".progress-8c64eee8764f", NULL);
    char *lock = path_join(*state, ".lock-8c64eee8764f", NULL), *final = path_join(*state, ID, NULL);
    char *elsewhere = path_join(*state, "elsewhere", NULL), *kept = path_join(elsewhere, "kept", NULL);
    assert_int_equal(symlink(precious, progress), 0);
    run_progress_write(*state, ID, &at);
    assert_file_is(precious, "mine");
    assert_int_equal(run_progress_remove(*state, ID, &e), 0);
    assert_int_equal(mkfifo(progress, 0600), 0);
    run_progress_write(*state, ID, &at);
    assert_false(run_progress_read(*state, ID, &at));
    assert_int_equal(symlink("new", lock), 0);
    assert_int_equal(run_folder_begin(&f, *state, ID, 0, &e), -1);
    assert_says(e.text, "cannot open the lock '");
    assert_says(e.text, "it is a symbolic link");
    assert_false(is_there(*state, "new"));
    assert_int_equal(unlink(lock), 0);

    /* in the run's own place: the link goes, what it leads to stays */
    assert_int_equal(folder_make(elsewhere, &e), 0);
    assert_int_equal(file_write(kept, "", 0, &e), 0);
    assert_int_equal(symlink(elsewhere, final), 0);
    assert_int_equal(run_folder_begin(&f, *state, ID, 0, &e), 0);
    write_in(&f, "a", "1");
    assert_int_equal(run_folder_commit(&f, &e), 0);
    assert_true(is_there(*state, "8c64eee8764f/a"));
    assert_true(path_exists(kept));
    free(precious);
    free(progress);
    free(lock);
    free(final);
    free(elsewhere);
    free(kept);
}

static void one_worker_at_a_time(void **state)
{
    struct run_folder f, other;
    struct error e;
    assert_false(run_folder_busy(*state, ID));
    assert_int_equal(run_folder_begin(&f, *state, ID, 0, &e), 0);
    write_in(&f, "a", "1");
    assert_true(run_folder_busy(*state, ID));
    assert_false(run_folder_busy(*state, "ba9876543210"));
    assert_int_equal(run_folder_begin(&other, *state, ID, 0, &e), 1);
    assert_true(is_there(f.temporary, "a"));
    assert_int_equal(run_folder_commit(&f, &e), 0);
    assert_false(run_folder_busy(*state, ID));
    assert_int_equal(run_folder_begin(&other, *state, ID, 0, &e), 0);
    run_folder_abandon(&other);
    assert_false(run_folder_busy(*state, ID));
}

/* The other worker finishes while this one waits for its lock. */
static void a_worker_waits_for_another(void **state)
{
    struct run_folder f;
    struct error e;
    int ready[2];
    char byte;
    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        int bad = run_folder_begin(&f, *state, ID, 0, &e) || write(ready[1], "x", 1) != 1;
        usleep(100000);
        write_in(&f, "a", "1");
        _exit(bad || run_folder_commit(&f, &e));
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    assert_int_equal(run_folder_begin(&f, *state, ID, 1, &e), 0);
    assert_true(is_there(*state, "8c64eee8764f/a"));
    run_folder_abandon(&f);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    close(ready[0]);
    close(ready[1]);
}

static void folders_that_cannot_be(void **state)
{
    struct run_folder f;
    struct error e;
    char *file = folder_file(state, "file", "", 0), *below = path_join(file, "runs", NULL);
    assert_int_equal(run_folder_begin(&f, below, ID, 0, &e), -1);
    assert_says(e.text, "cannot make the folder '");
    assert_int_equal(run_folder_begin(&f, below, ID, 1, &e), -1);
    free(file);
    free(below);

    /* a folder where the lock should be */
    char *lock = path_join(*state, ".lock-8c64eee8764f", NULL);
    assert_int_equal(folder_make(lock, &e), 0);
    assert_int_equal(run_folder_begin(&f, *state, ID, 0, &e), -1);
    assert_says(e.text, "cannot open the lock '");
    assert_int_equal(folder_remove(lock, &e), 0);
    free(lock);

    /* the temporary folder is gone when it should become the run's */
    assert_int_equal(run_folder_begin(&f, *state, ID, 0, &e), 0);
    assert_int_equal(folder_remove(f.temporary, &e), 0);
    assert_int_equal(run_folder_commit(&f, &e), -1);
    assert_says(e.text, "cannot flush the folder '");
    assert_says(e.text, "-8c64eee8764f' to the disk: No such file or directory");
    assert_false(run_folder_busy(*state, ID));
}

static void statuses_and_reasons(void **state)
{
    char reason[256] = "untouched";
    assert_int_equal(run_folder_status(*state, ID, reason, sizeof reason), RUN_MISSING);
    put(*state, "spec.ini", SPEC);
    assert_int_equal(run_folder_status(*state, ID, reason, sizeof reason), RUN_MISSING);
    put(*state, "meta.ini", "[run]\nstatus = ok\n");
    assert_int_equal(run_folder_status(*state, ID, reason, sizeof reason), RUN_OK);
    assert_string_equal(reason, "untouched");
    put(*state, "meta.ini", "[run]\nstatus = failed\n");
    assert_int_equal(run_folder_status(*state, ID, reason, sizeof reason), RUN_FAILED);
    assert_string_equal(reason, "");
    put(*state, "reason.txt", "kde: too few\nimages\n");
    assert_int_equal(run_folder_status(*state, ID, reason, sizeof reason), RUN_FAILED);
    assert_string_equal(reason, "kde: too few");
    assert_int_equal(run_folder_status(*state, ID, reason, 4), RUN_FAILED);
    assert_string_equal(reason, "kde");
    assert_int_equal(run_folder_status(*state, ID, NULL, 0), RUN_FAILED);
    put(*state, "meta.ini", "[run]\nnote = none\n");
    assert_int_equal(run_folder_status(*state, ID, reason, sizeof reason), RUN_FAILED);
    assert_says(reason, "/8c64eee8764f/meta.ini: expected 'status' in [run], found none");
    put(*state, "meta.ini", "[run]\nstatus\nnote\n");
    assert_int_equal(run_folder_status(*state, ID, reason, sizeof reason), RUN_FAILED);
    assert_says(reason, "/8c64eee8764f/meta.ini:2: expected 'key = value'");
    assert_null(strchr(reason, '\n'));

    /* the text of another run */
    put(*state, "meta.ini", "[run]\nstatus = ok\n");
    put(*state, "spec.ini", SPEC "\n");
    assert_int_equal(run_folder_status(*state, ID, reason, sizeof reason), RUN_FAILED);
    assert_says(reason, "/spec.ini: expected the text of run ");
    assert_says(reason, " (remove '");
}

static void stamps_tell_results_apart(void **state)
{
    assert_int_equal(run_folder_stamp(*state, ID), 0);
    put(*state, "meta.ini", "[run]\n");
    char *path = path_join(*state, ID, "meta.ini", NULL);
    const struct timespec times[2] = { { 1700000000, 5 }, { 1700000001, 7 } };
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
    assert_true(run_folder_stamp(*state, ID) == 1700000001000000007LL);
    free(path);
}

static void progress_of_a_living_worker(void **state)
{
    const struct run_progress written = { "phase 1", 3, 10, 0.25 };
    struct run_progress read = { "", 0, 0, 0 };
    struct run_folder f;
    struct error e;
    run_progress_write(*state, ID, &written);
    assert_false(run_progress_read(*state, ID, &read)); /* nobody has the lock */
    assert_int_equal(run_folder_begin(&f, *state, ID, 0, &e), 0);
    assert_true(run_progress_read(*state, ID, &read));
    assert_string_equal(read.stage, "phase 1");
    assert_int_equal(read.done, 3);
    assert_int_equal(read.total, 10);
    assert_true(read.loss == 0.25);
    free(folder_file(state, ".progress-8c64eee8764f", "3 1", 3)); /* half a line */
    assert_false(run_progress_read(*state, ID, &read));
    assert_int_equal(run_progress_remove(*state, ID, &e), 0);
    assert_false(run_progress_read(*state, ID, &read));
    run_folder_abandon(&f);
    /* nor does it matter where it cannot be written */
    run_progress_write("/nowhere/at/all", ID, &written);
    assert_false(run_progress_read("/nowhere/at/all", ID, &read));
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(whole_or_not_there),         IN_FOLDER(what_a_killed_worker_left_goes), IN_FOLDER(attempts_at_once),
    IN_FOLDER(what_cannot_be_read_stays),  IN_FOLDER(links_are_not_followed),         IN_FOLDER(one_worker_at_a_time),
    IN_FOLDER(a_worker_waits_for_another), IN_FOLDER(folders_that_cannot_be),         IN_FOLDER(statuses_and_reasons),
    IN_FOLDER(stamps_tell_results_apart),  IN_FOLDER(progress_of_a_living_worker),    IN_FOLDER(thrown_away),
};

TEST_MAIN(tests, NULL, NULL)
