/* Each sentence in each of its branches, in HTML and LaTeX. */
#include "report/text/sentences.h"
#include "support/main.h"
#include "support/suite.h"

#define HEADER "method,against,n_tasks,wins,ties,losses,mean_difference,difference_lo,difference_hi,decision\n"

static void read_table(struct experiment *x, enum material_file file, const char *text)
{
    struct error e;
    if (csv_read_bytes(&x->tables[file], material_names[file], text, strlen(text), &e))
        fail_msg("%s", e.text);
}

/* An experiment with these rows of tests.csv. */
static struct experiment experiment_of(const char *name, const char *title, const char *rows)
{
    struct experiment x = { .name = (char *)name, .title = (char *)title };
    struct text t = TEXT_INIT;
    text_format(&t, "%s%s", HEADER, rows);
    read_table(&x, OF_TESTS, text_of(&t));
    text_release(&t);
    return x;
}

static void expect(struct text *t, const char *expected)
{
    assert_string_equal(text_of(t), expected);
    text_clear(t);
}

static void of_runs(void **state)
{
    (void)state;
    struct text t = TEXT_INIT;
    const struct say html = { &t, SAY_HTML, 4 }, tex = { &t, SAY_TEX, 3 };
    sentence_runs(&html, &(struct run_counts) { .planned = 1234, .ok = 1234 });
    expect(&t, "all 1,234 runs are done");
    sentence_runs(&tex, &(struct run_counts) { .planned = 1234, .ok = 1002, .failed = 2, .missing = 230 });
    expect(&t, "1{,}002 of 1{,}234 runs are done; \\textbf{2 failed}; 230 are missing");
    sentence_runs(&html, &(struct run_counts) { .planned = 3, .ok = 1, .failed = 1, .missing = 1 });
    expect(&t, "1 of 3 runs are done; <b>1 failed</b>; 1 is missing");
    sentence_runs(&html, &(struct run_counts) { .planned = 3, .missing = 3 });
    expect(&t, "of 3 runs that are planned none is done; 3 are missing");
    text_release(&t);
}

static void of_printed_numbers(void **state)
{
    (void)state;
    struct text t = TEXT_INIT;
    const struct say html = { &t, SAY_HTML, 4 };
    const struct printed_counts none = { .printed = 9 };
    struct printed_counts all = {
        .printed = 9, .there = 6, .match = { 0, 1, 2, 3 }, .higher = { 6, 5, 4, 2 }, .lower = { 0, 0, 0, 1 }
    };
    const struct printed_counts own = { .printed = 4, .there = 3, .match = { 0, 0, 0, 1 }, .higher = { 0, 0, 0, 2 } };
    sentence_printed(&html, &none);
    expect(&t, "None of these results stands beside a number that the paper prints");
    sentence_tolerances(&html, &none);
    sentence_shares(&html, &none, &none);
    sentence_shares(&html, &none, &all); /* nothing of its own */
    sentence_shares(&html, &all, &all);  /* nothing but its own */
    expect(&t, "");
    sentence_printed(&html, &all);
    expect(&t, "beside 6 of 9 printed numbers stands a reproduced one. By its own tolerance 3 match, 2 are higher than "
               "printed, 1 lower");
    all.partial = 4;
    sentence_printed(&html, &all);
    assert_says(text_of(&t), "1 lower; 4 of the 6 are of fewer runs than planned");
    text_clear(&t);
    all.partial = 1;
    sentence_printed(&html, &all);
    assert_says(text_of(&t), "1 lower; 1 of the 6 is of fewer runs than planned");
    text_clear(&t);
    sentence_shares(&html, &own, &all);
    expect(&t, "Of the numbers of LIS-AE, in all its forms, 1 match, 2 are higher, 0 lower; of those of the others 2 "
               "match, 0 are higher, 1 lower");
    sentence_tolerances(&html, &all);
    expect(&t, "0 match within 0.005, 1 within 0.01, 2 within 0.02");
    text_release(&t);
}

#define SAID "; the exact test of ranks over tasks, after Holm, says: "

