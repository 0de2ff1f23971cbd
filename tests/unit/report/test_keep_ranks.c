/* Ranks of runs that are done: written once, and never over others. */
#include "support/plans.h"

#include "report/keep_ranks.h"
#include "run/digest.h"
#include "run/kept_ranks.h"
#include "support/report.h"

enum { N = 4 };

/* A run that is done and has noted its scores; the normal images' are 1 and 2, so the AUC is that of `anomaly`
 * alone. */
static void put_run(const struct plan *p, const struct run *r, double anomaly)
{
    struct scores s;
    struct text noted = TEXT_INIT;
    char hex[SHA256_HEX], *base = outcome_folder(r, "results"), *folder = path_join(base, r->id, NULL);
    char *path = path_join(folder, "scores.csv.gz", NULL);
    scores_init(&s, N);
    for (int i = 0; i < N; i++) {
        s.index[i] = i;
        s.class_[i] = s.label[i] = i > 1;
        s.score[i] = i > 1 ? anomaly : i + 1;
    }
    assert_int_equal(folder_make(folder, NULL), 0);
    assert_int_equal(scores_write(&s, path, NULL), 0);
    digest_scores(&s, hex);
    text_format(&noted, "scores_sha256 = %s\n", hex);
    put_sealed(p, r, text_of(&noted));
    text_release(&noted);
    scores_release(&s);
    free(base);
    free(folder);
    free(path);
}

/* With what auc.csv has by now; what is said of a failure, or in the end. */
static void expect_said(const struct plan *p, int expected, const char *what)
{
    struct groups g;
    struct text said = TEXT_INIT;
    struct error e = { .text = "" };
    read_groups(&g, p);
    const int bad = keep_ranks(&g, "results", "ranks", &said, &e);
    if (bad != expected)
        fail_msg("%s%s", e.text, text_of(&said));
    assert_says(bad ? e.text : text_of(&said), what);
    groups_release(&g);
    text_release(&said);
}

static void each_run_once(void **state)
{
    (void)state;
    struct plan p;
    struct ranks r;
    struct error e;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0\n[detectors]\nrun = raw-l2, kde, random, constant\n");
    assert_int_equal(p.n, 4);
    put_auc(&p, (const double[]) { 0.5, 1, 1, -1 }, "");
    put_run(&p, &p.runs[0], 1.5);
    put_outcome(&p, &p.runs[1], "ok", NULL); /* its scores are gone */
    put_run(&p, &p.runs[3], 3);              /* the table does not know of it yet */
    expect_said(&p, 0, "ranks: ranks of 1 runs were written, of 0 they were there; 1 runs have no scores\n");
    expect_said(&p, 0, "ranks: ranks of 0 runs were written, of 1 they were there; 1 runs have no scores\n");
    assert_int_equal(kept_ranks_open(&r, "ranks", p.runs[0].id, &e), 0);
    assert_int_equal(r.scores.n, N);
    ranks_release(&r);
    assert_int_equal(kept_ranks_open(&r, "ranks", p.runs[3].id, &e), -1);

    /* a row that is from another table, though there is a run */
    struct text kept = TEXT_INIT;
    put_run(&p, &p.runs[2], 3);
    text_format(&kept, "run_id,kept_in\n%s,kept/auc.csv\n", p.runs[2].id);
    put_file("results/t", "kept.csv", text_of(&kept));
    text_release(&kept);
    expect_said(&p, 0, "ranks: ranks of 0 runs were written");
    assert_int_equal(remove("results/t/kept.csv"), 0);
    expect_said(&p, 0, "ranks: ranks of 1 runs were written, of 1 they were there");
    plan_release(&p);
}

static void others_are_not_written_over(void **state)
{
    (void)state;
    struct plan p;
    struct ranks r;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0\n[detectors]\nrun = raw-l2, kde\n");
    char *path = kept_ranks_path("ranks", p.runs[1].id);
    put_auc(&p, (const double[]) { 0.5, 1 }, "");
    put_run(&p, &p.runs[1], 3);
    expect_said(&p, 0, "ranks: ranks of 1 runs were written");
    put_run(&p, &p.runs[0], 1.5);
    put_run(&p, &p.runs[1], 4);
    expect_said(&p, -1, "as in 'results/runs/");
    put_file("ranks", path_last(path), "nothing");
    expect_said(&p, -1, path);
    assert_int_equal(kept_ranks_open(&r, "ranks", p.runs[0].id, NULL), -1); /* nothing was written beside it */
    assert_int_equal(remove(path), 0);
    expect_said(&p, 0, "ranks: ranks of 2 runs were written");

    /* scores that are not those of the row, or not those that the run noted */
    assert_int_equal(remove(path), 0);
    put_auc(&p, (const double[]) { 0.5, 0.75 }, "");
    expect_said(&p, -1, "scores.csv.gz: expected scores with the AUC 0.750000 of the run's row, found 1.000000");
    put_auc(&p, (const double[]) { 0.5, 1 }, "");
    put_sealed(&p, &p.runs[1], "scores_sha256 = 00\n");
    expect_said(&p, -1, "scores.csv.gz: expected scores with the SHA-256 00, found ");
    put_sealed(&p, &p.runs[1], ""); /* as before sums were noted */
    expect_said(&p, 0, "ranks: ranks of 1 runs were written, of 1 they were there");
    expect_said(&p, 0, "ranks: ranks of 0 runs were written, of 2 they were there");
    free(path);
    plan_release(&p);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(each_run_once, enter, leave),
    cmocka_unit_test_setup_teardown(others_are_not_written_over, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
