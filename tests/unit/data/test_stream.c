/* Files read from front to end, plain and gzip: what is there, and where it ends. */
#include "support/main.h"

#include <stdlib.h>

#include "data/stream.h"
#include "store/gzip.h"
#include "support/folder.h"

static char *gzip_file(void **state, const char *name, const void *bytes, size_t n)
{
    char *path = path_join(*state, name, NULL);
    assert_int_equal(gzip_write(path, bytes, n, NULL), 0);
    return path;
}

static void assert_reads(const char *path)
{
    struct stream s;
    struct error e;
    char bytes[16];
    size_t got;
    assert_int_equal(stream_open(&s, path, &e), 0);
    assert_int_equal(stream_read(&s, bytes, 4, &e), 0);
    assert_memory_equal(bytes, "0123", 4);
    assert_int_equal(s.offset, 4);
    assert_int_equal(stream_end(&s, &e), -1);
    assert_says(e.text, ": expected the end at byte 4, found more");
    assert_int_equal(stream_some(&s, bytes, sizeof bytes, &got, &e), 0); /* what stream_end() read is gone */
    assert_int_equal(got, 5);
    assert_memory_equal(bytes, "56789", 5);
    assert_int_equal(s.offset, 10);
    assert_int_equal(stream_end(&s, &e), 0);
    assert_int_equal(stream_some(&s, bytes, 3, &got, &e), 0);
    assert_int_equal(got, 0);
    assert_int_equal(stream_read(&s, bytes, 0, &e), 0);
    assert_int_equal(stream_read(&s, bytes, 3, &e), -1);
    assert_says(e.text, ": expected 3 more bytes, found the end at byte 10");
    stream_close(&s);
    stream_close(&s); /* harmless */
}

static void plain_and_gzip(void **state)
{
    char *plain = folder_file(state, "plain", "0123456789", 10), *packed = gzip_file(state, "packed", "0123456789", 10);
    assert_reads(plain);
    assert_reads(packed);
    free(plain);
    free(packed);
}

static void cut_gzip_files(void **state)
{
    char *whole = gzip_file(state, "whole", "0123456789", 10), bytes[16];
    struct error e;
    size_t n;
    char *packed = file_read(whole, &n, &e);
    for (size_t length = 11; length < n; length++) { /* behind the header's magic numbers */
        struct stream s;
        size_t got;
        char *cut = folder_file(state, "cut", packed, length);
        assert_int_equal(stream_open(&s, cut, &e), 0);
        assert_int_equal(stream_some(&s, bytes, sizeof bytes, &got, &e), -1);
        assert_says(e.text, "cut: cannot read past byte 0: ");
        stream_close(&s);
        free(cut);
    }
    free(packed);
    free(whole);
}

static void files_that_are_none(void **state)
{
    struct stream s;
    struct error e;
    char *missing = path_join(*state, "missing", NULL), byte;
    assert_int_equal(stream_open(&s, missing, &e), -1);
    assert_says(e.text, "/missing': No such file or directory");
    stream_close(&s);
    assert_int_equal(stream_open(&s, *state, &e), 0); /* a folder opens, and does not read */
    assert_int_equal(stream_read(&s, &byte, 1, &e), -1);
    assert_says(e.text, "cannot read past byte 0: Is a directory");
    stream_close(&s);
    free(missing);
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(plain_and_gzip),
    IN_FOLDER(cut_gzip_files),
    IN_FOLDER(files_that_are_none),
};

TEST_MAIN(tests, NULL, NULL)
