/* The verdict of each kind of row, what the exit code makes of them, and what is written. */
#include "gate_tables.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define SAME "aaaaaaaaaaaaaaaa"
#define OTHER "bbbbbbbbbbbbbbbb"

/* Two tasks, three seeds, which differ by some 0.0001. */
#define ROW(detector, shift, scores) \
    { detector, "0", 1, "0.9" shift "00", scores, "" }, { detector, "0", 2, "0.9" shift "20", scores, "" }, \
        { detector, "0", 3, "0.9" shift "10", scores, "" }, { detector, "1", 1, "0.8" shift "10", scores, "" }, \
        { detector, "1", 2, "0.8" shift "00", scores, "" }, \
    { \
        detector, "1", 3, "0.8" shift "20", scores, "" \
    }

/* The same of a detector whose seeds differ by some 0.002. */
#define WIDE(detector, x, y, z, scores) \
    { detector, "0", 1, x, scores, "" }, { detector, "0", 2, y, scores, "" }, { detector, "0", 3, z, scores, "" }, \
        { detector, "1", 1, z, scores, "" }, { detector, "1", 2, x, scores, "" }, \
    { \
        detector, "1", 3, y, scores, "" \
    }

static enum gate_verdict verdict_of(const struct gate *g, const char *detector)
{
    for (size_t i = 0; i < g->n; i++)
        if (strcmp(side_cell(g->rows[i].first, "detector"), detector) == 0)
            return g->rows[i].verdict;
    fail_msg("no row of %s", detector);
    return GATE_VERDICTS;
}

static void expect(const struct gate *g, const char *detector, enum gate_verdict v)
{
    const enum gate_verdict found = verdict_of(g, detector);
    if (found != v)
        fail_msg("%s: expected '%s', found '%s'", detector, gate_words[v], gate_words[found]);
}

static void each_verdict(void **state)
{
    (void)state;
    static const struct made_run before[] = {
        ROW("kde", "50", SAME), ROW("pca", "50", SAME), ROW("ae", "50", SAME),
        ROW("vae", "50", SAME), ROW("gan", "50", SAME), ROW("lof", "50", SAME),
        ROW("old", "50", SAME), ROW("hsc", "50", SAME), WIDE("big", "0.906", "0.910", "0.908", SAME)
    };
    static const struct made_run after[] = {
        ROW("kde", "50", SAME),         ROW("pca", "50", OTHER),
        ROW("ae", "20", OTHER),         ROW("vae", "80", OTHER),
        ROW("hsc", "51", OTHER),        WIDE("big", "0.902", "0.906", "0.904", OTHER),
        ROW("new", "50", SAME),         { "gan", "0", 1, NULL, "", "out of luck" },
        { "lof", "0", 1, NULL, "", "" }
    };
    struct compared c = { .rule = gate_defaults };
    put_experiment("a", "v1", "K", "0", before, COUNT(before));
    put_experiment("b", "v1", "K", "0", after, COUNT(after));
    compare_folders(&c, "a", "b");
    expect(&c.gate, "kde", GATE_IDENTICAL);
    expect(&c.gate, "pca", GATE_ROUNDING);
    expect(&c.gate, "ae", GATE_REGRESSED);
    expect(&c.gate, "vae", GATE_IMPROVED);
    expect(&c.gate, "gan", GATE_FAILED);
    expect(&c.gate, "lof", GATE_MISSING);
    expect(&c.gate, "old", GATE_GONE);
    expect(&c.gate, "hsc", GATE_WITHIN);
    expect(&c.gate, "big", GATE_UNDECIDED);
    expect(&c.gate, "new", GATE_NEW);
    assert_int_equal(gate_code(&c.gate), 1);
    assert_int_equal(c.gate.tested, 4);
    struct text t = TEXT_INIT;
    gate_text(&c.gate, "nightly 2026-11-27", &t);
    assert_true(starts_with(text_of(&t), "nightly 2026-11-27 failed: of 10 rows 1 regressed, 1 improved, 1 missing"));
    assert_says(text_of(&t), "tiny ae -0.0300 [-0.0");
    assert_says(text_of(&t), "seeds would decide");
    assert_says(text_of(&t), "out of luck");
    text_clear(&t);
    assert_int_equal(gate_csv(&c.gate, &t, NULL), 0);
    assert_says(text_of(&t), "regressed,0.900100,0.870100,-0.030000");
    text_clear(&t);
    gate_markdown(&c.gate, "", &t);
    assert_says(text_of(&t), "| regressed | tiny ae | 0.9001 | 0.8701 | -0.0300 |");
    text_release(&t);
    compared_release(&c);
}

