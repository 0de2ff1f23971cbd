/* Which edition the files of a folder are, and what is said where they are none. */
#include "support/tiny_set.h"

#include <unistd.h>

#include "data/locate.h"

static enum located look(struct place *p, const struct catalogue_entry *c, int in_archive, const char **edition,
                         struct text *why)
{
    const struct edition *found = NULL;
    struct located_file *files = NULL;
    text_clear(why);
    enum located result = locate(c, p->data, in_archive, &found, &files, why);
    *edition = result == LOCATED_GOOD ? found->name : NULL;
    if (result == LOCATED_GOOD) {
        for (size_t i = 0; i < found->n_files; i++)
            assert_true(starts_with(files[i].path, p->data) && files[i].payload.bytes > 0);
        located_free(found, files);
    }
    return result;
}

/* An edition whose test labels are another file. */
static void add_other_edition(struct text *t, const char *name)
{
    add_edition(t, name);
    char *last = strstr(t->s + t->length - 100, "sha256:") + 7;
    *last = *last == '0' ? '1' : '0';
}

static void the_first_edition_that_fits(void **state)
{
    struct place *p = *state;
    struct catalogue_entry c;
    struct text t = TEXT_INIT, why = TEXT_INIT;
    const char *edition;
    text_append(&t, HEAD);
    add_other_edition(&t, "zero");
    add_edition(&t, "one");
    add_edition(&t, "two");
    read_good_entry(p, &c, t.s);
    assert_int_equal(look(p, &c, -1, &edition, &why), LOCATED_NOTHING);
    write_data(p->data);
    assert_int_equal(look(p, &c, -1, &edition, &why), LOCATED_GOOD);
    assert_string_equal(edition, "one");
    catalogue_release(&c);
    text_release(&t);
    text_release(&why);
}

/* Each edition has its reason. Whether each file is one of some edition is asked apart from it. */
static void no_edition_fits(void **state)
{
    struct place *p = *state;
    struct catalogue_entry c;
    struct text t = TEXT_INIT, why = TEXT_INIT;
    const char *edition;
    text_append(&t, HEAD);
    add_other_edition(&t, "zero");
    text_format(
        &t,
        "[edition none]\ntrain_images = trx 4 sha256:%064d\ntrain_labels = try\ntest_images = tex\ntest_labels = tey\n",
        0);
    text_append(&t, "[edition far]\ntrain_images = a\ntrain_labels = b\ntest_images = c\ntest_labels = d\n");
    read_good_entry(p, &c, t.s);
    write_data(p->data);
    assert_int_equal(look(p, &c, -1, &edition, &why), LOCATED_OTHER);
    assert_says(text_of(&why), "/tey: expected sha256 ");
    assert_says(text_of(&why), " (edition 'zero'); ");
    assert_says(text_of(&why), "/trx: expected 4 bytes, found 32 (edition 'none'); ");
    assert_true(ends_with(text_of(&why), ": found no 'a' (edition 'far')"));
    assert_false(locate_unknown(&c, p->data, &why));
    write_to(p->data, "trx", TEST_X, sizeof TEST_X);
    assert_int_equal(look(p, &c, -1, &edition, &why), LOCATED_OTHER);
    assert_true(locate_unknown(&c, p->data, &why));
    assert_says(text_of(&why), "/trx: expected 4 bytes, found 24");
    catalogue_release(&c);
    text_release(&t);
    text_release(&why);
}

/* Files that nobody vouches for: the lines to paste. */
static void without_checksums(void **state)
{
    struct place *p = *state;
    struct catalogue_entry c;
    struct text t = TEXT_INIT, why = TEXT_INIT, sums = TEXT_INIT;
    const char *edition;
    text_append(&t, HEAD "[edition bare]\n");
    for (int i = 0; i < N_FILES; i++)
        text_format(&t, "%s = %s\n", FILES[i].role, FILES[i].file);
    read_good_entry(p, &c, t.s);
    write_data(p->data);
    assert_int_equal(look(p, &c, -1, &edition, &why), LOCATED_UNSUMMED);
    add_edition(&sums, "bare");
    assert_says(text_of(&why), "[edition bare] has files without a checksum; if you trust those in '");
    assert_true(ends_with(text_of(&why), strchr(sums.s, '\n')));
    catalogue_release(&c);
    text_release(&t);
    text_release(&why);
    text_release(&sums);
}

