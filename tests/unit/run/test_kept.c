/* Tables of an earlier merging: whose runs were done there, and what is refused. */
#include "support/main.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "plan/columns.h"
#include "run/kept.h"
#include "store/file.h"
#include "support/folder.h"

#define A "aaaaaaaaaaaa"
#define B "bbbbbbbbbbbb"
#define C "cccccccccccc"
#define D "dddddddddddd"

/* A row of auc.csv: what tells of the run is the same in all of them. */
#define ROW(outlier, auc, status, id) "t,tiny,v1,kde,0,," outlier ",1,,,,,," auc ",,,4,20," status ",," id "\n"
#define TIME(id) "t,tiny,kde,0,,1,,0.5,0.25,99,," id "\n"

static void put_table(void **state, const char *folder, const char *name, enum table table, const char *rows)
{
    struct text t = TEXT_INIT;
    struct error e;
    char *path = path_join(*state, folder, NULL), *file = path_join(path, name, NULL);
    text_append(&t, table == IN_AUC
                        ? "experiment,dataset,edition,detector,positive,negative,outlier,seed,latent,gamma,"
                          "beta,linsep,variant,auc,auc_lo,auc_hi,n_positive,n_outlier,status,reason,run_id\n"
                        : "experiment,dataset,detector,positive,negative,seed,variant,train_s,score_s,"
                          "peak_memory_kib,note,run_id\n"); /* of the first version */
    text_append(&t, rows);
    assert_int_equal(folder_make(path, &e), 0);
    assert_int_equal(file_write(file, text_of(&t), t.length, &e), 0);
    text_release(&t);
    free(path);
    free(file);
}

static void put_tables(void **state, const char *folder, const char *auc, const char *times)
{
    put_table(state, folder, "auc.csv", IN_AUC, auc);
    put_table(state, folder, "times.csv", IN_TIMES, times);
}

/* Reads those of one folder of the test's, or two. */
static int read_tables(void **state, struct kept_tables *k, const char *first, const char *second, struct error *e)
{
    char *one = path_join(*state, first, NULL), *two = second ? path_join(*state, second, NULL) : NULL;
    const char *const folders[] = { one, two, NULL };
    int bad = kept_read(k, folders, e);
    free(one);
    free(two);
    return bad;
}

static void runs_that_were_done(void **state)
{
    struct kept_tables k;
    struct error e;
    put_tables(state, "m",
               ROW("all", "0.5", "ok", A) ROW("all", "", "failed", B) ROW("all", "", "missing", C)
                   ROW("all", "", "failed", D) ROW("all", "0.25", "ok", D) ROW("3", "0.25", "ok", D),
               TIME(A) TIME(D));
    if (read_tables(state, &k, "m", NULL, &e))
        fail_msg("%s", e.text);
    assert_int_equal(k.n, 1);
    assert_int_equal(k.of[0].auc.n_rows, 6);
    assert_ptr_equal(kept_find(&k, A), &k.of[0]);
    assert_false(kept_find(&k, B) || kept_find(&k, C) || kept_find(&k, "eeeeeeeeeeee") || kept_find(&k, ""));
    assert_true(kept_find(&k, D)); /* failed on one machine, done on another */
    assert_true(kept_row_done(&k.of[0], 0) && kept_row_done(&k.of[0], 4));
    assert_false(kept_row_done(&k.of[0], 1) || kept_row_done(&k.of[0], 2) || kept_row_done(&k.of[0], 3));
    kept_release(&k);
}

static void tables_of_two_machines(void **state)
{
    struct kept_tables k;
    struct error e;
    put_tables(state, "m", ROW("all", "0.5", "ok", A) ROW("all", "", "failed", B), TIME(A));
    put_tables(state, "n", ROW("all", "0.50", "ok", A) ROW("all", "0.25", "ok", B), TIME(A) TIME(B));
    if (read_tables(state, &k, "m", "n", &e))
        fail_msg("%s", e.text);
    assert_ptr_equal(kept_find(&k, A), &k.of[0]); /* the first of both */
    assert_ptr_equal(kept_find(&k, B), &k.of[1]);
    assert_true(ends_with(k.of[1].path, "/n/auc.csv"));
    kept_release(&k);

    put_tables(state, "n", ROW("all", "0.25", "ok", B) ROW("all", "0.75", "ok", A), TIME(A));
    assert_int_equal(read_tables(state, &k, "m", "n", &e), -1);
    assert_says(e.text, "/n/auc.csv:3: run " A ", outlier 'all': expected the AUC 0.5 of '");
    assert_says(e.text, "/m/auc.csv', line 2, found 0.75");
    kept_release(&k);
}

static void nothing_kept(void **state)
{
    struct kept_tables k;
    struct error e;
    (void)state;
    assert_int_equal(kept_read(&k, NULL, &e), 0);
    assert_int_equal(k.n, 0);
    assert_null(kept_find(&k, A));
    kept_release(&k);
}

static void wrong_tables(void **state)
{
    struct kept_tables k;
    struct error e;
    assert_int_equal(read_tables(state, &k, "none", NULL, &e), -1);
    assert_says(e.text, "/auc.csv'");
    kept_release(&k);

    put_table(state, "m", "auc.csv", IN_AUC, "");
    assert_int_equal(read_tables(state, &k, "m", NULL, &e), -1);
    assert_says(e.text, "/times.csv'");
    kept_release(&k);

    put_table(state, "m", "times.csv", IN_AUC, "");
    assert_int_equal(read_tables(state, &k, "m", NULL, &e), -1);
    assert_says(e.text, "/times.csv:1: expected the columns ");
    kept_release(&k);
}

