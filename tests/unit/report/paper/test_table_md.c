/* Tables as Markdown. */
#include "report/paper/table_write.h"
#include "support/paper_tables.h"

static void aligned(void **state)
{
    struct paper p;
    struct text t = TEXT_INIT;
    put_experiment(state, "results/table1-a",
                   "1,tiny,one-class,kde,mean,,mean,9,0.9,,,,,,,0.5,0.4,0.6,3,3,0,lower,seeds,no\n",
                   "t,tiny,one-class,kde,kde,,,,,,,0.5,0,,,10,3,3,lower,0\n"
                   "t,tiny,one-class,pca,pca,,8,,,,,0.6,0,,,10,2,3,,0\n");
    paper_make(&p, state, two_by_two, two_by_two_printed);
    table_append_md(&p.table, &t);
    assert_says(text_of(&t), "**Table 1.** A caption.\n"
                             "\n"
                             "| Model          | First          | Second         |\n"
                             "|:---------------|:---------------|:---------------|\n"
                             "| KDE            | 0.9 → 0.5000 ↓ | 0.80 → missing |\n"
                             "| LIS-AE         | 0.95 → missing | -              |\n"
                             "| *not printed:* |                |                |\n"
                             "| PCA            | 0.6000 (2/3)   |                |\n"
                             "\n"
                             "printed → reproduced; ");
    assert_says(text_of(&t), "\n"
                             "| KDE            | ∉ [0.4000, 0.6000] |        |\n"
                             "| LIS-AE         |                    |        |\n");
    assert_says(text_of(&t), "\n\nMade of table1-a (results).\n");
    paper_release(&p);
    text_release(&t);
}

static void hostile_words(void **state)
{
    (void)state;
    static const struct {
        const char *words, *escaped;
    } cases[] = {
        { "plain words, 0.5 (1/3)", "plain words, 0.5 (1/3)" },
        { "a|b\\c", "a\\|b\\\\c" },
        { "</td><img src=x onerror=\"a()\">", "&lt;/td&gt;&lt;img src=x onerror=\"a()\"&gt;" },
        { "[x](javascript:a()) *b* _c_ `d` ~e~ #f $g$ &amp;",
          "\\[x\\](javascript:a()) \\*b\\* \\_c\\_ \\`d\\` \\~e\\~ \\#f \\$g\\$ &amp;amp;" },
        { "two\nlines\r\t\x1b[31m\x7f", "two lines  "
                                        " \\[31m " },
        { "γ → Σ", "γ → Σ" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text t = TEXT_INIT;
        table_escape_md(&t, cases[i].words);
        assert_string_equal(text_of(&t), cases[i].escaped);
        text_release(&t);
    }
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(aligned),
    cmocka_unit_test(hostile_words),
};

TEST_MAIN(tests, NULL, NULL)
