/* The file that only grows. */
#include "support/main.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/ledger.h"
#include "store/csv.h"
#include "store/file.h"
#include "support/folder.h"

#define HEADER "run_id,attempt,outcome,started,ended,processor_s,kernels\n"

static int add(void **state, const char *run, const char *outcome, struct error *e)
{
    return ledger_add(*state, &(struct ledger_line) { run, "a", outcome, "then", "", 1.5, "k" }, e);
}

static void lines_are_added(void **state)
{
    struct error e;
    char *path = path_join(*state, "ledger.csv", NULL);
    assert_int_equal(add(state, "one", "begun", &e), 0);
    assert_int_equal(add(state, "two", "ok", &e), 0);
    assert_file_is(path, HEADER "one,a,begun,then,,1.500,k\ntwo,a,ok,then,,1.500,k\n");
    /* one that was cut is ended first */
    assert_int_equal(file_write(path, HEADER "one,a,be", strlen(HEADER) + 8, &e), 0);
    assert_int_equal(add(state, "two", "ok", &e), 0);
    assert_file_is(path, HEADER "two,a,ok,then,,1.500,k\n");
    assert_int_equal(file_write(path, "", 0, &e), 0); /* made, and never written */
    assert_int_equal(add(state, "two", "ok", &e), 0);
    assert_file_is(path, HEADER "two,a,ok,then,,1.500,k\n");
    assert_int_equal(file_write(path, "run_id,att", 10, &e), 0);
    assert_int_equal(add(state, "two", "ok", &e), 0);
    assert_file_is(path, HEADER "two,a,ok,then,,1.500,k\n");
    free(path);
}

static void many_at_once(void **state)
{
    enum { PROCESSES = 8, LINES = 100 };
    struct csv c;
    struct error e;
    char *path = path_join(*state, "ledger.csv", NULL);
    for (int i = 0; i < PROCESSES; i++)
        if (fork() == 0) {
            int bad = 0;
            for (int k = 0; k < LINES; k++)
                bad |= add(state, "one", "begun", NULL);
            _exit(bad);
        }
    for (int i = 0, status; i < PROCESSES; i++) {
        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
    }
    assert_int_equal(csv_read(&c, path, &e), 0); /* one header, whole lines */
    assert_int_equal(c.n_rows, PROCESSES * LINES);
    csv_release(&c);
    free(path);
}

static void what_cannot_be_written(void **state)
{
    struct error e;
    char *path = path_join(*state, "ledger.csv", NULL), *precious = folder_file(state, "precious", "mine", 4);
    assert_int_equal(symlink(precious, path), 0);
    assert_int_equal(add(state, "one", "begun", &e), -1);
    assert_says(e.text, "/ledger.csv': it is a symbolic link");
    assert_file_is(precious, "mine");
    assert_int_equal(unlink(path), 0);
    assert_int_equal(symlink("/dev/full", path), 0);
    assert_int_equal(add(state, "one", "begun", &e), -1);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(ledger_add("/nowhere/at/all", &(struct ledger_line) { "a", "a", "ok", "", "", 0, "" }, &e), -1);
    assert_says(e.text, "/nowhere/at/all/");
    free(path);
    free(precious);
}

static const struct CMUnitTest tests[] = { IN_FOLDER(lines_are_added), IN_FOLDER(many_at_once),
                                           IN_FOLDER(what_cannot_be_written) };

TEST_MAIN(tests, NULL, NULL)
