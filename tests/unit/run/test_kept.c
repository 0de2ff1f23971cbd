/* Tables of an earlier merging: whose runs were done there, and what is refused. */
#include "support/main.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "plan/columns.h"
#include "run/kept.h"
#include "support/folder.h"

/* auc.csv with a row for each pair of a status and a run, and times.csv without any. */
static void put_tables(void **state, const char *const (*rows)[2], size_t n)
{
    struct text t = TEXT_INIT, header = TEXT_INIT;
    size_t columns;
    columns_header(all_columns, IN_AUC, &header);
    split_free(split(header.s, ",", 1, &columns));
    text_format(&t, "%s\n", header.s);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k + 3 < columns; k++)
            text_append(&t, ",");
        text_format(&t, "%s,,%s\n", rows[i][0], rows[i][1]);
    }
    free(folder_file(state, "auc.csv", t.s, t.length));
    text_clear(&header);
    columns_header(all_columns, IN_TIMES, &header);
    text_append(&header, "\n");
    free(folder_file(state, "times.csv", header.s, header.length));
    text_release(&header);
    text_release(&t);
}

static void runs_that_were_done(void **state)
{
    static const char *const rows[][2] = {
        { "ok", "aaa" }, { "failed", "bbb" }, { "missing", "ccc" }, { "failed", "ddd" }, { "ok", "ddd" },
    };
    struct kept_tables k;
    struct error e;
    put_tables(state, rows, sizeof rows / sizeof *rows);
    assert_int_equal(kept_read(&k, *state, &e), 0);
    assert_int_equal(k.auc.n_rows, 5);
    assert_true(kept_has(&k, "aaa"));
    assert_false(kept_has(&k, "bbb") || kept_has(&k, "ccc") || kept_has(&k, "eee") || kept_has(&k, ""));
    assert_true(kept_has(&k, "ddd")); /* one row of it is enough */
    assert_true(kept_row_done(&k, 0) && kept_row_done(&k, 4));
    assert_false(kept_row_done(&k, 1) || kept_row_done(&k, 2) || kept_row_done(&k, 3));
    kept_release(&k);
}

static void nothing_kept(void **state)
{
    struct kept_tables k;
    struct error e;
    (void)state;
    assert_int_equal(kept_read(&k, NULL, &e), 0);
    assert_int_equal(k.auc.n_rows + k.times.n_rows, 0);
    assert_false(kept_has(&k, "aaa"));
    kept_release(&k);
}

static void wrong_tables(void **state)
{
    struct kept_tables k;
    struct error e;
    assert_int_equal(kept_read(&k, *state, &e), -1);
    assert_says(e.text, "/auc.csv'");
    kept_release(&k);

    put_tables(state, NULL, 0);
    char *times = path_join(*state, "times.csv", NULL);
    assert_int_equal(unlink(times), 0);
    free(times);
    assert_int_equal(kept_read(&k, *state, &e), -1);
    assert_says(e.text, "/times.csv'");
    kept_release(&k);

    put_tables(state, NULL, 0);
    free(folder_file(state, "times.csv", "run_id\n", 7));
    assert_int_equal(kept_read(&k, *state, &e), -1);
    assert_says(e.text, "/times.csv:1: expected the columns ");
    kept_release(&k);
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(runs_that_were_done),
    IN_FOLDER(nothing_kept),
    IN_FOLDER(wrong_tables),
};

TEST_MAIN(tests, NULL, NULL)
