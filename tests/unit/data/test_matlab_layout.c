/* The layout of MATLAB files, built here element by element: whole ones, and those whose sizes lie. */
#include "support/main.h"

#include <string.h>
#include <zlib.h>

#include "base/memory.h"
#include "base/text.h"
#include "data/matlab_layout.h"
#include "support/folder.h"

enum { INT8 = 1, UINT8 = 2, INT32 = 5, UINT32 = 6, MATRIX = 14, COMPRESSED = 15 };
enum { CELL = 1, STRUCTURE = 2, TEXT = 4, DOUBLE = 6, BYTES = 9 };

static void put(struct text *t, uint32_t value)
{
    const unsigned char bytes[4] = { (unsigned char)value, (unsigned char)(value >> 8), (unsigned char)(value >> 16),
                                     (unsigned char)(value >> 24) };
    text_append_bytes(t, bytes, 4);
}

/* An element that declares `declared` bytes and holds `n`, filled up to 8. */
static void put_element(struct text *t, uint32_t type, uint32_t declared, const void *bytes, size_t n)
{
    put(t, type);
    put(t, declared);
    if (n)
        text_append_bytes(t, bytes, n);
    text_append_bytes(t, "\0\0\0\0\0\0\0", (8 - n % 8) % 8);
}

struct variable {
    uint32_t class;
    size_t rank;
    uint32_t dims[10];
    uint32_t type, declared; /* of the data */
    size_t n;                /* bytes that are there, zeros */
};

/* What a miMATRIX holds. */
static struct text make_variable(const struct variable *v)
{
    struct text t = TEXT_INIT, part = TEXT_INIT;
    unsigned char *zeros = mem_zero(v->n + 1, 1);
    put(&part, v->class);
    put(&part, 0);
    put_element(&t, UINT32, 8, part.s, 8);
    text_clear(&part);
    for (size_t i = 0; i < v->rank; i++)
        put(&part, v->dims[i]);
    put_element(&t, INT32, (uint32_t)(4 * v->rank), part.s, part.length);
    put(&t, 1u << 16 | INT8); /* the small form of the name X */
    put(&t, 'X');
    put_element(&t, v->type, v->declared, zeros, v->n);
    text_release(&part);
    free(zeros);
    return t;
}

static struct text make_header(void)
{
    struct text t = TEXT_INIT;
    text_format(&t, "%-124s", "MATLAB 5.0 MAT-file");
    text_append_bytes(&t, "\0\1IM", 4);
    return t;
}

static void put_plain(struct text *file, struct text variable, uint32_t declared)
{
    put_element(file, MATRIX, declared, variable.s, variable.length);
    text_release(&variable);
}

/* `cut`: bytes of the packed data that are left away. */
static void put_packed(struct text *file, struct text variable, uint32_t declared, size_t cut)
{
    struct text inner = TEXT_INIT;
    put_plain(&inner, variable, declared);
    uLongf n = compressBound(inner.length);
    unsigned char *packed = mem_alloc(n, 1);
    assert_int_equal(compress(packed, &n, (unsigned char *)inner.s, inner.length), Z_OK);
    put(file, COMPRESSED);
    put(file, (uint32_t)(n - cut));
    text_append_bytes(file, packed, n - cut);
    text_release(&inner);
    free(packed);
}

static void assert_checked(void **state, struct text file, const char *words)
{
    struct error e = { .text = "" };
    char *path = folder_file(state, "x.mat", file.s, file.length);
    int rc = matlab_check(path, &e);
    if (words ? !strstr(e.text, words) : e.text[0])
        fail_msg("expected '%s' in the message, found '%s'", words ? words : "", e.text);
    assert_int_equal(rc, words ? -1 : 0);
    free(path);
    text_release(&file);
}

static const struct variable GOOD[] = {
    { BYTES, 4, { 2, 3, 3, 4 }, UINT8, 72, 72 },
    { DOUBLE, 2, { 3, 1 }, 9, 24, 24 },
    { DOUBLE, 2, { 5, 1 }, UINT8, 5, 5 }, /* small whole numbers are kept in a byte each */
    { TEXT, 2, { 1, 3 }, 16, 4, 4 },      /* three letters of four bytes in UTF-8 */
    { BYTES, 2, { 0, 0 }, UINT8, 0, 0 },
};
enum { N_GOOD = sizeof GOOD / sizeof *GOOD };

