/* The files below a folder: their order, and what is no file. */
#include "support/main.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "data/tree.h"
#include "support/folder.h"

static void put(const char *folder, const char *name)
{
    char *path = path_join(folder, name, NULL);
    struct text parent = TEXT_INIT;
    text_append_bytes(&parent, path, (size_t)(strrchr(path, '/') - path));
    assert_int_equal(folder_make(text_of(&parent), NULL), 0);
    assert_int_equal(file_write(path, "", 0, NULL), 0);
    text_release(&parent);
    free(path);
}

static void assert_tree(const char *folder, const char *expected)
{
    struct text found = TEXT_INIT;
    struct error e = { "" };
    size_t n = 99, count = 0;
    char **paths = tree_list(folder, &n, &e);
    assert_string_equal(e.text, "");
    for (; paths[count]; count++)
        text_format(&found, "%s%s", count ? " " : "", paths[count]);
    assert_string_equal(text_of(&found), expected);
    assert_int_equal(n, count);
    split_free(paths);
    text_release(&found);
}

/* Byte by byte: "a-b" before "a/b" before "ab". */
static void sorted_by_bytes(void **state)
{
    static const char *const names[] = { "b", "a/b", "ab", "a-b", "a/a/c", "Z", ".hidden", ".folder/x", "a/.y" };
    struct text slashes = TEXT_INIT;
    assert_tree(*state, "");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        put(*state, names[i]);
    assert_tree(*state, "Z a-b a/a/c a/b ab b");
    text_format(&slashes, "%s//", (const char *)*state);
    assert_tree(slashes.s, "Z a-b a/a/c a/b ab b");
    text_release(&slashes);
}

static void many_files(void **state)
{
    struct error e;
    size_t n;
    for (int i = 0; i < 200; i++) {
        char name[16];
        snprintf(name, sizeof name, "%d/%d", i % 7, i);
        put(*state, name);
    }
    char **paths = tree_list(*state, &n, &e);
    assert_int_equal(n, 200);
    for (size_t i = 1; i < n; i++)
        assert_true(strcmp(paths[i - 1], paths[i]) < 0);
    assert_null(paths[n]);
    split_free(paths);
}

static void links_are_followed(void **state)
{
    char *link = path_join(*state, "link", NULL), *broken = path_join(*state, "broken", NULL);
    struct error e;
    size_t n;
    put(*state, "a/b");
    assert_int_equal(symlink("a", link), 0);
    assert_tree(*state, "a/b link/b");
    assert_int_equal(symlink("nowhere", broken), 0);
    assert_null(tree_list(*state, &n, &e));
    assert_says(e.text, "/broken': ");
    free(link);
    free(broken);
}

static void what_is_no_file(void **state)
{
    char *missing = path_join(*state, "missing", NULL), *pipe = path_join(*state, "pipe", NULL);
    struct error e;
    size_t n;
    assert_null(tree_list(missing, &n, &e));
    assert_says(e.text, "/missing': No such file or directory");
    assert_int_equal(mkfifo(pipe, 0600), 0);
    assert_null(tree_list(*state, &n, &e));
    assert_says(e.text, "/pipe': not a file or a folder");
    free(missing);
    free(pipe);
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(sorted_by_bytes),
    IN_FOLDER(many_files),
    IN_FOLDER(links_are_followed),
    IN_FOLDER(what_is_no_file),
};

TEST_MAIN(tests, NULL, NULL)
