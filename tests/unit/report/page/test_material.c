/* Experiments as a report reads them. */
#include "report/page/material.h"
#include "support/pages.h"

static int read_folders(struct material *m, void **state, const char *first, const char *second, struct error *e)
{
    char *paths[] = { path_join(*state, first, NULL), second ? path_join(*state, second, NULL) : NULL, NULL };
    int bad = material_read(m, (const char *const *)paths, 0, e);
    free(paths[0]);
    free(paths[1]);
    return bad;
}

static void put_runs(void **state, const char *folder, int ok, int failed, int missing)
{
    struct text rows = TEXT_INIT, id = TEXT_INIT;
    for (int i = 0; i < ok + failed + missing; i++) {
        text_clear(&id);
        text_format(&id, "%012d", i);
        page_run(&rows, "kde", text_of(&id), i < ok ? "0.9" : "",
                 i < ok            ? "ok"
                 : i < ok + failed ? "failed"
                                   : "missing",
                 "");
    }
    text_append(&rows,
                "x,tiny,publisher,kde,0,,3,1,,,,,,0.9,,,5,5,ok,,000000000000,rest,0,0,0,\n"); /* no run of its own */
    put_page_file(state, folder, "auc.csv", PAGE_AUC_HEADER, text_of(&rows));
    text_release(&rows);
    text_release(&id);
}

static void expect_counts(const struct run_counts *n, size_t planned, size_t ok, size_t failed, size_t missing)
{
    assert_int_equal(n->planned, planned);
    assert_int_equal(n->ok, ok);
    assert_int_equal(n->failed, failed);
    assert_int_equal(n->missing, missing);
}

static void folders_of_experiments(void **state)
{
    struct material m;
    struct error e;
    put_runs(state, "all/b", 2, 1, 1);
    put_runs(state, "all/a", 3, 0, 0);
    put_page_file(state, "all/b", "title.txt", "Of b\nmore\n", "");
    put_page_file(state, "all/a", "spec.ini", "[experiment]\ntitle = Of a\n", "");
    put_page_file(state, "all/other", "words", "", "");
    assert_int_equal(read_folders(&m, state, "all/", NULL, &e), 0);
    assert_int_equal(m.n, 2);
    assert_string_equal(m.of[0].name, "a");
    assert_string_equal(m.of[0].title, "Of a");
    assert_string_equal(m.of[1].title, "Of b");
    expect_counts(&m.of[1].runs, 4, 2, 1, 1);
    /* a run that both have counts once, and where it is done as done */
    expect_counts(&m.runs, 4, 3, 0, 1);
    assert_int_equal(strlen(m.of[0].sha256[OF_AUC]), 64);
    assert_string_equal(m.of[0].sha256[OF_SUMMARY], "");
    assert_int_equal(m.of[0].tables[OF_SUMMARY].n_rows, 0);
    material_release(&m);
    assert_int_equal(read_folders(&m, state, "all/a", NULL, &e), 0); /* one alone */
    assert_int_equal(m.n, 1);
    material_release(&m);
}

static void tables_of_the_paper_lead(void **state)
{
    struct material m;
    struct error e;
    put_runs(state, "all/a", 1, 0, 0);
    put_runs(state, "all/b", 1, 0, 0);
    assert_int_equal(read_folders(&m, state, "all", NULL, &e), 0);
    assert_true(material_leads(&m, &m.of[0]) && material_leads(&m, &m.of[1])); /* where none is one all do */
    material_release(&m);
    put_runs(state, "all/table2", 1, 0, 0);
    assert_int_equal(read_folders(&m, state, "all", NULL, &e), 0);
    assert_string_equal(m.of[0].name, "table2");
    assert_string_equal(m.of[1].name, "a");
    assert_string_equal(m.of[2].name, "b");
    assert_true(material_leads(&m, &m.of[0]));
    assert_false(material_leads(&m, &m.of[1]));
    material_release(&m);
}

static void the_fuller_one_counts(void **state)
{
    struct material m;
    struct error e;
    put_runs(state, "one/x", 1, 0, 2);
    put_runs(state, "two/x", 2, 0, 1);
    assert_int_equal(read_folders(&m, state, "one", "two", &e), 0);
    assert_int_equal(m.n, 1);
    assert_int_equal(m.of[0].runs.ok, 2);
    assert_int_equal(m.n_passed_over, 1);
    assert_says(m.passed_over[0], "/one/x");
    material_release(&m);
    assert_int_equal(read_folders(&m, state, "two", "one", &e), 0);
    assert_int_equal(m.of[0].runs.ok, 2);
    assert_says(m.passed_over[0], "/one/x");
    material_release(&m);
    put_runs(state, "one/x", 2, 1, 0);
    assert_int_equal(read_folders(&m, state, "one", "two", &e), 0); /* as many: the first */
    assert_int_equal(m.of[0].runs.failed, 1);
    material_release(&m);
}

static void nothing_there(void **state)
{
    struct material m;
    struct error e;
    char *folder = path_join(*state, "empty", NULL);
    assert_int_equal(folder_make(folder, &e), 0);
    free(folder);
    assert_int_equal(read_folders(&m, state, "empty", NULL, &e), 0);
    assert_int_equal(m.n, 0);
    material_release(&m);
    assert_int_equal(read_folders(&m, state, "nowhere", NULL, &e), -1);
    assert_says(e.text, "nowhere");
    material_release(&m);
}

static void what_is_no_table(void **state)
{
    struct material m;
    struct error e;
    put_runs(state, "x", 1, 0, 0);
    put_page_file(state, "x", "summary.csv", "dataset,task\n", "a,b,c\n");
    assert_int_equal(read_folders(&m, state, "x", NULL, &e), -1);
    assert_says(e.text, "/x/summary.csv:2:");
    material_release(&m);
    put_page_file(state, "x", "summary.csv", "dataset,task\n", "a,b\n");
    assert_int_equal(read_folders(&m, state, "x", NULL, &e), -1);
    assert_says(e.text, "/x/summary.csv:1: expected a column 'method'");
    material_release(&m);
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(folders_of_experiments), IN_FOLDER(tables_of_the_paper_lead), IN_FOLDER(the_fuller_one_counts),
    IN_FOLDER(nothing_there),          IN_FOLDER(what_is_no_table),
};

TEST_MAIN(tests, NULL, NULL)
