/* The scores of runs in one order, from their own folders or from kept ranks. */
#include "support/plans.h"

#include "run/kept_ranks.h"
#include "run/run_scores.h"
#include "support/results.h"

#define A "aaaaaaaaaaaa"

/* Two images of class 1 before two of class 0, as no data set has them; `anomaly`: the class that is one. */
static void make(struct scores *s, int anomaly)
{
    static const double scores[] = { 4, 3, 2, 1 };
    scores_init(s, 4);
    for (size_t i = 0; i < s->n; i++) {
        s->index[i] = (int32_t)i;
        s->class_[i] = i < 2;
        s->label[i] = s->class_[i] == anomaly;
        s->score[i] = scores[i];
    }
}

static void put_own(const char *folder, int anomaly)
{
    struct scores s;
    make(&s, anomaly);
    char *path = path_join(folder, "scores.csv.gz", NULL);
    assert_int_equal(folder_make(folder, NULL), 0);
    assert_int_equal(scores_write(&s, path, NULL), 0);
    scores_release(&s);
    free(path);
}

static void of_a_folder(void **state)
{
    (void)state;
    static const double sorted[] = { 2, 1, 4, 3 }; /* by class, then index */
    struct run_scores s;
    struct error e;
    assert_int_equal(run_scores_own(&s, "none", &e), 0);
    put_own("one", 1);
    assert_int_equal(run_scores_own(&s, "one", &e), 1);
    assert_int_equal(s.scores.n, 4);
    for (size_t i = 0; i < s.scores.n; i++)
        assert_near(s.scores.score[i], sorted[i], 0);
    run_scores_release(&s);
    put_file("bad", "scores.csv.gz", "index,class,label\n");
    assert_int_equal(run_scores_own(&s, "bad", &e), -1);
    assert_says(e.text, "bad/scores.csv.gz");
}

/* The ranks of the same scores are of the same images, in the same order; other anomalies are no match. */
static void kept_beside_tables(void **state)
{
    (void)state;
    struct run_scores own, kept, other;
    struct scores s;
    struct error e;
    const struct detector *kde = suite_find(suite(), "kde");
    put_file("t", "auc.csv", "");
    assert_int_equal(run_scores_kept(&kept, "t/auc.csv", A, kde, 1, &e), 0);
    make(&s, 1);
    assert_int_equal(folder_make("ranks", NULL), 0);
    assert_int_equal(ranks_write("ranks/" A ".gz", A, &s, 0, NULL), 0);
    scores_release(&s);
    assert_int_equal(run_scores_kept(&kept, "t/auc.csv", A, kde, 0.5, &e), -1);
    assert_says(e.text, "AUC");
    assert_int_equal(run_scores_kept(&kept, "t/auc.csv", A, kde, 1, &e), 1);
    put_own("one", 1);
    put_own("two", 0);
    assert_int_equal(run_scores_own(&own, "one", &e), 1);
    assert_int_equal(run_scores_own(&other, "two", &e), 1);
    for (size_t i = 0; i < own.scores.n; i++)
        assert_near(kept.scores.score[i], own.scores.score[i] - 1, 0);
    assert_true(run_scores_same_images(&own, &kept));
    assert_false(run_scores_same_images(&own, &other));
    run_scores_release(&own);
    run_scores_release(&kept);
    run_scores_release(&other);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(of_a_folder, enter, leave),
    cmocka_unit_test_setup_teardown(kept_beside_tables, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
