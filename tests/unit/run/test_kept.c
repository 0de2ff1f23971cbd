/* Tables of an earlier merging: which runs were done there. */
#include "support/plans.h"

#include "run/kept.h"
#include "support/outcomes.h"

static void what_was_done(void **state)
{
    (void)state;
    struct kept_tables k;
    struct error e;
    put_kept("t,tiny,v1,kde,0,,all,1,,,,,,0.5,0.4,0.6,4,4,ok,,aaaaaaaaaaaa\n"
             "t,tiny,v1,kde,0,,1,1,,,,,,0.5,0.4,0.6,4,4,ok,,aaaaaaaaaaaa\n"
             "t,tiny,v1,kde,1,,all,1,,,,,,,,,,,failed,why,bbbbbbbbbbbb\n"
             "t,tiny,v1,kde,2,,all,1,,,,,,,,,,,missing,not done yet,cccccccccccc\n");
    assert_int_equal(kept_read(&k, "kept", &e), 0);
    assert_true(kept_has(&k, "aaaaaaaaaaaa"));
    assert_false(kept_has(&k, "bbbbbbbbbbbb"));
    assert_false(kept_has(&k, "cccccccccccc"));
    assert_false(kept_has(&k, "dddddddddddd"));
    assert_true(kept_row_done(&k, 1));
    assert_false(kept_row_done(&k, 2));
    kept_release(&k);

    assert_int_equal(kept_read(&k, NULL, &e), 0); /* nothing was kept */
    assert_false(kept_has(&k, "aaaaaaaaaaaa"));
    kept_release(&k);
}

static void what_cannot_be_read(void **state)
{
    (void)state;
    struct kept_tables k;
    struct error e;
    put_kept("");
    put_file("kept", "times.csv", "experiment,dataset\n");
    assert_int_equal(kept_read(&k, "kept", &e), -1);
    assert_true(starts_with(e.text, "kept/times.csv:1: expected the columns experiment,dataset,detector,"));
    kept_release(&k);
    assert_int_equal(unlink("kept/auc.csv"), 0);
    assert_int_equal(kept_read(&k, "kept", &e), -1);
    assert_non_null(strstr(e.text, "kept/auc.csv"));
    kept_release(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_done, enter, leave),
        cmocka_unit_test_setup_teardown(what_cannot_be_read, enter, leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
