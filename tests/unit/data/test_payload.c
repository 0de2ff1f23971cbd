/* Payloads: what identifies the files of a data set. */
#include "support/tiny_set.h"

#include "data/payload.h"

static void payloads(void **state)
{
    struct place *p = *state;
    struct payload plain, packed;
    struct error e;
    write_to(p->data, "abc", "abc", 3);
    write_to(p->data, "abc.gz", "abc", 3);
    char *a = path_join(p->data, "abc", NULL), *b = path_join(p->data, "abc.gz", NULL);
    assert_int_equal(payload_measure(a, 100, &plain, &e), 0);
    assert_int_equal(payload_measure(b, 100, &packed, &e), 0);
    /* the digests of "abc" in FIPS 180-4 and RFC 1321 */
    assert_string_equal(plain.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_string_equal(plain.md5, "900150983cd24fb0d6963f7d28e17f72");
    assert_string_equal(packed.sha256, plain.sha256);
    assert_string_equal(packed.md5, plain.md5);
    assert_int_equal(plain.bytes, 3);
    assert_int_equal(packed.bytes, 3);
    /* no more than is worth it; a plain file is as long as it is */
    assert_int_equal(payload_measure(b, 3, &packed, &e), 0);
    assert_int_equal(payload_measure(b, 2, &packed, &e), -1);
    assert_says(e.text, "abc.gz: expected at most 2 bytes when decompressed, found more");
    assert_int_equal(payload_measure(a, 2, &plain, &e), 0);
    free(a);
    free(b);

    /* a folder: the lines of its files, sorted */
    char *below = path_join(p->folder, "tree/b", NULL), *tree = path_join(p->folder, "tree", NULL);
    char expected[SHA256_HEX];
    write_to(below, "2", "abc", 3);
    write_to(tree, "a", "abc", 3);
    write_to(tree, ".hidden", "abc", 3);
    struct text lines = TEXT_INIT;
    text_format(&lines, "%s  a\n%s  b/2\n", plain.sha256, plain.sha256);
    hash_text(lines.s, expected);
    assert_int_equal(payload_measure(tree, 100, &packed, &e), 0);
    assert_string_equal(packed.sha256, expected);
    assert_int_equal(packed.bytes, 6);
    text_release(&lines);
    free(below);
    free(tree);
    assert_int_equal(payload_measure("/nowhere/at/all", 100, &packed, &e), -1);
}

static const struct CMUnitTest tests[] = {
    TEST(payloads),
};

TEST_MAIN(tests, NULL, NULL)
