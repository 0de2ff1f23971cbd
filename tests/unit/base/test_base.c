/* base: the random numbers and digests that others publish, strict numbers, and how far the
 * plain exponential is from the real one. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/exp_plain.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/progress.h"
#include "base/rng.h"
#include "base/text.h"

static void splitmix64_known_answers(void **state)
{
    (void)state;
    /* the first outputs of Vigna's splitmix64.c for the seed 0 */
    static const uint64_t expected[4] = {
        UINT64_C(0xe220a8397b1dcdaf),
        UINT64_C(0x6e789e6aa1b965f4),
        UINT64_C(0x06c45d188009454f),
        UINT64_C(0xf88bb8a8724c81ec),
    };
    struct rng r;
    rng_seed(&r, 0);
    for (int i = 0; i < 4; i++)
        assert_int_equal(r.s[i], expected[i]);
}

static void xoshiro256_known_answers(void **state)
{
    (void)state;
    /* the first outputs of Blackman and Vigna's xoshiro256starstar.c for the state 1, 2, 3, 4 */
    static const uint64_t expected[] = {
        UINT64_C(11520),
        UINT64_C(0),
        UINT64_C(1509978240),
        UINT64_C(1215971899390074240),
        UINT64_C(1216172134540287360),
        UINT64_C(607988272756665600),
        UINT64_C(16172922978634559625),
        UINT64_C(8476171486693032832),
        UINT64_C(10595114339597558777),
        UINT64_C(2904607092377533576),
    };
    struct rng r = { { 1, 2, 3, 4 } };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        assert_int_equal(rng_next(&r), expected[i]);
}

static void uniform_takes_the_upper_53_bits(void **state)
{
    (void)state;
    struct rng r = { { 1, 2, 3, 4 } };
    assert_true(rng_uniform(&r) == (double)(11520 >> 11) * 0x1p-53);
    assert_true(rng_uniform(&r) == 0);
    assert_true(rng_uniform(&r) == (double)(1509978240 >> 11) * 0x1p-53);
    /* rotate(5 s1, 7) * 9 is all ones here: the largest number stays below 1 */
    uint64_t wanted = UINT64_MAX * UINT64_C(0x8e38e38e38e38e39); /* 1 / 9 modulo 2^64 */
    uint64_t back = wanted >> 7 | wanted << 57;
    r.s[1] = back * UINT64_C(0xcccccccccccccccd); /* 1 / 5 modulo 2^64 */
    assert_true(rng_uniform(&r) == 1 - 0x1p-53);
}

/* The state whose next output is `x`. */
static struct rng about_to_give(uint64_t x)
{
    uint64_t y = x * UINT64_C(0x8e38e38e38e38e39);
    return (struct rng) { { 5, (y >> 7 | y << 57) * UINT64_C(0xcccccccccccccccd), 7, 11 } };
}

static void below_throws_the_incomplete_round_away(void **state)
{
    (void)state;
    /* 2^64 mod 6 = 4: outputs 0..3 are thrown away, 4 is the first that counts */
    for (uint64_t x = 0; x < 10; x++) {
        struct rng r = about_to_give(x), after = r, twice = r;
        assert_int_equal(rng_next(&after), x);
        rng_next(&twice);
        uint64_t second = rng_next(&twice);
        uint64_t got = rng_below(&r, 6);
        assert_int_equal(got, x < 4 ? second % 6 : x % 6);
        assert_memory_equal(r.s, x < 4 ? twice.s : after.s, sizeof r.s);
    }
    /* a power of two leaves nothing over */
    struct rng r = about_to_give(0);
    assert_int_equal(rng_below(&r, 8), 0);
    /* above 2^63 almost half of all outputs go; what stays is in range */
    rng_seed(&r, 3);
    for (int i = 0; i < 100; i++)
        assert_true(rng_below(&r, UINT64_C(0x8000000000000001)) <= UINT64_C(0x8000000000000000));
    for (int i = 0; i < 10; i++)
        assert_int_equal(rng_below(&r, 1), 0);
}

static void below_gives_every_number_as_often(void **state)
{
    (void)state;
    enum { N = 7, DRAWS = 70000 };
    int count[N] = { 0 };
    double chi = 0;
    struct rng r;
    rng_seed(&r, 12);
    for (int i = 0; i < DRAWS; i++)
        count[rng_below(&r, N)]++;
    for (int i = 0; i < N; i++)
        chi += pow(count[i] - DRAWS / N, 2) / (DRAWS / N);
    assert_true(chi < 22.5); /* chi squared with 6 degrees of freedom: .999 */
    assert_true(chi > 0.38); /* .001 */
}

