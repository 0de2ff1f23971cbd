/* Archives: round trip, the bytes themselves, damage and malice. */
#include "support/main.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"
#include "store/archive.h"
#include "store/file.h"
#include "support/folder.h"

enum { END_BYTES = 36 };

/* Not through store/file.h: the loops below write thousands of files, and none needs to
 * reach the disk. */
static void put_file(const char *path, const void *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

/* A file whose end mark and checksum are right, whatever stands before them. */
static void put_sealed(const char *path, const void *body, size_t n)
{
    struct text whole = TEXT_INIT;
    struct hash h;
    unsigned char digest[SHA256_DIGEST_SIZE];
    hash_init(&h);
    hash_add(&h, body, n);
    hash_digest(&h, digest);
    text_append_bytes(&whole, body, n);
    text_append_bytes(&whole, "\xff\xff\xff\xff", 4);
    text_append_bytes(&whole, digest, sizeof digest);
    put_file(path, whole.s, whole.length);
    text_release(&whole);
}

/* Opens, touches every byte of every entry and releases. */
static int try_open(const char *path, struct error *e)
{
    struct archive a;
    if (archive_open(&a, path, e))
        return -1;
    unsigned sum = 0;
    for (size_t i = 0; i < a.n_entries; i++)
        for (size_t k = 0; k < a.entries[i].count; k++)
            sum += ((const unsigned char *)a.entries[i].data)[k];
    archive_release(&a);
    return sum == UINT32_MAX;
}

static void write_small(const char *path)
{
    struct error e;
    struct archive_writer *w = archive_create(path, &e);
    assert_non_null(w);
    archive_add_text(w, "title", "zwei W\xc3\xb6rter");
    archive_add_number(w, "gamma", 1.5);
    archive_add(w, "images", ARCHIVE_U8, 3, (uint64_t[]) { 2, 2, 3 }, "abcdefghijkl");
    archive_add_vector(w, "labels", ARCHIVE_I32, 3, (int32_t[]) { -1, 0, 1 });
    archive_add(w, "weights", ARCHIVE_F32, 4, (uint64_t[]) { 1, 2, 1, 1 }, (float[]) { 0.5f, -2 });
    archive_add_vector(w, "nothing", ARCHIVE_F64, 0, NULL);
    archive_add_text(w, "empty", "");
    if (archive_commit(w, &e))
        fail_msg("%s", e.text);
}

static void test_round_trip(void **state)
{
    char *path = path_join(*state, "round.lisae", NULL);
    struct archive a;
    struct error e;
    double number;
    write_small(path);
    if (archive_open(&a, path, &e))
        fail_msg("%s", e.text);
    assert_int_equal(a.n_entries, 7);
    assert_string_equal(archive_text(&a, "title", &e), "zwei W\xc3\xb6rter");
    assert_string_equal(archive_text(&a, "empty", &e), "");
    assert_int_equal(archive_number(&a, "gamma", &number, &e), 0);
    assert_true(number == 1.5);
    const struct archive_entry *images = archive_get(&a, "images", ARCHIVE_U8, &e);
    assert_int_equal(images->rank, 3);
    assert_true(images->dims[0] == 2 && images->dims[1] == 2 && images->dims[2] == 3);
    assert_int_equal(images->count, 12);
    assert_memory_equal(images->data, "abcdefghijkl", 12);
    const struct archive_entry *labels = archive_get(&a, "labels", ARCHIVE_I32, &e);
    assert_memory_equal(labels->data, ((int32_t[]) { -1, 0, 1 }), 12);
    const struct archive_entry *weights = archive_get(&a, "weights", ARCHIVE_F32, &e);
    assert_memory_equal(weights->data, ((float[]) { 0.5f, -2 }), 8);
    assert_int_equal(archive_get(&a, "nothing", ARCHIVE_F64, &e)->count, 0);
    for (size_t i = 0; i < a.n_entries; i++)
        assert_int_equal((uintptr_t)a.entries[i].data % 64, 0);

    assert_null(archive_get(&a, "label", ARCHIVE_I32, &e));
    assert_non_null(strstr(e.text, "expected an entry 'label', found none"));
    assert_null(archive_get(&a, "labels", ARCHIVE_F32, &e));
    assert_non_null(strstr(e.text, "expected 'labels' as f32, found it as i32"));
    assert_int_equal(archive_number(&a, "nothing", &number, &e), -1);
    assert_null(archive_text(&a, "gamma", &e));
    archive_release(&a);
    free(path);
}

/* The format of store/archive.h, byte by byte; the checksum is from sha256sum. */
static void test_bytes_of_the_file(void **state)
{
    static const unsigned char expected[] = {
        'L',  'I',  'S',  'A',  'E',      'A',  'R',  '1',  1,    0,    0,    0,    'n',  3,    0,    0,    0,
        0,    0,    0,    0,    [64] = 0, 0,    0,    0,    0,    0,    0xf8, 0x3f, 0xff, 0xff, 0xff, 0xff, 0x5c,
        0x34, 0xf9, 0xcf, 0x32, 0x61,     0x83, 0xf7, 0x15, 0x35, 0x26, 0x3a, 0x0c, 0x6a, 0xb7, 0xa3, 0xad, 0x11,
        0xcd, 0xcf, 0xe8, 0xfb, 0x12,     0x5d, 0xa8, 0xd0, 0x57, 0xc7, 0x54, 0xbc, 0x81, 0xe0,
    };
    char *path = path_join(*state, "bytes.lisae", NULL);
    struct error e;
    struct archive_writer *w = archive_create(path, &e);
    archive_add_number(w, "n", 1.5);
    assert_int_equal(archive_commit(w, &e), 0);
    size_t n;
    char *found = file_read(path, &n, &e);
    assert_int_equal(n, sizeof expected);
    assert_memory_equal(found, expected, n);
    free(found);
    free(path);
}

static void test_writer_refuses(void **state)
{
    char *path = path_join(*state, "refused.lisae", NULL);
    char name[258];
    memset(name, 'x', 257);
    name[257] = '\0';
    const uint64_t huge[] = { UINT64_MAX, 2 };
    for (int fault = 0; fault < 6; fault++) {
        struct error e;
        struct archive_writer *w = archive_create(path, &e);
        archive_add_number(w, "x", 1);
        switch (fault) {
        case 0:
            archive_add_number(w, "x", 2);
            break;
        case 1:
            archive_add_number(w, "", 2);
            break;
        case 2:
            archive_add_number(w, name, 2);
            break;
        case 3:
            archive_add_number(w, "two\nlines", 2);
            break;
        case 4:
            archive_add(w, "y", ARCHIVE_U8, 5, huge, NULL);
            break;
        case 5:
            archive_add(w, "y", ARCHIVE_U8, 2, huge, NULL);
            break;
        }
        archive_add_number(w, "z", 3);
        assert_int_equal(archive_commit(w, &e), -1);
        assert_non_null(strstr(e.text, "refused.lisae: "));
        assert_false(path_exists(path));
    }
    archive_abandon(archive_create(path, NULL));
    assert_false(path_exists(path));
    archive_abandon(NULL);
    struct error e;
    assert_null(archive_create("/nonexistent/folder/a.lisae", &e));
    free(path);
}

static void test_every_flipped_byte_is_refused(void **state)
{
    char *path = path_join(*state, "flip.lisae", NULL);
    struct error e;
    size_t n;
    write_small(path);
    char *bytes = file_read(path, &n, &e);
    for (size_t i = 0; i < n; i++) {
        bytes[i] ^= (char)(1 << i % 8);
        put_file(path, bytes, n);
        assert_int_equal(try_open(path, &e), -1);
        assert_non_null(strstr(e.text, "flip.lisae: expected "));
        bytes[i] ^= (char)(1 << i % 8);
    }
    put_file(path, bytes, n);
    assert_int_equal(try_open(path, &e), 0);
    free(bytes);
    free(path);
}

static void test_every_truncation_is_refused(void **state)
{
    char *path = path_join(*state, "cut.lisae", NULL);
    struct error e;
    size_t n;
    write_small(path);
    char *bytes = file_read(path, &n, &e);
    for (size_t length = 0; length < n; length++) {
        put_file(path, bytes, length);
        assert_int_equal(try_open(path, &e), -1);
    }
    /* One byte more, and the whole file twice. */
    char *twice = mem_alloc(2, n);
    memcpy(twice, bytes, n);
    memcpy(twice + n, bytes, n);
    put_file(path, twice, n + 1);
    assert_int_equal(try_open(path, &e), -1);
    put_file(path, twice, 2 * n);
    assert_int_equal(try_open(path, &e), -1);
    free(twice);
    free(bytes);
    free(path);
}

static void test_checksum_message_names_both(void **state)
{
    char *path = path_join(*state, "sum.lisae", NULL);
    struct error e;
    size_t n;
    struct archive_writer *w = archive_create(path, &e);
    archive_add_number(w, "n", 1.5);
    assert_int_equal(archive_commit(w, &e), 0);
    char *bytes = file_read(path, &n, &e);
    bytes[71] = 0x40; /* 1.5 becomes a number above 2 */
    put_file(path, bytes, n);
    char found[SHA256_HEX], expected[1024];
    struct hash h;
    hash_init(&h);
    hash_add(&h, bytes, n - END_BYTES);
    hash_hex(&h, found);
    snprintf(expected, sizeof expected,
             "%s: expected SHA-256 5c34f9cf326183f71535263a0c6ab7a3ad11cdcfe8fb125da8d057c754bc81e0, "
             "found %s",
             path, found);
    assert_int_equal(try_open(path, &e), -1);
    assert_string_equal(e.text, expected);
    free(bytes);
    free(path);
}

/* ---- files with a right checksum and wrong contents ---- */

static void put_u32(struct text *t, uint32_t value)
{
    text_append_bytes(t, &value, sizeof value);
}

/* One entry; `rank` and `type` as they are to stand in the file. */
static void put_entry(struct text *t, const char *name, uint32_t length, uint32_t type, uint32_t rank,
                      const uint64_t *dims, char padding, const char *data, size_t n)
{
    put_u32(t, length);
    text_append(t, name);
    put_u32(t, type);
    put_u32(t, rank);
    if (dims)
        text_append_bytes(t, dims, rank * sizeof *dims);
    while (t->length % 64)
        text_append_bytes(t, &padding, 1);
    text_append_bytes(t, data, n);
}

static void test_hostile_entries_are_refused(void **state)
{
    static const struct {
        const char *name;
        uint32_t length, type, rank;
        uint64_t dims[5];
        char padding;
        const char *data;
        size_t n;
        const char *message; /* NULL: a good entry */
    } cases[] = {
        { "a", 1, ARCHIVE_U8, 1, { 3 }, 0, "abc", 3, NULL },
        { "a", 1, ARCHIVE_TEXT, 1, { 3 }, 0, "ab", 3, NULL },
        { "a", 1, ARCHIVE_F32, 2, { 0, 7 }, 0, "", 0, NULL },
        { "", 0, ARCHIVE_U8, 1, { 3 }, 0, "abc", 3, "expected a name" },
        { "a\nb", 3, ARCHIVE_U8, 1, { 3 }, 0, "abc", 3, "expected a name" },
        { "a", 256, ARCHIVE_U8, 1, { 3 }, 0, "abc", 3, "found another name or a length of 256" },
        { "a", 200, ARCHIVE_U8, 1, { 3 }, 0, "abc", 3, "expected a name" },
        { "a", 0xfffffffe, ARCHIVE_U8, 1, { 3 }, 0, "abc", 3, "expected a name" },
        { "a", 0xffffffff, ARCHIVE_U8, 1, { 3 }, 0, "abc", 3, "expected a name" },
        { "a", 1, 5, 1, { 3 }, 0, "abc", 3, "'a': expected a type" },
        { "a", 1, 0xffffffff, 1, { 3 }, 0, "abc", 3, "'a': expected a type" },
        { "a", 1, ARCHIVE_U8, 5, { 3, 1, 1, 1, 1 }, 0, "abc", 3, "'a': expected a rank" },
        { "a", 1, ARCHIVE_U8, 1, { 4 }, 0, "abc", 3, "'a': expected 4 bytes of data, found 3" },
        { "a", 1, ARCHIVE_F64, 0, { 0 }, 0, "abc", 3, "'a': expected 8 bytes of data, found 3" },
        { "a", 1, ARCHIVE_U8, 1, { UINT64_MAX }, 0, "abc", 3, "'a': expected 18446744073709551615" },
        { "a", 1, ARCHIVE_F32, 1, { 1ull << 62 }, 0, "abc", 3, "'a': expected sides" },
        { "a", 1, ARCHIVE_U8, 2, { 1ull << 32, 1ull << 32 }, 0, "abc", 3, "'a': expected sides" },
        { "a", 1, ARCHIVE_U8, 3, { 0, 1ull << 40, 1ull << 40 }, 0, "", 0, "'a': expected sides" },
        { "a", 1, ARCHIVE_U8, 1, { 2 }, 0, "abc", 3, "expected an entry at byte" },
        { "a", 1, ARCHIVE_U8, 1, { 3 }, 7, "abc", 3, "'a': expected zero bytes" },
        { "a", 1, ARCHIVE_TEXT, 1, { 3 }, 0, "abc", 3, "'a': expected text" },
        { "a", 1, ARCHIVE_TEXT, 1, { 3 }, 0, "a\0", 3, "'a': expected text" },
        { "a", 1, ARCHIVE_TEXT, 1, { 0 }, 0, "", 0, "'a': expected text" },
        { "a", 1, ARCHIVE_TEXT, 2, { 1, 3 }, 0, "ab", 3, "'a': expected text" },
        { "b", 1, ARCHIVE_U8, 1, { 3 }, 0, "abc", 3, "expected different names, found 'b' twice" },
    };
    char *path = path_join(*state, "hostile.lisae", NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text t = TEXT_INIT;
        struct error e = { .text = "" };
        text_append(&t, "LISAEAR1");
        put_entry(&t, "b", 1, ARCHIVE_U8, 1, (uint64_t[]) { 1 }, 0, "x", 1);
        put_entry(&t, cases[i].name, cases[i].length, cases[i].type, cases[i].rank, cases[i].dims, cases[i].padding,
                  cases[i].data, cases[i].n);
        put_sealed(path, t.s, t.length);
        int result = try_open(path, &e);
        if (result != (cases[i].message ? -1 : 0) || (cases[i].message && !strstr(e.text, cases[i].message)))
            fail_msg("case %zu: %s", i, e.text);
        text_release(&t);
    }
    free(path);
}

/* Every cut of the body under a right checksum is refused, but for those between entries. */
static void test_sealed_truncations_are_refused(void **state)
{
    char *path = path_join(*state, "sealed.lisae", NULL);
    struct text t = TEXT_INIT;
    struct error e;
    text_append(&t, "LISAEAR1");
    put_entry(&t, "a", 1, ARCHIVE_F32, 1, (uint64_t[]) { 2 }, 0, "abcdefgh", 8);
    size_t between = t.length;
    put_entry(&t, "title", 5, ARCHIVE_TEXT, 1, (uint64_t[]) { 3 }, 0, "ab", 3);
    for (size_t length = 0; length <= t.length; length++) {
        put_sealed(path, t.s, length);
        int whole = length == 8 || length == between || length == t.length;
        assert_int_equal(try_open(path, &e), whole ? 0 : -1);
    }
    text_release(&t);
    free(path);
}

/* Any other bytes under a right checksum are either an archive or an error, never a crash
 * (the sanitizers watch), and what is opened lies inside the file. */
static void test_sealed_flips_do_no_harm(void **state)
{
    char *path = path_join(*state, "fuzz.lisae", NULL);
    struct error e;
    size_t n, refused = 0, tries = 0;
    write_small(path);
    char *bytes = file_read(path, &n, &e);
    n -= END_BYTES;
    for (size_t i = 0; i < n; i++)
        for (int bit = 0; bit < 8; bit += 7) {
            bytes[i] ^= (char)(1 << bit);
            put_sealed(path, bytes, n);
            refused += try_open(path, &e) != 0;
            bytes[i] ^= (char)(1 << bit);
            tries++;
        }
    assert_in_range(refused, tries / 2, tries - 1); /* most bytes are padding and structure */
    free(bytes);
    free(path);
}

/* Without the checksum a changed number goes unseen, but no broken structure does. */
static void test_unchecked_still_reads_strictly(void **state)
{
    char *path = path_join(*state, "unchecked.lisae", NULL);
    struct archive a;
    struct error e;
    size_t n;
    double number;
    struct archive_writer *w = archive_create(path, &e);
    archive_add_number(w, "n", 1.5);
    assert_int_equal(archive_commit(w, &e), 0);
    char *bytes = file_read(path, &n, &e);
    bytes[71] = 0x40;
    put_file(path, bytes, n);
    assert_int_equal(archive_open(&a, path, &e), -1);
    assert_int_equal(archive_open_unchecked(&a, path, &e), 0);
    assert_int_equal(archive_number(&a, "n", &number, &e), 0);
    assert_true(number > 2);
    archive_release(&a);
    for (size_t length = 0; length < n; length++) {
        put_file(path, bytes, length);
        assert_int_equal(archive_open_unchecked(&a, path, &e), -1);
    }
    bytes[17] = 1; /* the rank */
    put_file(path, bytes, n);
    assert_int_equal(archive_open_unchecked(&a, path, &e), -1);
    free(bytes);
    free(path);
}

static void test_other_files_are_refused(void **state)
{
    char *path = path_join(*state, "other", NULL);
    struct error e;
    assert_int_equal(try_open(path, &e), -1);
    assert_non_null(strstr(e.text, "cannot open"));
    assert_int_equal(try_open(*state, &e), -1);
    assert_int_equal(try_open("/dev/null", &e), -1);
    put_sealed(path, "LISAEAR2", 8);
    assert_int_equal(try_open(path, &e), -1);
    assert_non_null(strstr(e.text, "starts with 'LISAEAR1'"));
    put_sealed(path, "LISAEAR1", 8);
    assert_int_equal(try_open(path, &e), 0);
    free(path);
}

static void test_numbers_are_finite(void **state)
{
    static const struct {
        float single[2];
        double wide;
        const char *message;
    } table[] = {
        { { 1, -3e38F }, 1e300, "" },
        { { 1, NAN }, 0, "it: expected finite numbers in 'weights', found nan" },
        { { -INFINITY, 1 }, 0, "it: expected finite numbers in 'weights', found -inf" },
        { { 1, 1 }, INFINITY, "it: expected finite numbers in 'rho', found inf" },
    };
    char *path = path_join(*state, "numbers.lisae", NULL);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct archive a;
        struct error e = { .text = "" };
        struct archive_writer *w = archive_create(path, &e);
        archive_add_text(w, "detector", "kde");
        archive_add_vector(w, "weights", ARCHIVE_F32, 2, table[i].single);
        archive_add_number(w, "rho", table[i].wide);
        assert_int_equal(archive_commit(w, &e), 0);
        assert_int_equal(archive_open(&a, path, &e), 0);
        assert_int_equal(archive_expect_finite(&a, "it", &e), i ? -1 : 0);
        assert_string_equal(e.text, table[i].message);
        archive_release(&a);
    }
    free(path);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_numbers_are_finite),
    cmocka_unit_test(test_round_trip),
    cmocka_unit_test(test_bytes_of_the_file),
    cmocka_unit_test(test_writer_refuses),
    cmocka_unit_test(test_every_flipped_byte_is_refused),
    cmocka_unit_test(test_every_truncation_is_refused),
    cmocka_unit_test(test_checksum_message_names_both),
    cmocka_unit_test(test_hostile_entries_are_refused),
    cmocka_unit_test(test_sealed_truncations_are_refused),
    cmocka_unit_test(test_sealed_flips_do_no_harm),
    cmocka_unit_test(test_unchecked_still_reads_strictly),
    cmocka_unit_test(test_other_files_are_refused),
};

TEST_MAIN(tests, make_folder, remove_folder)
