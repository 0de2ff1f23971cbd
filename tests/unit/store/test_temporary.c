/* Whose an unfinished file is, and whether somebody is still at it. */
#include "support/main.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "store/temporary.h"
#include "support/folder.h"

/* The owner and a temporary name of a process that has ended and was waited for. */
static void of_the_dead(char owner[OWNER_TEXT], char name[256])
{
    int told[2], status;
    assert_int_equal(pipe(told), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        char own[OWNER_TEXT];
        char *path = temporary_path("", "a");
        owner_self(own);
        _exit(write(told[1], own, OWNER_TEXT) != OWNER_TEXT || write(told[1], path, strlen(path) + 1) < 0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(read(told[0], owner, OWNER_TEXT), OWNER_TEXT);
    assert_true(read(told[0], name, 256) > 0);
    close(told[0]);
    close(told[1]);
}

static void who_lives(void **state)
{
    (void)state;
    char own[OWNER_TEXT], dead[OWNER_TEXT], name[256], other[OWNER_TEXT];
    owner_self(own);
    assert_false(owner_gone(own));
    of_the_dead(dead, name);
    assert_true(owner_gone(dead));

    /* the same number, given to this process later */
    snprintf(other, sizeof other, "%.12s.%ld.%d", own, (long)getpid(), 1);
    assert_true(owner_gone(other));
    /* nothing is known of another machine's, or of what is no owner */
    snprintf(other, sizeof other, "%s", dead);
    other[0] = other[0] == '0' ? '1' : '0';
    assert_false(owner_gone(other));
    assert_false(owner_gone(""));
    assert_false(owner_gone("0123456789ab.1"));
    strcat(dead, "x");
    assert_false(owner_gone(dead));
}

/* A child that ended and is not waited for has ended all the same. */
static void a_zombie_has_ended(void **state)
{
    (void)state;
    char owner[OWNER_TEXT];
    int told[2];
    assert_int_equal(pipe(told), 0);
    pid_t child = fork();
    if (child == 0) {
        owner_self(owner);
        _exit(write(told[1], owner, OWNER_TEXT) != OWNER_TEXT);
    }
    siginfo_t info;
    assert_int_equal(waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT), 0);
    assert_int_equal(read(told[0], owner, OWNER_TEXT), OWNER_TEXT);
    assert_true(owner_gone(owner));
    assert_int_equal(waitpid(child, NULL, 0), child);
    close(told[0]);
    close(told[1]);
}

static void names(void **state)
{
    (void)state;
    char *a = temporary_path("", "a.csv"), *b = temporary_path("folder/", "a.csv"),
         *c = temporary_path("folder", "x-y");
    assert_true(strncmp(a, ".tmp-", 5) == 0);
    assert_true(strncmp(b, "folder/.tmp-", 12) == 0);
    assert_string_equal(temporary_name(a), "a.csv");
    assert_string_equal(temporary_name(c + strlen("folder/")), "x-y");
    assert_string_not_equal(a, b + strlen("folder/"));
    assert_null(temporary_name("a.csv"));
    assert_null(temporary_name(".tmp-1-0-a.csv"));
    free(a);
    free(b);
    free(c);
}

static int left(void **state, const char *name, long age)
{
    char *path = folder_file(state, name, "x", 1);
    int folder = open(*state, O_RDONLY | O_DIRECTORY);
    const struct timespec times[2] = { { time(NULL) - age, 0 }, { time(NULL) - age, 0 } };
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
    int result = temporary_left(folder, name);
    close(folder);
    free(path);
    return result;
}

static void what_is_left(void **state)
{
    char owner[OWNER_TEXT], dead[256], *own = temporary_path("", "a");
    of_the_dead(owner, dead);
    assert_true(left(state, dead, 0));
    assert_false(left(state, own, 2L * LEFT_AFTER));
    dead[5] = dead[5] == '0' ? '1' : '0'; /* another machine's: by its age */
    assert_false(left(state, dead, LEFT_AFTER / 2));
    assert_true(left(state, dead, 2L * LEFT_AFTER));
    assert_false(left(state, ".tmp-my-notes", 2L * LEFT_AFTER)); /* nobody's here */
    assert_false(left(state, "a", 2L * LEFT_AFTER));
    free(own);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(who_lives),
    cmocka_unit_test(a_zombie_has_ended),
    cmocka_unit_test(names),
    IN_FOLDER(what_is_left),
};

TEST_MAIN(tests, NULL, NULL)
