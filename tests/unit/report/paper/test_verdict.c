/* Printed numbers beside reproduced ones: how close is the same? */
#include "support/plans.h"

#include <math.h>

#include "report/paper/verdict.h"
#include "support/report.h"

static void digits_of_print(void **state)
{
    (void)state;
    static const struct {
        const char *cell;
        double value, half;
    } cases[] = { { "0.9568", 0.9568, 0.00005 }, { "0.890", 0.89, 0.0005 }, { "0.89", 0.89, 0.005 },
                  { "0.9", 0.9, 0.005 },         { "1", 1, 0.005 },         { "0.73018", 0.73018, 0.000005 } };
    struct printed p;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        printed_parse(&p, cases[i].cell);
        assert_near(p.value, cases[i].value, 0);
        assert_near(p.half, cases[i].half, 1e-15);
    }
    printed_parse(&p, "");
    assert_true(isnan(p.value) && isnan(p.half));
}

/* A difference of six digits that is the tolerance, which binary numbers have a little above or below, is a match. */
static void edge_of_a_tolerance(void **state)
{
    (void)state;
    assert_string_equal(verdict_by(0.005, 0.005), "match");
    assert_string_equal(verdict_by(0.3, 0.1 + 0.2), "match");
    assert_string_equal(verdict_by(-(0.1 + 0.2), 0.3), "match");
    assert_string_equal(verdict_by(0.005001, 0.005), "higher");
    assert_string_equal(verdict_by(-0.005001, 0.005), "lower");
}

/* The difference and what becomes of it; intervals of 0.01 and 0.02 to each side. */
static void verdicts(void **state)
{
    (void)state;
    const struct {
        double reproduced;
        const char *published, *line;
    } cases[] = {
        { 0.9, "0.9203", "-0.020300,0.030050,match,no" },  /* beyond our mean, not beyond one training more */
        { 0.9, "0.92003", "-0.020030,0.030005,match,no" }, /* and with its digits not inside */
        { 0.9, "0.92004", "-0.020040,0.030005,match,no" }, /* by its fifth digit */
        { 0.9, "0.9200", "-0.020000,0.030050,match,yes" }, /* the end of the interval */
        { 0.9, "0.92", "-0.020000,0.035000,match,yes" },   /* two digits: half a hundredth more */
        { 0.9, "0.925", "-0.025000,0.030500,match,no" },   /* three */
        { 0.9, "0.9300", "-0.030000,0.030050,match,no" },  /* just */
        { 0.9, "0.9301", "-0.030100,0.030050,lower,no" },  /* just not */
        { 0.9, "0.86", "0.040000,0.035000,higher,no" },    /* digits do not help */
        { NAN, "0.9", ",,missing," },
        { NAN, "", ",,missing," },
        { 0.9, "", ",,," },
    };
    struct csv_out out;
    struct row row;
    struct error e;
    struct text expected = TEXT_INIT;
    text_append(&expected, "difference,tolerance,verdict,inside\n");
    assert_int_equal(csv_out_begin(&out, "v.csv", "difference,tolerance,verdict,inside", &e), 0);
    row_init(&row, &out);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct printed p;
        const struct group_mean m = {
            .mean = cases[i].reproduced,
            .spread = { .images = { 0.89, 0.91 }, .both = { 0.88, 0.92 }, .again = 0.03 },
        };
        printed_parse(&p, cases[i].published);
        verdict_put(&row, &m, &p);
        row_put(&row);
        text_format(&expected, "%s\n", cases[i].line);
    }
    /* beyond the interval's end, but not all that rounds to two digits of print is */
    const struct group_mean narrow = {
        .mean = 0.9, .spread = { .images = { 0.89, 0.91 }, .both = { 0.881, 0.919 }, .again = 0.03 }
    };
    const char *const ends[] = { "0.92", "0.88" };
    for (size_t i = 0; i < 2; i++) {
        struct printed p;
        printed_parse(&p, ends[i]);
        verdict_put(&row, &narrow, &p);
        row_put(&row);
        text_format(&expected, "%s0.020000,0.035000,match,yes\n", i ? "" : "-");
    }
    row_release(&row);
    assert_int_equal(csv_out_commit(&out, &e), 0);
    assert_file_is("v.csv", text_of(&expected));
    text_release(&expected);
}

/* The interval over images decides where that over seeds is not known; nothing does where both are not. */
static void inside_what_is_known(void **state)
{
    (void)state;
    struct csv_out out;
    struct row row;
    struct error e;
    struct printed p;
    struct group_mean m = { .mean = 0.9, .spread = { .images = { 0.89, 0.91 }, .both = { NAN, NAN } } };
    printed_parse(&p, "0.9150");
    assert_int_equal(csv_out_begin(&out, "v.csv", "inside,verdict", &e), 0);
    row_init(&row, &out);
    verdict_put(&row, &m, &p);
    row_put(&row);
    m.spread.images = (struct span) { NAN, NAN };
    verdict_put(&row, &m, &p);
    row_put(&row);
    row_release(&row);
    assert_int_equal(csv_out_commit(&out, &e), 0);
    assert_file_is("v.csv", "inside,verdict\nno,lower\n,lower\n");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(digits_of_print),
    cmocka_unit_test(edge_of_a_tolerance),
    cmocka_unit_test_setup_teardown(verdicts, enter, leave),
    cmocka_unit_test_setup_teardown(inside_what_is_known, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
