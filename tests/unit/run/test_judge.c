/* How scores are judged, and what of it a run's folder gets. */
#include "support/main.h"

#include <math.h>
#include <stdlib.h>

#include "base/text.h"
#include "run/judge.h"
#include "store/csv.h"
#include "support/classes.h"
#include "support/folder.h"
#include "support/suite.h"

enum { NORMAL = 4, FIRST = 2, SECOND = 2, ALL = NORMAL + FIRST + SECOND };

/* Normal images of class 0, anomalies of the classes 1 and 3. */
static void make_scores(struct scores *s, const double score[ALL])
{
    static const int32_t classes[ALL] = { 0, 0, 0, 0, 1, 1, 3, 3 };
    scores_init(s, ALL);
    for (int i = 0; i < ALL; i++) {
        s->score[i] = score[i];
        s->class_[i] = classes[i];
        s->label[i] = classes[i] != 0;
    }
}

static void begin(void **state, struct run_folder *f)
{
    struct error e;
    assert_int_equal(run_folder_begin(f, *state, "0123456789ab", 0, &e), 0);
}

static void assert_holds(const struct run_folder *f, const char *name, const char *contents)
{
    char *path = run_folder_file(f, name);
    assert_file_is(path, contents);
    free(path);
}

static void read_back(const struct run_folder *f, const char *name, struct csv *c)
{
    struct error e;
    char *path = run_folder_file(f, name);
    if (csv_read(c, path, &e))
        fail_msg("%s", e.text);
    free(path);
}

static void assert_cell(const struct csv *c, size_t row, const char *column, const char *expected)
{
    assert_true(csv_column(c, column) >= 0);
    assert_string_equal(csv_cell(c, row, column), expected);
}

static double number(const struct csv *c, size_t row, const char *column)
{
    double value;
    assert_int_equal(parse_double(csv_cell(c, row, column), &value), 0);
    return value;
}

/* Of 16 pairs of an anomaly and a normal image 9 are in order; of the 8 of each class 7 and 2. */
static void by_the_order_of_scores(void **state)
{
    static const double scores[ALL] = { 0.125, 0.25, 0.375, 0.5, 0.4375, 0.75, 0.0625, 0.3125 };
    const struct class_list outliers = classes_of("1 3");
    static const char *const auc[] = { "0.562500", "0.875000", "0.250000" }, *const outlier[] = { "all", "1", "3" },
                             *const n_outlier[] = { "4", "2", "2" },
                             *const ap[] = { "0.691667", "0.833333", "0.333333" },
                             *const fpr95[] = { "1.000000", "0.250000", "1.000000" };
    struct run_folder f;
    struct scores s;
    struct csv metrics, tradeoff;
    struct error e;
    begin(state, &f);
    make_scores(&s, scores);
    assert_int_equal(judge_write(&f, detector_named("kde"), &s, &outliers, &e), 0);

    read_back(&f, "metrics.csv", &metrics);
    assert_int_equal(metrics.n_rows, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_cell(&metrics, i, "outlier", outlier[i]);
        assert_cell(&metrics, i, "auc", auc[i]);
        assert_cell(&metrics, i, "n_positive", "4");
        assert_cell(&metrics, i, "n_outlier", n_outlier[i]);
        assert_cell(&metrics, i, "ap", ap[i]);
        assert_cell(&metrics, i, "fpr95", fpr95[i]);
        assert_true(number(&metrics, i, "auc_lo") < number(&metrics, i, "auc"));
        assert_true(number(&metrics, i, "auc") < number(&metrics, i, "auc_hi"));
    }
    csv_release(&metrics);

    assert_holds(&f, "roc.csv",
                 "fpr,tpr,threshold\n0,0,inf\n0,0.25,0.75\n0.25,0.25,0.5\n0.25,0.5,0.4375\n0.5,0.5,0.375\n"
                 "0.5,0.75,0.3125\n1,0.75,0.125\n1,1,0.0625\n");

    read_back(&f, "tradeoff.csv", &tradeoff);
    assert_int_equal(tradeoff.n_rows, 201);
    for (size_t i = 0; i < tradeoff.n_rows; i++) {
        double threshold = number(&tradeoff, i, "threshold"), normal = 0, anomaly = 0;
        for (int k = 0; k < ALL; k++)
            if (k < NORMAL)
                normal += scores[k] < threshold;
            else
                anomaly += scores[k] >= threshold;
        assert_true(fabs(number(&tradeoff, i, "normal") - normal / NORMAL) < 1e-6);
        assert_true(fabs(number(&tradeoff, i, "anomaly") - anomaly / (FIRST + SECOND)) < 1e-6);
    }
    csv_release(&tradeoff);
    scores_release(&s);
    run_folder_abandon(&f);
}

/* Scores of a few values whose digits do not end, as float sums have them: what the files say of a threshold is what
 * their own text of it gives, to the image. */
