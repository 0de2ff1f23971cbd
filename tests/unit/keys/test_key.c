/* Keys: each type from text and back, what is refused, order, what people are told that may stand there. */
#include "support/main.h"

#include <math.h>

#include "keys/key.h"

struct sample {
    double real;
    struct int_list list;
    int count, loud;
    const char *colour;
};

static const struct key keys[] = {
    INT_KEY(struct sample, count, "3", -2, 10, "how many"),
    REAL_KEY(struct sample, real, "0.5", -1, 1e9, "how much"),
    CHOICE_KEY(struct sample, colour, "red", "red green blue-green", "which one"),
    SWITCH_KEY(struct sample, loud, "off", "whether it is heard"),
    INTS_KEY(struct sample, list, "1 2", 1, 99, "which ones"),
    { .name = "note", .type = KEY_TEXT, .start = "" },
    { 0 },
};
enum { COUNT, REAL, COLOUR, LOUD, LIST, NOTE, KEYS };

static void expect_printed(const struct key *k, const struct sample *block, const char *expected)
{
    struct text t = TEXT_INIT;
    key_print(k, block, &t);
    assert_string_equal(text_of(&t), expected);
    text_release(&t);
}

static void texts_become_canonical(void **state)
{
    (void)state;
    static const struct {
        int key;
        const char *value, *canonical;
    } table[] = {
        { COUNT, "-2", "-2" },
        { COUNT, "010", "10" },
        { REAL, "1e9", "1e+09" },
        { REAL, "0.12345678949", "0.123456789" },
        { REAL, "-0", "0" },
        { COLOUR, "green", "green" },
        { COLOUR, "blue-green", "blue-green" },
        { LOUD, "on", "on" },
        { LOUD, "off", "off" },
        { LIST, "7", "7" },
        { LIST, " 1\t02  99 ", "1 2 99" },
        { LIST, "8 7 6 5 4 3 2 1", "8 7 6 5 4 3 2 1" },
        { NOTE, "anything, and nothing is kept", "" },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct sample block = { .colour = "red" };
        struct error e = { .text = "" };
        assert_int_equal(key_parse(&keys[table[i].key], &block, table[i].value, &e), 0);
        assert_string_equal(e.text, "");
        expect_printed(&keys[table[i].key], &block, table[i].canonical);
    }
}

/* The number that is computed with is that of the canonical text. */
static void numbers_are_their_texts(void **state)
{
    (void)state;
    struct sample block = { 0 };
    assert_int_equal(key_parse(&keys[REAL], &block, "0.12345678949", NULL), 0);
    assert_true(block.real == 0.123456789);
    assert_int_equal(key_parse(&keys[REAL], &block, "-0", NULL), 0);
    assert_false(signbit(block.real));
    assert_int_equal(key_parse(&keys[LIST], &block, "4 6", NULL), 0);
    assert_true(block.list.n == 2 && block.list.of[0] == 4 && block.list.of[1] == 6);
    assert_int_equal(key_parse(&keys[LOUD], &block, "on", NULL), 0);
    assert_int_equal(block.loud, 1);
    assert_int_equal(key_parse(&keys[COLOUR], &block, "green", NULL), 0);
    assert_true(choice_is(block.colour, "green"));
    assert_false(choice_is(block.colour, "gree") || choice_is(block.colour, "greens") || choice_is(block.colour, ""));
}

