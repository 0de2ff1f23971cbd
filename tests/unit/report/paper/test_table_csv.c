/* Tables as CSV: a cell a row. */
#include "report/paper/table_write.h"
#include "support/paper_tables.h"

static void expect_cells(const struct csv *c, size_t row, const char *const *expected)
{
    for (; *expected; expected += 2)
        assert_string_equal(csv_cell(c, row, expected[0]), expected[1]);
}

static void a_cell_a_row(void **state)
{
    struct paper p;
    struct csv c;
    struct error e;
    put_experiment(state, "results/table1-a",
                   "1,tiny,one-class,lis-ae,mean,omniglot,mean,9,0.95,,dataset:omniglot,8,5,1,,0.912345,0.90,0.92,3,3,"
                   "-0.037655,lower,seeds,no\n",
                   "t,tiny,one-class,lis-ae,lis-ae,dataset:omniglot,8,5,1,off,,0.912345,0,,,10,3,3,lower,0\n"
                   "t,tiny,one-class,oe-bce,oe-bce,dataset:omniglot,,,,,,0.6,0.1,0.5,0.7,10,2,3,,0\n");
    paper_make(&p, state, two_by_two, two_by_two_printed);
    char *path = path_join(*state, "table1.csv", NULL);
    assert_int_equal(table_write_csv(&p.table, path, &e), 0);
    assert_int_equal(csv_read(&c, path, &e), 0);
    assert_int_equal(c.n_rows, 4); /* three printed, one below the line; nothing for what is nowhere */
    static const char *const missing[] = { "part",           "printed", "printed",    "0.9", "verdict", "missing",
                                           "reproduced",     "",        "experiment", "",    "heading", "KDE",
                                           "column_heading", "First",   NULL };
    static const char *const there[] = { "row",
                                         "2",
                                         "column",
                                         "1",
                                         "negative",
                                         "omniglot",
                                         "run_negative",
                                         "dataset:omniglot",
                                         "reproduced",
                                         "0.912345",
                                         "verdict",
                                         "lower",
                                         "inside",
                                         "no",
                                         "n_ok",
                                         "3",
                                         "experiment",
                                         "table1-a",
                                         "place",
                                         "results",
                                         "edition",
                                         "publisher",
                                         "shown",
                                         "0.95 → 0.9123 ↓",
                                         "range",
                                         "∉ [0.9000, 0.9200]",
                                         NULL };
    static const char *const further[] = {
        "part",       "further", "row",       "3", "heading",      "OE-BCE",
        "method",     "oe-bce",  "printed",   "",  "positive",     "mean",
        "outlier",    "mean",    "negative",  "",  "run_negative", "dataset:omniglot",
        "reproduced", "0.6",     "n_planned", "3", "shown",        "0.6000 (2/3)",
        NULL
    };
    expect_cells(&c, 0, missing);
    expect_cells(&c, 2, there);
    expect_cells(&c, 3, further);
    csv_release(&c);
    paper_release(&p);
    free(path);
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(a_cell_a_row),
};

TEST_MAIN(tests, NULL, NULL)
