/* Rows of tables: cells by the names of their columns. */
#include "support/plans.h"

#include <math.h>

#include "run/row.h"
#include "support/results.h"

static void begin(struct csv_out *out, const char *columns)
{
    struct error e;
    assert_int_equal(csv_out_begin(out, "table.csv", columns, &e), 0);
}

static void expect_table(struct csv_out *out, const char *text)
{
    struct error e;
    assert_int_equal(csv_out_commit(out, &e), 0);
    assert_file_is("table.csv", text);
}

static void cells(void **state)
{
    (void)state;
    struct csv_out out;
    struct row row;
    begin(&out, "a,b,c,d");
    row_init(&row, &out);
    row_put(&row); /* all are empty */
    row_set(&row, "b", "x, y");
    row_set(&row, "other", "is not there");
    row_number(&row, "a", "%.6f", 2.0 / 3);
    row_count(&row, "d", 12);
    row_put(&row);
    row_number(&row, "a", "%.6f", NAN);
    row_set(&row, "c", "new"); /* the others stay */
    row_put(&row);
    row_release(&row);
    expect_table(&out, "a,b,c,d\n,,,\n0.666667,\"x, y\",,12\n,\"x, y\",new,12\n");
}

static void of_another_table(void **state)
{
    (void)state;
    struct csv_out out;
    struct csv from;
    struct row row;
    struct error e;
    put_file(".", "from.csv", "b,z,a\n1,2,3\n4,5,6\n");
    assert_int_equal(csv_read(&from, "from.csv", &e), 0);
    begin(&out, "a,b,c");
    row_init(&row, &out);
    row_set(&row, "c", "own");
    row_copy(&row, &from, 1);
    row_put(&row);
    size_t *places = row_places(&row, &from); /* the same for many rows */
    assert_int_equal(places[1], out.n_columns);
    for (size_t i = 0; i < from.n_rows; i++) {
        row_copy_to(&row, places, &from, i);
        row_put(&row);
    }
    free(places);
    row_release(&row);
    csv_release(&from);
    expect_table(&out, "a,b,c\n6,4,own\n3,1,own\n6,4,own\n");
}

static void which_run_it_is(void **state)
{
    (void)state;
    struct csv_out out;
    struct row row;
    struct plan p;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0 1\nnegative = outliers\n[model]\nlatent = 3\n[shape]\n"
                    "gamma = 0.5\nbeta = 2\n[detectors]\nrun = lis-ae\n");
    begin(&out, "auc,gamma,dataset,edition,task,method,detector,positive,negative,run_negative,seed,latent,beta,linsep,"
                "variant");
    row_init(&row, &out);
    row_run(&row, &p.runs[0]);
    row_put(&row);
    row_release(&row);
    expect_table(&out, "auc,gamma,dataset,edition,task,method,detector,positive,negative,run_negative,seed,latent,beta,"
                       "linsep,variant\n"
                       ",0.5,tiny,v1,two-class,sup-lis-ae,lis-ae,0 1,outliers,outliers,1,3,2,off,\n");
    plan_release(&p);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(cells, enter, leave),
    cmocka_unit_test_setup_teardown(of_another_table, enter, leave),
    cmocka_unit_test_setup_teardown(which_run_it_is, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
