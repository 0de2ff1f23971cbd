/* The layout of tables: which printed number stands where. */
#include "support/paper_tables.h"

static void words_and_places(void **state)
{
    struct paper p;
    paper_make(&p, state, two_by_two, two_by_two_printed);
    const struct layout_table *t = layout_find(&p.layout, "1");
    struct error e;
    assert_non_null(t);
    assert_null(layout_find(&p.layout, "2"));
    assert_int_equal(t->digits, 4);
    assert_int_equal(t->n_columns, 2);
    assert_int_equal(t->n_rows, 2);
    assert_string_equal(layout_word(&p.layout, t->rows[1], "heading"), "LIS-AE");
    size_t *cells = layout_cells(&p.layout, t, &p.printed, &e);
    assert_non_null(cells);
    const size_t expected[] = { 0, 1, 2, LAYOUT_NOTHING };
    assert_memory_equal(cells, expected, sizeof expected);
    free(cells);
    paper_release(&p);
}

static void expect_wrong(void **state, const char *layout, const char *printed, const char *message)
{
    struct paper p;
    struct error e;
    assert_int_equal(paper_try(&p, state, layout, printed, &e), -1);
    assert_says(e.text, message);
    paper_release(&p);
}

static void numbers_without_one_place(void **state)
{
    expect_wrong(state, two_by_two, "1,tiny,one-class,pca,mean,,mean,9,0.9,\n",
                 "table 1: expected one place for the printed number of line 2 (tiny, pca, mean), found 0");
    expect_wrong(state, two_by_two, "1,tiny,one-class,kde,mean,,mean,9,0.9,\n1,tiny,two-class,kde,mean,,mean,9,0.9,\n",
                 "row 'KDE', column 'First': expected one printed number, found those of lines 2 and 3");
    expect_wrong(state,
                 "1,caption,,A,,4,,,,,,\n1,stub,,Model,,,,,,,,\n1,column,,First,,,tiny,,,,,\n"
                 "1,row,,KDE,,,,,kde,,,\n1,row,,KDE again,,,,,kde,,,\n",
                 "1,tiny,one-class,kde,mean,,mean,9,0.9,\n", "found 2");
}

static void wrong_lines(void **state)
{
    expect_wrong(state, "1,row,,KDE,,,,,kde,,,\n", "", "layout.csv:2: expected the caption of the table first");
    expect_wrong(state, "1,caption,,A,,4,,,,,,\n1,caption,,A,,4,,,,,,\n", "",
                 "layout.csv:3: expected the name of a table that has no caption yet, found '1'");
    expect_wrong(state, "../1,caption,,A,,4,,,,,,\n", "", "expected a name of capital letters and digits");
    expect_wrong(state, "1,caption,,A,,nine,,,,,,\n", "", "expected 1 to 6 digits, found 'nine'");
    expect_wrong(state, "1,caption,,A,,4,,,,,,\n1,cell,,A,,4,,,,,,\n", "", "column or row, found 'cell'");
    expect_wrong(state, "1,caption,,A,,4,,,,,,\n1,stub,,A,,,,,,,,\n", "", "expected a stub, columns and rows");
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(words_and_places),
    IN_FOLDER(numbers_without_one_place),
    IN_FOLDER(wrong_lines),
};

TEST_MAIN(tests, NULL, NULL)
