/* What every file of tests has: cmocka, comparison of numbers, and TEST_MAIN. PROGRAM runs all its tests, PROGRAM NAME
 * those whose name has NAME in it, which may hold * and ?. Where a program has those of several files, PROGRAM FILE and
 * PROGRAM FILE NAME do, with the file's name as in test_kde. */
#ifndef TESTS_SUPPORT_MAIN_H
#define TESTS_SUPPORT_MAIN_H

#include <fnmatch.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* The exit code where no test has the name: other programs may have one. */
enum { NO_SUCH_TEST = 77 };

static inline void assert_near(double found, double expected, double tolerance)
{
    if (!(found - expected <= tolerance && expected - found <= tolerance))
        fail_msg("expected %.9g within %.3g, found %.9g", expected, tolerance, found);
}

static inline void assert_says(const char *text, const char *words)
{
    if (!strstr(text, words))
        fail_msg("expected '%s' in '%s'", words, text);
}

/* 0 where some test is to be run, else what the program ends with. */
static inline int choose_tests(int argc, char **argv, const struct CMUnitTest *tests, size_t n)
{
    static char pattern[256]; /* cmocka keeps no copy */
    if (argc < 2)
        return 0;
    snprintf(pattern, sizeof pattern, "*%s*", argv[1]);
    cmocka_set_test_filter(pattern);
    for (size_t i = 0; i < n; i++)
        if (fnmatch(pattern, tests[i].name, 0) == 0)
            return 0;
    printf("no test has '%s' in its name; there are:\n", argv[1]);
    for (size_t i = 0; i < n; i++)
        printf("    %s\n", tests[i].name);
    return NO_SUCH_TEST;
}

/* Runs the tests of one file as main() would; what its program ends with. */
typedef int test_program(int argc, char **argv);

/* Tells main() of main.c, before it begins, that the program has the tests of this file. */
void test_program_add(const char *file, test_program *run);

/* The end of every file of tests. What is set up and torn down is shared by all its tests; NULL for nothing. */
#define TEST_MAIN(tests, set_up, tear_down) \
    static int run_all(int argc, char **argv) \
    { \
        int unknown = choose_tests(argc, argv, tests, sizeof tests / sizeof *tests); \
        return unknown ? unknown : cmocka_run_group_tests(tests, set_up, tear_down); \
    } \
    __attribute__((constructor)) static void add_tests(void) \
    { \
        test_program_add(__FILE__, run_all); \
    }

#endif
