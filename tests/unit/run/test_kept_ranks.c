/* Ranks beside kept tables: where they are, and that they are the run's. */
#include "support/plans.h"

#include "run/kept_ranks.h"
#include "support/results.h"

#define A "aaaaaaaaaaaa"
#define B "bbbbbbbbbbbb"

/* Two normal images, two of each of two classes of anomalies: an AUC of 5 / 8. */
static void put_ranks(const char *path, const char *id, int labels)
{
    static const double scores[] = { 1, 3, 2, 4, 0, 4 };
    struct scores s;
    scores_init(&s, 6);
    for (size_t i = 0; i < s.n; i++) {
        s.index[i] = (int32_t)i;
        s.class_[i] = (int32_t)i / 2;
        s.label[i] = i > 1;
        s.score[i] = scores[i];
    }
    assert_int_equal(folder_make("ranks", NULL), 0);
    assert_int_equal(ranks_write(path, id, &s, labels, NULL), 0);
    scores_release(&s);
}

static void places(void **state)
{
    (void)state;
    static const char *const cases[][2] = { { "kept/t/auc.csv", "kept/t/../ranks" },
                                            { "/kept//t//auc.csv", "/kept//t/../ranks" },
                                            { "auc.csv", "./../ranks" } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *folder = kept_ranks_folder(cases[i][0]), *path = kept_ranks_path(folder, A);
        assert_string_equal(path_last(path), A ".gz");
        path[strlen(path) - strlen("/" A ".gz")] = '\0';
        assert_string_equal(path, folder);
        assert_string_equal(folder, cases[i][1]);
        free(folder);
        free(path);
    }
}

static void refuses(const char *id, const char *detector, double auc, const char *why)
{
    struct ranks r;
    struct error e = { .text = "" };
    assert_int_equal(kept_ranks_read(&r, "t/auc.csv", id, suite_find(suite(), detector), auc, &e), -1);
    assert_says(e.text, why);
}

static void what_is_a_run_s_own(void **state)
{
    (void)state;
    struct ranks r;
    struct error e;
    const struct detector *kde = suite_find(suite(), "kde");
    put_file("t", "auc.csv", "");
    assert_int_equal(kept_ranks_read(&r, "t/auc.csv", A, kde, 0.625, &e), 0);
    put_ranks("ranks/" A ".gz", A, 0);
    if (kept_ranks_read(&r, "t/auc.csv", A, kde, 0.625, &e) != 1)
        fail_msg("%s", e.text);
    assert_int_equal(r.scores.n, 6);
    ranks_release(&r);
    assert_int_equal(kept_ranks_read(&r, "t/auc.csv", B, kde, 0.625, &e), 0);

    refuses(A, "kde", 0.75,
            "t/../ranks/" A ".gz: expected scores with the AUC 0.750000 of the run's row, found 0.625000");
    refuses(A, "kde", (double)NAN, "of the run's row");
    refuses(A, "ocsvm-labels", 0.625, A ".gz: expected hard labels of the detector ocsvm-labels, found ranks");
    put_ranks("ranks/" A ".gz", A, 1);
    refuses(A, "kde", 0.625, A ".gz: expected ranks of the detector kde, found hard labels");
    put_ranks("ranks/" B ".gz", A, 0);
    refuses(B, "kde", 0.625, "t/../ranks/" B ".gz:2: expected the run " B ", found " A);
    put_file("ranks", B ".gz", "");
    refuses(B, "kde", 0.625, B ".gz");
}

/* Whether a table with these rows agrees with the scores that put_ranks() keeps of run A. */
static int agrees(const char *rows, const struct ranks *r, struct error *e)
{
    char path[] = "t/auc.csv";
    struct kept_table t = { .path = path };
    struct text table = TEXT_INIT;
    text_format(&table, "run_id,outlier,auc,status,scores\n%s", rows);
    put_file("t", "auc.csv", text_of(&table));
    assert_int_equal(csv_read(&t.auc, path, e), 0);
    csv_index_init(&t.auc_by_id, &t.auc, "run_id");
    const int bad = kept_scores_agree(&t, r, e);
    csv_index_release(&t.auc_by_id);
    csv_release(&t.auc);
    text_release(&table);
    return bad;
}

static void the_sum_in_the_table(void **state)
{
    (void)state;
    struct ranks r;
    struct error e = { .text = "" };
    char sum[17], other[17], rows[200];
    put_ranks("ranks/" A ".gz", A, 0);
    assert_int_equal(ranks_read(&r, "ranks/" A ".gz", &e), 0);
    snprintf(sum, sizeof sum, "%.16s", r.scores_sha256);
    snprintf(rows, sizeof rows, "%s,all,0.625,ok,%s\n", A, sum);
    assert_int_equal(agrees(rows, &r, &e), 0);

    /* without a sum, without the run: nothing is said that could be wrong */
    assert_int_equal(agrees(A ",all,0.625,ok,\n", &r, &e), 0);
    assert_int_equal(agrees(B ",all,0.625,ok,0123456789abcdef\n", &r, &e), 0);
    /* the sum stands in the row against all anomalies */
    assert_int_equal(agrees(A ",3,0.625,ok,0123456789abcdef\n" A ",all,0.625,ok,\n", &r, &e), 0);

    /* the last of its digits, and one less */
    snprintf(other, sizeof other, "%s", sum);
    other[15] = sum[15] == '0' ? '1' : '0';
    snprintf(rows, sizeof rows, "%s,all,0.625,ok,%s\n", A, other);
    assert_int_equal(agrees(rows, &r, &e), -1);
    assert_says(e.text, "t/auc.csv: expected the sum ");
    assert_says(e.text, sum);
    assert_says(e.text, other);
    snprintf(rows, sizeof rows, "%s,all,0.625,ok,%.15s\n", A, sum);
    assert_int_equal(agrees(rows, &r, &e), -1);
    ranks_release(&r);
}

static const struct CMUnitTest tests[] = { cmocka_unit_test(places),
                                           cmocka_unit_test_setup_teardown(what_is_a_run_s_own, enter, leave),
                                           cmocka_unit_test_setup_teardown(the_sum_in_the_table, enter, leave) };

TEST_MAIN(tests, NULL, NULL)
