/* Where numbers of a text come from, with tables made by hand. */
#include "report/trace.h"
#include "support/pages.h"

static void put_experiment(void **state)
{
    struct text runs = TEXT_INIT;
    page_run(&runs, "kde", "000000000001", "0.913579", "ok", "");
    put_page_file(state, "all/x", "auc.csv", PAGE_AUC_HEADER, text_of(&runs));
    put_page_file(state, "all/x", "summary.csv", PAGE_SUMMARY_HEADER,
                  "x,tiny,one-class,kde,kde,,,,,,,0.91245,,,,2,1,1,2,0.93,-0.01755,lower,rest,0\n");
    text_release(&runs);
}

struct made {
    struct material m;
    struct csv printed;
    struct trace trace;
};

static void make(struct made *x, void **state)
{
    struct error e;
    char *path = path_join(*state, "all", NULL);
    const char *const folders[] = { path, NULL };
    put_experiment(state);
    put_page_file(state, "all", "paper.csv", "table,auc,note\n", "2,0.9300,its own row has the mean 0.6975\n");
    char *paper = path_join(*state, "all/paper.csv", NULL);
    if (material_read(&x->m, folders, 0, &e) || csv_read(&x->printed, paper, &e))
        fail_msg("%s", e.text);
    trace_init(&x->trace, &x->m, &x->printed, "paper.csv");
    free(paper);
    free(path);
}

static void release(struct made *x)
{
    trace_release(&x->trace);
    csv_release(&x->printed);
    material_release(&x->m);
}

/* Where nothing printed is found, kept tables are all there is. */
static void without_what_is_printed(void **state)
{
    struct error e;
    struct trace t;
    struct material m;
    struct text found = TEXT_INIT;
    struct csv none = { 0 };
    char *path = path_join(*state, "all", NULL);
    const char *const folders[] = { path, NULL };
    put_experiment(state);
    if (material_read(&m, folders, 0, &e))
        fail_msg("%s", e.text);
    trace_init(&t, &m, &none, NULL);
    assert_int_equal(trace_append(&t, ".912", &found), 1);
    trace_release(&t);
    material_release(&m);
    text_release(&found);
    free(path);
}

/* A number is a cell that it is when rounded to its digits; a half goes up, a run's own only whole. */
static void numbers_are_found(void **state)
{
    static const struct {
        const char *number;
        size_t cells;
    } cases[] = {
        { ".912", 1 },    { "0.9125", 1 },   { ".9124", 0 }, { "-0.0176", 1 },  { "+.018", 1 },
        { ".0175", 0 },   { "0.913579", 1 }, { ".9136", 0 }, { ".930", 2 },     { ".6975", 1 },
        { ".697500", 1 }, { "0.91245", 1 },  { ".931", 0 },  { "0.913578", 0 }, { ".012450", 0 },
    };
    struct made x;
    make(&x, state);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text found = TEXT_INIT;
        if (trace_append(&x.trace, cases[i].number, &found) != cases[i].cells)
            fail_msg("%s: expected %zu cells, found\n%s", cases[i].number, cases[i].cells, text_of(&found));
        text_release(&found);
    }
    release(&x);
}

/* Of a thousand numbers with three decimals four are cells: .912, .018, .930, which is one in both tables, .698. */
static void made_up_numbers_are_found(void **state)
{
    struct made x;
    make(&x, state);
    size_t found = 0;
    for (int i = 0; i < 1000; i++) {
        char number[8];
        struct text t = TEXT_INIT;
        snprintf(number, sizeof number, ".%03d", i);
        found += trace_append(&x.trace, number, &t) > 0;
        text_release(&t);
    }
    assert_int_equal(found, 4);
    assert_near(trace_chance(&x.trace, 3), 0.004, 1e-12);
    assert_near(trace_chance(&x.trace, 4), 0.0004, 1e-12);
    release(&x);
}

static void cells_are_told_with_their_runs(void **state)
{
    struct made x;
    struct text found = TEXT_INIT;
    make(&x, state);
    trace_append(&x.trace, ".91245", &found);
    trace_append(&x.trace, ".913579", &found);
    trace_append(&x.trace, ".6975", &found);
    const char *const lines[] = {
        "/all/x/summary.csv:2: mean 0.91245, method kde, detector kde; runs 000000000001\n",
        "/all/x/auc.csv:2: auc 0.913579, detector kde, ",
        "; run 000000000001\n",
        "paper.csv:2: note its own row has the mean 0.6975\n",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (!strstr(text_of(&found), lines[i]))
            fail_msg("expected %s in\n%s", lines[i], text_of(&found));
    text_release(&found);
    release(&x);
}

/* `orphans`: of each the line and the number. */
static void expect_page(void **state, const struct trace *t, const char *name, const char *page, size_t traced,
                        size_t measured, const char *orphans)
{
    struct trace_counts counts;
    struct text found = TEXT_INIT, expected = TEXT_INIT;
    struct error e;
    put_page_file(state, "pages", name, page, "");
    char *path = path_join(*state, "pages", name, NULL);
    if (trace_page(t, path, &counts, &found, &e))
        fail_msg("%s", e.text);
    char **each = split(orphans, " ", 0, NULL);
    for (size_t i = 0; each[i]; i++) {
        char *number = strchr(each[i], '=');
        *number++ = '\0';
        text_format(&expected, "%s:%s: expected a number of the tables, found %s\n", path, each[i], number);
    }
    assert_string_equal(text_of(&found), text_of(&expected));
    assert_int_equal(counts.traced, traced);
    assert_int_equal(counts.measured, measured);
    split_free(each);
    text_release(&found);
    text_release(&expected);
    free(path);
}

static void pages_are_looked_at(void **state)
{
    struct made x;
    make(&x, state);
    expect_page(state, &x.trace, "a.md", "Mean .9125 (+.018), 0.9125.\n\nBut [.4567, 0.930].\n", 4, 0, "3=.4567");
    expect_page(state, &x.trace, "b.md", "0.001 s <!-- measured: make bench -->\n0.001 <!-- measured: -->\n", 0, 1,
                "2=0.001");
    expect_page(state, &x.trace, "c.md", "v1.234 1.0.123 a.123 x_.123 .12 .1234567 12.345 .123s\n", 0, 0, "");
    expect_page(state, &x.trace, "d.tex", "\\lisaevalue{x/kde/mean}{0.912}\\lisaevalue{y}{0.913}\n", 1, 0, "1=0.913");
    expect_page(state, &x.trace, "e.html",
                "<style>a { opacity: .123; }</style>\n<script>x = .123;</script>\n<svg><path d=\".123\"/></svg>\n"
                "<p title=\".123\"><data value=\"0.913579\">0.914</data> <data value=\"0.913578\">0.914</data></p>\n"
                "<p><data value=0.913579>0.914</data> <data value=0.913577>0.914</data></p>\n"
                "<details class=\"made\">0.154</details><details>0.155</details>\n",
                2, 0, "4=0.913578 5=0.913577 6=0.155");
    release(&x);
}

static const struct CMUnitTest tests[] = { IN_FOLDER(numbers_are_found), IN_FOLDER(made_up_numbers_are_found),
                                           IN_FOLDER(cells_are_told_with_their_runs), IN_FOLDER(pages_are_looked_at),
                                           IN_FOLDER(without_what_is_printed) };

TEST_MAIN(tests, NULL, NULL)
