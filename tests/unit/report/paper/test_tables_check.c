/* The tables that others are made of, as a spreadsheet or a merge may have spoiled them. */
#include "report/paper/tables_check.h"

#include "report/paper/published.h"
#include "support/folder.h"

static const char auc[] = "dataset,detector,positive,outlier,seed,auc,status,run_id\n";
static const char summary[] = "experiment,dataset,task,method,detector,mean,n_ok,n_planned,published,verdict\n";
static const char compare[] = PUBLISHED_COLUMNS ",run_negative,reproduced,n_ok,n_planned,difference,verdict,inside\n";

static void read_rows(struct csv *c, const char *header, const char *rows)
{
    struct text t = TEXT_INIT;
    struct error e;
    text_format(&t, "%s%s", header, rows);
    if (csv_read_bytes(c, "t.csv", text_of(&t), t.length, &e))
        fail_msg("%s", e.text);
    text_release(&t);
}

/* Refused, with this said; NULL: taken. */
static void expect(enum table table, const char *header, const char *rows, const char *message)
{
    struct csv c;
    struct error e = { .text = "" };
    read_rows(&c, header, rows);
    assert_int_equal(tables_check(&c, "t.csv", table, &e), message ? -1 : 0);
    if (message)
        assert_string_equal(e.text, message);
    csv_release(&c);
}

static void columns(void **state)
{
    (void)state;
    expect(IN_SUMMARY, "dataset,task,method,detector,mean,n_ok,n_planned\n", "", NULL);
    expect(IN_SUMMARY, "dataset;task;method\n", "", "t.csv:1: expected a column 'dataset', found none");
    expect(IN_SUMMARY, "dataset,task,method,detector,Mean,n_ok,n_planned\n", "",
           "t.csv:1: expected a column 'mean', found none");
    expect(IN_SUMMARY, "dataset,task,method,detector,mean,n_ok,n_planned,Gamma\n", "",
           "t.csv:1: expected a column of summary.csv, found 'Gamma'");
    expect(IN_COMPARE, "table,dataset,method,auc,reproduced,verdict,note\n", "", NULL);
    expect(IN_COMPARE, "table,dataset,method,auc,reproduced,verdict,status\n", "",
           "t.csv:1: expected a column of compare.csv, found 'status'");
    expect(IN_AUC, "dataset,detector,positive,outlier,seed,auc,status\n", "",
           "t.csv:1: expected a column 'run_id', found none");
}

static void cells(void **state)
{
    (void)state;
    expect(IN_AUC, auc, "tiny,kde,0,all,1,0.5,ok,00000000000a\n", NULL);
    expect(IN_AUC, auc, "tiny,kde,0,all,1,7.5,ok,00000000000a\n",
           "t.csv:2: expected an AUC from 0 to 1 in 'auc', found '7.5'");
    expect(IN_SUMMARY, summary, "x,tiny,one-class,kde,kde,0.5,1,1,,\n", NULL);
    expect(IN_SUMMARY, summary, "x,tiny,one-class,kde,kde,,0,1,,missing\n", NULL);
    static const char *const means[] = { "7.5", "hello", "nan", "1e300", "-0.1" };
    for (size_t i = 0; i < sizeof means / sizeof *means; i++) {
        char row[64], said[128];
        snprintf(row, sizeof row, "x,tiny,one-class,kde,kde,%s,1,1,,\n", means[i]);
        snprintf(said, sizeof said, "t.csv:2: expected a number from 0 to 1 or none in 'mean', found '%s'", means[i]);
        expect(IN_SUMMARY, summary, row, said);
    }
    expect(IN_SUMMARY, summary, "x,tiny,one-class,kde,kde,0.5,x,1,,\n",
           "t.csv:2: expected a whole number from 0 in 'n_ok', found 'x'");
    expect(IN_COMPARE, compare, "1,tiny,one-class,kde,mean,,mean,9,0.9,,,0.8,3,3,-0.1,lower,no\n", NULL);
    expect(IN_COMPARE, compare, "1,tiny,one-class,kde,mean,,mean,9,0.9,,,0.8,3,3,-0.1,smaller,no\n",
           "t.csv:2: expected match, higher, lower, missing or none in 'verdict', found 'smaller'");
    expect(IN_COMPARE, compare, "1,tiny,one-class,kde,mean,,mean,9,0.9,,,0.8,3,3,-7,lower,no\n",
           "t.csv:2: expected a number from -1 to 1 or none in 'difference', found '-7'");
    expect(IN_COMPARE, compare, "1,tiny,one-class,kde,mean,,mean,9,0.9,,,0.8,3,3,-0.1,lower,maybe\n",
           "t.csv:2: expected yes, no or none in 'inside', found 'maybe'");
}

