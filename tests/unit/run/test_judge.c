/* How scores are judged, and what of it a run's meta.ini gets. */
#include "support/main.h"

#include <math.h>
#include <stdlib.h>

#include "base/text.h"
#include "run/judge.h"
#include "run/table.h"
#include "store/csv.h"
#include "support/classes.h"
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

/* The tables that a run's meta.ini gets. */
static void read_back(const struct text *meta, enum table table, struct csv *c)
{
    struct ini ini;
    struct text problems = TEXT_INIT;
    struct error e;
    assert_int_equal(ini_read_text(&ini, "meta.ini", text_of(meta), &problems), 0);
    if (run_table_read(c, ".", &ini, table, &e))
        fail_msg("%s", e.text);
    ini_release(&ini);
    text_release(&problems);
}

static void expect_metrics(struct csv *c, const char *detector, const struct scores *s,
                           const struct class_list *outliers)
{
    struct text meta = TEXT_INIT;
    struct error e;
    assert_int_equal(judge_append(&meta, detector_named(detector), s, outliers, &e), 0);
    read_back(&meta, OF_RUN_METRICS, c);
    text_release(&meta);
}

/* The curves as the tables of an experiment have them. */
static void print_curves(struct text *roc_rows, struct text *tradeoff_rows, const char *detector,
                         const struct scores *s)
{
    struct roc roc;
    struct tradeoff tradeoff;
    struct csv_out out[2];
    struct row row;
    struct error e;
    assert_int_equal(judge_curves(detector_named(detector), s, &roc, &tradeoff, &e), 0);
    for (int which = 0; which < 2; which++) {
        assert_int_equal(csv_out_begin_text(&out[which], which ? "threshold,normal,anomaly" : "fpr,tpr,threshold", &e),
                         0);
        row_init(&row, &out[which]);
        for (size_t i = 0; i < (which ? tradeoff.n : roc.n); i++) {
            if (which)
                judge_put_tradeoff(&tradeoff, i, &row);
            else
                judge_put_roc(&roc, i, &row);
            row_put(&row);
        }
        row_release(&row);
        assert_int_equal(csv_out_end_text(&out[which], which ? tradeoff_rows : roc_rows, &e), 0);
    }
    roc_release(&roc);
    tradeoff_release(&tradeoff);
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
    struct scores s;
    struct csv metrics, tradeoff;
    struct text roc_rows = TEXT_INIT, tradeoff_rows = TEXT_INIT;
    struct error e;
    (void)state;
    make_scores(&s, scores);
    expect_metrics(&metrics, "kde", &s, &outliers);
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

    print_curves(&roc_rows, &tradeoff_rows, "kde", &s);
    assert_string_equal(text_of(&roc_rows),
                        "fpr,tpr,threshold\n0,0,inf\n0,0.25,0.75\n0.25,0.25,0.5\n0.25,0.5,0.4375\n0.5,0.5,0.375\n"
                        "0.5,0.75,0.3125\n1,0.75,0.125\n1,1,0.0625\n");

    assert_int_equal(csv_read_bytes(&tradeoff, "tradeoff", text_of(&tradeoff_rows), tradeoff_rows.length, &e), 0);
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
    text_release(&roc_rows);
    text_release(&tradeoff_rows);
}

/* Scores of a few values whose digits do not end, as float sums have them: what the files say of a threshold is what
 * their own text of it gives, to the image. */
static void thresholds_give_the_shares_beside_them(void **state)
{
    enum { EACH = 400 };
    struct scores s;
    struct csv roc, tradeoff;
    struct text roc_rows = TEXT_INIT, tradeoff_rows = TEXT_INIT;
    struct error e;
    (void)state;
    scores_init(&s, 2 * EACH);
    for (int i = 0; i < 2 * EACH; i++) {
        s.label[i] = i >= EACH;
        s.class_[i] = s.label[i];
        s.score[i] = sqrt((double)(i * 7 % 8 + 3 * s.label[i])) / 255; /* ties of some 50 */
    }
    print_curves(&roc_rows, &tradeoff_rows, "kde", &s);
    assert_int_equal(csv_read_bytes(&roc, "roc", text_of(&roc_rows), roc_rows.length, &e), 0);
    assert_int_equal(csv_read_bytes(&tradeoff, "tradeoff", text_of(&tradeoff_rows), tradeoff_rows.length, &e), 0);
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
    text_release(&roc_rows);
    text_release(&tradeoff_rows);
}

