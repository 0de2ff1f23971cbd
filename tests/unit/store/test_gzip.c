/* Gzip: the same bytes come back, and what is none is refused. */
#include "support/main.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/memory.h"
#include "store/csv.h"
#include "store/file.h"
#include "store/gzip.h"
#include "support/folder.h"

static void test_gzip_round_trip(void **state)
{
    char *path = path_join(*state, "t.csv.gz", NULL);
    struct error e;
    struct csv c;
    size_t n;
    assert_int_equal(gzip_write(path, "a,b\n1,2\n", 8, &e), 0);
    assert_int_equal(csv_read(&c, path, &e), 0);
    assert_string_equal(csv_cell(&c, 0, "b"), "2");
    csv_release(&c);

    /* Magic, deflate, no flags, no time: equal contents are equal files. */
    char *packed = file_read(path, &n, &e);
    assert_memory_equal(packed, "\x1f\x8b\x08\0\0\0\0\0", 8);
    for (size_t length = 0; length < n; length++) {
        assert_int_equal(file_write(path, packed, length, &e), 0);
        assert_null(gzip_read(path, NULL, &e));
    }
    packed[n - 8] ^= 1; /* the first byte of the checksum */
    assert_int_equal(file_write(path, packed, n, &e), 0);
    assert_null(gzip_read(path, NULL, &e));
    assert_int_equal(file_write(path, "a,b\n1,2\n", 8, &e), 0);
    assert_null(gzip_read(path, NULL, &e));
    assert_non_null(strstr(e.text, "expected gzip data"));
    free(packed);

    /* Sizes about the blocks, of contents that do not shrink. */
    uint32_t x = 1;
    for (size_t size = 0; size < 300000; size = size * 3 + 65535) {
        unsigned char *bytes = mem_alloc(size, 1);
        for (size_t i = 0; i < size; i++)
            bytes[i] = (unsigned char)((x = x * 1664525 + 1013904223) >> 24);
        assert_int_equal(gzip_write(path, bytes, size, &e), 0);
        char *back = gzip_read(path, &n, &e);
        assert_int_equal(n, size);
        assert_memory_equal(back, bytes, size);
        free(back);
        free(bytes);
    }
    free(path);
}

static void test_gzip_files_that_cannot_be(void **state)
{
    char *path = path_join(*state, "missing", "a.gz", NULL);
    struct error e;
    assert_int_equal(gzip_write(path, "x", 1, &e), -1);
    assert_says(e.text, "cannot create '");
    assert_null(gzip_read(path, NULL, &e));
    assert_says(e.text, "cannot open '");
    assert_null(gzip_read(*state, NULL, &e)); /* a folder */
    assert_says(e.text, "cannot read '");
    free(path);
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(test_gzip_round_trip),
    IN_FOLDER(test_gzip_files_that_cannot_be),
};

TEST_MAIN(tests, NULL, NULL)
