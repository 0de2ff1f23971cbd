/* Which experiments serve the paper's tables, and which of two copies. */
#include "support/paper_tables.h"

static const char one_done[] = "x,tiny,one-class,kde,kde,,,,,,,0.5,0,,,10,1,3,match,0\n";
static const char three_done[] = "x,tiny,one-class,kde,kde,,,,,,,0.5,0,,,10,3,3,match,0\n";

static void read_them(struct sources *s, void **state, const char *const *named)
{
    struct error e;
    char *results = path_join(*state, "results", NULL), *reference = path_join(*state, "reference", NULL);
    if (sources_read(s, results, reference, named, &e))
        fail_msg("%s", e.text);
    free(results);
    free(reference);
}

static void expect_source(const struct sources *s, size_t i, const char *experiment, const char *place)
{
    assert_in_range(i, 0, s->n - 1);
    assert_string_equal(s->of[i].experiment, experiment);
    assert_string_equal(source_place(&s->of[i]), place);
}

static void what_is_whole_counts(void **state)
{
    struct sources s;
    put_experiment(state, "reference/table1-a", "", three_done);
    put_experiment(state, "results/table1-a", "", one_done);
    put_experiment(state, "reference/table1-b", "", one_done);
    put_experiment(state, "results/table1-b", "", one_done);
    put_experiment(state, "reference/table2", "", one_done);
    put_experiment(state, "results/table3-c", "", one_done);
    put_experiment(state, "results/gamma", "", three_done);
    put_lines(state, "results/table9", "a file\n", "");
    read_them(&s, state, NULL);
    assert_int_equal(s.n, 4);
    expect_source(&s, 0, "table1-a", "reference");
    expect_source(&s, 1, "table1-b", "results");
    expect_source(&s, 2, "table2", "reference");
    expect_source(&s, 3, "table3-c", "results");
    assert_string_equal(source_edition(&s.of[0], "marks"), "other");
    assert_string_equal(source_edition(&s.of[0], "mnist"), "");
    sources_release(&s);
}

static void whose_table(void **state)
{
    static char other[] = "own";
    static const struct {
        char *experiment, *table;
        int is_of;
    } cases[] = {
        { "table1-mnist", "1", 1 }, { "table1", "1", 1 },     { "table10", "1", 0 },
        { "table1-a", "A1", 0 },    { "tableA1-a", "A1", 1 }, { "tableA1-a", "1", 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct source s = { .experiment = cases[i].experiment, .place = PLACE_RESULTS };
        assert_int_equal(source_is_of(&s, cases[i].table), cases[i].is_of);
        s.place = PLACE_NAMED;
        assert_int_equal(source_is_of(&s, cases[i].table), cases[i].is_of);
        s.experiment = other;
        assert_int_equal(source_is_of(&s, cases[i].table), 1);
    }
}

static void named_ones(void **state)
{
    struct sources s;
    struct error e;
    put_experiment(state, "reference/table1-a", "", three_done);
    put_experiment(state, "elsewhere/table1-a", "", one_done);
    put_experiment(state, "elsewhere/own", "", one_done);
    char *a = path_join(*state, "elsewhere/table1-a", NULL), *own = path_join(*state, "elsewhere/own/", NULL);
    const char *const both[] = { own, a, NULL }, *const twice[] = { a, a, NULL }, *const none[] = { *state, NULL };
    read_them(&s, state, both);
    assert_int_equal(s.n, 2);
    expect_source(&s, 0, "own", "named");
    expect_source(&s, 1, "table1-a", "named");
    sources_release(&s);
    assert_int_equal(sources_read(&s, "nowhere", NULL, twice, &e), -1);
    assert_says(e.text, "expected an experiment once");
    sources_release(&s);
    assert_int_equal(sources_read(&s, "nowhere", NULL, none, &e), -1);
    assert_says(e.text, "found no compare.csv");
    sources_release(&s);
    free(a);
    free(own);
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(what_is_whole_counts),
    cmocka_unit_test(whose_table),
    IN_FOLDER(named_ones),
};

TEST_MAIN(tests, NULL, NULL)
