/* Libraries that are loaded when they are needed. */
#include "support/main.h"

#include <zlib.h>

#include "base/late.h"
#include "late_files.h"
#include "support/folder.h"

/* zlib is linked to the program already, so the same functions have to be found. */
#define ZLIB(X) X(crc32) X(zlibVersion)

struct zlib {
    ZLIB(LATE_POINTER)
};

static void functions_by_their_names(void **state)
{
    (void)state;
    static const char *const names[] = { ZLIB(LATE_NAME) };
    struct zlib zlib;
    struct error e = { 0 };
    assert_int_equal(late_load(&zlib, names, 2, "libz.so.1", &e), 0);
    assert_string_equal(zlib.zlibVersion(), zlibVersion());
    assert_int_equal(zlib.crc32(0, (const unsigned char *)"stripes", 7), crc32(0, (const unsigned char *)"stripes", 7));
}

static void what_is_not_there(void **state)
{
    static const char *const names[] = { "crc32", "crc33" };
    void *functions[2];
    struct error e = { 0 };
    assert_int_equal(late_load(functions, names, 2, "libz.so.1", &e), -1);
    assert_string_equal(e.text, "libz.so.1: expected a function 'crc33', found none");
    assert_int_equal(late_load(functions, names, 2, "libnothing.so.7", &e), -1);
    assert_non_null(strstr(e.text, "cannot load the library 'libnothing.so.7': "));
    char *path = folder_file(state, "libbroken.so", "no library", 10);
    assert_int_equal(late_load(functions, names, 2, path, &e), -1);
    assert_non_null(strstr(e.text, path));
    free(path);
}

/* What the build wrote is what the loader finds. */
static void files_of_this_build(void **state)
{
    (void)state;
    static const char *const open_matlab[] = { "Mat_Open" }, *const open_zip[] = { "zip_open" };
    void *function;
    struct error e = { 0 };
    assert_int_equal(late_load(&function, open_matlab, 1, LATE_MATIO, &e), 0);
    assert_int_equal(late_load(&function, open_zip, 1, LATE_ZIP, &e), 0);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(functions_by_their_names),
    IN_FOLDER(what_is_not_there),
    cmocka_unit_test(files_of_this_build),
};

TEST_MAIN(tests, NULL, NULL)