static void normal_has_the_moments_of_a_normal(void **state)
{
    (void)state;
    enum { DRAWS = 200000 };
    double moment[5] = { 0 };
    int beyond = 0;
    struct rng r;
    rng_seed(&r, 5);
    for (int i = 0; i < DRAWS; i++) {
        double x = rng_normal(&r);
        for (int k = 1; k <= 4; k++)
            moment[k] += pow(x, k) / DRAWS;
        beyond += fabs(x) > 1.959964;
    }
    /* five standard errors: 1, sqrt 2, sqrt 15, sqrt 96 over sqrt n; sqrt(.05 .95 / n) */
    assert_true(fabs(moment[1]) < 5 / sqrt(DRAWS));
    assert_true(fabs(moment[2] - 1) < 5 * sqrt(2.0 / DRAWS));
    assert_true(fabs(moment[3]) < 5 * sqrt(15.0 / DRAWS));
    assert_true(fabs(moment[4] - 3) < 5 * sqrt(96.0 / DRAWS));
    assert_true(fabs((double)beyond / DRAWS - 0.05) < 5 * sqrt(0.05 * 0.95 / DRAWS));
}

static void shuffle_gives_every_order_as_often(void **state)
{
    (void)state;
    enum { DRAWS = 24000 };
    int count[4][4][4] = { 0 };
    struct rng r;
    rng_seed(&r, 9);
    for (int i = 0; i < DRAWS; i++) {
        int items[4] = { 0, 1, 2, 3 };
        rng_shuffle(&r, items, 4);
        assert_int_equal(1 << items[0] | 1 << items[1] | 1 << items[2] | 1 << items[3], 15);
        count[items[0]][items[1]][items[2]]++;
    }
    double chi = 0;
    for (int a = 0; a < 4; a++)
        for (int b = 0; b < 4; b++)
            for (int c = 0; c < 4; c++)
                if (a != b && b != c && a != c)
                    chi += pow(count[a][b][c] - DRAWS / 24, 2) / (DRAWS / 24);
    assert_true(chi < 49.7); /* 23 degrees of freedom: .999 */
    struct rng same = r;
    rng_shuffle(&r, NULL, 0);
    rng_shuffle(&r, (int[]) { 1 }, 1);
    assert_memory_equal(&r, &same, sizeof r);
}

static void seeds_of_roles(void **state)
{
    (void)state;
    /* printf '17/weights/mnist|0' | sha256sum, and so on */
    assert_int_equal(rng_seed_for(17, "weights", "mnist|0"), UINT64_C(0x7f6da118adcc85f6));
    assert_int_equal(rng_seed_for(UINT64_MAX, "", ""), UINT64_C(0x430f397ccc4ffa90));
    assert_true(rng_seed_for(17, "weights", "mnist|1") != rng_seed_for(17, "weights", "mnist|0"));
}

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

static void whole_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        long value;
    } good[] = {
        { "0", 0 },
        { "-0", 0 },
        { "007", 7 },
        { "-12", -12 },
        { "9223372036854775807", INT64_MAX },
        { "-9223372036854775808", INT64_MIN },
    };
    static const char *const bad[] = {
        "",
        " ",
        " 1",
        "1 ",
        "\t1",
        "1\n",
        "+1",
        "-",
        "--1",
        "- 1",
        "-+1",
        "1.0",
        "1e3",
        "0x10",
        "ten",
        "1a",
        "9223372036854775808",
        "-9223372036854775809",
        "1,000",
        "\xc2\xb2",
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        long value = 99;
        assert_int_equal(parse_long(good[i].text, &value), 0);
        assert_int_equal(value, good[i].value);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        long value = 99;
        if (parse_long(bad[i], &value) != -1)
            fail_msg("'%s' was taken for %ld", bad[i], value);
        assert_int_equal(value, 99);
    }
}

