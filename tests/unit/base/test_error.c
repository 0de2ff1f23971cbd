/* Errors: what is written, what is put before it, and that nothing overflows. */
#include "support/main.h"

#include <errno.h>
#include <string.h>

#include "base/error.h"
#include "base/progress.h"
#include "base/text.h"

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

/* What the system refused keeps its reason, with whatever is put before it; what is wrong with contents has none. */
static void reasons(void **state)
{
    (void)state;
    struct error e;
    errno = ENOMEM;
    assert_int_equal(error_system(&e, "cannot map '%s'", "f"), -1);
    assert_string_equal(e.text, "cannot map 'f': Cannot allocate memory");
    assert_int_equal(e.reason, ENOMEM);
    error_prefix(&e, "here");
    assert_true(error_spares_file(&e));
    errno = ENOENT; /* there is no file to be spared */
    error_system(&e, "cannot open '%s'", "f");
    assert_false(error_spares_file(&e));
    errno = EIO;
    error_set(&e, "line 7: expected a number");
    error_prefix(&e, "f");
    assert_false(error_spares_file(&e));
    assert_int_equal(error_system(NULL, "x"), -1);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(errors),
    cmocka_unit_test(reasons),
};

TEST_MAIN(tests, NULL, NULL)
