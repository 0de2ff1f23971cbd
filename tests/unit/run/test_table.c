/* Tables within meta.ini, and the files that runs of before have. */
#include "support/results.h"

#include "run/table.h"

static void read_meta(struct ini *meta, const char *text)
{
    struct text problems = TEXT_INIT;
    if (ini_read_text(meta, "meta.ini", text, &problems))
        fail_msg("%s", text_of(&problems));
    text_release(&problems);
}

static void written_and_read(void **state)
{
    (void)state;
    const char *const cells[2][6] = { { "phase1", "1", "0.5", "", "", "abc" },
                                      { "a, \"b\"", "2", "0.25", "", "1", "" } };
    struct csv_out out;
    struct csv c;
    struct ini meta;
    struct error e;
    struct text t = TEXT_INIT, where = TEXT_INIT;
    text_append(&t, "[run]\nstatus = ok\n");
    assert_int_equal(run_table_begin(&out, OF_RUN_LOSS, &e), 0);
    csv_out_row(&out, cells[0]);
    csv_out_row(&out, cells[1]);
    assert_int_equal(run_table_end(&out, OF_RUN_LOSS, &t, &e), 0);
    text_append(&t, "[other]\n1 = x\n");
    assert_string_equal(text_of(&t), "[run]\nstatus = ok\n"
                                     "[loss]\ncolumns = stage,epoch,positive_loss,negative_error,separation,chain\n"
                                     "1 = phase1,1,0.5,,,abc\n2 = \"a, \"\"b\"\"\",2,0.25,,1,\n[other]\n1 = x\n");
    read_meta(&meta, text_of(&t));
    assert_true(run_table_exists("none", &meta, OF_RUN_LOSS));
    assert_false(run_table_exists("none", &meta, OF_RUN_METRICS));
    assert_true(run_table_has_curves(&meta)); /* as it has no metrics: one of before */
    assert_int_equal(run_table_read(&c, "none", &meta, OF_RUN_LOSS, &e), 0);
    assert_int_equal(c.n_rows, 2);
    assert_string_equal(csv_cell(&c, 1, "stage"), "a, \"b\"");
    assert_string_equal(csv_cell(&c, 0, "chain"), "abc");
    run_table_where(&where, "folder", &meta, OF_RUN_LOSS);
    assert_string_equal(text_of(&where), "folder/meta.ini, [loss]");
    csv_release(&c);
    ini_release(&meta);

    /* no row, and one of another width */
    read_meta(&meta, "[metrics]\ncolumns = a,b\n");
    assert_false(run_table_has_curves(&meta));
    assert_int_equal(run_table_read(&c, "none", &meta, OF_RUN_METRICS, &e), 0);
    assert_int_equal(c.n_rows, 0);
    csv_release(&c);
    ini_release(&meta);
    read_meta(&meta, "[metrics]\ncolumns = a,b\n1 = 1,2\n2 = 1\n");
    assert_int_equal(run_table_read(&c, "none", &meta, OF_RUN_METRICS, &e), -1);
    assert_string_equal(e.text, "none/meta.ini, [metrics]:3: expected 2 fields, found 1");
    csv_release(&c);
    ini_release(&meta);
    text_release(&t);
    text_release(&where);
}

static void files_of_before(void **state)
{
    (void)state;
    const struct ini meta = { 0 };
    struct csv c;
    struct error e;
    struct text where = TEXT_INIT;
    put_file("before", "roc.csv", "fpr,tpr\n0,0\n1,1\n");
    assert_true(run_table_exists("before", &meta, OF_RUN_ROC));
    assert_int_equal(run_table_read(&c, "before", &meta, OF_RUN_ROC, &e), 0);
    assert_int_equal(c.n_rows, 2);
    csv_release(&c);
    assert_false(run_table_exists("before", &meta, OF_RUN_TRADEOFF));
    assert_int_equal(run_table_read(&c, "before", &meta, OF_RUN_TRADEOFF, &e), -1);
    assert_says(e.text, "cannot open 'before/tradeoff.csv'");
    csv_release(&c);
    run_table_where(&where, "before", &meta, OF_RUN_METRICS);
    assert_string_equal(text_of(&where), "before/metrics.csv");
    text_release(&where);
}

static void sections(void **state)
{
    (void)state;
    assert_true(run_table_is_section("metrics") && run_table_is_section("loss"));
    assert_false(run_table_is_section("run") || run_table_is_section("files"));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(written_and_read),
    cmocka_unit_test(files_of_before),
    cmocka_unit_test(sections),
};

TEST_MAIN(tests, enter, leave)