/* Files whose checksum is that of the archive that they came in. */
static void files_of_an_archive(void **state)
{
    struct place *p = *state;
    struct catalogue_entry c;
    struct text t = TEXT_INIT, why = TEXT_INIT;
    const char *edition;
    text_append(&t, HEAD "[edition packed]\n");
    for (int i = 0; i < N_FILES; i++)
        text_format(&t, "%s = %s %zu archive\n", FILES[i].role, FILES[i].file, FILES[i].n);
    read_good_entry(p, &c, t.s);
    write_data(p->data);
    assert_int_equal(look(p, &c, -1, &edition, &why), LOCATED_OTHER);
    assert_says(text_of(&why), "/trx: can be verified only as part of the publisher's archive");
    assert_int_equal(look(p, &c, 0, &edition, &why), LOCATED_GOOD);
    assert_string_equal(edition, "packed");
    assert_int_equal(look(p, &c, 1, &edition, &why), LOCATED_OTHER); /* another edition's archive */
    assert_false(locate_unknown(&c, p->data, &why));
    write_to(p->data, "trx", TEST_X, sizeof TEST_X); /* no longer of the size */
    assert_int_equal(look(p, &c, 0, &edition, &why), LOCATED_OTHER);
    assert_true(locate_unknown(&c, p->data, &why));
    catalogue_release(&c);
    text_release(&t);
    text_release(&why);
}

/* A file that is there and cannot be read is not a file of the edition. */
static void damaged_files(void **state)
{
    struct place *p = *state;
    struct catalogue_entry c;
    struct text why = TEXT_INIT;
    struct error e;
    const char *edition;
    size_t n;
    write_data(p->data);
    char *plain = path_join(p->data, "tey", NULL), *packed = path_join(p->data, "tey.gz", NULL);
    assert_int_equal(unlink(plain), 0);
    write_to(p->data, "tey.gz", TEST_Y, sizeof TEST_Y);
    read_tiny(p, &c, "");
    assert_int_equal(look(p, &c, -1, &edition, &why), LOCATED_GOOD); /* packed is as good */
    char *bytes = file_read(packed, &n, &e);
    assert_int_equal(file_write(packed, bytes, n - 5, &e), 0);
    assert_int_equal(look(p, &c, -1, &edition, &why), LOCATED_OTHER);
    assert_says(text_of(&why), "tey.gz");
    catalogue_release(&c);
    text_release(&why);
    free(bytes);
    free(plain);
    free(packed);
}

static void payloads_against_the_catalogue(void **state)
{
    (void)state;
    const struct payload found = { .bytes = 7, .sha256 = "aa", .md5 = "bb" };
    const struct {
        struct catalogue_file file;
        const char *why; /* NULL: it matches */
    } cases[] = {
        { { .bytes = -1, .digest = DIGEST_NONE }, NULL },
        { { .bytes = 7, .digest = DIGEST_SHA256, .hex = "aa" }, NULL },
        { { .bytes = -1, .digest = DIGEST_MD5, .hex = "bb" }, NULL },
        { { .bytes = 7, .digest = DIGEST_ARCHIVE }, NULL },
        { { .bytes = 8, .digest = DIGEST_SHA256, .hex = "aa" }, "f: expected 8 bytes, found 7" },
        { { .bytes = -1, .digest = DIGEST_SHA256, .hex = "bb" }, "f: expected sha256 bb, found aa" },
        { { .bytes = -1, .digest = DIGEST_MD5, .hex = "aa" }, "f: expected md5 aa, found bb" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text why = TEXT_INIT;
        assert_int_equal(locate_matches(&cases[i].file, "f", &found, &why), !cases[i].why);
        assert_string_equal(text_of(&why), cases[i].why ? cases[i].why : "");
        text_release(&why);
    }
}

static const struct CMUnitTest tests[] = {
    TEST(the_first_edition_that_fits), TEST(no_edition_fits), TEST(without_checksums),
    TEST(files_of_an_archive),         TEST(damaged_files),   cmocka_unit_test(payloads_against_the_catalogue),
};

TEST_MAIN(tests, NULL, NULL)
