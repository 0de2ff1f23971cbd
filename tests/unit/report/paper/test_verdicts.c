/* How many cells of each printed table are reproduced, by tolerance. */
#include "support/plans.h"

#include "report/paper/verdicts.h"
#include "support/results.h"

static void counted_by_table(void **state)
{
    (void)state;
    struct error e;
    struct text said = TEXT_INIT;
    assert_int_equal(verdicts_say("t", &said, &e), 0); /* there is none */
    assert_string_equal(text_of(&said), "");
    put_file("t", "compare.csv",
             "table,difference,n_ok,n_planned,verdict,inside\n"
             "2,0.005000,3,3,higher,yes\n"
             "A1,-0.010001,3,3,match,no\n"
             "2,-0.005001,3,3,match,no\n"
             "2,,0,3,missing,\n"
             "2,0.020000,1,3,higher,yes\n"
             "2,-0.300000,3,3,lower,\n");
    assert_int_equal(verdicts_write("t", &e), 0);
    assert_file_is("t/verdicts.csv", "table,tolerance,n_cells,n_match,n_higher,n_lower,n_missing,n_partial,n_inside\n"
                                     "2,0.005,5,1,1,2,1,1,2\n"
                                     "2,0.01,5,2,1,1,1,1,2\n"
                                     "2,0.02,5,3,0,1,1,1,2\n"
                                     "2,own,5,1,2,1,1,1,2\n"
                                     "A1,0.005,1,0,0,1,0,0,0\n"
                                     "A1,0.01,1,0,0,1,0,0,0\n"
                                     "A1,0.02,1,1,0,0,0,0,0\n"
                                     "A1,own,1,1,0,0,0,0,0\n");
    assert_int_equal(verdicts_say("t", &said, &e), 0);
    assert_string_equal(text_of(&said),
                        "table 2: of 5 rows beside printed cells, each by its own tolerance, 1 match, 2 higher, 1 "
                        "lower, 1 missing (1 with runs missing); within 0.005: 1, 0.01: 2, 0.02: 3; 2 "
                        "inside our interval\n"
                        "table A1: of 1 row beside printed cells, each by its own tolerance, 1 match, 0 higher, 0 "
                        "lower; within 0.005: 0, 0.01: 0, 0.02: 1; 0 inside our interval\n");
    put_file("t", "verdicts.csv", "table,tolerance\n2,0.005\n");
    assert_int_equal(verdicts_say("t", &said, &e), -1);
    assert_string_equal(e.text, "t/verdicts.csv: expected 4 rows for each table, found 1 in all");
    assert_int_equal(verdicts_write("none", &e), -1);
    text_release(&said);
}

static const struct CMUnitTest tests[] = { cmocka_unit_test_setup_teardown(counted_by_table, enter, leave) };

TEST_MAIN(tests, NULL, NULL)
