/* What a stress test is asked: its text, and numbers that cannot be. */
#include "stress/keys.h"

#include "support/fitting.h"

static void text_of_a_request(void **state)
{
    struct stress_request r;
    struct text t = TEXT_INIT;
    (void)state;
    stress_request_init(&r);
    assert_int_equal(r.keys.run, 0);
    stress_request_print(&r, &t);
    assert_string_equal(text_of(&t), "[stress]\nformat = 1\nsets = all\nsearch = gradient\nstarts = 64\nsteps = 400\n"
                                     "rho = 1 1.25 1.5 2\nseed = 1\n");
    text_release(&t);
}

static void distances_to_reach(void **state)
{
    static const char *const wrong[] = { "", "0.5", "1 1", "2 1", "1 x", "101", "1 2 3 4 5 6 7 8 9", "nan" };
    double rho[SEARCH_RHOS];
    size_t n;
    struct error e;
    (void)state;
    assert_int_equal(stress_rho("1 1.25 3", rho, &n, NULL), 0);
    assert_int_equal(n, 3);
    assert_true(rho[0] == 1 && rho[1] == 1.25 && rho[2] == 3);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(stress_rho(wrong[i], rho, &n, &e), -1);
        assert_says(e.text, "expected 1 to 8 rising numbers from 1 to 100, found '");
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(text_of_a_request),
    cmocka_unit_test(distances_to_reach),
};

TEST_MAIN(tests, NULL, NULL)