static void rows_that_are_not_right(void **state)
{
    const struct {
        const char *auc, *times, *message;
    } cases[] = {
        { ROW("all", "0.5", "ok", A) ROW("all", "0.5", "ok", A), "",
          "auc.csv:3: run " A ", outlier 'all', stands in line 2 already" },
        { ROW("all", "0.5", "ok", A) ROW("all", "0.1", "ok", A), "", "auc.csv:3: run " A },
        { ROW("3", "0.5", "ok", A), "", "auc.csv:2: run " A " has no row with outlier 'all'" },
        { ROW("all", "0.5", "ok", A) ROW("all", "1.7", "ok", B), "",
          "auc.csv:3: expected an AUC from 0 to 1 in 'auc', found '1.7'" },
        { ROW("all", "0.5", "done", A), "", "auc.csv:2: expected ok, failed or missing in 'status', found 'done'" },
        { "", TIME(A) TIME(B) TIME(A), "times.csv:4: run " A " stands in line 2 already" },
        { "", TIME("9"), "times.csv:2: expected the ID of a run, 12 hexadecimal digits, in 'run_id', found '9'" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct kept_tables k;
        struct error e = { .text = "" };
        put_tables(state, "m", cases[i].auc, cases[i].times);
        assert_int_equal(read_tables(state, &k, "m", NULL, &e), -1);
        assert_says(e.text, cases[i].message);
        kept_release(&k);
    }
}

/* A row of metrics.csv. */
#define METRIC(outlier, pooling, ap, id) \
    "t,tiny,v1,kde,0,," outlier "," pooling ",1,,,,,,0.5,4,20," ap ",0.8,0.25," id ",rest,0,0,0,\n"

static int read_metrics(void **state, struct kept_tables *k, const char *rows, struct error *e)
{
    struct text t = TEXT_INIT;
    char *path = path_join(*state, "m", "metrics.csv", NULL);
    put_tables(state, "m", ROW("all", "0.5", "ok", A) ROW("3", "0.5", "ok", A) ROW("all", "0.5", "ok", B), TIME(A));
    columns_header(all_columns, IN_METRICS, &t);
    text_format(&t, "\n%s", rows);
    assert_int_equal(file_write(path, text_of(&t), t.length, e), 0);
    text_release(&t);
    free(path);
    return read_tables(state, k, "m", NULL, e);
}

static void measures_beside_the_auc(void **state)
{
    struct kept_tables k;
    struct precision p;
    struct error e;
    if (read_metrics(state, &k,
                     METRIC("all", "pooled", "0.75", A) METRIC("all", "macro", "0.5", A) METRIC("3", "class", "", A),
                     &e))
        fail_msg("%s", e.text);
    kept_precision(&k.of[0], A, "all", &p);
    assert_true(p.average == 0.75 && p.fpr95 == 0.25); /* pooled, not the mean over classes */
    kept_precision(&k.of[0], A, "3", &p);
    assert_true(isnan(p.average) && p.fpr95 == 0.25);
    kept_precision(&k.of[0], B, "all", &p);
    assert_true(isnan(p.average) && isnan(p.fpr95));
    kept_release(&k);

    assert_int_equal(read_metrics(state, &k, METRIC("all", "pooled", "1.75", A), &e), -1);
    assert_says(e.text, "metrics.csv:2: expected a number from 0 to 1 or none in 'ap', found '1.75'");
    kept_release(&k);
    assert_int_equal(read_metrics(state, &k, METRIC("all", "mean", "0.75", A), &e), -1);
    assert_says(e.text, "metrics.csv:2: expected pooled, macro or class in 'pooling', found 'mean'");
    kept_release(&k);
    assert_int_equal(read_metrics(state, &k,
                                  METRIC("all", "macro", "1", A) METRIC("3", "class", "1", A)
                                      METRIC("all", "macro", "", A),
                                  &e),
                     -1);
    assert_says(e.text, "metrics.csv:4: run " A ", outlier 'all', stands in line 2 already");
    kept_release(&k);

    /* each table has the other's classes */
    assert_int_equal(read_metrics(state, &k,
                                  METRIC("all", "macro", "1", A) METRIC("3", "class", "1", A)
                                      METRIC("4", "class", "1", A),
                                  &e),
                     -1);
    assert_says(e.text, "metrics.csv:4: run " A ", outlier '4': expected a row of it in '");
    assert_says(e.text, "auc.csv', too, found none");
    kept_release(&k);
    assert_int_equal(read_metrics(state, &k, METRIC("all", "macro", "1", A), &e), -1);
    assert_says(e.text, "auc.csv:3: run " A ", outlier '3': expected a row of it in '");
    kept_release(&k);
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(measures_beside_the_auc),
    IN_FOLDER(runs_that_were_done),
    IN_FOLDER(tables_of_two_machines),
    IN_FOLDER(nothing_kept),
    IN_FOLDER(wrong_tables),
    IN_FOLDER(rows_that_are_not_right),
};

TEST_MAIN(tests, NULL, NULL)
