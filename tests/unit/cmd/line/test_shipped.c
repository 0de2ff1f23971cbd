/* Where the files that come with the program are. */
#include "support/main.h"

#include <errno.h>
#include <unistd.h>

#include "base/text.h"
#include "cmd/line/shipped.h"
#include "support/folder.h"

static void put(const char *path)
{
    struct error e;
    char *folder = strdup(path);
    *strrchr(folder, '/') = '\0';
    assert_int_equal(folder_make(folder, &e), 0);
    assert_int_equal(file_write(path, "", 0, &e), 0);
    free(folder);
}

/* `expected`: below the test's folder; NULL: it is found nowhere. */
static void expect(const char *folder, char *found, const char *expected)
{
    if (!expected) {
        assert_null(found);
        return;
    }
    char *path = path_join(folder, expected, NULL), *real = realpath(path, NULL);
    assert_non_null(real);
    assert_non_null(found);
    assert_string_equal(found, real);
    free(path);
    free(real);
    free(found);
}

static void beside_a_program(void **state)
{
    const char *folder = *state;
    assert_int_equal(chdir(folder), 0);
    put("checkout/src/cmd/main.c");
    put("checkout/datasets/a.ini");
    put("checkout/build/lisae");
    put("checkout/build/asan/lisae");
    put("usr/bin/lisae");
    put("usr/datasets/a.ini"); /* somebody's own */
    put("usr/share/lisae/datasets/a.ini");
    put("usr/share/lisae/plots/common.gp");
    const struct {
        const char *program, *name, *expected;
    } cases[] = {
        { "checkout/build/lisae", "datasets", "checkout/datasets" },
        { "checkout/build/asan/lisae", "datasets/a.ini", "checkout/datasets/a.ini" },
        { "checkout/build/lisae", "plots/no.such", NULL },
        { "usr/bin/lisae", "datasets", "usr/share/lisae/datasets" },
        { "usr/bin/lisae", "plots/common.gp", "usr/share/lisae/plots/common.gp" },
        { "usr/bin/lisae", "experiments/no-such.ini", NULL },
        { "lisae", "plots/no.such", NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *program = path_join(folder, cases[i].program, NULL);
        expect(folder, shipped_beside(program, cases[i].name), cases[i].expected);
        free(program);
    }
    assert_int_equal(chdir("/"), 0);
}

static void in_the_working_folder(void **state)
{
    assert_int_equal(chdir(*state), 0);
    put("plots/common.gp");
    char *found = shipped_find("plots/common.gp");
    assert_string_equal(found, "plots/common.gp");
    free(found);
    assert_null(shipped_find("plots/no.such"));
    assert_int_equal(chdir("/"), 0);
}

static void this_program(void **state)
{
    (void)state;
    char *path = program_path();
    assert_true(*path == '/');
    assert_string_equal(strrchr(path, '/') + 1, program_invocation_short_name);
    free(path);
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(beside_a_program),
    IN_FOLDER(in_the_working_folder),
    cmocka_unit_test(this_program),
};

TEST_MAIN(tests, NULL, NULL)
