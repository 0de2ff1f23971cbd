/* Random numbers: the known answers that others publish, and their distributions. */
#include "support/main.h"

#include <math.h>

#include "base/progress.h"
#include "base/rng.h"

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

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(splitmix64_known_answers),           cmocka_unit_test(xoshiro256_known_answers),
    cmocka_unit_test(uniform_takes_the_upper_53_bits),    cmocka_unit_test(below_throws_the_incomplete_round_away),
    cmocka_unit_test(below_gives_every_number_as_often),  cmocka_unit_test(normal_has_the_moments_of_a_normal),
    cmocka_unit_test(shuffle_gives_every_order_as_often), cmocka_unit_test(seeds_of_roles),
};

TEST_MAIN(tests, NULL, NULL)
