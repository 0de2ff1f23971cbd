/* Which classes the words of a spec are. */
#include "support/main.h"

#include <string.h>

#include "plan/class_words.h"
#include "support/classes.h"

static struct dataset set_of(const char *const *names)
{
    struct dataset d = { .name = "own", .classes = (char **)names };
    while (names[d.n_classes])
        d.n_classes++;
    return d;
}

static void expect_read(const struct dataset *d, const char *text, const char *classes)
{
    struct class_list l;
    struct error e = { .text = "" };
    int rc = class_words_read(text, d, &l, &e);
    assert_string_equal(e.text, "");
    assert_int_equal(rc, 0);
    expect_classes(&l, classes);
}

static void expect_refused(const struct dataset *d, const char *text, const char *message)
{
    struct class_list l;
    struct error e = { .text = "" };
    assert_int_equal(class_words_read(text, d, &l, &e), -1);
    assert_string_equal(e.text, message);
}

static void names_that_are_their_numbers(void **state)
{
    (void)state;
    static const char *const names[] = { "0", "1", "2", NULL };
    const struct dataset d = set_of(names);
    expect_read(&d, "1", "1");
    expect_read(&d, "2 0", "0 2");
    expect_read(&d, "name:1", "1");
    expect_read(&d, "number:1", "1");
    expect_refused(&d, "3", "class 3 does not exist: 'own' has the classes 0..2");
    expect_refused(&d, "1 name:1", "class 1 is given twice");
}

/* One value and several are read alike. */
static void names_that_are_other_numbers(void **state)
{
    (void)state;
    static const char *const names[] = { "1", "2", "3", "10", NULL };
    static const char refused[] = "'2' is the name of class 1 and the number of class 2, '3': write 'name:2' or "
                                  "'number:2'";
    const struct dataset d = set_of(names);
    expect_refused(&d, "2", refused);
    expect_refused(&d, "2 10", refused);
    expect_refused(&d, "0 2", refused);
    expect_read(&d, "name:2", "1");
    expect_read(&d, "number:2", "2");
    expect_read(&d, "name:2 name:3", "1 2");
    expect_read(&d, "number:2 number:3", "2 3");
    expect_read(&d, "name:1 number:1 10", "0 1 3");
    expect_read(&d, "10", "3"); /* no class has the number */
    expect_read(&d, "0", "0");  /* no class has the name */
    expect_refused(&d, "number:4", "class 4 does not exist: 'own' has the classes 0..3");
    expect_refused(&d, "name:4", "expected a class's number or name of 'own', found 'name:4'");
    expect_refused(&d, "name:", "expected a class's number or name of 'own', found 'name:'");
}

static void names_in_another_case(void **state)
{
    (void)state;
    static const char *const names[] = { "A", "a", "b", "Hex nut", "hex-nut", NULL };
    static const char refused[] = "'HEX-NUT' may be class 3, 'Hex nut', or class 4, 'hex-nut': write one of these "
                                  "names";
    const struct dataset d = set_of(names);
    expect_read(&d, "A", "0");
    expect_read(&d, "a", "1");
    expect_read(&d, "a B", "1 2");
    expect_read(&d, "A a", "0 1");
    expect_read(&d, "Hex nut", "3");
    expect_read(&d, "hex-nut", "4");
    expect_read(&d, "hex-nut a", "1 4");
    expect_read(&d, "name:a name:hex-nut", "1 4");
    expect_refused(&d, "HEX-NUT", refused);
    expect_refused(&d, "a HEX-NUT", refused);
}

/* A name with a blank is not taken for two, nor two for it. */
static void names_with_blanks(void **state)
{
    (void)state;
    static const char *const names[] = { "ankle boot", "boot", "ankle", "1 2", "sock", NULL };
    const struct dataset d = set_of(names);
    expect_refused(&d, "ankle boot",
                   "'ankle boot' is class 0, 'ankle boot', and a list of classes: write 'name:ankle boot' for the one, "
                   "and 'name:' or 'number:' before each of several");
    expect_refused(&d, "1 2",
                   "'1 2' is class 3, '1 2', and a list of classes: write 'name:1 2' for the one, and 'name:' or "
                   "'number:' before each of several");
    expect_read(&d, "name:ankle boot", "0");
    expect_read(&d, "name:ankle name:boot", "1 2");
    expect_read(&d, "ankle-boot sock", "0 4");
    expect_read(&d, "number:1 number:2", "1 2");
    expect_read(&d, "2 1", "1 2");
    static const char *const one[] = { "ankle boot", "sock", NULL };
    const struct dataset plain = set_of(one);
    expect_read(&plain, "Ankle boot", "0");
    expect_refused(&plain, "ankle boots", "expected a class's number or name of 'own', found 'ankle'");
}

static void words_that_are_names(void **state)
{
    (void)state;
    static const char *const names[] = { "each", "Pairs", NULL };
    const struct dataset d = set_of(names);
    struct error e;
    assert_int_equal(class_words_free("each", "'0..1' for each class", &d, &e), -1);
    assert_string_equal(e.text, "'each' is the name of class 0, too: write 'name:each' for that class, or '0..1' for "
                                "each class");
    assert_int_equal(class_words_free("pairs", "", &d, &e), 0);
    expect_read(&d, "name:each", "0");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(names_that_are_their_numbers), cmocka_unit_test(names_that_are_other_numbers),
    cmocka_unit_test(names_in_another_case),        cmocka_unit_test(names_with_blanks),
    cmocka_unit_test(words_that_are_names),
};

TEST_MAIN(tests, NULL, NULL)
