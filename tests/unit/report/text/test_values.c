/* The numbers that a text may name, of experiments made by hand. */
#include "report/text/values.h"
#include "support/pages.h"
#include "support/suite.h"

#define TESTS_HEADER \
    "experiment,dataset,task,method,negative,latent,gamma,beta,variant,against,against_setting,n_tasks,wins,ties," \
    "losses,mean_difference,difference_lo,difference_hi,p_holm,p_least,n_tests,decision\n"

static void make(struct text *out, void **state, const struct printed_tables *printed)
{
    struct material m;
    struct error e;
    char *path = path_join(*state, "all", NULL);
    const char *const folders[] = { path, NULL };
    if (material_read(&m, folders, 0, &e))
        fail_msg("%s", e.text);
    values_append_tex(out, &m, suite(), printed);
    material_release(&m);
    free(path);
}

static void expect_line(const struct text *t, const char *key, const char *value)
{
    struct text line = TEXT_INIT;
    text_format(&line, "\\lisaevalue{%s}{%s}\n", key, value);
    if (!strstr(text_of(t), text_of(&line)))
        fail_msg("expected %sin\n%s", text_of(&line), text_of(t));
    text_release(&line);
}

static void expect_none(const struct text *t, const char *key)
{
    struct text begin = TEXT_INIT;
    text_format(&begin, "\\lisaevalue{%s}", key);
    if (strstr(text_of(t), text_of(&begin)))
        fail_msg("expected no %s in\n%s", text_of(&begin), text_of(t));
    text_release(&begin);
}

/* One run of KDE that is done, one of LIS-AE in this state, and `more` that are done. */
static void put_runs(void **state, const char *status, int more)
{
    struct text rows = TEXT_INIT;
    char id[] = "000000000010";
    page_run(&rows, "kde", "000000000001", "0.9", "ok", "");
    page_run(&rows, "lis-ae", "000000000002", "0.95", status, "");
    for (; more; more--, id[11]++)
        page_run(&rows, "lis-ae", id, "0.95", "ok", "");
    put_page_file(state, "all/x", "auc.csv", PAGE_AUC_HEADER, text_of(&rows));
    text_release(&rows);
}

/* Each row has all names that no other has, and nothing is said that is not there. */
static void of_rows(void **state)
{
    const struct printed_tables none = { .n = 0 };
    struct text t = TEXT_INIT;
    put_runs(state, "missing", 6);
    put_page_file(state, "all/x", "summary.csv", PAGE_SUMMARY_HEADER,
                  "x,tiny,one-class,kde,kde,,,,,,,0.9125,,,,2,1,1,2,0.93,-0.0175,lower,rest,0\n"
                  "x,tiny,one-class,lis-ae,lis-ae,next-class,3,1,2,off,,0.9995,0.0011,,,2,2,4,4,,,,rest,0\n"
                  "x,tiny,one-class,lis-ae,lis-ae,dataset:a_b,3,1,2,off,k=1%,0.5,,,,2,1,2,2,,,,rest,0\n"
                  "x,tiny,one-class,lis-ae,lis-ae,dataset:a_b,3,1,2,off,k=2%,,,,,2,1,0,2,,,,rest,0\n");
    put_page_file(state, "all/x", "tests.csv", TESTS_HEADER,
                  "x,tiny,one-class,lis-ae,next-class,3,1,2,,kde,,2,2,0,0,0.0875,0.01,0.165,0.25,0.25,1,"
                  "cannot be decided\n");
    make(&t, state, &none);
    assert_int_equal(strncmp(text_of(&t), "\\lisaewholefalse\n", 17), 0);
    expect_line(&t, "runs/planned", "8");
    expect_line(&t, "runs/missing", "1");
    expect_line(&t, "x/kde/mean", "$0.913$ (1/2)");
    expect_line(&t, "x/kde/sd", "--");
    expect_line(&t, "x/kde/published", "$0.930$");
    expect_line(&t, "x/kde/difference", "$-0.018$");
    expect_line(&t, "x/kde/verdict", "lower");
    expect_line(&t, "x/kde/none/mean", "$0.913$ (1/2)");
    expect_none(&t, "x/lis-ae/mean");
    expect_line(&t, "x/lis-ae/next-class/mean", "$1.000$");
    expect_line(&t, "x/lis-ae/next-class/seeds", "2");
    expect_none(&t, "x/lis-ae/dataset:a-b/mean");
    expect_line(&t, "x/lis-ae/dataset:a-b/latent=3,gamma=1,beta=2,variant=k=1-/mean", "$0.500$");
    expect_line(&t, "x/lis-ae/dataset:a-b/latent=3,gamma=1,beta=2,variant=k=2-/mean", "--");
    expect_line(&t, "x/lis-ae against kde/difference", "$+0.088$");
    expect_line(&t, "x/lis-ae against kde/interval", "$[+0.010, +0.165]$");
    expect_line(&t, "x/lis-ae against kde/side", "above");
    expect_line(&t, "x/lis-ae against kde/p", "$0.25$");
    expect_line(&t, "x/lis-ae against kde/decision", "cannot be decided");
    expect_line(
        &t, "x/lis-ae against kde/sentence",
        "the mean AUC of LIS-AE is higher than that of KDE ($+0.088$, over tasks $[+0.010, +0.165]$), higher in 2 "
        "of 2 tasks; the exact test of ranks over tasks, after Holm, says: cannot be decided");
    expect_line(&t, "say/runs", "7 of 8 runs are done; 1 is missing");
    expect_none(&t, "say/lis-ae against kde/where"); /* kde is nobody's base */
    text_release(&t);
}

