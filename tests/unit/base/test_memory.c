/* Memory: alignment, zeros, growth; what ends a process that gets none. */
#include "support/main.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/progress.h"

static void memory(void **state)
{
    (void)state;
    for (size_t n = 0; n < 200; n += 7) {
        unsigned char *p = mem_zero(n, 3);
        assert_int_equal((uintptr_t)p % 64, 0);
        for (size_t i = 0; i < 3 * n; i++)
            assert_int_equal(p[i], 0);
        free(p);
    }
    char *s = mem_string("abc");
    s = mem_resize(s, 2000, 1);
    assert_string_equal(s, "abc");
    free(s);
}

/* Runs `ask` in a process of its own; how it ended, and what it said. */
static int ended(void (*ask)(void), char *said, size_t room)
{
    int ends[2], status;
    assert_int_equal(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        ask();
        _exit(0);
    }
    close(ends[1]);
    const ssize_t n = read(ends[0], said, room - 1);
    said[n > 0 ? n : 0] = '\0';
    close(ends[0]);
    waitpid(child, &status, 0);
    return status;
}

static void too_much(void)
{
    mem_alloc(SIZE_MAX, 2);
}

#ifndef __SANITIZE_ADDRESS__ /* which has an operator new of its own */
/* operator new(std::size_t), as oneDNN and LIBSVM call it. */
static void too_much_in_a_library(void)
{
    void *(*new)(size_t);
    void *library = dlopen("libstdc++.so.6", RTLD_NOW | RTLD_LOCAL);
    *(void **)&new = dlsym(library, "_Znwm");
    mem_guard_library(library);
    if (new)
        new (SIZE_MAX / 2);
}
#endif

/* As libgomp, when it gets none. */
static void a_library_exits(void)
{
    mem_guard_library(dlopen("libstdc++.so.6", RTLD_NOW | RTLD_LOCAL));
    exit(EXIT_FAILURE);
}

static void the_program_exits(void)
{
    mem_guard_library(dlopen("libstdc++.so.6", RTLD_NOW | RTLD_LOCAL));
    mem_guard_end();
    exit(EXIT_FAILURE);
}

static void none_left(void **state)
{
    char said[256];
    (void)state;
    int status = ended(too_much, said, sizeof said);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 3);
    assert_string_equal(said, "lisae: out of memory: 18446744073709551615 elements of 2 bytes were asked for\n");
#ifndef __SANITIZE_ADDRESS__
    status = ended(too_much_in_a_library, said, sizeof said);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 3);
    assert_string_equal(said, "lisae: out of memory: a library asked for some\n");
#endif
}

static void exit_codes(void **state)
{
    char said[256];
    (void)state;
    int status = ended(a_library_exits, said, sizeof said);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 3);
    assert_string_equal(said, "lisae: out of memory: a library asked for some\n");
    status = ended(the_program_exits, said, sizeof said);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == EXIT_FAILURE);
    assert_string_equal(said, "");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(memory),
    cmocka_unit_test(none_left),
    cmocka_unit_test(exit_codes),
};

TEST_MAIN(tests, NULL, NULL)