static void thresholds_give_the_shares_beside_them(void **state)
{
    enum { EACH = 400 };
    const struct class_list outliers = classes_of("1");
    struct run_folder f;
    struct scores s;
    struct csv roc, tradeoff;
    struct error e;
    begin(state, &f);
    scores_init(&s, 2 * EACH);
    for (int i = 0; i < 2 * EACH; i++) {
        s.label[i] = i >= EACH;
        s.class_[i] = s.label[i];
        s.score[i] = sqrt((double)(i * 7 % 8 + 3 * s.label[i])) / 255; /* ties of some 50 */
    }
    assert_int_equal(judge_write(&f, detector_named("kde"), &s, &outliers, &e), 0);
    read_back(&f, "roc.csv", &roc);
    read_back(&f, "tradeoff.csv", &tradeoff);
    for (int which = 0; which < 2; which++) {
        const struct csv *c = which ? &tradeoff : &roc;
        assert_true(c->n_rows > 2);
        for (size_t i = which ? 0 : 1; i < c->n_rows; i++) { /* the first of a ROC curve is at infinity */
            double threshold = number(c, i, "threshold"), above[2] = { 0, 0 };
            for (int k = 0; k < 2 * EACH; k++)
                above[s.label[k]] += s.score[k] >= threshold;
            double normal = which ? 1 - number(c, i, "normal") : number(c, i, "fpr");
            double anomaly = number(c, i, which ? "anomaly" : "tpr");
            assert_true(fabs(normal - above[0] / EACH) < 1e-6 && fabs(anomaly - above[1] / EACH) < 1e-6);
        }
    }
    csv_release(&roc);
    csv_release(&tradeoff);
    scores_release(&s);
    run_folder_abandon(&f);
}

/* Two machines. The first (bit 0) calls no normal image an outlier and one anomaly of four; the second half of the
 * normal images and three anomalies: the area is that below (0, 0.25), (0.5, 0.75) and (1, 1). */
static void by_hard_labels(void **state)
{
    static const double labels[ALL] = { 0, 0, 2, 2, 3, 2, 2, 0 };
    const struct class_list outliers = classes_of("1 3");
    struct run_folder f;
    struct scores s;
    struct error e;
    begin(state, &f);
    make_scores(&s, labels);
    assert_int_equal(judge_write(&f, detector_named("ocsvm-labels"), &s, &outliers, &e), 0);
    assert_holds(&f, "metrics.csv",
                 "outlier,auc,auc_lo,auc_hi,n_positive,n_outlier,ap,fpr95\n"
                 "all,0.687500,,,4,4,,\n1,0.875000,,,4,2,,\n3,0.500000,,,4,2,,\n");
    assert_holds(&f, "roc.csv", "fpr,tpr,threshold\n0,0,\n0,0.25,\n0.5,0.75,\n1,1,\n");
    assert_holds(
        &f, "tradeoff.csv",
        "threshold,normal,anomaly\n,0.000000,1.000000\n,0.500000,0.750000\n,1.000000,0.250000\n,1.000000,0.000000\n");
    scores_release(&s);
    run_folder_abandon(&f);
}

/* A class of which none was judged: the others keep their numbers. */
static void without_anomalies_of_a_class(void **state)
{
    static const double scores[ALL] = { 0.125, 0.25, 0.375, 0.5, 0.4375, 0.75, 0.0625, 0.3125 };
    const struct class_list outliers = classes_of("1 2 3");
    struct run_folder f;
    struct scores s;
    struct csv metrics;
    struct error e;
    begin(state, &f);
    make_scores(&s, scores);
    assert_int_equal(judge_write(&f, detector_named("kde"), &s, &outliers, &e), 0);
    read_back(&f, "metrics.csv", &metrics);
    assert_int_equal(metrics.n_rows, 3);
    assert_cell(&metrics, 0, "outlier", "all");
    assert_cell(&metrics, 1, "outlier", "1");
    assert_cell(&metrics, 1, "auc", "0.875000");
    assert_cell(&metrics, 2, "outlier", "3");
    csv_release(&metrics);
    scores_release(&s);
    run_folder_abandon(&f);
}

static void without_anomalies(void **state)
{
    static const double scores[ALL] = { 0 };
    const struct class_list outliers = { 0 };
    struct run_folder f;
    struct scores s;
    struct error e = { .text = "" };
    begin(state, &f);
    make_scores(&s, scores);
    memset(s.label, 0, ALL);
    assert_int_equal(judge_write(&f, detector_named("kde"), &s, &outliers, &e), -1);
    assert_true(e.text[0] != '\0');
    char *path = run_folder_file(&f, "metrics.csv");
    assert_false(path_exists(path)); /* no half of a file */
    free(path);
    scores_release(&s);
    run_folder_abandon(&f);
}

static void losses(void **state)
{
    struct run_folder f;
    struct fit_report report = { 0 };
    struct error e;
    begin(state, &f);
    assert_int_equal(losses_write(&f, &report, &e), 0);
    assert_holds(&f, "loss.csv", "stage,epoch,positive_loss,negative_error,separation,chain\n");
    fit_report_add(&report, (struct loss_point) { "phase1", 0, 1.5, NAN, 0.6931471805599453 });
    fit_report_add(&report, (struct loss_point) { "phase2", 1, 0.25, 1e-10, NAN });
    assert_int_equal(losses_write(&f, &report, &e), 0);
    assert_holds(&f, "loss.csv",
                 "stage,epoch,positive_loss,negative_error,separation,chain\n"
                 "phase1,0,1.5,,0.693147181,e467524afb60f38b\nphase2,1,0.25,1e-10,,e78662c99b9134aa\n");
    fit_report_release(&report);
    run_folder_abandon(&f);
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(by_the_order_of_scores), IN_FOLDER(thresholds_give_the_shares_beside_them),
    IN_FOLDER(by_hard_labels),         IN_FOLDER(without_anomalies_of_a_class),
    IN_FOLDER(without_anomalies),      IN_FOLDER(losses),
};

TEST_MAIN(tests, NULL, NULL)