/* Two machines. The first (bit 0) calls no normal image an outlier and one anomaly of four; the second half of the
 * normal images and three anomalies: the area is that below (0, 0.25), (0.5, 0.75) and (1, 1). */
static void by_hard_labels(void **state)
{
    static const double labels[ALL] = { 0, 0, 2, 2, 3, 2, 2, 0 };
    const struct class_list outliers = classes_of("1 3");
    struct text meta = TEXT_INIT, roc_rows = TEXT_INIT, tradeoff_rows = TEXT_INIT;
    struct scores s;
    struct error e;
    (void)state;
    make_scores(&s, labels);
    assert_int_equal(judge_append(&meta, detector_named("ocsvm-labels"), &s, &outliers, &e), 0);
    assert_string_equal(text_of(&meta), "[metrics]\ncolumns = outlier,auc,auc_lo,auc_hi,n_positive,n_outlier,ap,fpr95\n"
                                        "1 = all,0.687500,,,4,4,,\n2 = 1,0.875000,,,4,2,,\n3 = 3,0.500000,,,4,2,,\n");
    print_curves(&roc_rows, &tradeoff_rows, "ocsvm-labels", &s);
    assert_string_equal(text_of(&roc_rows), "fpr,tpr,threshold\n0,0,\n0,0.25,\n0.5,0.75,\n1,1,\n");
    assert_string_equal(
        text_of(&tradeoff_rows),
        "threshold,normal,anomaly\n,0.000000,1.000000\n,0.500000,0.750000\n,1.000000,0.250000\n,1.000000,0.000000\n");
    scores_release(&s);
    text_release(&meta);
    text_release(&roc_rows);
    text_release(&tradeoff_rows);
}

/* A class of which none was judged: the others keep their numbers. */
static void without_anomalies_of_a_class(void **state)
{
    static const double scores[ALL] = { 0.125, 0.25, 0.375, 0.5, 0.4375, 0.75, 0.0625, 0.3125 };
    const struct class_list outliers = classes_of("1 2 3");
    struct scores s;
    struct csv metrics;
    (void)state;
    make_scores(&s, scores);
    expect_metrics(&metrics, "kde", &s, &outliers);
    assert_int_equal(metrics.n_rows, 3);
    assert_cell(&metrics, 0, "outlier", "all");
    assert_cell(&metrics, 1, "outlier", "1");
    assert_cell(&metrics, 1, "auc", "0.875000");
    assert_cell(&metrics, 2, "outlier", "3");
    csv_release(&metrics);
    scores_release(&s);
}

static void without_anomalies(void **state)
{
    static const double scores[ALL] = { 0 };
    const struct class_list outliers = { 0 };
    struct text meta = TEXT_INIT;
    struct scores s;
    struct error e = { .text = "" };
    (void)state;
    make_scores(&s, scores);
    memset(s.label, 0, ALL);
    assert_int_equal(judge_append(&meta, detector_named("kde"), &s, &outliers, &e), -1);
    assert_true(e.text[0] != '\0');
    scores_release(&s);
    text_release(&meta);
}

static void losses(void **state)
{
    struct text meta = TEXT_INIT;
    struct fit_report report = { 0 };
    struct error e;
    (void)state;
    assert_int_equal(losses_append(&meta, &report, &e), 0);
    assert_string_equal(text_of(&meta),
                        "[loss]\ncolumns = stage,epoch,positive_loss,negative_error,separation,chain\n");
    fit_report_add(&report, (struct loss_point) { "phase1", 0, 1.5, NAN, 0.6931471805599453 });
    fit_report_add(&report, (struct loss_point) { "phase2", 1, 0.25, 1e-10, NAN });
    text_clear(&meta);
    assert_int_equal(losses_append(&meta, &report, &e), 0);
    assert_string_equal(text_of(&meta),
                        "[loss]\ncolumns = stage,epoch,positive_loss,negative_error,separation,chain\n"
                        "1 = phase1,0,1.5,,0.693147181,e467524afb60f38b\n2 = phase2,1,0.25,1e-10,,e78662c99b9134aa\n");
    fit_report_release(&report);
    text_release(&meta);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(by_the_order_of_scores), cmocka_unit_test(thresholds_give_the_shares_beside_them),
    cmocka_unit_test(by_hard_labels),         cmocka_unit_test(without_anomalies_of_a_class),
    cmocka_unit_test(without_anomalies),      cmocka_unit_test(losses),
};

TEST_MAIN(tests, NULL, NULL)