/* Fourteen detectors that fall, the later ones further. */
static void the_largest_first(void **state)
{
    (void)state;
    enum { N = 14 };
    struct made_run before[2 * N], after[2 * N];
    char names[N][3], aucs[N][8];
    struct compared c = { .rule = gate_defaults };
    for (size_t i = 0; i < COUNT(before); i++) {
        const size_t k = i / 2;
        snprintf(names[k], sizeof names[k], "%c%c", (char)('a' + k), 'x');
        snprintf(aucs[k], sizeof aucs[k], "%.3f", 0.89 - 0.01 * (double)k);
        before[i] = (struct made_run) { names[k], "0", (long)(i % 2), "0.900", SAME, "" };
        after[i] = (struct made_run) { names[k], "0", (long)(i % 2), aucs[k], OTHER, "" };
    }
    put_experiment("many-a", "v1", "K", "0", before, COUNT(before));
    put_experiment("many-b", "v1", "K", "0", after, COUNT(after));
    compare_folders(&c, "many-a", "many-b");
    assert_int_equal(c.gate.count[GATE_REGRESSED], N);
    struct text t = TEXT_INIT;
    gate_text(&c.gate, "\033[31m", &t);
    assert_null(strchr(text_of(&t), '\033')); /* of a title neither */
    const char *worst = strstr(text_of(&t), "\nregressed    tiny nx");
    const char *next = strstr(text_of(&t), "\nregressed    tiny mx");
    assert_true(worst && next && worst < next);
    assert_says(text_of(&t), "\nregressed    tiny cx");
    assert_null(strstr(text_of(&t), "\nregressed    tiny bx"));
    assert_says(text_of(&t), "\nregressed    and 2 more\n");
    c.rule.brief = 1;
    text_clear(&t);
    gate_text(&c.gate, "", &t);
    assert_says(text_of(&t), "\nregressed    tiny lx");
    assert_null(strstr(text_of(&t), "\nregressed    tiny kx"));
    assert_says(text_of(&t), "\nregressed    and 11 more: gate.md has all\n");
    text_clear(&t);
    gate_markdown(&c.gate, "a\033b", &t);
    assert_true(starts_with(text_of(&t), "**a b failed: of 14 rows"));
    text_release(&t);
    compared_release(&c);
}

static int code_of(const char *a, const char *b, int strict, int first)
{
    struct compared c = { .rule = gate_defaults };
    c.rule.strict = strict;
    c.rule.first = first;
    compare_folders(&c, a, b);
    const int code = gate_code(&c.gate);
    compared_release(&c);
    return code;
}