/* Whole only where all runs are done and all printed numbers stand beside whole ones. */
static void of_printed_numbers(void **state)
{
    struct printed_counts all = { .printed = 1234567,
                                  .there = 1044,
                                  .inside = 9,
                                  .match = { 1, 2, 3, 4 },
                                  .higher = { 0, 0, 0, 7 },
                                  .lower = { 0, 0, 0, 6 } };
    struct printed_counts own = {
        .printed = 1000000, .there = 44, .inside = 2, .match = { 1, 1, 1, 3 }, .lower = { 0, 0, 0, 1 }
    };
    struct text t = TEXT_INIT;
    put_runs(state, "ok", 0);
    make(&t, state, &(struct printed_tables) { .all = all, .lis_ae = own });
    assert_int_equal(strncmp(text_of(&t), "\\lisaewholetrue\n", 16), 0);
    expect_line(&t, "printed/all/printed", "1{,}234{,}567");
    expect_line(&t, "printed/all/there", "1{,}044");
    expect_line(&t, "printed/all/match-0.01", "2");
    expect_line(&t, "printed/all/match", "4");
    expect_line(&t, "printed/all/differ", "higher");
    expect_line(&t, "printed/lis-ae/differ", "lower");
    expect_line(
        &t, "say/printed",
        "beside 1{,}044 of 1{,}234{,}567 printed numbers stands a reproduced one. By its own tolerance 4 match, 7 "
        "are higher than printed, 6 lower");
    expect_line(&t, "say/tolerances", "1 match within 0.005, 2 within 0.01, 3 within 0.02");
    expect_line(&t, "printed/lis-ae/match", "3");
    expect_line(&t, "printed/others/printed", "234{,}567");
    expect_line(&t, "printed/others/match", "1");
    expect_line(&t, "printed/others/inside", "7");
    text_clear(&t);
    all.partial = 1;
    make(&t, state, &(struct printed_tables) { .all = all });
    assert_int_equal(strncmp(text_of(&t), "\\lisaewholefalse\n", 17), 0);
    text_release(&t);
}

static const struct CMUnitTest tests[] = { IN_FOLDER(of_rows), IN_FOLDER(of_printed_numbers) };

TEST_MAIN(tests, NULL, NULL)
