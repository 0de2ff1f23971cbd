/* How many printed numbers are reproduced, in a table of four cells. */
#include "report/paper/printed_counts.h"
#include "support/paper_tables.h"

/* The reproduced numbers: one whole that matches within 0.02 and lies inside, none on the second set, one in part. */
static void make(struct paper *p, void **state)
{
    put_experiment(state, "reference/table1-a",
                   "1,tiny,one-class,kde,mean,,mean,9,0.9,,,,,,,0.885,,,3,3,-0.015,lower,,yes\n"
                   "1,tiny,one-class,lis-ae,mean,omniglot,mean,9,0.95,,dataset:omniglot,8,6,1,,0.955,,,2,3,0.005,match,"
                   ",\n",
                   "");
    paper_make(p, state, two_by_two, two_by_two_printed);
}

static void cells_by_their_verdicts(void **state)
{
    struct paper p;
    struct printed_counts n = { 0 };
    make(&p, state);
    printed_count(&n, &p.table, "");
    assert_int_equal(n.printed, 3);
    assert_int_equal(n.there, 2);
    assert_int_equal(n.partial, 1);
    assert_int_equal(n.missing, 1);
    assert_int_equal(n.inside, 1);
    static const size_t match[TOLERANCES] = { 1, 1, 2, 1 }, lower[TOLERANCES] = { 1, 1, 0, 1 };
    for (size_t i = 0; i < TOLERANCES; i++) {
        assert_int_equal(n.match[i], match[i]);
        assert_int_equal(n.higher[i], 0);
        assert_int_equal(n.lower[i], lower[i]);
    }
    paper_release(&p);
}

static void those_of_a_method(void **state)
{
    struct paper p;
    struct printed_counts n = { 0 }, twice = { 0 };
    make(&p, state);
    printed_count(&n, &p.table, "lis-ae");
    assert_int_equal(n.printed, 1);
    assert_int_equal(n.partial, 1);
    assert_int_equal(n.inside, 0);
    assert_int_equal(n.match[0], 1);
    printed_counts_add(&twice, &n);
    printed_counts_add(&twice, &n);
    assert_int_equal(twice.printed, 2);
    assert_int_equal(twice.there, 2);
    assert_int_equal(twice.missing, 0);
    assert_int_equal(twice.match[TOLERANCES - 1], 2);
    paper_release(&p);
}

static const struct CMUnitTest tests[] = { IN_FOLDER(cells_by_their_verdicts), IN_FOLDER(those_of_a_method) };

TEST_MAIN(tests, NULL, NULL)
