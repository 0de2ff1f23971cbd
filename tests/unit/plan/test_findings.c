/* Findings: which are alike, which are errors, and how many they are. */
#include "support/main.h"
#include "support/suite.h"

#include "plan/findings.h"

static const struct detector *named(const char *name)
{
    return suite_find(suite(), name);
}

/* What is told of a spec that names kde and lis-ae. */
static void expect_told(struct findings *l, const char *problems, const char *notes)
{
    char *names[] = { "kde", "lis-ae", NULL };
    const struct spec_values detectors = { names, 2, "f:9" };
    struct text p = TEXT_INIT, n = TEXT_INIT;
    assert_int_equal(findings_tell(l, &detectors, &p, &n), *problems ? -1 : 0);
    assert_string_equal(text_of(&p), problems);
    assert_string_equal(text_of(&n), notes);
    text_release(&p);
    text_release(&n);
    findings_release(l);
}

static void add(struct findings *l, enum finding_kind kind, const char *detector, const char *alike, int number)
{
    const struct finding f = { kind, "f:1", alike, detector ? named(detector) : NULL, 10 };
    assert_int_equal(findings_add(l, &f, "%s %d", alike, number), -1);
}

static void test_many_are_one_line(void **state)
{
    (void)state;
    struct findings l;
    findings_init(&l, suite());
    for (int i = 0; i < 240; i++) {
        add(&l, WRONG, NULL, "this", i / 2); /* each twice */
        if (i < 4)
            add(&l, WRONG, NULL, "that", i / 2);
        add(&l, WRONG, NULL, "once", 7);
    }
    expect_told(&l, "f:1: this 0, and 119 more like it\nf:1: that 0\nf:1: that 1\nf:1: once 7\n", "");
}

/* What cannot be is an error where nothing of a detector is left. */
static void test_what_is_left(void **state)
{
    (void)state;
    struct findings l;
    findings_init(&l, suite());
    findings_left(&l, named("kde"), 1);
    add(&l, IMPOSSIBLE, "lis-ae", "no", 1);
    add(&l, IMPOSSIBLE, "kde", "no", 1);
    add(&l, IMPOSSIBLE, "kde", "no", 2);
    add(&l, SURPRISING, NULL, "oh", 1);
    expect_told(&l, "f:1: no 1\n", "f:1: no 1, and 1 more like it: 20 runs are left out\nf:1: oh 1\n");
    findings_init(&l, suite());
    findings_left(&l, NULL, 1);
    add(&l, IMPOSSIBLE, NULL, "no", 1);
    expect_told(&l, "", "f:1: no 1: 10 runs are left out\n");
    findings_init(&l, suite());
    findings_left(&l, named("kde"), 1);
    add(&l, IMPOSSIBLE, NULL, "no", 1);
    expect_told(&l, "f:1: no 1\n", "");
    /* of what is wrong something would be left */
    findings_init(&l, suite());
    add(&l, WRONG, NULL, "bad", 1);
    add(&l, IMPOSSIBLE, "lis-ae", "no", 1);
    expect_told(&l, "f:1: bad 1\n", "f:1: no 1: 10 runs are left out\n");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_many_are_one_line),
    cmocka_unit_test(test_what_is_left),
};

TEST_MAIN(tests, NULL, NULL)
