/* A scratch folder as a test's state: made before it, removed behind it. */
#ifndef TESTS_SUPPORT_FOLDER_H
#define TESTS_SUPPORT_FOLDER_H

#include <stdlib.h>
#include <string.h>

#include "store/file.h"
#include "support/main.h"

static inline int make_folder(void **state)
{
    const char *parent = getenv("TMPDIR");
    char *folder = path_join(parent ? parent : "/tmp", "lisae-test-XXXXXX", NULL);
    *state = mkdtemp(folder);
    return *state ? 0 : -1;
}

static inline int remove_folder(void **state)
{
    int result = folder_remove(*state, NULL);
    free(*state);
    return result;
}

/* Writes a file of the folder; its path, free(). */
static inline char *folder_file(void **state, const char *name, const void *bytes, size_t n)
{
    struct error e;
    char *path = path_join(*state, name, NULL);
    assert_int_equal(file_write(path, bytes, n, &e), 0);
    return path;
}

/* The file holds these bytes and no others. */
static inline void assert_file_is(const char *path, const char *contents)
{
    struct error e;
    size_t n;
    char *found = file_read(path, &n, &e);
    if (!found)
        fail_msg("%s", e.text);
    assert_int_equal(n, strlen(contents));
    assert_string_equal(found, contents);
    free(found);
}

/* A test with an empty folder of its own. */
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

#endif
