/* Fetching and verifying where a set is prepared already, and its files or its entry changed since. */
#include "support/tiny_set.h"

#include <unistd.h>

static const char OPEN_EDITION[] =
    "[edition one]\ntrain_images = trx\ntrain_labels = try\ntest_images = tex\ntest_labels = tey\n";

/* TEST_X with another first pixel. */
static void change_test_file(const char *folder)
{
    unsigned char bytes[sizeof TEST_X];
    memcpy(bytes, TEST_X, sizeof bytes);
    bytes[16] ^= 1;
    write_to(folder, "tex", bytes, sizeof bytes);
}

/* Its checksums are taken out to be told the new ones: nothing says that the files are still those of the prepared
 * set. */
static void entry_without_checksums_is_never_verified(void **state)
{
    struct place *p = *state;
    struct catalogue_entry c;
    struct error e;
    struct text t = TEXT_INIT;
    const struct fetch_places places = { .prepared = p->prepared };
    write_data(p->data);
    assert_fetched(p, "", p->data);
    text_format(&t, HEAD "%s", OPEN_EDITION);
    read_good_entry(p, &c, t.s);
    change_test_file(p->data);
    assert_int_equal(fetch_from(p, &c, p->data, &e), -1);
    assert_says(e.text, "has no checksums yet: the lines for it are above");
    assert_says(text_of(&p->said), "test_images = tex 24 sha256:");
    assert_int_equal(data_verify(&c, &places, &e), -1);
    assert_says(e.text, "tiny.ini:10: 'train_images' has no checksum: `lisae data fetch tiny --from DIR` prints it");
    catalogue_release(&c);
    text_release(&t);
}

static void changed_files_of_a_prepared_set(void **state)
{
    struct place *p = *state;
    struct catalogue_entry c;
    struct error e;
    struct fetch_places places = { .prepared = p->prepared, .data_dir = p->data };
    write_data(p->data);
    assert_fetched(p, "", p->data);
    read_tiny(p, &c, "");
    assert_int_equal(fetch_from(p, &c, p->data, &e), 0);
    assert_int_equal(data_verify(&c, &places, &e), 0);
    change_test_file(p->data);
    assert_int_equal(fetch_from(p, &c, p->data, &e), -1);
    assert_says(e.text, "it is prepared, but from other files than are there now: ");
    assert_says(e.text, "/tex: expected sha256 ");
    assert_int_equal(data_verify(&c, &places, &e), -1);
    assert_says(e.text, "from other files than are there now");
    /* nobody speaks of that folder */
    assert_int_equal(fetch_from(p, &c, NULL, &e), 0);
    places.data_dir = NULL;
    assert_int_equal(data_verify(&c, &places, &e), 0);
    /* the right ones in the set's own folder, and those of another set beside it */
    char *own = path_join(p->data, "tiny", NULL);
    write_data(own);
    assert_int_equal(fetch_from(p, &c, p->data, &e), 0);
    /* some of them are missing: none is another */
    assert_int_equal(folder_remove(own, &e), 0);
    write_to(p->data, "tex", TEST_X, sizeof TEST_X);
    char *missing = path_join(p->data, "try", NULL);
    unlink(missing);
    assert_int_equal(fetch_from(p, &c, p->data, &e), 0);
    free(missing);
    free(own);
    catalogue_release(&c);
}

/* The folder has another edition than the prepared one: kept, and said. An edition without checksums gets its lines. */
static void other_editions_beside_a_prepared_one(void **state)
{
    struct place *p = *state;
    struct catalogue_entry c;
    struct error e;
    struct text t = TEXT_INIT;
    unsigned char bytes[sizeof TEST_X];
    char hex[SHA256_HEX];
    struct hash h;
    write_data(p->data);
    assert_fetched(p, "", p->data);
    memcpy(bytes, TEST_X, sizeof bytes);
    bytes[16] ^= 1;
    hash_init(&h);
    hash_add(&h, bytes, sizeof bytes);
    hash_hex(&h, hex);
    change_test_file(p->data);
    text_append(&t, HEAD);
    add_edition(&t, "one");
    add_edition(&t, "two");
    memcpy(strstr(strstr(strstr(t.s, "[edition two]"), "test_images"), "sha256:") + 7, hex, 64);
    read_good_entry(p, &c, t.s);
    assert_int_equal(fetch_from(p, &c, p->data, &e), 0);
    assert_says(text_of(&p->said), ": is edition 'two', while 'one' is prepared: remove its file to prepare this one");
    check_tiny(p, "one");
    catalogue_release(&c);
    text_clear(&t);
    text_append(&t, HEAD);
    add_edition(&t, "one");
    text_format(&t, "[edition two]%s", strchr(OPEN_EDITION, '\n'));
    read_good_entry(p, &c, t.s);
    assert_int_equal(fetch_from(p, &c, p->data, &e), -1);
    assert_says(text_of(&p->said), "[edition two] has files without a checksum");
    catalogue_release(&c);
    text_release(&t);
}

/* Where the entry has no SHA-256 of each file, the payload hash alone does not tell what has changed. */
static void changed_entry_with_other_checksums(void **state)
{
    struct place *p = *state;
    struct catalogue_entry c;
    struct error e;
    struct text t = TEXT_INIT;
    char md5[MD5_HEX], *train = path_join(p->data, "trx", NULL);
    const struct fetch_places places = { .prepared = p->prepared };
    write_data(p->data);
    assert_int_equal(hash_file(train, NULL, md5, &e), 0);
    text_append(&t, "[dataset]\nname = tiny\nreader = idx\n");
    add_edition(&t, "one");
    char *digest = strstr(t.s, "sha256:");
    memmove(digest + 4 + 32, digest + 7 + 64, strlen(digest + 7 + 64) + 1);
    memcpy(digest, "md5:", 4);
    memcpy(digest + 4, md5, 32);
    t.length = strlen(t.s);
    read_good_entry(p, &c, t.s);
    assert_int_equal(fetch_from(p, &c, p->data, &e), 0);
    assert_int_equal(data_verify(&c, &places, &e), 0);
    check_tiny(p, "one");
    c.invert = 1;
    assert_int_equal(data_verify(&c, &places, &e), -1);
    assert_says(e.text, "expected the payload hash");
    c.invert = 0;
    c.editions[0].files[0].hex[3] ^= 1;
    assert_int_equal(data_verify(&c, &places, &e), -1);
    assert_says(e.text, "the edition 'one' has other checksums than when the set was made");
    catalogue_release(&c);
    free(train);
    text_release(&t);
}

static const struct CMUnitTest tests[] = {
    TEST(entry_without_checksums_is_never_verified),
    TEST(changed_files_of_a_prepared_set),
    TEST(other_editions_beside_a_prepared_one),
    TEST(changed_entry_with_other_checksums),
};

TEST_MAIN(tests, NULL, NULL)
