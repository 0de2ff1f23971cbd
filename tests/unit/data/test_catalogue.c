/* The catalogue by name, and the sets that are shipped. */
#include "support/main.h"

#include <stdlib.h>

#include "base/text.h"
#include "data/catalogue.h"
#include "support/folder.h"

static void most_bytes_of_a_file(void **state)
{
    struct catalogue_entry c;
    struct text problems = TEXT_INIT;
    static const char entry[] = "[dataset]\nname = tiny\nreader = cifar\n[edition a]\ntrain = x 10 archive\n"
                                "test = y 5 archive\n[edition b]\ntrain = x 30 archive\ntest = y - archive\n";
    char *path = folder_file(state, "tiny.ini", entry, strlen(entry));
    assert_int_equal(catalogue_read(&c, path, &problems), 0);
    free(path);
    assert_int_equal(catalogue_bytes(&c, "x"), 30);
    assert_true(catalogue_bytes(&c, "y") == (long long)READ_BYTES_MAX);
    assert_int_equal(catalogue_bytes(&c, "z"), 0);
    catalogue_release(&c);
    text_release(&problems);
}

static void catalogue_by_name(void **state)
{
    struct catalogue_entry c;
    struct text problems = TEXT_INIT;
    struct error e;
    size_t n;
    free(folder_file(state, "zebra.ini", "", 0));
    free(folder_file(state, "mnist.ini", "", 0));
    free(folder_file(state, "notes.txt", "", 0));
    free(folder_file(state, ".tmp-1.ini", "", 0));
    char **names = catalogue_list(*state, &n, &e);
    assert_int_equal(n, 2);
    assert_string_equal(names[0], "mnist");
    assert_string_equal(names[1], "zebra");
    assert_null(names[2]);
    split_free(names);
    assert_int_equal(catalogue_find(&c, *state, "mnits", &problems), -1);
    assert_says(text_of(&problems), "unknown data set 'mnits', did you mean 'mnist'?\n");
    catalogue_release(&c);
    assert_int_equal(catalogue_find(&c, *state, "../mnist", &problems), -1);
    assert_says(text_of(&problems), "unknown data set '../mnist'");
    catalogue_release(&c);
    text_release(&problems);
    assert_null(catalogue_list("/nowhere/at/all", &n, &e));
}

/* Run in the project's folder: every set that is shipped, with the counts that the publishers
 * state. */
static void shipped_sets(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        size_t train, test, classes;
    } sets[] = { { "cifar10", 50000, 10000, 10 },
                 { "fashion-mnist", 60000, 10000, 10 },
                 { "mnist", 60000, 10000, 10 },
                 { "omniglot", 19280, 13180, 0 }, /* its classes are the zip file's folders */
                 { "svhn", 73257, 26032, 10 } };
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        struct catalogue_entry c;
        struct text problems = TEXT_INIT;
        int rc = catalogue_find(&c, "datasets", sets[i].name, &problems);
        assert_string_equal(text_of(&problems), "");
        assert_int_equal(rc, 0);
        assert_int_equal(c.editions[0].train_count, sets[i].train);
        assert_int_equal(c.editions[0].test_count, sets[i].test);
        assert_int_equal(c.classes.n, sets[i].classes);
        assert_true(c.licence[0] && c.citation[0] && c.homepage[0] && c.title[0]);
        for (size_t k = 0; k < c.n_editions; k++)
            for (size_t f = 0; f < c.editions[k].n_files; f++)
                assert_int_not_equal(c.editions[k].files[f].digest, DIGEST_NONE);
        catalogue_release(&c);
    }
    size_t n;
    struct error e;
    char **names = catalogue_list("datasets", &n, &e);
    assert_int_equal(n, sizeof sets / sizeof *sets);
    split_free(names);
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(most_bytes_of_a_file),
    IN_FOLDER(catalogue_by_name),
    cmocka_unit_test(shipped_sets),
};

TEST_MAIN(tests, NULL, NULL)