/* Each with what was expected and found; the value stays what it was. */
static void what_is_refused(void **state)
{
    (void)state;
    static const struct {
        int key;
        const char *value, *message;
    } table[] = {
        { COUNT, "11", "expected a whole number from -2 to 10, found '11'" },
        { COUNT, "-3", "expected a whole number from -2 to 10, found '-3'" },
        { COUNT, "1.0", "expected a whole number from -2 to 10, found '1.0'" },
        { COUNT, "99999999999999999999", "expected a whole number from -2 to 10, found '99999999999999999999'" },
        { COUNT, "", "expected a whole number from -2 to 10, found ''" },
        { REAL, "1.1e9", "expected a number from -1 to 1e+09, found '1.1e9'" },
        { REAL, "nan", "expected a number from -1 to 1e+09, found 'nan'" },
        { REAL, "-inf", "expected a number from -1 to 1e+09, found '-inf'" },
        { REAL, "x", "expected a number from -1 to 1e+09, found 'x'" },
        { COLOUR, "", "expected one of red, green, blue-green, found ''" },
        { COLOUR, "red green", "expected one of red, green, blue-green, found 'red green', did you mean 'green'?" },
        { COLOUR, "gren", "expected one of red, green, blue-green, found 'gren', did you mean 'green'?" },
        { COLOUR, "blue", "expected one of red, green, blue-green, found 'blue'" },
        { LOUD, "yes", "expected one of off, on, found 'yes'" },
        { LIST, "", "expected 1 to 8 whole numbers from 1 to 99 separated by blanks, found ''" },
        { LIST, "1 0", "expected 1 to 8 whole numbers from 1 to 99 separated by blanks, found '1 0'" },
        { LIST, "1,2", "expected 1 to 8 whole numbers from 1 to 99 separated by blanks, found '1,2'" },
        { LIST, "1 2 3 4 5 6 7 8 9",
          "expected 1 to 8 whole numbers from 1 to 99 separated by blanks, found '1 2 3 4 5 6 7 8 9'" },
    };
    struct sample block, before;
    memset(&block, 0, sizeof block);
    for (int k = 0; k < KEYS; k++)
        assert_int_equal(key_parse(&keys[k], &block, keys[k].start, NULL), 0);
    memcpy(&before, &block, sizeof block);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct error e = { .text = "" };
        assert_int_equal(key_parse(&keys[table[i].key], &block, table[i].value, &e), -1);
        assert_string_equal(e.text, table[i].message);
        assert_memory_equal(&block, &before, sizeof block);
    }
}

/* Numbers by their size, words by their place in the list, lists entry by entry. */
static void values_have_an_order(void **state)
{
    (void)state;
    static const struct {
        int key;
        const char *ascending[5];
    } table[] = {
        { COUNT, { "-2", "0", "9", "10" } },
        { REAL, { "-1", "-0.5", "0", "1e-9", "2" } },
        { COLOUR, { "red", "green", "blue-green" } },
        { LOUD, { "off", "on" } },
        { LIST, { "1", "1 2", "1 2 3", "1 3", "10" } },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        for (int a = 0; a < 5 && table[i].ascending[a]; a++)
            for (int b = 0; b < 5 && table[i].ascending[b]; b++) {
                struct sample x = { 0 }, y = { 0 };
                const struct key *k = &keys[table[i].key];
                assert_int_equal(key_parse(k, &x, table[i].ascending[a], NULL), 0);
                assert_int_equal(key_parse(k, &y, table[i].ascending[b], NULL), 0);
                int c = key_compare(k, &x, &y);
                assert_int_equal((c > 0) - (c < 0), (a > b) - (a < b));
            }
    const struct sample x = { .real = 1 }, y = { .real = 2 };
    assert_int_equal(key_compare(&keys[NOTE], &x, &y), 0); /* texts are in no struct */
}

static void what_may_stand_there(void **state)
{
    (void)state;
    static const char *const expected[KEYS] = {
        "whole number from -2 to 10",
        "number from -1 to 1e+09",
        "red | green | blue-green",
        "off | on",
        "1 to 8 whole numbers from 1 to 99, separated by blanks",
        "any text",
    };
    struct text t = TEXT_INIT;
    for (int k = 0; k < KEYS; k++) {
        text_clear(&t);
        key_expected(&keys[k], &t);
        assert_string_equal(text_of(&t), expected[k]);
    }
    struct key own = keys[COUNT];
    own.expected = "an even number";
    text_clear(&t);
    key_expected(&own, &t);
    assert_string_equal(text_of(&t), "an even number");
    text_release(&t);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(texts_become_canonical), cmocka_unit_test(numbers_are_their_texts),
    cmocka_unit_test(what_is_refused),        cmocka_unit_test(values_have_an_order),
    cmocka_unit_test(what_may_stand_there),
};

TEST_MAIN(tests, NULL, NULL)