static void of_a_pair(void **state)
{
    (void)state;
    static const struct {
        const char *row, *says;
    } all[] = {
        { "lis-ae,ae,10,9,0,1,0.0315,0.01,0.05,higher\n",
          "the mean AUC of LIS-AE is higher than that of AE ($+0.032$, over tasks $[+0.010, +0.050]$), higher in "
          "9 of 10 tasks" SAID "higher" },
        { "oe-bce,lis-ae,10,0,0,10,-0.2,-0.3,-0.1,lower\n",
          "the mean AUC of OE-BCE is lower than that of LIS-AE ($-0.200$, over tasks $[-0.300, -0.100]$), higher "
          "in 0 of 10 tasks" SAID "lower" },
        { "oe-bce,lis-ae,10,4,1,5,-0.0001,-0.3,0.1,no difference shown\n",
          "the mean AUC of OE-BCE is lower than that of LIS-AE ($-0.000$, over tasks $[-0.300, +0.100]$), higher "
          "in 4 of 10 tasks" SAID "no difference shown" },
        { "lis-ae,ae,2,2,0,0,0.5,,,cannot be decided\n",
          "the mean AUC of LIS-AE is higher than that of AE ($+0.500$), higher in 2 of 2 tasks" SAID
          "cannot be decided" },
        { "lis-ae,ae,1,0,1,0,0.000000,,,\n",
          "the mean AUC of LIS-AE is the same as that of AE ($+0.000$), higher in 0 of 1 task" },
        { "lis-ae,ae,0,,,,,,,\n", "there is no task yet with scores of both LIS-AE and AE" },
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct text t = TEXT_INIT;
        struct experiment x = experiment_of("x", "X", all[i].row);
        sentence_pair(&(struct say) { &t, SAY_TEX, 3 }, suite(), &x.tables[OF_TESTS], 0);
        expect(&t, all[i].says);
        csv_release(&x.tables[OF_TESTS]);
        text_release(&t);
    }
}

/* Above, below, even and missing, with every word of a test. */
static void of_many(void **state)
{
    (void)state;
    struct text t = TEXT_INIT;
    const struct say html = { &t, SAY_HTML, 2 };
    struct duels d;
    struct experiment of[] = {
        experiment_of("table1", "One & all", "hsc,lis-ae,9,9,0,0,0.25,,,higher\nlis-ae,ae,9,9,0,0,0.5,,,higher\n"),
        experiment_of("table2", "Two",
                      "hsc,lis-ae,9,9,0,0,0.5,,,cannot be decided\nsup-hsc,lis-ae,9,9,0,0,0.5,,,higher\n"
                      "hsc,lis-ae,9,0,0,9,-0.125,,,lower\n"),
        experiment_of("table3", "Three", "hsc,lis-ae,9,0,9,0,0,,,no difference shown\nhsc,lis-ae,,,,,,,,\n"),
        experiment_of("other", "Other", "hsc,lis-ae,9,9,0,0,0.75,,,higher\nlis-ae,ae,9,0,0,9,-0.25,,,lower\n"),
    };
    const struct material m = { .of = of, .n = 4 }, other = { .of = of + 3, .n = 1 }, nothing = { .n = 0 };
    duels_between(&d, &m, "hsc", "lis-ae");
    sentence_where(&html, suite(), &d);
    expect(&t,
           "against LIS-AE the mean AUC of HSC is higher in One &amp; all (<data value=\"0.25\">+0.25</data>) and "
           "Two (<data "
           "value=\"0.5\">+0.50</data>); lower in Two (<data value=\"-0.125\">-0.13</data>); the same in Three; not "
           "known in "
           "Three" SAID "higher in 1, lower in 1, no difference shown in 1, cannot be decided in 1");
    sentence_duels(&html, suite(), &d);
    expect(&t, "the mean AUC of HSC is higher than that of LIS-AE in 2 of 4 comparisons, the differences between <data "
               "value=\"-0.125\">-0.13</data> and <data value=\"0.5\">+0.50</data>" SAID
               "higher in 1, lower in 1, no difference shown in 1, cannot be decided in 1");
    duels_release(&d);
    duels_between(&d, &other, "hsc", "lis-ae"); /* where nothing is a table all count */
    sentence_where(&html, suite(), &d);
    expect(&t, "against LIS-AE the mean AUC of HSC is higher in Other (<data value=\"0.75\">+0.75</data>)" SAID
               "higher in 1");
    duels_release(&d);
    duels_with_base(&d, &m, suite(), 1);
    sentence_duels(&html, suite(), &d);
    expect(&t, "the mean AUC of LIS-AE is higher than that of AE in 1 of 1 comparison, the difference <data "
               "value=\"0.5\">+0.50</data>" SAID "higher in 1");
    duels_release(&d);
    duels_with_base(&d, &m, suite(), 0);
    sentence_duels(&html, suite(), &d);
    expect(&t, "the mean AUC of LIS-AE is higher than that of AE in 0 of 1 comparison, the difference <data "
               "value=\"-0.25\">-0.25</data>" SAID "lower in 1");
    duels_release(&d);
    duels_between(&d, &nothing, "hsc", "lis-ae");
    sentence_where(&html, suite(), &d);
    sentence_duels(&html, suite(), &d);
    expect(&t, "");
    duels_release(&d);
    size_t n;
    const char **methods = duels_methods(&m, "lis-ae", &n);
    assert_int_equal(n, 1); /* not the one that is told the classes */
    assert_string_equal(methods[0], "hsc");
    free(methods);
    for (size_t i = 0; i < 4; i++)
        csv_release(&of[i].tables[OF_TESTS]);
    text_release(&t);
}

