/* A run's folder found by an ID, its beginning or a row that has it; values by their keys. */
#include "support/results.h"

#include "run/card.h"

static void an_id_in_a_text(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { "0123456789ab", "0123456789ab" },
        { "t,mnist,publisher,kde,0,,all,1,.9,0123456789ab", "0123456789ab" },
        { "results/runs/0123456789ab/", "0123456789ab" },
        { "\"a\",\"0123456789ab\"\n", "0123456789ab" },
        { "0123", "0123" },                       /* a beginning */
        { "0123456789abc,x", "0123456789abc,x" }, /* a longer word is none */
        { "x0123456789ab", "x0123456789ab" },
        { "", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *id = card_id(cases[i][0]);
        assert_string_equal(id, cases[i][1]);
        free(id);
    }
}

static void expect_folder(const char *id, const char *expected, const char *message)
{
    struct error e = { .text = "" };
    char *found = card_folder("results", id, &e);
    if (expected)
        assert_string_equal(found, expected);
    else
        assert_null(found);
    assert_string_equal(e.text, message);
    free(found);
}

static void a_folder_by_its_beginning(void **state)
{
    (void)state;
    put_file("results/runs/0123456789ab", "meta.ini", "[run]\nstatus = ok\n");
    put_file("results/runs/0123ffffffff", "meta.ini", "[run]\nstatus = ok\n");
    put_file("results/runs/0aaaaaaaaaaa", "spec.ini", "[run]\n"); /* no run without meta.ini */
    put_file("results/phase1/abcdefabcdef", "meta.ini", "[run]\nstatus = ok\n");
    put_file("results/t/runs/999999999999", "meta.ini", "[run]\nstatus = ok\n");
    expect_folder("0123456789ab", "results/runs/0123456789ab", "");
    expect_folder("01234", "results/runs/0123456789ab", "");
    expect_folder("abc", "results/phase1/abcdefabcdef", "");
    expect_folder("99", "results/t/runs/999999999999", "");
    expect_folder("0123", NULL, "2 runs in 'results' have IDs that begin with '0123'");
    expect_folder("0a", NULL, "expected the ID of a run in 'results', or a row of auc.csv, found '0a'");
    expect_folder("0a0a0a0a0a0a", NULL,
                  "expected run 0a0a0a0a0a0a in 'results', found none: rows of kept tables are of runs that may be "
                  "gone");
    expect_folder("", NULL, "expected the ID of a run in 'results', or a row of auc.csv, found ''");
    expect_folder("../runs", NULL, "expected the ID of a run in 'results', or a row of auc.csv, found '../runs'");
}

static void values_by_their_keys(void **state)
{
    (void)state;
    struct card c;
    put_file("f", "spec.ini", "[run]\ndetector = kde\n[train]\nepochs = 3\n[shape]\nepochs = 4\n");
    put_file("f", "meta.ini", "[run]\nstatus = ok\n[program]\nrevision = abc\n");
    card_read(&c, path_join("f", NULL));
    assert_string_equal(card_value(&c, "detector"), "kde");
    assert_string_equal(card_value(&c, "epochs"), "3");
    assert_string_equal(card_value(&c, "shape.epochs"), "4");
    assert_string_equal(card_value(&c, "status"), "ok");
    assert_string_equal(card_value(&c, "program.revision"), "abc");
    assert_null(card_value(&c, "shap.epochs"));
    assert_null(card_value(&c, "gamma"));
    card_release(&c);
    card_read(&c, path_join("nowhere", NULL));
    assert_null(card_value(&c, "detector"));
    card_release(&c);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(an_id_in_a_text),
    cmocka_unit_test_setup_teardown(a_folder_by_its_beginning, enter, leave),
    cmocka_unit_test_setup_teardown(values_by_their_keys, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
