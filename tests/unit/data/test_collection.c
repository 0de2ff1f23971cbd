/* Pictures of folders and zip files that are refused before one of them is decoded: names that would not show, too many
 * of them, files that are too large or of another kind. */
#include "support/main.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "data/collection.h"
#include "data/reader.h"
#include "store/file.h"
#include "support/collections.h"
#include "support/folder.h"
#include "support/pictures.h"
#include "support/readers.h"

/* Every `from` in a file becomes `to`, of the same length. */
static void replace_in(const char *path, const char *from, const char *to)
{
    struct error e;
    size_t n;
    char *bytes = file_read(path, &n, &e);
    for (char *at = bytes; (at = memmem(at, n - (size_t)(at - bytes), from, strlen(from)));)
        memcpy(at, to, strlen(to));
    assert_int_equal(file_write(path, bytes, n, &e), 0);
    free(bytes);
}

static void names_that_do_not_show_are_refused(void **state)
{
    static const struct {
        const char *name, *words;
    } names[] = {
        { "set/a\x1b[31m/1.png",
          "expected a file's name without control characters and line ends, found 'a\\x1b[31m'" },
        { "set/a/1\n2.png", "expected a file's name without control characters and line ends, found 'a/1\\x0a2.png'" },
        { "set/a\n/1.txt", "found 'a\\x0a'" },
        { "set/a\x7f/1.png", "found 'a\\x7f'" },
        { "set/caf\xe9/1.png",
          "expected a class's name in UTF-8 without control characters and line ends, found 'caf\\xe9'" },
        { "set/a\xc2\x9b/1.png", "expected a class's name in UTF-8" },
    };
    char *folder = path_join(*state, "set", NULL);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct error e;
        put_file(state, "set/b/1.png", make_shade_png(1, 1, 1, 1));
        put_file(state, names[i].name, make_shade_png(1, 1, 1, 1));
        assert_unreadable(&reader_images, folder, NULL, names[i].words);
        assert_int_equal(folder_remove(folder, &e), 0);
    }
    /* in a zip file a line end stays one; libzip makes signs of the other control characters */
    const struct made_picture p = { "a/1?.png", 1, 1, 0, 1 };
    char *zip = write_zip(state, "names.zip", &p, 1);
    replace_in(zip, "a/1?.png", "a/1\n.png");
    assert_unreadable(&reader_images, zip, NULL,
                      "expected a file's name without control characters and line ends, found 'a/1\\x0a.png'");
    free(zip);
    free(folder);
}

static void too_many_classes_are_said_as_such(void **state)
{
    for (int i = 0; i < 1025; i++) {
        char name[32];
        snprintf(name, sizeof name, "set/%04d/1.png", i);
        put_file(state, name, make_shade_png(1, 1, 1, 1));
    }
    char *folder = path_join(*state, "set", NULL);
    assert_unreadable(&reader_images, folder, NULL,
                      "expected at most 1024 classes, found the folder '1024' beyond them");
    free(folder);
}

/* A name that stands in a zip file twice: programs differ on which one it means. */
static void zip_with_a_name_twice(void **state)
{
    static const struct made_picture two[] = { { "a/1.png", 1, 1, 0, 1 }, { "a/2.png", 1, 1, 0, 2 } };
    char *zip = write_zip(state, "two.zip", two, 2);
    replace_in(zip, "a/2.png", "a/1.png");
    assert_unreadable(&reader_images, zip, NULL, "two.zip: 'a/1.png' is in it twice");
    free(zip);
}

/* Pictures are packed already: a zip file that unpacks to hundreds of times its size holds something else. */
static void zip_that_unpacks_to_too_much(void **state)
{
    enum { N = 2 << 20 };
    char *path = path_join(*state, "bomb.zip", NULL), *zeros = calloc(N, 1);
    int code;
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);
    assert_true(zip_file_add(zip, "a/1.png", zip_source_buffer(zip, zeros, N, 1), ZIP_FL_ENC_UTF_8) >= 0);
    assert_int_equal(zip_close(zip), 0);
    assert_unreadable(&reader_images, path, NULL,
                      "expected a zip file of pictures, which unpacks to at most 100 times its ");
    free(path);
}

/* A file of more than 64 MiB is not read, even where it is a hole. */
static void large_files_are_not_read(void **state)
{
    put_file(state, "set/a/1.png", make_shade_png(1, 1, 1, 1));
    char *folder = path_join(*state, "set", NULL), *path = path_join(folder, "a/1.png", NULL);
    assert_int_equal(truncate(path, (64 << 20) + 1), 0);
    assert_unreadable(&reader_images, folder, NULL, "'a/1.png': expected at most 67108864 bytes, found 67108865");
    assert_unreadable(&reader_images, "/dev/null", NULL,
                      "/dev/null: expected a folder or a zip file, found another kind of file");
    free(path);
    free(folder);
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(names_that_do_not_show_are_refused),
    IN_FOLDER(too_many_classes_are_said_as_such),
    IN_FOLDER(zip_with_a_name_twice),
    IN_FOLDER(zip_that_unpacks_to_too_much),
    IN_FOLDER(large_files_are_not_read),
};

TEST_MAIN(tests, NULL, NULL)