/* Rows of runs that were done, and of means. */
static void doubles(void **state)
{
    (void)state;
    expect(IN_AUC, auc, "tiny,kde,0,all,1,0.5,ok,00000000000a\ntiny,kde,0,1,1,0.5,ok,00000000000a\n", NULL);
    expect(IN_AUC, auc, "tiny,kde,0,all,1,,failed,00000000000a\ntiny,kde,0,all,1,0.5,ok,00000000000a\n", NULL);
    expect(IN_AUC, auc,
           "tiny,kde,0,all,1,0.5,ok,00000000000a\ntiny,kde,0,all,1,,failed,00000000000a\n"
           "tiny,kde,0,all,1,0.6,ok,00000000000a\n",
           "t.csv:4: expected each row once, found that of line 2 again");
    expect(IN_SUMMARY, summary, "x,tiny,one-class,kde,kde,0.5,1,1,,\nx,tiny,one-class,kde,kde,0.6,1,1,,\n",
           "t.csv:3: expected each row once, found that of line 2 again");
}

static void together(const char *runs, const char *means, const char *compared, const char *message)
{
    struct csv a, s, c;
    struct error e = { .text = "" };
    read_rows(&a, auc, runs);
    read_rows(&s, summary, means);
    read_rows(&c, compare, compared);
    assert_int_equal(tables_check_together(&a, &s, &c, "f", &e), message ? -1 : 0);
    if (message)
        assert_string_equal(e.text, message);
    csv_release(&a);
    csv_release(&s);
    csv_release(&c);
}

static void three_of_a_folder(void **state)
{
    static const char run[] = "tiny,kde,0,all,1,0.5,ok,00000000000a\n";
    static const char missing[] = "tiny,kde,0,all,1,,missing,00000000000a\n";
    static const char mean[] = "x,tiny,one-class,kde,kde,0.5,1,1,0.9,lower\n";
    static const char two[] =
        "x,tiny,one-class,kde,kde,0.5,1,1,0.9,lower\nx,tiny,one-class,kde,kde,0.5,1,1,0.9,lower\n";
    static const char row[] = "1,tiny,one-class,kde,mean,,mean,9,0.9,,,0.5,1,1,-0.4,lower,no\n";
    static const char rows[] = "1,tiny,one-class,kde,mean,,mean,9,0.9,,,0.5,1,1,-0.4,lower,no\n"
                               "1,tiny,one-class,kde,mean,,mean,9,0.9,,,0.5,1,1,-0.4,lower,no\n";
    (void)state;
    together("", "", "", NULL);
    together(run, mean, row, NULL);
    together(missing, "", "", NULL);
    together("", mean, row, "f/auc.csv:1: expected rows of what summary.csv has, found none");
    together(run, "", "", "f/summary.csv:1: expected rows of what auc.csv has, found none");
    together(run, mean, "", "f/compare.csv:1: expected rows of what summary.csv has, found none");
    together(run, mean, rows, "f/compare.csv:3: expected each row once, found that of line 2 again");
    together(run, two, rows, NULL); /* means that differ in what compare.csv does not show */
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(columns),
    cmocka_unit_test(cells),
    cmocka_unit_test(doubles),
    cmocka_unit_test(three_of_a_folder),
};

TEST_MAIN(tests, NULL, NULL)
