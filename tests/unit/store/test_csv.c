/* CSV against known bytes, refusals and their lines, what is written is read again, the index. */
#include "support/main.h"

#include <stdlib.h>
#include <string.h>

#include "store/csv.h"
#include "support/folder.h"

/* Writes `contents` to a file and reads it as a table. */
static int read_text(struct csv *c, const char *folder, const char *contents, struct error *e)
{
    char *path = path_join(folder, "t.csv", NULL);
    assert_int_equal(file_write(path, contents, strlen(contents), e), 0);
    int result = csv_read(c, path, e);
    free(path);
    return result;
}

static void test_csv_of_known_bytes(void **state)
{
    struct csv c;
    struct error e;
    if (read_text(&c, *state, "a,b b,c\n1, two ,\"x,\"\"y\"\"\nz\"\r\n,,\"\"\n4,5,6\n", &e))
        fail_msg("%s", e.text);
    assert_int_equal(c.n_columns, 3);
    assert_int_equal(c.n_rows, 3);
    assert_int_equal(csv_column(&c, "b b"), 1);
    assert_int_equal(csv_column(&c, "b"), -1);
    assert_string_equal(csv_cell(&c, 0, "b b"), " two ");
    assert_string_equal(csv_cell(&c, 0, "c"), "x,\"y\"\nz");
    assert_string_equal(csv_cell(&c, 1, "a"), "");
    assert_string_equal(csv_cell(&c, 2, "c"), "6");
    assert_string_equal(csv_cell(&c, 2, "d"), "");
    assert_int_equal(csv_line(&c, 0), 2);
    assert_int_equal(csv_line(&c, 1), 4); /* after a cell of two lines */
    csv_release(&c);
}