static void whole_files(void **state)
{
    for (int packed = 0; packed < 2; packed++) {
        struct text file = make_header();
        for (int i = 0; i < N_GOOD; i++) {
            struct text v = make_variable(&GOOD[i]);
            uint32_t n = (uint32_t)v.length;
            if (packed)
                put_packed(&file, v, n, 0);
            else
                put_plain(&file, v, n);
        }
        assert_checked(state, file, NULL);
    }
}

static void sizes_that_lie(void **state)
{
    static const struct {
        struct variable v;
        const char *words;
    } cases[] = {
        { { BYTES, 2, { 128, 1 }, UINT8, 0x7ffffff8, 128 }, "dimensions ask for 128 bytes, it declares 2147483640" },
        { { BYTES, 2, { 4096, 4096 }, UINT8, 128, 128 }, "dimensions ask for 16777216 bytes, it declares 128" },
        { { BYTES, 2, { 4096, 4096 }, UINT8, 16777216, 128 }, " " }, /* ends too early, or holds less than it says */
        { { BYTES, 3, { 0x7fffffff, 0x7fffffff, 2 }, UINT8, 8, 8 }, "expected at most 8589934592 elements" },
        { { BYTES, 2, { 0x80000000, 1 }, UINT8, 8, 8 }, "expected at most 8589934592 elements" },
        { { BYTES, 9, { 1, 1, 1, 1, 1, 1, 1, 1, 1 }, UINT8, 1, 1 }, "expected 2 to 8 dimensions" },
        { { CELL, 2, { 1 << 20, 1 << 10 }, MATRIX, 0, 0 },
          "expected arrays of numbers alone, found a variable of class 1" },
        { { STRUCTURE, 2, { 1, 1 }, MATRIX, 0, 0 }, "found a variable of class 2" },
        { { BYTES, 2, { 1, 1 }, MATRIX, 8, 8 }, "expected numbers in a variable, found type 14" },
        { { BYTES, 2, { 8, 1 }, 40, 8, 8 }, "found type 40" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int packed = 0; packed < 2; packed++) {
            struct text file = make_header(), v = make_variable(&cases[i].v);
            uint32_t n = (uint32_t)v.length;
            if (packed)
                put_packed(&file, v, n, 0);
            else
                put_plain(&file, v, n);
            assert_checked(state, file, cases[i].words);
        }
}

static void lengths_of_variables_that_lie(void **state)
{
    for (int more = -8; more <= 16; more += 8) {
        struct text file = make_header(), v = make_variable(&GOOD[0]);
        uint32_t n = (uint32_t)v.length;
        put_packed(&file, v, (uint32_t)((int)n + more), 0);
        assert_checked(state, file, more ? "expected a variable of" : NULL);
        file = make_header();
        put_plain(&file, make_variable(&GOOD[0]), (uint32_t)((int)n + more));
        assert_checked(state, file, more ? "x.mat: " : NULL);
    }
    /* packed data that end too early, or with a wrong checksum */
    for (size_t cut = 1; cut < 8; cut++) {
        struct text file = make_header(), v = make_variable(&GOOD[0]);
        uint32_t n = (uint32_t)v.length;
        put_packed(&file, v, n, cut);
        assert_checked(state, file, "a packed variable ");
    }
    struct text file = make_header(), v = make_variable(&GOOD[0]);
    uint32_t n = (uint32_t)v.length;
    put_packed(&file, v, n, 0);
    file.s[file.length - 1] ^= 1;
    assert_checked(state, file, "a packed variable is damaged");
    /* something else in the place of a variable */
    file = make_header();
    put(&file, 99);
    put(&file, 0);
    assert_checked(state, file, "expected a variable at byte 128");
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(whole_files),
    IN_FOLDER(sizes_that_lie),
    IN_FOLDER(lengths_of_variables_that_lie),
};

TEST_MAIN(tests, NULL, NULL)
