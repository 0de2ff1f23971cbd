/* Tables of a run's folder: what no run writes is told, with file and line. */
#include "support/results.h"

#include "run/content.h"
#include "run/table.h"

static const char *const spec =
    "[data]\ndataset = tiny\npositive = 0\nanomaly = classes:2 5\n[detectors]\nrun = kde, ocsvm-labels\n";

struct wrong {
    const char *rows, *why; /* NULL: nothing is wrong */
};

/* The table as a file of before; messages of `cases` call it t.csv. */
static void expect(const struct run *r, enum table table, const char *header, const struct wrong *cases, size_t n)
{
    const struct ini none = { 0 };
    struct text name = TEXT_INIT;
    run_table_where(&name, ".", &none, table);
    for (size_t i = 0; i < n; i++) {
        struct csv c;
        struct error e;
        struct text t = TEXT_INIT;
        text_format(&t, "%s\n%s", header, cases[i].rows);
        put_file(".", path_last(text_of(&name)), text_of(&t));
        int bad = content_read(&c, ".", &none, table, r, &e);
        if (bad && !cases[i].why)
            fail_msg("'%s': %s", cases[i].rows, e.text);
        if (!bad && cases[i].why)
            fail_msg("'%s': expected '%s', found no error", cases[i].rows, cases[i].why);
        if (bad) {
            assert_memory_equal(e.text, text_of(&name), name.length);
            assert_string_equal(e.text + name.length, cases[i].why + strlen("t.csv"));
        }
        csv_release(&c);
        text_release(&t);
    }
    text_release(&name);
}

#define EXPECT(r, table, header, cases) expect(r, table, header, cases, sizeof(cases) / sizeof *(cases))

static void metrics(void **state)
{
    (void)state;
    static const struct wrong cases[] = {
        { "all,1,0.9,1,4,8\n2,0,,,4,4\n5,0.5,0.25,0.75,4,4\n", NULL },
        { "all,1,,,4,4\n5,0,,,4,4\n", NULL },
        { "all,1,,,4,8\n", "t.csv: expected 3 rows, found 1" },
        { "all,1,,,4,8\n2,0,,,4,4\n", "t.csv:2: expected the sum of the others as n_outlier, found '8'" },
        { "all,1,,,4,8\n3,0,,,4,8\n", "t.csv:3: expected a class of the anomalies, ascending, found '3'" },
        { "all,1,,,4,8\n5,0,,,4,4\n2,0,,,4,4\n", "t.csv:4: expected a class of the anomalies, ascending, found '2'" },
        { "2,0,,,4,4\nall,1,,,4,8\n5,0.5,,,4,4\n", "t.csv:2: expected all, found '2'" },
        { "all,1,,,4,8\nall,1,,,4,8\n5,0.5,,,4,4\n",
          "t.csv:3: expected a class of the anomalies, ascending, found 'all'" },
        { "all,nan,,,4,8\n2,0,,,4,4\n5,0.5,,,4,4\n", "t.csv:2: expected a number from 0 to 1 as auc, found 'nan'" },
        { "all,,,,4,8\n2,0,,,4,4\n5,0.5,,,4,4\n", "t.csv:2: expected a number from 0 to 1 as auc, found ''" },
        { "all,1,,,4,8\n2,7.5,,,4,4\n5,0.5,,,4,4\n", "t.csv:3: expected a number from 0 to 1 as auc, found '7.5'" },
        { "all,1,,,4,8\n2,-3,,,4,4\n5,0.5,,,4,4\n", "t.csv:3: expected a number from 0 to 1 as auc, found '-3'" },
        { "all,0.5,0.6,1,4,8\n2,0,,,4,4\n5,0.5,,,4,4\n",
          "t.csv:2: expected a number from 0 to 0.5 as auc_lo, found '0.6'" },
        { "all,0.5,0.4,,4,8\n2,0,,,4,4\n5,0.5,,,4,4\n",
          "t.csv:2: expected a number from 0.5 to 1 as auc_hi, found ''" },
        { "all,1,,,4,8\n2,0,,,3,4\n5,0.5,,,4,4\n", "t.csv:3: expected the same n_positive in all rows, found '3'" },
        { "all,1,,,4,9\n2,0,,,4,4\n5,0.5,,,4,4\n", "t.csv:2: expected the sum of the others as n_outlier, found '9'" },
        { "all,1,,,4,8\n2,0,,,4,0\n5,0.5,,,4,8\n", "t.csv:3: expected a whole number above 0 as n_outlier, found '0'" },
    };
    static const struct wrong shares[] = {
        { "all,1,,,4,8,1,0\n2,0,,,4,4,0.5,1\n5,0.5,,,4,4,,\n", NULL },
        { "all,1,,,4,8,1.5,0\n2,0,,,4,4,,\n5,0.5,,,4,4,,\n",
          "t.csv:2: expected a number from 0 to 1 as ap, found '1.5'" },
        { "all,1,,,4,8,1,0\n2,0,,,4,4,1,-1\n5,0.5,,,4,4,,\n",
          "t.csv:3: expected a number from 0 to 1 as fpr95, found '-1'" },
    };
    struct plan p;
    expect_plan(&p, spec);
    EXPECT(run_of(&p, "kde", 0), OF_RUN_METRICS, "outlier,auc,auc_lo,auc_hi,n_positive,n_outlier", cases);
    EXPECT(run_of(&p, "kde", 0), OF_RUN_METRICS, "outlier,auc,auc_lo,auc_hi,n_positive,n_outlier,ap,fpr95", shares);
    plan_release(&p);
}