static void real_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double value;
    } good[] = {
        { "0", 0 },
        { "-1.5", -1.5 },
        { ".5", 0.5 },
        { "5.", 5 },
        { "1e3", 1000 },
        { "1E+3", 1000 },
        { "-2.5e-3", -0.0025 },
        { "1e308", 1e308 },
        { "4.9e-324", 0x1p-1074 },
        { "1e-400", 0 },
    };
    static const char *const bad[] = {
        "",    " ",    " 1",       "1 ",    "\n1",    "+1",       "+.5",   "-",   ".",   "-.",     "e3",   "1e",
        "1e+", "--1",  "-+1",      "- 1",   "0x10",   "0x1p3",    "0X1",   "nan", "NaN", "nan(1)", "-nan", "inf",
        "INF", "-inf", "infinity", "1e309", "-1e309", "1e999999", "1.2.3", "1,5", "1f",  "1 2",    "ten",
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        double value = 99;
        assert_int_equal(parse_double(good[i].text, &value), 0);
        assert_true(value == good[i].value);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double value = 99;
        if (parse_double(bad[i], &value) != -1)
            fail_msg("'%s' was taken for %g", bad[i], value);
        assert_true(value == 99);
    }
}

static void nearest_name(void **state)
{
    (void)state;
    static const char *const names[] = { "kde", "pca", "linear-ae", "lis-ae", NULL };
    assert_string_equal(nearest("lisae", names), "lis-ae");
    assert_string_equal(nearest("linear_ae", names), "linear-ae");
    assert_string_equal(nearest("liner-ae", names), "linear-ae");
    assert_null(nearest("pac", names)); /* two of three letters are not a slip */
    assert_string_equal(nearest("kdee", names), "kde");
    assert_string_equal(nearest("kde", names), "kde");
    assert_null(nearest("svm", names));
    assert_null(nearest("", names));
    assert_null(nearest("autoencoder", names));
    assert_null(nearest("kde", (const char *const[]) { NULL }));
    /* the first of two that are as near */
    assert_string_equal(nearest("bat", (const char *const[]) { "cat", "hat", NULL }), "cat");
    char big[300];
    memset(big, 'x', sizeof big - 1);
    big[sizeof big - 1] = '\0';
    assert_null(nearest("kde", (const char *const[]) { big, NULL }));
}

static void assert_split(const char *s, const char *separators, int keep_empty, const char *joined)
{
    size_t n = 99, count = 0;
    char **parts = split(s, separators, keep_empty, &n);
    struct text t = TEXT_INIT;
    for (; parts[count]; count++)
        text_format(&t, "<%s>", parts[count]);
    assert_string_equal(text_of(&t), joined);
    assert_int_equal(n, count);
    split_free(parts);
    text_release(&t);
}

static void splitting(void **state)
{
    (void)state;
    assert_split("a, b ,c", ",", 0, "<a><b><c>");
    assert_split("a,, b c ,", ",", 0, "<a><b c>");
    assert_split("a,, b c ,", ",", 1, "<a><><b c><>");
    assert_split("a;b,c", ",;", 0, "<a><b><c>");
    assert_split(" 32  64\t8 ", " \t", 0, "<32><64><8>");
    assert_split("", ",", 0, "");
    assert_split("", ",", 1, "<>");
    assert_split(" \t ", ",", 0, "");
    assert_split(",", ",", 1, "<><>");
    split_free(split("a", ",", 0, NULL));
    split_free(NULL);
}

static void text_grows(void **state)
{
    (void)state;
    struct text t = TEXT_INIT;
    assert_string_equal(text_of(&t), "");
    text_clear(&t);
    for (int i = 0; i < 1000; i++)
        text_format(&t, "%d,", i);
    assert_int_equal(t.length, 10 * 2 + 90 * 3 + 900 * 4);
    assert_int_equal(strlen(t.s), t.length);
    assert_true(ends_with(t.s, ",998,999,") && starts_with(t.s, "0,1,2,"));
    text_clear(&t);
    assert_string_equal(text_of(&t), "");
    text_append(&t, "ab");
    text_append_bytes(&t, "c\0d", 3);
    assert_int_equal(t.length, 5);
    assert_memory_equal(t.s, "abc\0d", 6);
    text_release(&t);
    assert_false(ends_with("a", "ba"));
    assert_false(starts_with("a", "ab"));
    assert_true(ends_with("a", "") && starts_with("", ""));
}

