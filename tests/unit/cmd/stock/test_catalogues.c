/* The catalogue in several folders. */
#include "support/main.h"

#include <unistd.h>

#include "cmd/stock/catalogues.h"
#include "support/folder.h"

static void put(const char *folder, const char *name, const char *title)
{
    struct error e;
    struct text path = TEXT_INIT, t = TEXT_INIT;
    text_format(&path, "%s/%s.ini", folder, name);
    text_format(&t,
                "[dataset]\nname = %s\ntitle = %s\nreader = idx\nheight = 2\nwidth = 2\nchannels = 1\n[edition one]\n"
                "train_images = a 1 archive\ntrain_labels = b 1 archive\ntest_images = c 1 archive\n"
                "test_labels = d 1 archive\n",
                name, title);
    assert_int_equal(folder_make(folder, &e), 0);
    assert_int_equal(file_write(text_of(&path), text_of(&t), t.length, &e), 0);
    text_release(&path);
    text_release(&t);
}

static void expect_names(const char *const *folders, const char *expected)
{
    struct error e;
    struct text t = TEXT_INIT;
    size_t n;
    char **names = catalogues_list(folders, &n, &e);
    assert_non_null(names);
    for (size_t i = 0; i < n; i++)
        text_format(&t, "%s ", names[i]);
    assert_null(names[n]);
    assert_string_equal(text_of(&t), expected);
    split_free(names);
    text_release(&t);
}

static void expect_found(const char *const *folders, const char *name, const char *title, const char *problems)
{
    struct catalogue_entry c;
    struct text found = TEXT_INIT;
    int bad = catalogues_find(&c, folders, name, &found);
    assert_string_equal(text_of(&found), problems);
    assert_int_equal(bad, title ? 0 : -1);
    if (title)
        assert_string_equal(c.title, title);
    catalogue_release(&c);
    text_release(&found);
}

static void the_first_folder_counts(void **state)
{
    static const char *const both[] = { "own", "all", NULL }, *const one[] = { "all", NULL },
                             *const lost[] = { "own", "nowhere", NULL };
    struct error e;
    size_t n;
    assert_int_equal(chdir(*state), 0);
    put("own", "stripes", "Mine");
    put("own", "mnist", "My digits");
    put("all", "mnist", "Digits");
    put("all", "svhn", "Street numbers");
    expect_names(both, "mnist stripes svhn ");
    expect_names(one, "mnist svhn ");
    assert_null(catalogues_list(lost, &n, &e));
    assert_non_null(strstr(e.text, "nowhere"));
    expect_found(both, "mnist", "My digits", "");
    expect_found(both, "svhn", "Street numbers", "");
    expect_found(one, "mnist", "Digits", "");
    expect_found(both, "strips", NULL, "own, all: unknown data set 'strips', did you mean 'stripes'?\n");
    expect_found(both, "svnh", NULL, "own, all: unknown data set 'svnh', did you mean 'svhn'?\n");
    expect_found(both, "../own/mnist", NULL, "own, all: unknown data set '../own/mnist'\n");
    expect_found(one, "mnits", NULL, "all: unknown data set 'mnits', did you mean 'mnist'?\n");
    assert_int_equal(chdir("/"), 0);
}

static const struct CMUnitTest tests[] = { IN_FOLDER(the_first_folder_counts) };

TEST_MAIN(tests, NULL, NULL)