static void what_the_code_says(void **state)
{
    (void)state;
    static const struct made_run row[] = { ROW("ae", "50", SAME) },
                                 near[] = { WIDE("ae", "0.902", "0.906", "0.904", OTHER) },
                                 wide[] = { WIDE("ae", "0.906", "0.910", "0.908", SAME) },
                                 up[] = { ROW("ae", "90", OTHER) }, down[] = { ROW("ae", "10", OTHER) },
                                 failed[] = { { "ae", "0", 1, NULL, "", "why" } };
    put_experiment("a", "v1", "K", "0", row, COUNT(row));
    put_experiment("edition", "v2", "K", "0", row, COUNT(row));
    put_experiment("limited", "v1", "K", "100", row, COUNT(row));
    put_experiment("wide", "v1", "K", "0", wide, COUNT(wide));
    put_experiment("near", "v1", "K", "0", near, COUNT(near));
    put_experiment("up", "v1", "K", "0", up, COUNT(up));
    put_experiment("down", "v1", "K", "0", down, COUNT(down));
    put_experiment("failed", "v1", "K", "0", failed, COUNT(failed));
    put_experiment("empty", "v1", "K", "0", row, 0);
    put_experiment("fewer", "v1", "K", "0", row, COUNT(row) - 1);
    put_experiment("machine", "v1", "other", "0", near, COUNT(near));
    assert_int_equal(code_of("a", "a", 1, 0), 0);
    assert_int_equal(code_of("wide", "near", 0, 0), 0);
    assert_int_equal(code_of("wide", "near", 1, 0), 1); /* undecided */
    assert_int_equal(code_of("a", "up", 1, 0), 0);
    assert_int_equal(code_of("a", "down", 0, 0), 1);
    assert_int_equal(code_of("a", "fewer", 0, 0), 1);
    assert_int_equal(code_of("a", "edition", 0, 0), 3);
    assert_int_equal(code_of("a", "limited", 0, 0), 3);
    assert_int_equal(code_of("a", "empty", 0, 0), 3);
    assert_int_equal(code_of("empty", "a", 0, 0), 3); /* all is new */
    assert_int_equal(code_of("empty", "a", 0, 1), 0);
    assert_int_equal(code_of("empty", "empty", 0, 1), 3);
    assert_int_equal(code_of("a", "failed", 0, 1), 3);     /* more than half of the night */
    assert_int_equal(code_of("wide", "machine", 0, 0), 3); /* uncalibrated */
    assert_int_equal(code_of("machine", "near", 0, 0), 0); /* the same scores to the bit, whatever made them */
}

/* A night is invalid by what failed of it: one in which all else is new has nothing to be compared with. */
static void nothing_to_compare(void **state)
{
    (void)state;
    static const struct made_run before[] = { ROW("ae", "50", SAME) },
                                 after[] = { ROW("kde", "50", SAME), { "vae", "0", 1, NULL, "", "why" } };
    static const struct made_run failed[] = { { "vae", "0", 1, NULL, "", "why" } };
    struct compared c = { .rule = gate_defaults };
    struct text t = TEXT_INIT;
    put_experiment("a", "v1", "K", "0", before, 0);
    put_experiment("b", "v1", "K", "0", after, COUNT(after));
    compare_folders(&c, "a", "b");
    gate_headline(&c.gate, &t);
    assert_true(starts_with(text_of(&t), "nothing to compare: of 2 rows 0 regressed, 0 improved, 0 missing, 1 failed"));
    compared_release(&c);
    c = (struct compared) { .rule = gate_defaults };
    text_clear(&t);
    put_experiment("b", "v1", "K", "0", failed, COUNT(failed));
    compare_folders(&c, "a", "b");
    gate_headline(&c.gate, &t);
    assert_true(starts_with(text_of(&t), "invalid: of 1 rows"));
    text_release(&t);
    compared_release(&c);
}

/* A night of which half failed is no regression of the others. */
static void protocols_are_told(void **state)
{
    (void)state;
    static const struct made_run row[] = { ROW("ae", "50", SAME), ROW("kde", "50", SAME) };
    struct compared c = { .rule = gate_defaults };
    put_experiment("a", "v1", "K", "0", row, COUNT(row));
    put_experiment("b", "v1", "K", "100", row, COUNT(row));
    compare_folders(&c, "a", "b");
    assert_int_equal(c.gate.n, 2);
    assert_int_equal(c.gate.count[GATE_OTHER], 2);
    assert_int_equal(c.gate.n_pairs, 0);
    compared_release(&c);
}