static void curves(void **state)
{
    (void)state;
    static const struct wrong roc[] = {
        { "0,0,inf\n0,0.5,2\n1,1,-1e-300\n", NULL },
        { "0,0,\n1,1,\n", NULL },
        { "0,0,inf\n", "t.csv: expected 2 rows, found 1" },
        { "0.5,0,inf\n1,1,0\n", "t.csv:2: expected a number from 0 to 0 as fpr, found '0.5'" },
        { "0,0,inf\n0.5,0.5,1\n0.4,1,0\n", "t.csv:4: expected a number from 0.5 to 1 as fpr, found '0.4'" },
        { "0,0,inf\n0.5,inf,1\n1,1,0\n", "t.csv:3: expected a number from 0 to 1 as tpr, found 'inf'" },
        { "0,0,inf\n0.5,0.5,inf\n1,1,0\n", "t.csv:3: expected a finite threshold, found 'inf'" },
        { "0,0,inf\n0.5,0.75,1\n", "t.csv:3: expected the curve to end at 1, found '0.75'" },
    };
    static const struct wrong tradeoff[] = {
        { ",0,1\n,1,0\n", NULL },
        { ",0,1\n", "t.csv: expected 2 rows, found 1" },
        { "x,0,1\n,1,0\n", "t.csv:2: expected a finite threshold, found 'x'" },
        { ",0.5,1\n,0.25,0\n", "t.csv:3: expected a number from 0.5 to 1 as normal, found '0.25'" },
        { ",0,0.5\n,0.5,0.75\n,1,0\n", NULL }, /* of hard labels, that may be */
        { ",0,0.5\n,1,1.75\n", "t.csv:3: expected a number from 0 to 1 as anomaly, found '1.75'" },
    };
    static const struct wrong few[] = { { "1,0,1\n2,1,0\n", "t.csv: expected 201 rows, found 2" } };
    static const struct wrong falling[] = { { "0,0,inf\n0.25,0.75,1\n0.5,0.5,0\n1,1,0\n",
                                              "t.csv:4: expected a number from 0.75 to 1 as tpr, found '0.5'" } };
    static const struct wrong labels_roc[] = { { "0,0,\n0.25,0.75,\n0.5,0.5,\n1,1,\n", NULL } };
    struct text rising = TEXT_INIT;
    for (int i = 0; i < 201; i++)
        text_format(&rising, "%d,%g,%s\n", i, i / 200.0, i == 100 ? "0.75" : "0.5");
    const struct wrong rises[] = { { text_of(&rising),
                                     "t.csv:102: expected a number from 0 to 0.5 as anomaly, found '0.75'" } };
    static const struct wrong loss[] = {
        { "", NULL },
        { "phase1,0,0.5,,\nphase1,1,-0.25,3,1e9\n", NULL },
        { ",1,1,,\n", "t.csv:2: expected a stage, found ''" },
        { "a,1.5,1,,\n", "t.csv:2: expected a whole number as epoch, found '1.5'" },
        { "a,1,1,,\na,2,1,inf,\n", "t.csv:3: expected a finite loss, found 'inf'" },
    };
    struct plan p;
    expect_plan(&p, spec);
    const struct run *r = run_of(&p, "kde", 0), *labels = run_of(&p, "ocsvm-labels", 0);
    EXPECT(r, OF_RUN_ROC, "fpr,tpr,threshold", roc);
    EXPECT(labels, OF_RUN_TRADEOFF, "threshold,normal,anomaly", tradeoff);
    EXPECT(r, OF_RUN_TRADEOFF, "threshold,normal,anomaly", few);
    EXPECT(r, OF_RUN_TRADEOFF, "threshold,normal,anomaly", rises);
    EXPECT(r, OF_RUN_ROC, "fpr,tpr,threshold", falling);
    EXPECT(labels, OF_RUN_ROC, "fpr,tpr,threshold", labels_roc);
    text_release(&rising);
    EXPECT(r, OF_RUN_LOSS, "stage,epoch,positive_loss,negative_error,separation", loss);
    plan_release(&p);
}

static const struct CMUnitTest tests[] = { cmocka_unit_test(metrics), cmocka_unit_test(curves) };

TEST_MAIN(tests, enter, leave)
