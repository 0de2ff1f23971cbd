/* What is written of a run's scores and losses: small cases whose files are known to the byte. */
#include "support/main.h"

#include <math.h>
#include <stdlib.h>

#include "base/text.h"
#include "detect/detector.h"
#include "run/judge.h"
#include "support/folder.h"

/* Two normal samples of class 0 and anomalies of classes 1, 2, 2; the first of class 2 scores lowest. */
static void make_scores(struct scores *s)
{
    static const double score[] = { 1, 2, 3, 0.5, 4 };
    static const int32_t class[] = { 0, 0, 1, 2, 2 };
    scores_init(s, 5);
    for (int i = 0; i < 5; i++) {
        s->score[i] = score[i];
        s->class_[i] = class[i];
        s->label[i] = class[i] != 0;
    }
}

static void assert_written(const struct run_folder *f, const char *name, const char *contents)
{
    char *path = run_folder_file(f, name);
    assert_file_is(path, contents);
    free(path);
}

static int is_written(const struct run_folder *f, const char *name)
{
    char *path = run_folder_file(f, name);
    int there = path_exists(path);
    free(path);
    return there;
}

/* Of six pairs four are in order: 4/6; class 1 alone 1, class 2 two of four pairs. */
static void evaluation_of_scores(void **state)
{
    struct run_folder f;
    struct scores s;
    struct error e = { "" };
    const struct class_list outliers = { 2, { 1, 2 } };
    size_t n;
    make_scores(&s);
    assert_int_equal(run_folder_begin(&f, *state, "id", 0, &e), 0);
    assert_int_equal(write_evaluation(&f, detector_find("raw-l2"), &s, &outliers, &e), 0);
    char *path = run_folder_file(&f, "metrics.csv"), *metrics = file_read(path, NULL, &e);
    char **lines = split(metrics, "\n", 0, NULL);
    assert_string_equal(lines[0], "outlier,auc,auc_lo,auc_hi,n_positive,n_outlier");
    assert_true(starts_with(lines[1], "all,0.666667,0.") && ends_with(lines[1], ",1.000000,2,3"));
    assert_true(starts_with(lines[2], "1,1.000000,") && ends_with(lines[2], ",2,1"));
    assert_true(starts_with(lines[3], "2,0.500000,") && ends_with(lines[3], ",2,2"));
    assert_null(lines[4]);
    split_free(lines);
    free(metrics);
    free(path);
    assert_written(&f, "roc.csv",
                   "fpr,tpr,threshold\n0,0,inf\n0,0.66666666666666663,3\n1,0.66666666666666663,1\n1,1,0.5\n");
    char *curve = run_folder_file(&f, "tradeoff.csv"), *tradeoff = file_read(curve, NULL, &e);
    lines = split(tradeoff, "\n", 0, &n);
    assert_int_equal(n, 1 + 201);
    assert_string_equal(lines[0], "threshold,normal,anomaly");
    assert_string_equal(lines[1], "0.5,0.000000,1.000000");
    assert_string_equal(lines[51], "1,0.000000,0.666667");
    assert_string_equal(lines[201], "4,1.000000,0.333333");
    split_free(lines);
    free(curve);
    free(tradeoff);
    run_folder_abandon(&f);
    scores_release(&s);
}

/* Labels of two machines: there is no interval and no threshold, so their cells are empty. */
static void evaluation_of_labels(void **state)
{
    struct run_folder f;
    struct scores s;
    struct error e = { "" };
    const struct class_list outliers = { 1, { 1 } };
    scores_init(&s, 3);
    s.label[2] = 1;
    s.class_[2] = 1;
    s.score[0] = s.score[1] = 2; /* machine 1 calls all three images anomalies, machine 0 the last one */
    s.score[2] = 3;
    assert_int_equal(run_folder_begin(&f, *state, "id", 0, &e), 0);
    int bad = write_evaluation(&f, detector_find("ocsvm-labels"), &s, &outliers, &e);
    assert_string_equal(e.text, "");
    assert_int_equal(bad, 0);
    assert_written(&f, "metrics.csv",
                   "outlier,auc,auc_lo,auc_hi,n_positive,n_outlier\nall,1.000000,,,2,1\n1,1.000000,,,2,1\n");
    assert_written(&f, "roc.csv", "fpr,tpr,threshold\n0,0,\n0,1,\n1,1,\n");
    assert_written(&f, "tradeoff.csv",
                   "threshold,normal,anomaly\n,0.000000,1.000000\n,1.000000,1.000000\n,1.000000,0.000000\n");
    run_folder_abandon(&f);
    scores_release(&s);
}

static void what_cannot_be_judged(void **state)
{
    struct run_folder f;
    struct scores s;
    struct error e;
    const struct class_list outliers = { 2, { 1, 3 } };
    make_scores(&s);
    assert_int_equal(run_folder_begin(&f, *state, "id", 0, &e), 0);
    /* a class that no sample has */
    assert_int_equal(write_evaluation(&f, detector_find("raw-l2"), &s, &outliers, &e), -1);
    assert_string_equal(e.text, "expected normal samples and anomalies, found 2 and 0");
    assert_false(is_written(&f, "metrics.csv") || is_written(&f, "roc.csv"));
    s.score[3] = INFINITY;
    assert_int_equal(write_evaluation(&f, detector_find("raw-l2"), &s, &outliers, &e), -1);
    assert_string_equal(e.text, "expected a finite score for sample 3, found inf");
    /* nowhere to write */
    assert_int_equal(folder_remove(f.temporary, &e), 0);
    assert_int_equal(write_evaluation(&f, detector_find("raw-l2"), &s, &outliers, &e), -1);
    assert_says(e.text, "metrics.csv'");
    assert_int_equal(write_losses(&f, &(struct fit_report) { 0 }, &e), -1);
    assert_says(e.text, "loss.csv'");
    run_folder_abandon(&f);
    scores_release(&s);
}

static void losses(void **state)
{
    struct run_folder f;
    struct error e;
    struct loss_point points[] = {
        { "phase1", 0, 0.5, NAN, NAN },
        { "phase1", 1, 1.0 / 3, NAN, 0.25 },
        { "phase2", 1, 1e-7, 12.5, NAN },
    };
    const struct fit_report report = { .losses = points, .n_losses = 3 };
    assert_int_equal(run_folder_begin(&f, *state, "id", 0, &e), 0);
    assert_int_equal(write_losses(&f, &report, &e), 0);
    assert_written(&f, "loss.csv",
                   "stage,epoch,positive_loss,negative_error,separation\n"
                   "phase1,0,0.5,,\nphase1,1,0.333333333,,0.25\nphase2,1,1e-07,12.5,\n");
    run_folder_abandon(&f);
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(evaluation_of_scores),
    IN_FOLDER(evaluation_of_labels),
    IN_FOLDER(what_cannot_be_judged),
    IN_FOLDER(losses),
};

TEST_MAIN(tests, NULL, NULL)