/* Any bytes of a reason; tests/end/compare.sh asks xmllint. */
static void junit_of_hostile_words(void **state)
{
    (void)state;
    static const struct made_run row[] = { ROW("ae", "50", SAME), ROW("kde", "50", SAME) };
    static const struct made_run bad[] = {
        ROW("kde", "50", SAME), { "ae", "0", 1, NULL, "", "\033[31m<&>'\x01\xff\xc0\x80\xef\xbf\xbe ]]> \xc3\xa4" }
    };
    struct compared c = { .rule = gate_defaults };
    struct text t = TEXT_INIT;
    put_experiment("a", "v1", "K", "0", row, COUNT(row));
    put_experiment("b", "v1", "K", "0", bad, COUNT(bad));
    compare_folders(&c, "a", "b");
    gate_junit(&c.gate, "n", &t);
    assert_says(text_of(&t), "tests=\"2\" failures=\"0\" errors=\"1\" skipped=\"0\"");
    assert_says(text_of(&t), "?[31m&lt;&amp;&gt;'??????? ]]&gt; \xc3\xa4");
    assert_null(strchr(text_of(&t), '\033'));
    text_release(&t);
    compared_release(&c);
}

/* In the words that the other texts have: there is no epoch of scoring. */
static void junit_of_a_parting(void **state)
{
    (void)state;
    static const struct made_run before[] = { ROW("ae", "50", SAME) }, after[] = { ROW("ae", "20", OTHER) };
    struct compared c = { .rule = gate_defaults };
    struct text t = TEXT_INIT;
    put_experiment("a", "v1", "K", "0", before, COUNT(before));
    put_experiment("b", "v1", "K", "0", after, COUNT(after));
    compare_folders(&c, "a", "b");
    c.gate.rows[0].parting = (struct gate_parting) { .stage = "scoring" };
    gate_junit(&c.gate, "n", &t);
    assert_says(text_of(&t), "(same training, parts at scoring)\" type=\"regressed\"");
    c.gate.rows[0].parting = (struct gate_parting) { .stage = "phase1", .epoch = 3 };
    text_clear(&t);
    gate_junit(&c.gate, "n", &t);
    assert_says(text_of(&t), "(parts at phase1 epoch 3)\" type=\"regressed\"");
    text_release(&t);
    compared_release(&c);
}

/* Words that Markdown would take for its own: a picture from elsewhere, a text in code that no bar ends. */
static void markdown_of_hostile_words(void **state)
{
    (void)state;
    static const struct made_run row[] = { ROW("ae", "50", SAME) };
    static const struct made_run bad[] = { { "ae", "0", 1, NULL, "", "`|` ![x](y) <b> *_~ &lt;" } };
    struct compared c = { .rule = gate_defaults };
    struct text t = TEXT_INIT;
    put_experiment("a", "v1", "K", "0", row, COUNT(row));
    put_experiment("b", "v1", "K", "0", bad, COUNT(bad));
    compare_folders(&c, "a", "b");
    gate_markdown(&c.gate, "", &t);
    assert_says(text_of(&t), "\\`\\|\\` !\\[x\\](y) \\<b> \\*\\_\\~ \\&lt;");
    text_release(&t);
    compared_release(&c);
}

static const struct CMUnitTest tests[] = {
    IN_WORKING_FOLDER(each_verdict),       IN_WORKING_FOLDER(the_largest_first),
    IN_WORKING_FOLDER(what_the_code_says), IN_WORKING_FOLDER(nothing_to_compare),
    IN_WORKING_FOLDER(protocols_are_told), IN_WORKING_FOLDER(junit_of_hostile_words),
    IN_WORKING_FOLDER(junit_of_a_parting), IN_WORKING_FOLDER(markdown_of_hostile_words),
};

TEST_MAIN(tests, NULL, NULL)
