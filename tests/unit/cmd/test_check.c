/* `lisae check`: what it says of a good spec, of keys that nothing depends on, and of a wrong one. */
#include "support/plans.h"

#include <sys/stat.h>

#include "support/results.h"
#include "support/said.h"

#define ARGUMENTS(...) \
    (const char *const[]) \
    { \
        __VA_ARGS__, NULL \
    }

static void specs(void **state)
{
    (void)state;
    put_file(".", "good.ini", "[data]\ndataset = tiny\npositive = each\n[detectors]\nrun = kde, ae\n");
    expect_said(&command_check, ARGUMENTS("--data", "data", "good.ini"), EXIT_OK,
                "good.ini: ok, 12 runs and 6 first phases\n", "");
    expect_said(&command_check, ARGUMENTS("--data", "data", "-D", "detectors.run=kde", "good.ini"), EXIT_OK,
                "good.ini: ok, 6 runs and 0 first phases\n", "");

    put_file(".", "idle.ini", "[data]\ndataset = tiny\npositive = 0\n[shape]\ngamma = 3\n[detectors]\nrun = kde\n");
    struct said s = said_by(&command_check, ARGUMENTS("--data", "data", "idle.ini"));
    assert_int_equal(s.code, EXIT_OK);
    assert_string_equal(s.out, "idle.ini: ok, 1 runs and 0 first phases\n");
    assert_true(starts_with(s.err, "idle.ini:5: "));
    said_release(&s);

    put_file(".", "bad.ini", "[data]\ndataset = tiny\npositive = 7\n[modle]\nlatent = 3\n[detectors]\nrun = kde\n");
    s = said_by(&command_check, ARGUMENTS("--data", "data", "bad.ini"));
    assert_int_equal(s.code, EXIT_USAGE);
    assert_string_equal(s.out, "");
    assert_non_null(strstr(s.err, "bad.ini:4: unknown section 'modle'"));
    said_release(&s);
    assert_false(path_exists("results"));
}

/* The spec as one file: through a link, and alone on standard output. */
static void one_file(void **state)
{
    const char spec[] = "[data]\ndataset = tiny\npositive = 0\n[detectors]\nrun = kde\n";
    struct stat s;
    (void)state;
    put_file(".", "good.ini", spec);
    put_file(".", "target", "old");
    assert_int_equal(symlink("target", "link"), 0);
    expect_said(&command_check, ARGUMENTS("--data", "data", "-o", "link", "good.ini"), EXIT_OK,
                "good.ini: ok, 1 runs and 0 first phases\n", "");
    assert_true(lstat("link", &s) == 0 && S_ISLNK(s.st_mode));
    struct said to_file = said_by(&command_check, ARGUMENTS("--data", "data", "target"));
    assert_int_equal(to_file.code, EXIT_OK);
    said_release(&to_file);
    struct said printed = said_by(&command_check, ARGUMENTS("--data", "data", "-o", "-", "good.ini"));
    assert_int_equal(printed.code, EXIT_OK);
    assert_file_is("target", printed.out);
    said_release(&printed);
    assert_false(path_exists("-"));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(specs, enter, leave),
    cmocka_unit_test_setup_teardown(one_file, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
