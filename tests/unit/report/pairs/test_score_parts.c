/* Kept scores of runs, two by two. */
#include "support/plans.h"

#include "report/pairs/score_parts.h"
#include "run/kept_ranks.h"
#include "support/report.h"
#include "support/results.h"

enum { N = 6 };

static void put_scores(const struct plan *p, const struct run *r, const double *score, int first_index)
{
    struct scores s;
    char *base = outcome_folder(r, "results"), *folder = path_join(base, r->id, NULL);
    char *path = path_join(folder, "scores.csv.gz", NULL);
    scores_init(&s, N);
    for (int i = 0; i < N; i++) {
        s.index[i] = first_index + i;
        s.class_[i] = s.label[i] = i >= 3;
        s.score[i] = score[i];
    }
    assert_int_equal(folder_make(folder, NULL), 0);
    assert_int_equal(scores_write(&s, path, NULL), 0);
    scores_release(&s);
    free(base);
    free(folder);
    free(path);
}

/* As auc_compare() of the scores; those of other images, other AUCs or none are not compared. Files are read once. */
static void what_can_be_compared(void **state)
{
    (void)state;
    static const double a[N] = { 1, 2, 3, 2.5, 4, 5 }, b[N] = { 1, 5, 3, 2.5, 4, 2 };
    static const uint8_t label[N] = { 0, 0, 0, 1, 1, 1 };
    const double auc_a = 8.0 / 9, auc_b = 4.0 / 9;
    struct plan p;
    const struct groups g = { .plan = &p };
    struct score_parts s;
    struct auc_difference found, expected;
    expect_plan(
        &p, "[data]\ndataset = tiny\npositive = 0\n[detectors]\nrun = raw-l2, kde, random, constant, ocsvm-labels\n");
    assert_int_equal(p.n, 5);
    put_scores(&p, &p.runs[2], a, 0); /* sets of labels, which the AUC of its row is not that of */
    put_scores(&p, &p.runs[0], a, 0);
    put_scores(&p, &p.runs[1], b, 0);
    put_scores(&p, &p.runs[3], b, 1); /* of other images */
    assert_int_equal(auc_compare(&expected, a, b, label, N, NULL), 0);

    score_parts_init(&s, &g, "results");
    assert_int_equal(score_parts_compare(&s, &found, &p.runs[0], auc_a, &p.runs[1], auc_b), 0);
    assert_near(found.difference, expected.difference, 0);
    assert_near(found.difference, auc_a - auc_b, 1e-15);
    assert_near(found.p, expected.p, 0);
    assert_int_equal(score_parts_compare(&s, &found, &p.runs[0], auc_a, &p.runs[3], auc_b), -1);
    assert_int_equal(score_parts_compare(&s, &found, &p.runs[0], auc_a, &p.runs[4], auc_b), -1); /* has none */
    assert_int_equal(score_parts_compare(&s, &found, &p.runs[0], auc_a, &p.runs[2], auc_b), -1);
    assert_string_equal(s.unread.text, "");
    assert_int_equal(folder_remove("results", NULL), 0);
    assert_int_equal(score_parts_compare(&s, &found, &p.runs[1], auc_b, &p.runs[0], auc_a), 0);
    assert_near(found.z, -expected.z, 1e-12);
    assert_int_equal(s.n, 5);
    score_parts_release(&s);

    put_scores(&p, &p.runs[0], a, 0);
    put_scores(&p, &p.runs[1], b, 0);
    score_parts_init(&s, &g, "results");
    assert_int_equal(score_parts_compare(&s, &found, &p.runs[0], auc_a, &p.runs[1], 0.5), -1); /* of another run */
    score_parts_release(&s);
    plan_release(&p);
}

static void put_ranks(const struct run *r, const double *score, int first_index)
{
    struct scores s;
    char *path = kept_ranks_path("kept/ranks", r->id);
    scores_init(&s, N);
    for (int i = 0; i < N; i++) {
        s.index[i] = first_index + i;
        s.class_[i] = s.label[i] = i >= 3;
        s.score[i] = score[i];
    }
    assert_int_equal(folder_make("kept/ranks", NULL), 0);
    assert_int_equal(ranks_write(path, r->id, &s, 0, NULL), 0);
    scores_release(&s);
    free(path);
}

/* Ranks beside the table that the rows are from do as well, also against scores. Wrong ones are told. */
static void kept_ranks(void **state)
{
    (void)state;
    static const double a[N] = { 1, 2, 3, 2.5, 4, 5 }, b[N] = { 1, 5, 3, 2.5, 4, 2 };
    static const uint8_t label[N] = { 0, 0, 0, 1, 1, 1 };
    const double auc_a = 8.0 / 9, auc_b = 4.0 / 9, auc[] = { auc_a, auc_b, auc_b, auc_b };
    struct plan p;
    struct groups g;
    struct score_parts s;
    struct auc_difference found, expected;
    struct text kept = TEXT_INIT;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0\n[detectors]\nrun = raw-l2, kde, random, constant\n");
    put_auc(&p, auc, "");
    text_append(&kept, "run_id,kept_in\n");
    for (size_t i = 1; i < p.n; i++)
        text_format(&kept, "%s,kept/t/auc.csv\n", p.runs[i].id);
    put_file("results/t", "kept.csv", text_of(&kept));
    put_file("kept/t", "auc.csv", "");
    put_scores(&p, &p.runs[0], a, 0);
    put_ranks(&p.runs[1], b, 0);
    put_ranks(&p.runs[2], b, 1); /* of other images */
    put_ranks(&p.runs[3], a, 0); /* of other scores than its row */
    read_groups(&g, &p);
    assert_string_equal(groups_kept_in(&g, p.runs[0].id), "");
    assert_string_equal(groups_kept_in(&g, p.runs[1].id), "kept/t/auc.csv");
    assert_int_equal(auc_compare(&expected, a, b, label, N, NULL), 0);

    score_parts_init(&s, &g, "results");
    assert_int_equal(score_parts_compare(&s, &found, &p.runs[0], auc_a, &p.runs[1], auc_b), 0);
    assert_near(found.difference, expected.difference, 0);
    assert_near(found.p, expected.p, 1e-12);
    assert_int_equal(score_parts_compare(&s, &found, &p.runs[1], auc_b, &p.runs[2], auc_b), -1);
    assert_int_equal(s.bad, 0);
    assert_int_equal(score_parts_compare(&s, &found, &p.runs[1], auc_b, &p.runs[3], auc_b), -1);
    assert_int_equal(s.bad, 1);
    assert_says(s.error.text, "expected scores with the AUC 0.444444 of the run's row, found 0.888889");
    score_parts_release(&s);
    groups_release(&g);
    text_release(&kept);
    plan_release(&p);
}

static const struct CMUnitTest tests[] = { cmocka_unit_test_setup_teardown(what_can_be_compared, enter, leave),
                                           cmocka_unit_test_setup_teardown(kept_ranks, enter, leave) };

TEST_MAIN(tests, NULL, NULL)
