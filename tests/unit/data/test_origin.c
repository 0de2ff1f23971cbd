/* What a saved model tells of the images that it was trained on. */
#include "support/tiny_set.h"

#include "data/origin.h"
#include "support/archives.h"

static const char *write_model(const struct place *p, const char *preparation)
{
    static char path[256];
    static char *classes[] = { "nut", "hex bolt", NULL };
    struct error e;
    const struct dataset d = { .name = "parts",
                               .edition = "first",
                               .payload = "0123",
                               .n_classes = 2,
                               .classes = classes,
                               .source = { .preparation = preparation } };
    snprintf(path, sizeof path, "%s/model.lisae", p->folder);
    struct archive_writer *w = archive_create(path, &e);
    assert_non_null(w);
    archive_add_text(w, "detector", "pca");
    origin_put(w, &d, "1");
    assert_int_equal(archive_commit(w, &e), 0);
    return path;
}

static void what_was_put_is_there(void **state)
{
    static const char *const preparations[] = { "[preparation]\nreader = images\ninvert = on\n", NULL };
    for (int i = 0; i < 2; i++) {
        struct archive a;
        struct origin o;
        struct error e = { .text = "" };
        assert_int_equal(archive_open(&a, write_model(*state, preparations[i]), &e), 0);
        assert_int_equal(origin_get(&o, &a, &e), 0);
        assert_string_equal(o.name, "parts");
        assert_string_equal(o.edition, "first");
        assert_string_equal(o.payload, "0123");
        assert_string_equal(o.positive, "1");
        assert_int_equal(o.classes.n, 2);
        assert_int_equal(o.classes.fixed, 1);
        assert_string_equal(o.classes.name[1], "hex bolt");
        assert_int_equal(o.prepared, i == 0);
        assert_int_equal(o.preparation.invert, i == 0);
        origin_release(&o);
        archive_release(&a);
    }
}

static void models_of_others(void **state)
{
    static const struct {
        const char *entry;
        int type;
        size_t n;
        const void *data;  /* NULL: the entry is left out */
        const char *words; /* NULL: nothing is told, and that is no error */
    } table[] = {
        { "data/name", 0, 0, NULL, NULL },
        { "data/edition", 0, 0, NULL, "'data/edition'" },
        { "data/payload", 0, 0, NULL, "'data/payload'" },
        { "data/positive", 0, 0, NULL, "'data/positive'" },
        { "data/classes", 0, 0, NULL, "'data/classes'" },
        { "data/classes", ARCHIVE_TEXT, 0, "\n", "expected 1 to 1024 names in 'data/classes', found 0" },
        { "data/classes", ARCHIVE_TEXT, 0, "a\nb\x1b\n", "model: expected a class's name in UTF-8 without" },
        { "data/preparation", ARCHIVE_TEXT, 0, "[preparation]\nreader = images\nrotate = 90\n",
          "model: this version cannot prepare pictures with 'rotate = 90'" },
    };
    struct place *p = *state;
    struct archive good;
    struct error e;
    char *path = path_join(p->folder, "model", NULL);
    assert_int_equal(archive_open(&good, write_model(p, "[preparation]\nreader = images\n"), &e), 0);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct archive a;
        struct origin o;
        put_changed(&good, path, table[i].entry, table[i].type, table[i].n, table[i].data);
        assert_int_equal(archive_open(&a, path, &e), 0);
        assert_int_equal(origin_get(&o, &a, &e), table[i].words ? -1 : 0);
        if (table[i].words)
            assert_says(e.text, table[i].words);
        else
            assert_null(o.name);
        origin_release(&o);
        archive_release(&a);
    }
    archive_release(&good);
    free(path);
}

static const struct CMUnitTest tests[] = {
    TEST(what_was_put_is_there),
    TEST(models_of_others),
};

TEST_MAIN(tests, NULL, NULL)
