/* Two detectors on the same tasks. */
#include "support/plans.h"

#include <math.h>

#include "report/pairs/duel.h"
#include "support/report.h"

static const char *const spec = "[experiment]\nseeds = 1..2\n[data]\ndataset = tiny\npositive = 0..4\n"
                                "negative = class:5\n[detectors]\nrun = ae, oe-bce\n";

/* Scores of a run: four normal images 0 .. 3, and eight anomalies, the first `shifted` of which are `shift` above. */
static void put_scores(const struct plan *p, const struct run *r, double shift, int shifted, int first_index)
{
    struct scores s;
    char *base = outcome_folder(r, "results"), *folder = path_join(base, r->id, NULL);
    char *path = path_join(folder, "scores.csv.gz", NULL);
    scores_init(&s, 12);
    for (int i = 0; i < 12; i++) {
        s.index[i] = first_index + i;
        s.class_[i] = s.label[i] = i >= 4;
        s.score[i] = i % 4 + (i >= 4 && i < 4 + shifted ? shift : 0);
    }
    assert_int_equal(folder_make(folder, NULL), 0);
    assert_int_equal(scores_write(&s, path, NULL), 0);
    scores_release(&s);
    free(base);
    free(folder);
    free(path);
}

static void duel_of(struct duel *d, const struct plan *p, const double *auc)
{
    struct groups g;
    struct score_parts scores;
    put_auc(p, auc, "");
    read_groups(&g, p);
    assert_int_equal(g.n, 2);
    score_parts_init(&scores, &g, "results");
    duel_compute(d, &g, &g.group[1], &g.group[0], &scores);
    score_parts_release(&scores);
    groups_release(&g);
}

/* ae's five tasks of two seeds, then oe-bce's: differences of 0.1, 0.2, 0, -0.1 and none where no seed is common. Their
 * sizes but for 0 have the ranks 1.5, 3 and 1.5. */
static void differences_over_tasks(void **state)
{
    (void)state;
    struct plan p;
    struct duel d;
    expect_plan(&p, spec);
    assert_int_equal(p.n, 20);
    duel_of(&d, &p, (const double[]) { 0.5, 0.6, 0.5, 0.5, 0.7, 0.9, 0.4, 0.4, 0.5, -1,     /* one seed failed */
                                       0.6, 0.7, 0.6, 0.8, 0.9, 0.7, 0.3, 0.3, -1,  0.9 }); /* and here the other */
    assert_int_equal(d.n_tasks, 4);
    assert_int_equal(d.wins, 2);
    assert_int_equal(d.ties, 1);
    assert_int_equal(d.losses, 1);
    assert_near(d.mean, 0.05, 1e-12);
    assert_near(d.median, 0.05, 1e-12);
    /* Student's of three degrees of freedom, and the standard deviation of the four */
    assert_near(d.half, 3.182446305284263 * sqrt((0.0025 + 0.0225 + 0.0025 + 0.0225) / 3) / 2, 1e-9);
    assert_int_equal(d.test.n, 3);
    assert_near(d.test.positive, 4.5, 0);
    assert_near(d.test.p, 0.75, 1e-15); /* of eight signs three have a sum of 4.5 or more */
    assert_near(d.test.least, 0.25, 0);
    assert_int_equal(d.tested, 0); /* without scores */
    plan_release(&p);
}

static void nothing_in_common(void **state)
{
    (void)state;
    struct plan p;
    struct duel d;
    expect_plan(&p, spec);
    duel_of(&d, &p, (const double[]) { -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 });
    assert_int_equal(d.n_tasks, 0);
    assert_true(isnan(d.mean) && isnan(d.median) && isnan(d.test.p));
    plan_release(&p);
}

/* On the first task both have scores, and oe-bce has all pairs in order, ae ties. On the others scores are missing, of
 * other images, or others than those of the AUC. */
static void by_the_images(void **state)
{
    (void)state;
    struct plan p;
    struct duel d;
    double auc[20];
    const double low = (0 + 1 + 2 + 3 + 0.5 * 4) / 16; /* anomalies as the normal images: ties */
    expect_plan(&p, spec);
    for (int i = 0; i < 20; i++)
        auc[i] = i < 10 ? low : 1;
    for (int task = 0; task < 4; task++) {
        if (task != 1)
            put_scores(&p, &p.runs[2 * task], 0, 8, 0);
        put_scores(&p, &p.runs[10 + 2 * task], 10, 8, task == 2);
    }
    auc[6] = 0.75;
    duel_of(&d, &p, auc);
    assert_int_equal(d.n_tasks, 5);
    assert_int_equal(d.wins, 5);
    assert_int_equal(d.tested, 1);
    assert_int_equal(d.significant, 1);
    assert_int_equal(d.behind, 0);
    plan_release(&p);
}

/* Where five of eight anomalies are above all normal images, one task shows it, with a p between .025 and .05, and two
 * of that kind, after Holm's correction, do not. */
static void holm_over_tasks(void **state)
{
    (void)state;
    enum { LIFTED = 5 };
    const double high = (LIFTED * 4 + 1.5 + 2.5 + 3.5) / 32; /* the three others are as normal ones, with a tie each */
    struct plan p;
    struct duel d;
    double auc[20];
    expect_plan(&p, spec);
    for (int i = 0; i < 20; i++)
        auc[i] = i < 10 ? 0.5 : high;
    for (size_t tasks = 1; tasks <= 2; tasks++) {
        put_scores(&p, &p.runs[2 * (tasks - 1)], 0, 8, 0);
        put_scores(&p, &p.runs[10 + 2 * (tasks - 1)], 10, LIFTED, 0);
        duel_of(&d, &p, auc);
        assert_int_equal(d.tested, tasks);
        assert_int_equal(d.significant, tasks == 1);
        assert_int_equal(d.behind, 0);
    }
    plan_release(&p);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(differences_over_tasks, enter, leave),
    cmocka_unit_test_setup_teardown(nothing_in_common, enter, leave),
    cmocka_unit_test_setup_teardown(by_the_images, enter, leave),
    cmocka_unit_test_setup_teardown(holm_over_tasks, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