/* An experiment in which LIS-AE, of the runs with these IDs, is above AE by `difference`. */
static struct experiment with_runs(const char *title, const char *difference, const char *ids)
{
    struct text t = TEXT_INIT;
    text_format(&t, "lis-ae,ae,%zu,0,0,0,%s,,,higher\n", strlen(ids), difference);
    struct experiment x = experiment_of("table", title, text_of(&t));
    read_table(&x, OF_SUMMARY, "method,detector\nae,ae\nlis-ae,lis-ae\n");
    text_clear(&t);
    text_append(&t, "detector,outlier,status,run_id\nae,all,ok,z\n");
    for (const char *id = ids; *id; id++)
        text_format(&t, "lis-ae,all,ok,%c\nlis-ae,3,ok,%c\n", *id, *id);
    read_table(&x, OF_AUC, text_of(&t));
    text_release(&t);
    return x;
}

/* What several tables have is one comparison: that of the most runs, wherever it stands. */
static void of_the_same_runs(void **state)
{
    (void)state;
    static const struct {
        const char *first, *second, *third, *says;
    } all[] = {
        { "ab", "bac", "c", "1 of 1 comparison, the difference $+0.200$" },
        { "abc", "c", "ab", "1 of 1 comparison, the difference $+0.100$" },
        { "ab", "ab", "ab", "1 of 1 comparison, the difference $+0.100$" },
        { "a", "b", "ab", "1 of 1 comparison, the difference $+0.300$" },
        { "ab", "bc", "ac", "3 of 3 comparisons, the differences between $+0.100$ and $+0.300$" },
        { "ab", "x", "b", "2 of 2 comparisons, the differences between $+0.100$ and $+0.200$" },
        { "", "", "", "3 of 3 comparisons, the differences between $+0.100$ and $+0.300$" },
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct experiment of[] = { with_runs("A", "0.1", all[i].first), with_runs("B", "0.2", all[i].second),
                                   with_runs("C", "0.3", all[i].third) };
        struct text t = TEXT_INIT;
        struct duels d;
        duels_with_base(&d, &(struct material) { .of = of, .n = 3 }, suite(), 1);
        sentence_duels(&(struct say) { &t, SAY_TEX, 3 }, suite(), &d);
        assert_says(text_of(&t), all[i].says);
        duels_release(&d);
        text_release(&t);
        for (size_t x = 0; x < 3; x++)
            for (size_t k = 0; k < MATERIAL_TABLES; k++)
                csv_release(&of[x].tables[k]);
    }
}

static void of_the_highest(void **state)
{
    (void)state;
    struct text t = TEXT_INIT;
    const struct say html = { &t, SAY_HTML, 4 };
    sentence_highest(&html, 1, 1, " <i>here</i>", "");
    expect(&t,
           "of methods that are not told the classes of the outliers is that of LIS-AE, in one of its forms, in 1 of "
           "the 1 row <i>here</i>");
    sentence_highest(&html, 0, 3, "", "KDE (a<b)");
    expect(&t,
           "of methods that are not told the classes of the outliers is that of LIS-AE, in one of its forms, in 0 of "
           "the 3 rows; elsewhere that "
           "of KDE (a&lt;b)");
    text_release(&t);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(of_runs), cmocka_unit_test(of_printed_numbers), cmocka_unit_test(of_a_pair),
    cmocka_unit_test(of_many), cmocka_unit_test(of_the_same_runs),   cmocka_unit_test(of_the_highest),
};

TEST_MAIN(tests, NULL, NULL)
