/* The cells of tables that come from outside. */
#include "support/main.h"

#include <stdlib.h>
#include <string.h>

#include "run/kept_check.h"
#include "support/folder.h"

/* Refuses a cell of one column of an ok row, and says which and why; NULL: takes it. */
static void expect(void **state, const char *header, const char *row, const char *message)
{
    struct csv c;
    struct error e = { .text = "" };
    char text[512];
    snprintf(text, sizeof text, "%s\n%s\n", header, row);
    char *path = folder_file(state, "t.csv", text, strlen(text));
    assert_int_equal(csv_read(&c, path, &e), 0);
    assert_int_equal(kept_check(&c, "t.csv", &e), message ? -1 : 0);
    if (message)
        assert_string_equal(e.text, message);
    csv_release(&c);
    free(path);
}

static void cells(void **state)
{
    static const char AUC[] = "auc,auc_lo,auc_hi,status", TIMES[] = "train_s,score_s,peak_memory_kib";
    expect(state, AUC, "0.5,0.25,1,ok", NULL);
    expect(state, AUC, "0.5,,,ok", NULL);
    expect(state, AUC, ",,,failed", NULL);
    expect(state, AUC, ",,,missing", NULL);
    expect(state, AUC, ",,,ok", "t.csv:2: expected an AUC from 0 to 1 in 'auc', found ''");
    expect(state, AUC, "nan,,,ok", "t.csv:2: expected an AUC from 0 to 1 in 'auc', found 'nan'");
    expect(state, AUC, "\"0,97\",,,ok", "t.csv:2: expected an AUC from 0 to 1 in 'auc', found '0,97'");
    expect(state, AUC, "1.7,,,ok", "t.csv:2: expected an AUC from 0 to 1 in 'auc', found '1.7'");
    expect(state, AUC, "-0.1,,,ok", "t.csv:2: expected an AUC from 0 to 1 in 'auc', found '-0.1'");
    expect(state, AUC, "1.7,,,failed", "t.csv:2: expected an AUC from 0 to 1 in 'auc', found '1.7'");
    expect(state, AUC, "0.5,x,1,ok", "t.csv:2: expected a number from 0 to 1 or none in 'auc_lo', found 'x'");
    expect(state, AUC, "0.5,0.6,0.4,ok", "t.csv:2: expected 'auc_lo' up to 'auc_hi', found 0.6 and 0.4");
    expect(state, AUC, "0.5,,,", "t.csv:2: expected ok, failed or missing in 'status', found ''");
    expect(state, AUC, "0.5,,,OK", "t.csv:2: expected ok, failed or missing in 'status', found 'OK'");
    expect(state, "status,n_positive,n_outlier", "ok,4,",
           "t.csv:2: expected a whole number from 0 in 'n_outlier', found ''");
    expect(state, "status,n_positive,n_outlier", "ok,4.5,2",
           "t.csv:2: expected a whole number from 0 in 'n_positive', found '4.5'");
    expect(state, "outlier,seed", "all,1", NULL);
    expect(state, "outlier,seed", "7,2147483647", NULL);
    expect(state, "outlier,seed", "mean,1", "t.csv:2: expected a class number or all in 'outlier', found 'mean'");
    expect(state, "outlier,seed", "all,one", "t.csv:2: expected a whole number from 0 in 'seed', found 'one'");
    expect(state, TIMES, "0.5,0,99", NULL);
    expect(state, TIMES, ",,", NULL);
    expect(state, TIMES, "0.5,-1,99", "t.csv:2: expected seconds in 'score_s', found '-1'");
    expect(state, TIMES, "0.5,0,many", "t.csv:2: expected a whole number from 0 in 'peak_memory_kib', found 'many'");
}

static void ids(void **state)
{
    static const char *const wrong[] = { "12345678901", "1234567890123", "12345678901G", "ABCDEF123456",
                                         "1.23457E+11" };
    expect(state, "run_id,seed", "0123456789ab,1", NULL);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char row[64], message[256];
        snprintf(row, sizeof row, "%s,1", wrong[i]);
        snprintf(message, sizeof message,
                 "t.csv:2: expected the ID of a run, 12 hexadecimal digits, in 'run_id', found '%s'", wrong[i]);
        expect(state, "run_id,seed", row, message);
    }
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(cells),
    IN_FOLDER(ids),
};

TEST_MAIN(tests, NULL, NULL)