static void errors(void **state)
{
    (void)state;
    struct error e;
    assert_int_equal(error_set(&e, "expected %d, found %d", 1, 2), -1);
    assert_string_equal(e.text, "expected 1, found 2");
    assert_int_equal(error_prefix(&e, "%s:%d", "f.ini", 7), -1);
    assert_string_equal(e.text, "f.ini:7: expected 1, found 2");
    assert_int_equal(error_set(NULL, "x"), -1);
    assert_int_equal(error_prefix(NULL, "x"), -1);
    char big[3000];
    memset(big, 'x', sizeof big - 1);
    big[sizeof big - 1] = '\0';
    error_set(&e, "%s", big);
    assert_int_equal(strlen(e.text), sizeof e.text - 1);
    error_prefix(&e, "p");
    assert_int_equal(strlen(e.text), sizeof e.text - 1);
    assert_true(starts_with(e.text, "p: xxx"));
    for (size_t n = sizeof e.text - 8; n < sizeof e.text + 8; n++) {
        error_set(&e, "tail");
        error_prefix(&e, "%.*s", (int)n, big);
        const char *end = memchr(e.text, '\0', sizeof e.text);
        assert_non_null(end);
        assert_true((size_t)(end - e.text) >= (n < sizeof e.text ? n : sizeof e.text - 1));
    }
    error_prefix(&e, "%s", big);
    assert_int_equal(strlen(e.text), sizeof e.text - 1);
}

static void memory(void **state)
{
    (void)state;
    for (size_t n = 0; n < 200; n += 7) {
        unsigned char *p = mem_zero(n, 3);
        assert_int_equal((uintptr_t)p % 64, 0);
        for (size_t i = 0; i < 3 * n; i++)
            assert_int_equal(p[i], 0);
        free(p);
    }
    char *s = mem_string("abc");
    s = mem_resize(s, 2000, 1);
    assert_string_equal(s, "abc");
    free(s);
}

static void note_progress(void *context, const char *stage, int done, int total, double loss)
{
    text_format(context, "%s %d/%d %g", stage, done, total, loss);
}

static void progress(void **state)
{
    (void)state;
    struct text t = TEXT_INIT;
    progress_report(&(struct progress) { note_progress, &t }, "phase 1", 2, 5, 0.5);
    assert_string_equal(text_of(&t), "phase 1 2/5 0.5");
    text_release(&t);
    progress_report(NULL, "phase 1", 1, 1, 0);
    progress_report(&(struct progress) { NULL, NULL }, "phase 1", 1, 1, 0);
}

static void clock_goes_forward(void **state)
{
    (void)state;
    double before = clock_seconds();
    usleep(20000);
    double passed = clock_seconds() - before;
    assert_true(passed >= 0.02 && passed < 2);
}

/* Over all floats of [-87, 88] the largest relative error is 8.18e-8, 0.98 ulp; here a
 * sample of them. */
static void exponential(void **state)
{
    (void)state;
    double worst = 0, worst_ulp = 0;
    for (uint32_t step = 0, bits = 0; step < 2; step++)
        for (bits = step << 31; (bits & 0x7fffffff) < 0x42b00001; bits += 1009) {
            float x;
            memcpy(&x, &bits, sizeof x);
            if (x < -87.0f)
                break;
            double e = exp((double)x), off = fabs((double)exp_plain(x) - e);
            float rounded = (float)e;
            worst = fmax(worst, off / e);
            worst_ulp = fmax(worst_ulp, off / (double)(nextafterf(rounded, INFINITY) - rounded));
        }
    assert_true(worst < 8.2e-8);
    assert_true(worst_ulp < 1);
    assert_true(exp_plain(0.0f) == 1.0f && exp_plain(-0.0f) == 1.0f);
    assert_true(fabs((double)exp_plain(88.0f) / exp(88) - 1) < 8.2e-8);
    assert_true(fabs((double)exp_plain(-87.0f) / exp(-87) - 1) < 8.2e-8);
    assert_true(isnan(exp_plain(NAN)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(splitmix64_known_answers),
        cmocka_unit_test(xoshiro256_known_answers),
        cmocka_unit_test(uniform_takes_the_upper_53_bits),
        cmocka_unit_test(below_throws_the_incomplete_round_away),
        cmocka_unit_test(below_gives_every_number_as_often),
        cmocka_unit_test(normal_has_the_moments_of_a_normal),
        cmocka_unit_test(shuffle_gives_every_order_as_often),
        cmocka_unit_test(seeds_of_roles),
        cmocka_unit_test(digests_of_the_standards),
        cmocka_unit_test(digest_of_parts),
        cmocka_unit_test(whole_numbers),
        cmocka_unit_test(real_numbers),
        cmocka_unit_test(nearest_name),
        cmocka_unit_test(splitting),
        cmocka_unit_test(text_grows),
        cmocka_unit_test(errors),
        cmocka_unit_test(memory),
        cmocka_unit_test(progress),
        cmocka_unit_test(clock_goes_forward),
        cmocka_unit_test(exponential),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
