/* Digests against those of the standards. */
#include "support/main.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/progress.h"
#include "base/text.h"

static void digests_of_the_standards(void **state)
{
    (void)state;
    /* FIPS 180-4 and RFC 1321 */
    static const struct {
        const char *text, *sha256, *md5;
    } known[] = {
        { "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "d41d8cd98f00b204e9800998ecf8427e" },
        { "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
          "900150983cd24fb0d6963f7d28e17f72" },
    };
    const char *parent = getenv("TMPDIR");
    struct text path = TEXT_INIT;
    text_format(&path, "%s/lisae-base-XXXXXX", parent ? parent : "/tmp");
    int file = mkstemp(path.s);
    assert_true(file >= 0);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        char sha256[SHA256_HEX], md5[MD5_HEX];
        struct error e;
        size_t n = strlen(known[i].text);
        hash_text(known[i].text, sha256);
        assert_string_equal(sha256, known[i].sha256);
        assert_int_equal(write(file, known[i].text, n), n);
        assert_int_equal(hash_file(path.s, sha256, md5, &e), 0);
        assert_string_equal(sha256, known[i].sha256);
        assert_string_equal(md5, known[i].md5);
        memset(md5, 0, sizeof md5);
        assert_int_equal(hash_file(path.s, NULL, md5, &e), 0);
        assert_string_equal(md5, known[i].md5);
        memset(sha256, 0, sizeof sha256);
        assert_int_equal(hash_file(path.s, sha256, NULL, &e), 0);
        assert_string_equal(sha256, known[i].sha256);
    }
    close(file);
    unlink(path.s);
    struct error e;
    assert_int_equal(hash_file(path.s, NULL, NULL, &e), -1);
    assert_non_null(strstr(e.text, path.s));
    text_release(&path);
}

static void digest_of_parts(void **state)
{
    (void)state;
    struct hash h;
    char hex[SHA256_HEX];
    unsigned char digest[SHA256_DIGEST_SIZE];
    hash_init(&h);
    hash_add(&h, "a", 1);
    hash_add(&h, "", 0);
    hash_add(&h, "bc", 2);
    hash_hex(&h, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    hash_init(&h);
    hash_add(&h, "abc", 3);
    hash_digest(&h, digest);
    assert_int_equal(digest[0], 0xba);
    assert_int_equal(digest[31], 0xad);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(digests_of_the_standards),
    cmocka_unit_test(digest_of_parts),
};

TEST_MAIN(tests, NULL, NULL)
