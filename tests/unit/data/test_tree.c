/* The files below a folder: their order, and what is no file. */
#include "support/main.h"

#include <dlfcn.h>
#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "data/tree.h"
#include "support/folder.h"

/* In the place of the library's: it fails where a test asks for that. */
static int fails_after = -1;

FTSENT *fts_read(FTS *fts)
{
    FTSENT *(*real)(FTS *);
    *(void **)&real = dlsym(RTLD_NEXT, "fts_read");
    if (fails_after < 0 || fails_after-- > 0)
        return real(fts);
    errno = EIO;
    return NULL;
}

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

static void assert_list(char **paths, size_t n, const char *expected)
{
    struct text found = TEXT_INIT;
    size_t count = 0;
    for (; paths[count]; count++)
        text_format(&found, "%s%s", count ? " " : "", paths[count]);
    assert_string_equal(text_of(&found), expected);
    assert_int_equal(n, count);
    text_release(&found);
}

static void assert_tree(const char *folder, const char *files, const char *hidden)
{
    struct error e = { .text = "" };
    struct tree t;
    int rc = tree_read(&t, folder, &e);
    assert_string_equal(e.text, "");
    assert_int_equal(rc, 0);
    assert_list(t.files, t.n, files);
    assert_list(t.hidden, t.n_hidden, hidden);
    tree_release(&t);
}

/* It must fail, say so with these words, and leave nothing behind. */
static void assert_no_tree(const char *folder, const char *words)
{
    struct error e;
    struct tree t;
    assert_int_equal(tree_read(&t, folder, &e), -1);
    assert_says(e.text, words);
    assert_null(t.files);
    assert_null(t.hidden);
}

/* Byte by byte, hidden ones beside the others: "a-b" before "a/b" before "ab". */
static void sorted_by_bytes(void **state)
{
    static const char *const names[] = { "b", "a/b", "ab", "a-b", "a/a/c", "Z", ".hidden", ".folder/x", "a/.y" };
    struct text slashes = TEXT_INIT;
    assert_tree(*state, "", "");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        put(*state, names[i]);
    assert_tree(*state, "Z a-b a/a/c a/b ab b", ".folder .hidden a/.y");
    text_format(&slashes, "%s//", (const char *)*state);
    assert_tree(slashes.s, "Z a-b a/a/c a/b ab b", ".folder .hidden a/.y");
    text_release(&slashes);
}

static void many_files(void **state)
{
    struct error e;
    struct tree t;
    for (int i = 0; i < 200; i++) {
        char name[16];
        snprintf(name, sizeof name, "%d/%d", i % 7, i);
        put(*state, name);
    }
    assert_int_equal(tree_read(&t, *state, &e), 0);
    assert_int_equal(t.n, 200);
    for (size_t i = 1; i < t.n; i++)
        assert_true(strcmp(t.files[i - 1], t.files[i]) < 0);
    assert_null(t.files[t.n]);
    tree_release(&t);
}

static void links_are_followed(void **state)
{
    char *link = path_join(*state, "link", NULL), *broken = path_join(*state, "broken", NULL);
    put(*state, "a/b");
    assert_int_equal(symlink("a", link), 0);
    assert_tree(*state, "a/b link/b", "");
    assert_int_equal(symlink("nowhere", broken), 0);
    assert_no_tree(*state, "/broken': ");
    free(link);
    free(broken);
}

static void what_is_no_file(void **state)
{
    char *missing = path_join(*state, "missing", NULL), *pipe = path_join(*state, "pipe", NULL);
    assert_no_tree(missing, "/missing': No such file or directory");
    assert_int_equal(mkfifo(pipe, 0600), 0);
    assert_no_tree(*state, "/pipe': not a file or a folder");
    free(missing);
    free(pipe);
}

static void names_that_are_no_lines(void **state)
{
    put(*state, "a\nb/c");
    assert_no_tree(*state, "expected a file's name without control characters and line ends, found 'a\\x0ab'");
}

/* What was read so far is not all. */
static void a_fault_is_not_the_end(void **state)
{
    put(*state, "a/b");
    put(*state, "c");
    for (int after = 1; after < 4; after++) { /* from the first reading on: before it fts_close() loses memory */
        fails_after = after;
        assert_no_tree(*state, "cannot read the folder '");
    }
    fails_after = -1;
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(a_fault_is_not_the_end), IN_FOLDER(sorted_by_bytes), IN_FOLDER(many_files),
    IN_FOLDER(links_are_followed),     IN_FOLDER(what_is_no_file), IN_FOLDER(names_that_are_no_lines),
};

TEST_MAIN(tests, NULL, NULL)
