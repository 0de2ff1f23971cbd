/* What [incremental] asks: its text, words that cannot be, and the order in which classes come. */
#include "incremental/keys.h"

#include "support/incremental.h"

static const struct key *key_named(const char *name)
{
    const struct key *k = incremental_section.keys;
    while (strcmp(k->name, name) != 0)
        k++;
    return k;
}

static void text_of_a_request(void **state)
{
    struct incremental_request r;
    struct text t = TEXT_INIT;
    (void)state;
    default_request(&r);
    incremental_request_print(&r, &t);
    assert_string_equal(text_of(&t),
                        "[incremental]\nformat = 1\norder = number\nbase = 5\nnegatives = earlier\nheld = 5\n"
                        "epochs = 15\nlearning_rate = 0.002\ncell = 7\nridge = 0.01\n");
    text_release(&t);
}

static void words(void **state)
{
    static const struct {
        const char *key, *value, *says;
    } wrong[] = {
        { "negatives", "", "expected earlier, others, or both with a blank between, found ''" },
        { "negatives", "later", "expected earlier, others" },
        { "negatives", "earlier earlier", "expected earlier, others" },
        { "rivals", "softmax code", "expected all, none, or names of rivals" },
        { "rivals", "softmax softmax", "expected all, none, or names of rivals" },
        { "order", "any", "expected number, random, or the numbers of all classes, found 'any'" },
        { "order", "0 2", "expected each class from 0 to 1 once, found '0 2'" },
    };
    static const char *const right[][2] = { { "negatives", "others earlier" },
                                            { "rivals", "none" },
                                            { "rivals", "hog-classes softmax-new" },
                                            { "order", "random" },
                                            { "order", "2 0 1" } };
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct error e = { .text = "" };
        assert_int_equal(key_named(wrong[i].key)->check(wrong[i].value, NULL, &e), -1);
        assert_says(e.text, wrong[i].says);
    }
    for (size_t i = 0; i < sizeof right / sizeof *right; i++)
        assert_int_equal(key_named(right[i][0])->check(right[i][1], NULL, NULL), 0);
    assert_int_equal(incremental_negatives("earlier"), NEGATIVES_EARLIER);
    assert_int_equal(incremental_negatives("others earlier"), NEGATIVES_EARLIER | NEGATIVES_OTHERS);
    assert_true(incremental_has_rival("all", RIVAL_SOFTMAX));
    assert_false(incremental_has_rival("none", RIVAL_SOFTMAX));
    assert_false(incremental_has_rival("softmax-new code-lda", RIVAL_SOFTMAX));
    assert_true(incremental_has_rival("softmax-new code-lda", RIVAL_CODE_LDA));
}

static void orders(void **state)
{
    static const char *const wrong[] = { "0 1", "0 1 1", "0 1 3", "0 1 2 3", "0 1 x", "-1 0 1" };
    int order[3], again[3], seen[10] = { 0 }, many[10];
    struct error e;
    (void)state;
    assert_int_equal(incremental_order("number", 3, 1, order, NULL), 0);
    assert_true(order[0] == 0 && order[1] == 1 && order[2] == 2);
    assert_int_equal(incremental_order("2 0 1", 3, 1, order, NULL), 0);
    assert_true(order[0] == 2 && order[1] == 0 && order[2] == 1);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(incremental_order(wrong[i], 3, 1, order, &e), -1);
        assert_says(e.text, "expected each class from 0 to 2 once, found '");
    }
    incremental_order("random", 3, 5, order, NULL);
    incremental_order("random", 3, 5, again, NULL);
    assert_memory_equal(order, again, sizeof order);
    incremental_order("random", 10, 5, many, NULL);
    for (int i = 0; i < 10; i++)
        seen[many[i]]++;
    for (int i = 0; i < 10; i++)
        assert_int_equal(seen[i], 1);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(text_of_a_request),
    cmocka_unit_test(words),
    cmocka_unit_test(orders),
};

TEST_MAIN(tests, NULL, NULL)
