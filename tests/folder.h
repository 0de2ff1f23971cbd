/* A scratch folder as a test's state: made before it, removed behind it. */
#ifndef TESTS_FOLDER_H
#define TESTS_FOLDER_H

#include <stdlib.h>

#include "store/file.h"

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

/* Writes a file of the folder; its path, free(). Include cmocka.h first. */
static inline char *folder_file(void **state, const char *name, const void *bytes, size_t n)
{
    struct error e;
    char *path = path_join(*state, name, NULL);
    assert_int_equal(file_write(path, bytes, n, &e), 0);
    return path;
}

#endif