static void test_csv_refusals_name_the_line(void **state)
{
    static const struct {
        const char *contents, *message;
    } cases[] = {
        { "", ":1: expected a header row, found an empty file" },
        { "a,b", ":1: expected a line's end, found the end of the file" },
        { "a,b\n1,23", ":2: expected a line's end, found the end of the file" },
        { "a,b\n1,\"2\n3", ":2: expected a line's end, found the end of the file" },
        { "\na,b\n", ":1: expected a row, found an empty line" },
        { "a,b\n1,2\n3\n", ":3: expected 2 fields, found 1" },
        { "a,b\n1,2,3\n", ":2: expected 2 fields, found 3" },
        { "a,b\n1,\"x\ny\"\n1\n", ":4: expected 2 fields, found 1" },
        { "a,b\n1,2\n\n3,4\n", ":3: expected a row, found an empty line" },
        { "a,b\n1,2\n\n", ":3: expected a row, found an empty line" },
        { "a,b\n1,2\"\n", ":2: expected quotes around whole fields and doubled ones inside them, "
                          "found a stray quote" },
        { "a,b\n1,\"2\"3\n", "found a stray quote" },
        { "a,b\n1,\"2\n3,4\n", ":2: expected quotes around whole fields and doubled ones inside "
                               "them, found a quote that is never closed" },
        { "a,b,a\n", ":1: expected columns of different names, found 'a' twice" },
        { "\xEF\xBB\xBF"
          "a,b\n1,2\n",
          ":1: expected a header row, found a byte order mark (bytes EF BB BF) before it" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct csv c;
        struct error e = { .text = "" };
        if (read_text(&c, *state, cases[i].contents, &e) != -1 || !strstr(e.text, "/t.csv:") ||
            !strstr(e.text, cases[i].message))
            fail_msg("case %zu: %s", i, e.text);
    }
    char *path = path_join(*state, "nul.csv", NULL);
    struct csv c;
    struct error e;
    assert_int_equal(file_write(path, "a\n1\0002\n", 6, &e), 0);
    assert_int_equal(csv_read(&c, path, &e), -1);
    assert_non_null(strstr(e.text, ":2: expected text, found a NUL byte"));
    free(path);
}

static void test_csv_round_trip(void **state)
{
    static const char *const cells[][3] = {
        { "plain", "with, comma", "with \"quotes\"" },
        { "two\nlines", "\r", "\"" },
        { "", " blanks ", ",\"\"," },
    };
    char *path = path_join(*state, "t.csv", NULL), *lone = path_join(*state, "lone.csv", NULL);
    struct csv c;
    struct csv_out out;
    struct error e;
    assert_int_equal(csv_out_begin(&out, path, "one,two,three", &e), 0);
    for (size_t i = 0; i < 3; i++)
        csv_out_row(&out, cells[i]);
    assert_int_equal(csv_out_commit(&out, &e), 0);
    csv_out_abandon(&out); /* which does no harm */
    assert_file_is(path, "one,two,three\nplain,\"with, comma\",\"with \"\"quotes\"\"\"\n"
                         "\"two\nlines\",\"\r\",\"\"\"\"\n, blanks ,\",\"\"\"\",\"\n");
    if (csv_read(&c, path, &e))
        fail_msg("%s", e.text);
    assert_int_equal(c.n_rows, 3);
    for (size_t i = 0; i < 9; i++)
        assert_string_equal(c.cells[i], cells[i / 3][i % 3]);
    csv_release(&c);

    assert_int_equal(csv_out_begin(&out, lone, "one", &e), 0);
    csv_out_row(&out, (const char *const[]) { "" });
    assert_int_equal(csv_out_commit(&out, &e), 0);
    assert_int_equal(csv_out_begin(&out, lone, "other", &e), 0);
    csv_out_abandon(&out);
    assert_file_is(lone, "one\n\"\"\n");
    assert_int_equal(csv_read(&c, lone, &e), 0);
    assert_int_equal(c.n_rows, 1);
    assert_string_equal(csv_cell(&c, 0, "one"), "");
    csv_release(&c);
    free(path);
    free(lone);
}

static void to_a_text(void **state)
{
    (void)state;
    const char *const cells[] = { "1", "a,b" };
    struct csv_out out;
    struct csv c;
    struct error e;
    struct text t = TEXT_INIT;
    text_append(&t, "before\n");
    assert_int_equal(csv_out_begin_text(&out, "x", &e), 0);
    csv_out_abandon(&out); /* nothing of it is left, as a sanitizer sees */
    assert_int_equal(csv_out_begin_text(&out, "x,y", &e), 0);
    csv_out_row(&out, cells);
    assert_int_equal(csv_out_end_text(&out, &t, &e), 0);
    assert_string_equal(text_of(&t), "before\nx,y\n1,\"a,b\"\n");
    assert_int_equal(csv_read_bytes(&c, "t", text_of(&t) + strlen("before\n"), t.length - strlen("before\n"), &e), 0);
    assert_string_equal(csv_cell(&c, 0, "y"), "a,b");
    csv_release(&c);
    assert_int_equal(csv_read_bytes(&c, "t", "x\n1,2\n", 6, &e), -1);
    assert_string_equal(e.text, "t:2: expected 1 fields, found 2");
    csv_release(&c);
    text_release(&t);
}

/* Every text of a column, once, several times, never; against a walk over all rows. */
static void test_csv_index(void **state)
{
    static const char *const texts[] = { "b", "a", "", "ab", "c", "nothing", "B" };
    struct csv c;
    struct csv_index x;
    struct error e;
    const size_t *rows;
    assert_int_equal(read_text(&c, *state, "k,v\n1,b\n2,a\n3,\n4,b\n5,ab\n6,b\n7,c\n8,a\n", &e), 0);
    csv_index_init(&x, &c, "v");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t found = csv_index_find(&x, texts[i], &rows), expected = 0;
        for (size_t row = 0; row < c.n_rows; row++)
            if (strcmp(csv_cell(&c, row, "v"), texts[i]) == 0) {
                assert_true(expected < found);
                assert_int_equal(rows[expected++], row);
            }
        assert_int_equal(found, expected);
    }
    csv_index_release(&x);
    csv_index_init(&x, &c, "other");
    assert_int_equal(csv_index_find(&x, "b", &rows), 0);
    csv_index_release(&x);
    csv_release(&c);
    assert_int_equal(read_text(&c, *state, "k,v\n", &e), 0);
    csv_index_init(&x, &c, "v");
    assert_int_equal(csv_index_find(&x, "b", &rows), 0);
    csv_index_release(&x);
    csv_release(&c);
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(test_csv_of_known_bytes), IN_FOLDER(test_csv_refusals_name_the_line),
    IN_FOLDER(test_csv_round_trip),     IN_FOLDER(test_csv_index),
    cmocka_unit_test(to_a_text),
};

TEST_MAIN(tests, NULL, NULL)
